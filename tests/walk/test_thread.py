"""Texts on a walk: whether the renderer had to leave words out of them."""

from dataclasses import replace

import pytest

from signpost.authoring.walk.thread import Thread
from signpost.core.menu import Signpost
from tests.samples import PACK, both
from tests.walk.dated import DATED


@pytest.mark.parametrize(
    ("said", "shortened"),
    [("Ring the Plan Team.", False), ("Ring them, and wait ...", False), ("Ring the Plan Team. " * 20, True)],
)
def test_a_text_is_shortened_when_words_were_left_out_and_not_when_it_ends_in_dots(said: str, shortened: bool) -> None:
    team = PACK.places["team"]
    assert isinstance(team, Signpost)
    thread = Thread(replace(PACK, places={**PACK.places, "team": replace(team, say=both(said))}))
    thread.send("Hello")
    one = thread.send("2")
    assert one.shortened is shortened
    assert said.strip() in one.whole


def test_a_reminder_tells_the_day_and_a_follow_up_does_not() -> None:
    assert "remind you of Wednesday 18 November 2026" in Thread(DATED).later("heard", "day").answer
    assert "remind you" not in Thread(DATED).later("heard", "senco").answer
