"""Dates as parents text or key them ("3/5", "3rd of May", "0305"), and as they are told.

No library does this, because those that read dates guess: they take 5/13 in American order, "99" for a year, a lone
"may" or "3" for a day of this month. A wrong date here would give a wrong last day to appeal, so what is not plain is
asked again. The order is always that of the United Kingdom: day, month, year.
"""

import re
from calendar import day_name, month_name
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from signpost.core.hours import day_of_month
from signpost.core.keywords import plain


class DateFault(StrEnum):
    """Why no date was taken: it is not plain which one is meant, it is still to come, or it is over a year ago."""

    UNCLEAR = "unclear"
    TO_COME = "to come"
    LONG_AGO = "long ago"


# A letter from so few days ahead is a slip of the finger; it is likelier than a letter eleven months old.
_A_SLIP = timedelta(days=31)

_MONTHS = {name.casefold(): month for month, name in enumerate(month_name) if name}
_MONTHS |= {name[:3]: month for name, month in _MONTHS.items()} | {"sept": 9, "febuary": 2}

_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_TEENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
_TWENTIES = ["twentieth", *(f"twenty {unit}" for unit in _UNITS)]
_ORDINALS = {name: day for day, name in enumerate([*_UNITS, *_TEENS, *_TWENTIES, "thirtieth", "thirty first"], 1)}
_DAYS_AGO = {"today": 0, "yesterday": 1}
_YEARS_AGO = {"this year": 0, "last year": 1}

# Beside a date, these make it another day, or none: "the week after 3 May", "a year ago on 3 May", "not 3 May".
_TURNS = frozenset(
    "not isnt wasnt dont didnt aint never or before after since until between ago yet "
    "earlier later next following day days week weeks fortnight month months year years yr yrs".split()
)
# So does what is left over of a second date: "3 or 4 May", "the third and fourth of May", "twenty 3rd May".
_PARTS = _MONTHS.keys() | {word for name in _ORDINALS for word in name.split()} | {"thousand"}

_DAY = rf"(?P<day>\d\d?|{'|'.join(_ORDINALS)})(?: ?(?:st|nd|rd|th))?"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_YEAR = r"(?P<year>\d{4}|\d\d)"
# In this order: what a date with a name leaves is looked through for one in numbers.
_SHAPES = [
    re.compile(rf"\b{shape}\b")
    for shape in (
        rf"{_DAY} ?(?:day )?(?:of ?)?(?:the ?)?{_MONTH}(?: ?(?:of )?{_YEAR})?",
        rf"{_MONTH} ?(?:the ?)?{_DAY}(?: (?:of )?{_YEAR})?",
        r"(?P<year>20\d\d) (?P<month>\d\d?) (?P<day>\d\d?)",
        rf"(?P<day>\d\d?) (?P<month>\d\d?)(?: {_YEAR})?",
        rf"(?P<day>\d\d)(?P<month>\d\d){_YEAR}?",
    )
]


def read_date(words: str, today: date) -> date | DateFault:
    """The date that somebody means, from a year before `today` up to `today`, or why there is none.

    Without a year it is the latest such day. Two-digit years are of this century.
    """
    said, found = plain(words), set[date | DateFault]()
    for phrase, ago in _YEARS_AGO.items():
        said = re.sub(rf"\b{phrase}\b", f"{today.year - ago}", said)
    for shape in _SHAPES:
        found |= {_dated(match, today) for match in shape.finditer(said)}
        said = shape.sub("|", said)
    left = re.findall(r"\w+", said)
    found |= {today - timedelta(days=_DAYS_AGO[word]) for word in left if word in _DAYS_AGO}
    if len(found) != 1 or any(word in _TURNS or word in _PARTS or re.search(r"\d", word) for word in left):
        return DateFault.UNCLEAR
    return found.pop()


def _dated(match: re.Match[str], today: date) -> date | DateFault:
    day, month = _ORDINALS.get(match["day"]) or int(match["day"]), _MONTHS.get(match["month"]) or int(match["month"])
    if not match["year"]:
        return _latest(day, month, today)
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    found = next(_that_day(day, month, [year]), None)
    if found is None:
        return DateFault.UNCLEAR
    return DateFault.TO_COME if found > today else _within_a_year(found, today)


def _latest(day: int, month: int, today: date) -> date | DateFault:
    # Eight years hold every day of the calendar, 29 February in 2100 and the like included.
    near = list(_that_day(day, month, range(today.year + 1, today.year - 9, -1)))
    if not near:
        return DateFault.UNCLEAR
    if any(today < found <= today + _A_SLIP for found in near):
        return DateFault.TO_COME
    return _within_a_year(next(found for found in near if found <= today), today)


def _within_a_year(found: date, today: date) -> date | DateFault:
    year_ago = day_of_month(today.year - 1, today.month, today.day)
    return found if found >= year_ago else DateFault.LONG_AGO


def _that_day(day: int, month: int, years: Iterable[int]) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def written(day: date) -> str:
    """A date for people: 'Friday 3 July 2026'."""
    return f"{day_name[day.weekday()]} {day.day} {month_name[day.month]} {day.year}"
