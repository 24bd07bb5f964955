"""When the line behind 0 is open, day by day and over both clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost.adapters.calendar import bank_holidays
from signpost.core.hours import LONDON, is_open, next_opening, opening_told
from signpost.core.line import Opening, Span

ENGLAND = bank_holidays()
NINE_TO_FIVE = Span(time(9), time(17))
WEEK = (*[NINE_TO_FIVE] * 4, Span(time(9, 30), time(16)), None, None)
CHRISTMAS_EVE = date(2026, 12, 24)
OFFICE = Opening(WEEK, frozenset({CHRISTMAS_EVE}))
A_MINUTE = timedelta(minutes=1)
DAYS = [date(2026, 1, 1) + timedelta(days=n) for n in range(2 * 365)]


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize("day", DAYS)
def test_each_day_is_open_from_its_start_until_its_end(day: date) -> None:
    span = WEEK[day.weekday()]
    shut = span is None or day in ENGLAND or day == CHRISTMAS_EVE
    minutes = [datetime.combine(day, time(hour, minute), LONDON) for hour in range(24) for minute in (0, 29, 30, 59)]
    found = {moment for moment in minutes if is_open(moment.astimezone(UTC), OFFICE, ENGLAND)}
    expected = set() if shut or not span else {at for at in minutes if span.start <= at.time() < span.end}
    assert found == expected


@pytest.mark.parametrize(
    ("now", "opens", "told"),
    [
        (london(2026, 11, 23, 8, 59), london(2026, 11, 23, 9), "at 9 am today"),
        (london(2026, 11, 23, 17), london(2026, 11, 24, 9), "at 9 am tomorrow"),
        (london(2026, 11, 26, 17), london(2026, 11, 27, 9, 30), "at 9:30 am tomorrow"),
        (london(2026, 11, 27, 16), london(2026, 11, 30, 9), "at 9 am on Monday 30 November"),
        (london(2026, 12, 23, 20), london(2026, 12, 29, 9), "at 9 am on Tuesday 29 December"),
        (london(2026, 10, 24, 12), london(2026, 10, 26, 9), "at 9 am on Monday 26 October"),
        (london(2027, 3, 26, 12), london(2027, 3, 30, 9), "at 9 am on Tuesday 30 March"),
    ],
)
def test_when_it_opens_next(now: datetime, opens: datetime, told: str) -> None:
    assert next_opening(now.astimezone(UTC), OFFICE, ENGLAND) == opens
    assert opening_told(opens, now) == told


def test_where_it_is_open_it_opens_now() -> None:
    now = london(2026, 11, 23, 12)
    assert next_opening(now, OFFICE, ENGLAND) == now


def test_a_line_whose_hours_are_not_known_is_always_tried_but_on_its_closed_days() -> None:
    unknown = Opening(None, frozenset({CHRISTMAS_EVE}))
    for moment in (london(2026, 12, 25, 3), london(2026, 12, 23, 23, 59, 59, 999_999), london(2026, 11, 22, 12)):
        assert is_open(moment, unknown, ENGLAND)
    shut = london(2026, 12, 24, 12)
    assert not is_open(shut, unknown, ENGLAND)
    opens = next_opening(shut, unknown, ENGLAND)
    assert opens == london(2026, 12, 25)
    assert opening_told(opens, shut) == "tomorrow"


def test_a_line_that_never_opens_says_no_day() -> None:
    now = london(2026, 11, 23, 12)
    assert next_opening(now, Opening((None,) * 7), ENGLAND) is None
    assert opening_told(None, now) == "on another day"


spans = st.none() | st.tuples(st.times(), st.times()).filter(lambda two: two[0] < two[1]).map(lambda two: Span(*two))
openings = st.builds(Opening, st.none() | st.tuples(*[spans] * 7), st.frozensets(st.sampled_from(DAYS), max_size=9))
# The nights in which clocks change, and any other time.
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 11, 30), timezones=st.just(UTC)) | st.builds(
    lambda day, minutes: datetime.combine(day, time(0), UTC) + timedelta(minutes=minutes),
    st.sampled_from([date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]),
    st.integers(-180, 300),
)


@given(openings, moments)
def test_the_next_opening_is_the_first_moment_at_which_it_is_open(opening: Opening, moment: datetime) -> None:
    opens = next_opening(moment, opening, ENGLAND)
    if opens is None:
        assert opening.week is not None
        return
    at = opens.astimezone(UTC)
    assert at >= moment
    assert is_open(at, opening, ENGLAND)
    if at > moment:
        assert not is_open(at - timedelta(microseconds=1), opening, ENGLAND)
        between = [moment + n * (at - moment) / 50 for n in range(50)]
        assert not any(is_open(before, opening, ENGLAND) for before in between)


@pytest.mark.parametrize("night", [date(2026, 3, 29), date(2026, 10, 25)])
@pytest.mark.parametrize(
    "span", [Span(time(1), time(1, 30)), Span(time(0, 30), time(2, 30)), Span(time(1, 45), time(2))]
)
def test_each_minute_of_a_night_in_which_clocks_change(night: date, span: Span) -> None:
    opening = Opening((span,) * 7)
    minutes = [datetime.combine(night, time(0), UTC) - timedelta(hours=2) + n * A_MINUTE for n in range(6 * 60)]
    openness = [is_open(minute, opening, frozenset()) for minute in minutes]
    for at, minute in enumerate(minutes):
        if True in openness[at:]:
            opens = next_opening(minute, opening, frozenset())
            assert opens
            assert opens.astimezone(UTC) == minutes[at + openness[at:].index(True)]
