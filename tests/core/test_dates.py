from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from signpost.core.dates import DateFault, read_date, written

TODAY = date(2026, 7, 10)
THIRD = date(2026, 5, 3)
A_DAY = timedelta(days=1)
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))


def listed(table: str) -> list[str]:
    return [words.strip() for line in table.strip().splitlines() for words in line.split("|")]


PLAIN = """
    3/5 | 3.5.26 | 3-5-26 | 03-05-2026 | 03/05/26 | 2026-05-03 | 2026/5/3 | 0305 | 030526 | 03052026 | 03 05 | 3 5
    3 5 26 | 3may | 03may2026 | 3rdMay | MAY3 | 3.may | 3\\5 | 03*05 | 03_05 | 3/May/26 | 0305. | 3, 5, 26
    ...3 / 5 / 2026... | 3 May | 3 MAY | 3rd May | 3 rd of May | 3rd May 2026 | 3 may 26 | 3 May, 2026 | may 3rd
    May 3 | May the 3rd, 2026 | third of may | the third of May | Third May 2026 | 3rd day of May
    third day of the may | 'May third' | it was the 3rd of may | It's 3rd May! | dated 3 May | on 3/5 please
    Letter 3rd May. | 3/5 thanks | no, 3 May | letter of 3/5/2026 thank you | Hi, it says 3 May on top
    3 May this year | 3/5 this year | 3rd of May of this year | Tuesday 3 May | sun 3rd may | Sunday, 3 May 2026
    mon 03/05 | 3 May (3/5) | 3/5/26 - Sunday the 3rd of May
"""


@pytest.mark.parametrize("words", [*listed(PLAIN), "3 May\n2026", "\uff13/\uff15"])
def test_a_date_as_people_write_it(words: str) -> None:
    assert read_date(words, TODAY) == THIRD


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("twenty-first of June", date(2026, 6, 21)),
        ("twenty first june 2026", date(2026, 6, 21)),
        ("June twenty first", date(2026, 6, 21)),
        ("1st July", date(2026, 7, 1)),
        ("first of july", date(2026, 7, 1)),
        ("today", TODAY),
        ("Today, thanks", TODAY),
        ("it came yesterday", date(2026, 7, 9)),
        ("yesterday 9 July", date(2026, 7, 9)),
        ("10 July", TODAY),
        ("10/7/26", TODAY),
        ("10/7/25", date(2025, 7, 10)),
        ("11 August", date(2025, 8, 11)),
        ("3 Sept", date(2025, 9, 3)),
        ("3 sep", date(2025, 9, 3)),
        ("5th Febuary", date(2026, 2, 5)),
        ("31/12", date(2025, 12, 31)),
        ("31 December last year", date(2025, 12, 31)),
        ("4/3", date(2026, 3, 4)),
        ("12/11", date(2025, 11, 12)),
        ("1112", date(2025, 12, 11)),
        ("2011", date(2025, 11, 20)),
        ("\u00bd", date(2026, 2, 1)),  # a clever keyboard's 1/2
    ],
)
def test_which_date_is_meant(words: str, meant: date) -> None:
    assert read_date(words, TODAY) == meant


def test_every_day_of_a_month_in_words() -> None:
    names = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third
    twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first""".split()
    read = [read_date(f"{name} of January", TODAY) for name in names]
    assert read == [date(2026, 1, day) for day in range(1, 32)]


NOT_PLAIN = """
    99 | 3 | 31 | 305 | 2026 | 5/13 | 13/13 | 5/31 | 0/5 | 3/0 | 0000 | 31 June | 30/2 | 29 Feb 2026 | 29/2/26
    2026-13-05 | 20260503 | 1/2/3 | 3/5/6 | 0 3 0 5 | May | may 2026 | may 312 | 3rd | the third | 3 of the 5
    3 letters in May | last week | next week | monday | Monday 3rd | tomorrow | this month | last month | this year
    it may be | i dont know | 3 or 4 May | 3-5 May | 3 May or 4 May | 3/5 4/5 | 3/5 or 5/3 | 3 May and 3 June
    third or fourth of May | 3/5/26 3/5/25 | third and fourth of May | 3 May / June | may or june 3 | twenty 3rd May
    twenty-one May | twenty first 3 may | 3 May, yesterday | today 3/5 | 31 June 3 May | 3 May 2026 last year
    third of may two thousand and five | 3 1/2 | not 3 May | it isn't 3 May | the week after 3 May
    the day before yesterday | before 3/5 | a few days after 3 May | week of 3 May | a year ago on 3 May
    2 weeks before 3 May | 3 May 10:30 | 3 May at 5pm | 9:10am | 3 May 26th | ref 12345 3 May | 07700 900123 | ? | *
    # | 0 | yes | help | no idea | 3 May last yr | a fortnight from 3 May | the day following 3 May | next day 3 May
    it was never 3 May | aint 3 May | later than 3 May | earlier than 3 May | 3 May, or maybe June | not yet, 3 May
"""


@pytest.mark.parametrize("words", [*listed(NOT_PLAIN), "", " ", "\u0663"])
def test_what_is_not_plain_is_asked_again(words: str) -> None:
    assert read_date(words, TODAY) is DateFault.UNCLEAR


@pytest.mark.parametrize(
    "words",
    [
        "11/7",
        "11 July",
        "10 August",
        "1008",
        "11/7/26",
        "3 May 2027",
        "3/5/2206",
        "31 December this year",
        "11th of july",
    ],
)
def test_a_day_still_to_come(words: str) -> None:
    assert read_date(words, TODAY) is DateFault.TO_COME


@pytest.mark.parametrize(
    "words", ["9/7/25", "9 July last year", "3 May 2025", "3 May last year", "3/5/1999", "3/5/05", "29 Feb", "2902"]
)
def test_a_day_over_a_year_ago(words: str) -> None:
    assert read_date(words, TODAY) is DateFault.LONG_AGO


@pytest.mark.parametrize(
    ("words", "today", "meant"),
    [
        ("5 Jan", date(2026, 12, 20), DateFault.TO_COME),
        ("20 Jan", date(2026, 12, 20), DateFault.TO_COME),
        ("21 Jan", date(2026, 12, 20), date(2026, 1, 21)),
        ("20 Dec", date(2027, 1, 5), date(2026, 12, 20)),
        ("20 Dec this year", date(2027, 1, 5), DateFault.TO_COME),
        ("29 Feb", date(2028, 2, 29), date(2028, 2, 29)),
        ("29 Feb", date(2028, 2, 10), DateFault.TO_COME),
        ("29 Feb", date(2027, 2, 10), DateFault.LONG_AGO),
        ("29 Feb", date(2029, 2, 28), date(2028, 2, 29)),
        ("29 Feb", date(2029, 3, 1), DateFault.LONG_AGO),
        ("28/2/27", date(2028, 2, 29), date(2027, 2, 28)),
        ("27/2/27", date(2028, 2, 29), DateFault.LONG_AGO),
        ("29 Feb", date(2104, 1, 1), DateFault.LONG_AGO),
    ],
)
def test_where_the_year_turns(words: str, today: date, meant: date | DateFault) -> None:
    assert read_date(words, today) == meant


def by_counting(day: int, month: int, today: date) -> date | DateFault:
    """The rule for a date without a year, said slowly: look at each day ahead, then at each day back."""
    ahead = [today + n * A_DAY for n in range(1, 32)]
    if any((one.day, one.month) == (day, month) for one in ahead):
        return DateFault.TO_COME
    one, a_year_back = today, today.year - 1
    while one.year >= a_year_back and (one.year, one.month, one.day) >= (a_year_back, today.month, min(today.day, 28)):
        if (one.day, one.month) == (day, month):
            return one
        one -= A_DAY
    return DateFault.LONG_AGO if (day, month) == (29, 2) else DateFault.UNCLEAR


@pytest.mark.parametrize(
    "today", [TODAY, date(2026, 1, 1), date(2026, 12, 31), date(2027, 2, 28), date(2028, 2, 29), date(2028, 3, 1)]
)
def test_every_day_and_month_without_a_year(today: date) -> None:
    for month in range(1, 13):
        for day in range(1, 32):
            assert read_date(f"{day}/{month}", today) == by_counting(day, month, today), (day, month)


@given(days, st.integers(1, 31), st.integers(1, 12))
def test_without_a_year_on_any_day(today: date, day: int, month: int) -> None:
    assert read_date(f"{day:02}{month:02}", today) == by_counting(day, month, today)


def form(pattern: str) -> Callable[[date], str]:
    return lambda day: day.strftime(pattern)


WITH_YEAR = [
    written,
    *map(form, ["%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d%m%y", "%d%m%Y", "%a %d%b%y"]),
]
WITHOUT_YEAR = [form(pattern) for pattern in ("%d %B", "%d/%m", "%d%m", "%d %m", "%b %d", "%A %dth of %B", "%d%b")]


def test_every_day_of_the_past_year_in_every_form() -> None:
    past_year = [TODAY - n * A_DAY for n in range(366)]
    assert past_year[-1] == date(2025, 7, 10)
    for day in past_year:
        assert {read_date(told(day), TODAY) for told in WITH_YEAR} == {day}
        meant = TODAY if day == date(2025, 7, 10) else DateFault.TO_COME if day <= date(2025, 8, 10) else day
        assert {read_date(told(day), TODAY) for told in WITHOUT_YEAR} == {meant}


@given(days, st.integers(0, 365), st.sampled_from(WITH_YEAR))
def test_a_date_with_its_year_on_any_day(today: date, ago: int, told: Callable[[date], str]) -> None:
    day = today - ago * A_DAY
    assert read_date(told(day), today) == day


pieces = st.sampled_from(
    "3 5 03 05 26 2026 0305 99 31 may May june feb sept first second twenty third of the day st rd th / - . , : today "
    "yesterday monday not or last year please it was \n * # é".split(" ")
)


@given(days, st.text() | st.lists(pieces).map(" ".join) | st.lists(pieces).map("".join))
@example(TODAY, "9" * 20_000)
@example(date(2028, 2, 29), "29 Feb 0000")
def test_any_text_gives_a_date_of_the_past_year_or_a_fault(today: date, words: str) -> None:
    read = read_date(words, today)
    assert isinstance(read, DateFault) or today - 366 * A_DAY <= read <= today


def test_a_date_as_it_is_told() -> None:
    assert written(date(2026, 7, 3)) == "Friday 3 July 2026"
    assert written(date(2028, 2, 29)) == "Tuesday 29 February 2028"
