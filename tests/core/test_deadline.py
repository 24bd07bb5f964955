import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from signpost.adapters.calendar import bank_holidays
from signpost.core import deadline
from signpost.core.deadline import REMINDERS, last_day, remind_on, reminders

ENGLAND = bank_holidays()
# No such calendar exists: whole weeks of holidays, where the rule has to look furthest.
MADE_UP = frozenset(date(year, month, day) for year in range(2024, 2033) for month in (1, 9) for day in range(2, 16))
A_DAY = timedelta(days=1)
letters = st.dates(date(2024, 1, 1), date(2030, 12, 31))

CASES = [
    (
        date.fromisoformat(letter),
        None if certificate == "-" else date.fromisoformat(certificate),
        date.fromisoformat(day),
    )
    for letter, certificate, day in re.findall(r"^ +(\d\S+) +(\S+) +(\d\S+) ", deadline.__doc__ or "", re.MULTILINE)
]


def test_every_case_of_the_table_is_read() -> None:
    assert len(CASES) == 18


@pytest.mark.parametrize(("letter", "certificate", "day"), CASES)
def test_the_worked_cases(letter: date, certificate: date | None, day: date) -> None:
    assert last_day(letter, certificate, ENGLAND) == day


def test_ipseas_own_case() -> None:
    assert last_day(date(2025, 10, 1), date(2025, 11, 29), ENGLAND) == date(2026, 1, 2)


def test_the_bank_holidays_known_reach_the_winter_that_the_cases_end_in() -> None:
    # 3 January 2028 stands in for New Year's Day, a Saturday.
    assert max(ENGLAND) >= date(2028, 12, 26)
    assert last_day(date(2027, 10, 28), None, ENGLAND) == date(2028, 1, 4)


def months_on(start: date, months: int) -> date:
    """Walk on, a day at a time, until the month has changed so often, and then to the day or the month's end."""
    day, changes = start, 0
    while changes < months or (day.day < start.day and (day + A_DAY).month == day.month):
        day += A_DAY
        changes += day.day == 1
    return day


def by_walking(letter: date, certificate: date | None, holidays: frozenset[date]) -> date:
    """The rule said slowly: no day is in closed time, and whoever waits it out gets the next day of work."""
    day = months_on(letter, 2)
    while certificate and day < months_on(certificate, 1):
        day += A_DAY
    waited = False
    while f"{day:%m}" == "08" or f"{day:%d%m}" in "2512 2612 2712 2812 2912 3012 3112 0101".split():
        day, waited = day + A_DAY, True
    while waited and (f"{day:%a}" in ("Sat", "Sun") or day in holidays):
        day += A_DAY
    return day


@pytest.mark.parametrize("holidays", [ENGLAND, MADE_UP], ids=["England's", "made up"])
@pytest.mark.parametrize("wait", [None, 0, 30, 45, 61])
def test_every_letter_from_2024_to_2030(wait: int | None, holidays: frozenset[date]) -> None:
    for number in range((date(2031, 1, 1) - date(2024, 1, 1)).days):
        letter = date(2024, 1, 1) + number * A_DAY
        certificate = None if wait is None else letter + wait * A_DAY
        assert last_day(letter, certificate, holidays) == by_walking(letter, certificate, holidays), letter


@given(letters, st.none() | st.integers(-30, 120), st.sampled_from([ENGLAND, MADE_UP]) | st.frozensets(letters))
@example(date(2027, 11, 1), 0, frozenset())
def test_any_letter_and_certificate(letter: date, wait: int | None, holidays: frozenset[date]) -> None:
    certificate = None if wait is None else letter + wait * A_DAY
    day = last_day(letter, certificate, holidays)
    assert day == by_walking(letter, certificate, holidays)
    assert day.month != 8
    assert date(day.year, 1, 1) < day < date(day.year, 12, 25)


@pytest.mark.parametrize(
    ("ahead", "left"),
    [(100, (4, 1)), (29, (4, 1)), (28, (1,)), (8, (1,)), (7, ()), (1, ()), (0, ()), (-30, ())],
)
def test_reminders_are_offered_while_their_day_is_to_come(ahead: int, left: tuple[int, ...]) -> None:
    today = date(2026, 11, 23)
    assert reminders(today + ahead * A_DAY, today) == left


def test_a_reminder_comes_whole_weeks_before() -> None:
    assert [remind_on(date(2027, 1, 4), weeks) for weeks in REMINDERS] == [date(2026, 12, 7), date(2026, 12, 28)]
