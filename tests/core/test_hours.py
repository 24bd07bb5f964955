from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost.core.followup import Calendar
from signpost.core.hours import LONDON, after, is_working_day, next_text_time
from signpost.core.menu import Delay, TextHours
from signpost.core.session import Channel, Question, Session

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
HOURS = TextHours(time(8, 30), time(19, 0))
CALENDAR = Calendar(HOURS, CHRISTMAS)


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("delay", "start", "due"),
    [
        (Delay(3, "hours"), london(2026, 11, 23, 10), london(2026, 11, 23, 13)),
        (Delay(2, "days"), london(2026, 11, 23, 10), london(2026, 11, 25, 10)),
        (Delay(10, "working days"), london(2026, 11, 23, 10), london(2026, 12, 7, 10)),
        (Delay(1, "working days"), london(2026, 11, 27, 10), london(2026, 11, 30, 10)),
        (Delay(1, "working days"), london(2026, 12, 24, 10), london(2026, 12, 29, 10)),
        # The clocks go forward on 28 March 2027: ten in the morning stays ten in the morning.
        (Delay(2, "days"), london(2027, 3, 27, 10), london(2027, 3, 29, 10)),
    ],
)
def test_delays(delay: Delay, start: datetime, due: datetime) -> None:
    assert after(delay, start, CHRISTMAS) == due


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (london(2026, 11, 23, 10), london(2026, 11, 23, 10)),
        (london(2026, 11, 23, 8, 29), london(2026, 11, 23, 8, 30)),
        (london(2026, 11, 23, 19, 0), london(2026, 11, 24, 8, 30)),
        (london(2026, 11, 28, 19, 0), london(2026, 11, 30, 8, 30)),
        (london(2026, 11, 29, 12), london(2026, 11, 30, 8, 30)),
        (london(2026, 12, 24, 20), london(2026, 12, 26, 8, 30)),
        (london(2026, 12, 27, 9), london(2026, 12, 29, 8, 30)),
    ],
)
def test_text_hours(moment: datetime, allowed: datetime) -> None:
    assert next_text_time(moment, HOURS, CHRISTMAS) == allowed


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 40),
)
def test_working_days_are_those_that_a_person_would_count(start: datetime, amount: int) -> None:
    due = after(Delay(amount, "working days"), start, CHRISTMAS)
    first = start.astimezone(LONDON).date()
    counted = [first + timedelta(days=day) for day in range(1, (due.date() - first).days + 1)]
    assert sum(is_working_day(day, CHRISTMAS) for day in counted) == amount
    assert is_working_day(due.date(), CHRISTMAS)


def session(at: datetime) -> Session:
    return Session(Channel.TEXT, "start", Question.CHOICE, at=int(at.timestamp()))


def test_nobody_is_asked_in_the_middle_of_a_conversation() -> None:
    now = london(2026, 11, 23, 10)
    assert CALENDAR.wait_until(now, session(now - timedelta(minutes=5))) == now + timedelta(minutes=25)
    assert CALENDAR.wait_until(now, session(now - timedelta(hours=1))) is None
    assert CALENDAR.wait_until(now, None) is None


def test_nobody_is_asked_anything_else_while_they_are_asked_to_erase_it_all() -> None:
    now = london(2026, 11, 24, 12)
    asked = replace(session(now - timedelta(hours=2)), question=Question.FORGET)
    assert CALENDAR.wait_until(now, asked) == now + timedelta(hours=22)


def test_nobody_is_texted_at_night() -> None:
    assert CALENDAR.wait_until(london(2026, 11, 23, 22), None) == london(2026, 11, 24, 8, 30)
