"""The day by which the line's own team rings back, where the line is not there on every day."""

from dataclasses import replace
from datetime import date, time

import pytest

from signpost.core.line import Line, Opening, Span
from signpost.core.menu import Delay
from signpost.core.session import Channel
from tests.core.asking import BACK, CALLED, Asking


@pytest.mark.parametrize(
    ("opening", "by"),
    [
        (Opening(), date(2026, 11, 20)),
        # NOW is a Wednesday.
        (Opening(tuple(Span(time(9), time(17)) if day in {0, 1, 4} else None for day in range(7))), date(2026, 11, 23)),
        (Opening(closed=frozenset({date(2026, 11, 19), date(2026, 11, 20)})), date(2026, 11, 24)),
        (Opening(tuple(Span(time(9), time(17)) if day == 5 else None for day in range(7))), date(2026, 11, 20)),
    ],
    ids=["not known", "three days", "closed days", "Saturdays"],
)
def test_the_lines_own_team_is_given_days_on_which_it_is_there(opening: Opening, by: date) -> None:
    talk = Asking(Channel.TEXT)
    talk.pack = replace(CALLED, line=Line(opening))
    talk("call back", "1", "1", "2")
    assert talk.request.by == by


def test_an_hour_of_a_day_on_which_the_line_is_shut_moves_on() -> None:
    talk = Asking(Channel.TEXT)
    places = {**CALLED.places, "back": replace(BACK, within=Delay(2, "days"))}
    talk.pack = replace(CALLED, places=places, line=Line(Opening(closed=frozenset({date(2026, 11, 20)}))))
    talk("call back", "1", "1", "2")
    assert talk.request.by == date(2026, 11, 21)
