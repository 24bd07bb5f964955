from bisect import bisect_right
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost.adapters.calendar import bank_holidays
from signpost.core.followup import Calendar
from signpost.core.hours import LONDON, after, day_of_month, london_day, next_text_time
from signpost.core.menu import Delay, TextHours, When, Yearly
from signpost.core.session import Channel, Question, Session

CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})
HOURS = TextHours(time(8, 30), time(19, 0))
CALENDAR = Calendar(HOURS, CHRISTMAS)
A_DAY = timedelta(days=1)
DAYS = [date(2024, 1, 1) + n * A_DAY for n in range((date(2032, 1, 1) - date(2024, 1, 1)).days)]
ENGLAND = bank_holidays()
# No such calendar exists: every day whose number can be divided by 9, and every Monday of 2027.
MADE_UP = frozenset(day for day in DAYS if day.day % 9 == 0 or (day.year == 2027 and day.isoweekday() == 1))

moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.sampled_from([UTC, LONDON]))
calendars = st.sampled_from([ENGLAND, MADE_UP])


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
        (Yearly(16, 2), london(2026, 11, 23, 10), london(2027, 2, 16)),
        (Yearly(16, 2), london(2027, 2, 15, 23, 59), london(2027, 2, 16)),
        (Yearly(16, 2), london(2027, 2, 16), london(2028, 2, 16)),
        (Yearly(1, 1), london(2026, 12, 31, 23, 59), london(2027, 1, 1)),
        (Yearly(29, 2), london(2026, 11, 23, 10), london(2027, 2, 28)),
        (Yearly(29, 2), london(2027, 2, 28, 10), london(2028, 2, 29)),
        (Yearly(29, 2), london(2028, 2, 28, 10), london(2028, 2, 29)),
        # Still the 15th in Greenwich, and already the 16th in London.
        (Yearly(16, 7), datetime(2026, 7, 15, 23, 30, tzinfo=UTC), london(2027, 7, 16)),
    ],
)
def test_when_something_is_due(delay: When, start: datetime, due: datetime) -> None:
    assert after(delay, start, CHRISTMAS) == due


@pytest.mark.parametrize(
    ("delay", "start", "due"),
    [
        # The clocks go forward on 28 March 2027, and back on 31 October.
        (Delay(2, "days"), london(2027, 3, 27, 10), "2027-03-29 09:00"),
        (Delay(1, "working days"), london(2027, 3, 26, 10), "2027-03-29 09:00"),
        (Delay(24, "hours"), london(2027, 3, 27, 10), "2027-03-28 10:00"),
        (Delay(2, "days"), london(2027, 10, 30, 10), "2027-11-01 10:00"),
        (Delay(1, "working days"), london(2027, 10, 29, 10), "2027-11-01 10:00"),
        (Delay(24, "hours"), london(2027, 10, 30, 10), "2027-10-31 09:00"),
        (Yearly(28, 3), london(2027, 3, 1), "2027-03-28 00:00"),
        (Yearly(29, 3), london(2027, 3, 1), "2027-03-28 23:00"),
        (Yearly(31, 10), london(2027, 3, 1), "2027-10-30 23:00"),
    ],
)
def test_a_time_of_day_is_kept_when_the_clocks_change(delay: When, start: datetime, due: str) -> None:
    assert f"{after(delay, start, CHRISTMAS).astimezone(UTC):%Y-%m-%d %H:%M}" == due


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (london(2026, 11, 23, 10), london(2026, 11, 23, 10)),
        (london(2026, 11, 23, 8, 29), london(2026, 11, 23, 8, 30)),
        (london(2026, 11, 23, 8, 30), london(2026, 11, 23, 8, 30)),
        (london(2026, 11, 23, 18, 59, 59), london(2026, 11, 23, 18, 59, 59)),
        (london(2026, 11, 23, 19, 0), london(2026, 11, 24, 8, 30)),
        (london(2026, 11, 28, 19, 0), london(2026, 11, 30, 8, 30)),
        (london(2026, 11, 29, 12), london(2026, 11, 30, 8, 30)),
        (london(2026, 12, 24, 20), london(2026, 12, 26, 8, 30)),
        (london(2026, 12, 27, 9), london(2026, 12, 29, 8, 30)),
    ],
)
def test_text_hours(moment: datetime, allowed: datetime) -> None:
    assert next_text_time(moment, HOURS, CHRISTMAS) == allowed


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        (london(2027, 3, 27, 19), "2027-03-29 07:30"),
        (london(2027, 3, 27, 18, 59), "2027-03-27 18:59"),
        (london(2027, 10, 30, 19), "2027-11-01 08:30"),
        (datetime(2027, 3, 29, 7, 29, tzinfo=UTC), "2027-03-29 07:30"),
        (datetime(2027, 7, 5, 17, 59, tzinfo=UTC), "2027-07-05 17:59"),
        (datetime(2027, 7, 5, 18, 0, tzinfo=UTC), "2027-07-06 07:30"),
        (datetime(2027, 11, 1, 18, 59, tzinfo=UTC), "2027-11-01 18:59"),
    ],
)
def test_text_hours_are_those_of_londons_clocks(moment: datetime, allowed: str) -> None:
    assert f"{next_text_time(moment, HOURS, CHRISTMAS).astimezone(UTC):%Y-%m-%d %H:%M}" == allowed


def test_a_day_of_the_year_comes_when_texts_may_go_out() -> None:
    assert CALENDAR.due(Yearly(16, 2), london(2026, 11, 23, 10)) == london(2027, 2, 16, 8, 30)
    # 21 February 2027 is a Sunday, and Christmas Day 2026 is followed by a Saturday.
    assert CALENDAR.due(Yearly(21, 2), london(2026, 11, 23, 10)) == london(2027, 2, 22, 8, 30)
    assert CALENDAR.due(Yearly(25, 12), london(2026, 11, 23, 10)) == london(2026, 12, 26, 8, 30)


def test_londons_day_is_not_greenwichs() -> None:
    assert london_day(datetime(2026, 7, 15, 22, 59, tzinfo=UTC)) == date(2026, 7, 15)
    assert london_day(datetime(2026, 7, 15, 23, 0, tzinfo=UTC)) == date(2026, 7, 16)
    assert london_day(datetime(2026, 11, 23, 23, 59, tzinfo=UTC)) == date(2026, 11, 23)


def test_a_day_that_a_month_has_not_is_its_last() -> None:
    assert day_of_month(2027, 2, 29) == date(2027, 2, 28)
    assert day_of_month(2028, 2, 29) == date(2028, 2, 29)
    assert day_of_month(2027, 6, 31) == date(2027, 6, 30)


def test_englands_bank_holidays_are_known_to_the_end_of_2028() -> None:
    # After that a working day may be one too few: the package's next release knows more.
    assert {year for year in range(2024, 2029) if sum(day.year == year for day in ENGLAND) >= 8} == set(
        range(2024, 2029)
    )


def work(holidays: frozenset[date]) -> list[date]:
    return [day for day in DAYS if day.isoweekday() <= 5 and day not in holidays]


@pytest.mark.parametrize("holidays", [ENGLAND, MADE_UP], ids=["England's", "made up"])
def test_working_days_from_every_day_until_2030(holidays: frozenset[date]) -> None:
    listed = work(holidays)
    for day in DAYS:
        if day.year == 2031:
            break
        for amount in (1, 2, 5, 10, 20):
            due = after(Delay(amount, "working days"), london(day.year, day.month, day.day, 10), holidays)
            assert due.replace(tzinfo=None) == datetime.combine(
                listed[bisect_right(listed, day) + amount - 1], time(10)
            ), (day, amount)


@given(moments, st.integers(1, 40), st.frozensets(st.sampled_from(DAYS), max_size=60) | calendars)
def test_working_days_are_those_that_a_person_would_count(
    start: datetime, amount: int, holidays: frozenset[date]
) -> None:
    local = start.astimezone(LONDON)
    due = after(Delay(amount, "working days"), start, holidays)
    assert due.date() == [day for day in work(holidays) if day > local.date()][amount - 1]
    assert due.time() == local.time()


@given(moments, st.integers(1, 400))
def test_days_are_counted_by_londons_calendar(start: datetime, amount: int) -> None:
    local = start.astimezone(LONDON)
    due = after(Delay(amount, "days"), start, ENGLAND)
    assert due.date() == DAYS[DAYS.index(local.date()) + amount] if local.year < 2030 else due > local
    assert due.time() == local.time()


@given(moments, st.integers(1, 200))
def test_hours_are_those_that_pass(start: datetime, amount: int) -> None:
    assert after(Delay(amount, "hours"), start, ENGLAND).timestamp() == start.timestamp() + amount * 3600


def comes_on(yearly: Yearly, day: date) -> bool:
    if (yearly.day, yearly.month) == (29, 2):
        return day.month == 2 and (day + A_DAY).month == 3
    return (day.day, day.month) == (yearly.day, yearly.month)


@given(moments, st.sampled_from(DAYS[:366]))
def test_a_day_of_the_year_is_the_first_one_after_today(start: datetime, named: date) -> None:
    yearly = Yearly(named.day, named.month)
    due = after(yearly, start, ENGLAND)
    day = start.astimezone(LONDON).date() + A_DAY
    while not comes_on(yearly, day):
        day += A_DAY
    assert due.replace(tzinfo=None) == datetime.combine(day, time.min)
    assert due.tzinfo is LONDON


def may_go_out(moment: datetime, hours: TextHours, holidays: frozenset[date]) -> bool:
    """Quiet hours said the other way round, minute by minute."""
    clock = f"{moment.astimezone(LONDON):%H:%M %a}"
    quiet = clock[:5] < f"{hours.start:%H:%M}" or clock[:5] >= f"{hours.end:%H:%M}"
    return not quiet and clock[6:] != "Sun" and moment.astimezone(LONDON).date() not in holidays


@given(moments, st.integers(0, 22), st.integers(0, 59), st.integers(1, 60), calendars)
def test_a_text_goes_out_in_the_first_minute_that_it_may(
    start: datetime, hour: int, minute: int, length: int, holidays: frozenset[date]
) -> None:
    opens = datetime(2026, 1, 1, hour, minute)
    hours = TextHours(opens.time(), (opens + timedelta(minutes=length)).time())
    sent = next_text_time(start, hours, holidays)
    minute_by_minute = start.astimezone(UTC)
    while not may_go_out(minute_by_minute, hours, holidays):
        minute_by_minute = minute_by_minute.replace(second=0, microsecond=0) + timedelta(minutes=1)
    assert sent.astimezone(UTC) == minute_by_minute


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
