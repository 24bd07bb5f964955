"""The kinds of value that a pack's files hold. In the files all are text; each kind says what is wrong with a bad one.

A fault found here is raised as a `PydanticCustomError` of the type FAULT, with `wrong` and `mend` in its context: what
follows the key's name in the message, and what to write instead ("" for the field's own example).
"""

import re
from calendar import month_name
from collections.abc import Mapping
from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticCustomError

from signpost.authoring.known import Finding, Known
from signpost.core.line import Span
from signpost.core.menu import Delay, Unit, Yearly
from signpost.core.numbers import e164, is_uk

FAULT = "fault"
_DELAY = re.compile(r"([0-9]{1,3}) (hour|day|working day)s?")
_UNITS: dict[str, Unit] = {"hour": "hours", "day": "days", "working day": "working days"}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}")
_MONTHS = tuple(month_name)[1:]
# Any year that has a 29 February.
_LEAP_YEAR = 2028
_AN_HOUR = 60


def fault(wrong: str, mend: str = "") -> PydanticCustomError:
    """A fault to be raised in a validator."""
    return PydanticCustomError(FAULT, "{wrong}", {"wrong": wrong, "mend": mend})


def one_line(written: object) -> str:
    """Words with single spaces between them. Raises a fault for lists, groups and nothing."""
    if not isinstance(written, str):
        raise fault("is a list, not words" if isinstance(written, list) else "has keys of its own, not words")
    words = " ".join(written.split())
    if not words:
        raise fault("is empty")
    return words


def _day(written: object) -> date:
    words = one_line(written)
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", words):
            return date.fromisoformat(words)
    except ValueError:
        raise fault("is a day that no calendar has") from None
    raise fault("is not a date", "write year, month and day, such as 2026-11-21")


def _closed_day(written: object) -> date:
    if isinstance(written, str) and len(_DATE.findall(written)) > 1:
        raise fault("holds more than one day", "write one day each, such as [2026-12-24, 2026-12-25]")
    return _day(written)


def _clock(written: object) -> time:
    words = one_line(written)
    if re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", words):
        return time.fromisoformat(words)
    raise fault("is not a time of day")


def _day_span(written: object) -> Span:
    if isinstance(written, list) or (isinstance(written, str) and len(_TIME.findall(written)) > 2):
        mend = "write one span a day, from when it opens to when it shuts, such as 09:00-17:00: a break is part of it"
        raise fault("has more than one span", mend)
    parts = one_line(written).split("-")
    if len(parts) != 2:
        raise fault("is not a part of a day", "write when it opens and when it shuts, such as 09:00-17:00")
    start, end = (_clock(part.strip()) for part in parts)
    if end <= start:
        raise fault("shuts before it opens", "write the earlier time first, such as 09:00-17:00")
    return Span(start, end)


def _count(written: object) -> int:
    words = one_line(written)
    if re.fullmatch(r"[0-9]{1,3}", words) and int(words) >= 1:
        return int(words)
    raise fault("is not a whole number from 1 to 999")


def _minutes(written: object) -> int:
    minutes = _count(written)
    if minutes > _AN_HOUR:
        mend = f"write {_AN_HOUR} or fewer, for many phone plans charge for what goes beyond an hour"
        raise fault("is more than an hour, which nobody should be kept waiting", mend)
    return minutes


def _own_number(phone: str) -> str:
    number = e164(phone)
    if not is_uk(number):
        raise fault("is a short number, which cannot be your own", "write it in full, such as 01632 960050")
    return number


def _days(written: object) -> int:
    words = one_line(written)
    if re.fullmatch(r"[0-9]{1,4}", words) and int(words) >= 1:
        return int(words)
    raise fault("is not a number of days from 1 to 9999")


def _delay(written: object) -> Delay:
    parts = _DELAY.fullmatch(one_line(written))
    if parts and int(parts[1]) >= 1:
        return Delay(int(parts[1]), _UNITS[parts[2]])
    raise fault("is not a delay", "write a number from 1 to 999 and hours, days or working days: 10 working days")


def _yearly(written: object) -> Yearly:
    words = one_line(written)
    if dated := re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])-([0-9]{2})", words):
        words = f"{int(dated[2])} {_MONTHS[int(dated[1]) - 1]}"
        raise fault("is the day of one year, and this comes every year", f"leave out the year: on: {words}")
    parts = re.fullmatch(rf"([1-9][0-9]?) ({'|'.join(_MONTHS)})", words)
    if not parts:
        raise fault("is not a day of the year", "write the day and the month in full, such as 16 February")
    day, month = int(parts[1]), _MONTHS.index(parts[2]) + 1
    try:
        date(_LEAP_YEAR, month, day)
    except ValueError:
        raise fault("is a day that no year has", "write a day that the month has, such as 16 February") from None
    return Yearly(day, month)


def _ringable(phone: str) -> str:
    try:
        e164(phone)
    except ValueError:
        # The number itself stays out of the message: messages end up in logs.
        mend = "write one, such as 01632 960001; not 084, 087, 09 or 070, which cost too much"
        raise fault("is not a UK landline, mobile, freephone or 03 number", mend) from None
    return phone


def _email(words: str) -> str:
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", words):
        return words
    raise fault("is not an e-mail address")


def _unspaced(words: str) -> str:
    if " " in words:
        raise fault("has a space in it")
    return words


def _waivers(written: object) -> dict[int, str]:
    if not isinstance(written, Mapping):
        raise fault("is not a list of rules with reasons")
    for number, reason in written.items():
        if not re.fullmatch(r"[1-9][0-9]{0,2}", number):
            raise fault(f"has {number!r}, which is not the number of a rule")
        if not isinstance(reason, str) or not reason.strip():
            raise fault(f"gives no reason for rule {number}")
        if len(reason.split()) < 3:
            raise fault(f"gives no reason for rule {number} in three words or more", "write why it does not hold here")
    return {int(number): one_line(reason) for number, reason in written.items()}


def _found(finding: Finding | None, name: str) -> str:
    if finding:
        raise fault(*finding)
    return name


def _known(info: ValidationInfo) -> Known:
    if not isinstance(info.context, Known):
        raise TypeError("a pack's names are surveyed before its values are judged")
    return info.context


def _place(name: str, info: ValidationInfo) -> str:
    return _found(_known(info).place(name), name)


def _person(name: str, info: ValidationInfo) -> str:
    return _found(_known(info).person(name), name)


def _callback(name: str, info: ValidationInfo) -> str:
    return _found(_known(info).callback(name), name)


def _menu(name: str, info: ValidationInfo) -> str:
    return _found(_known(info).menu(name), name)


def _service(key: str, info: ValidationInfo) -> str:
    return _found(_known(info).service(key), key)


def _line(key: str, info: ValidationInfo) -> str:
    return _found(_known(info).line(key), key)


_ONE_LINE = BeforeValidator(one_line)
# To an editor 999 is a number; the loader reads words all the same.
_WORDS_OR_DIGITS = WithJsonSchema({"type": ["string", "integer"]})

Words = Annotated[str, _ONE_LINE, Field(min_length=1)]
Texted = Annotated[str, _ONE_LINE, _WORDS_OR_DIGITS]
Unspaced = Annotated[str, _ONE_LINE, AfterValidator(_unspaced)]
Phone = Annotated[str, _ONE_LINE, AfterValidator(_ringable), _WORDS_OR_DIGITS]
Email = Annotated[str, _ONE_LINE, AfterValidator(_email)]
Goto = Annotated[str, _ONE_LINE, AfterValidator(_place)]
PersonPlace = Annotated[str, _ONE_LINE, AfterValidator(_person)]
CallbackPlace = Annotated[str, _ONE_LINE, AfterValidator(_callback)]
MenuPlace = Annotated[str, _ONE_LINE, AfterValidator(_menu)]
ServiceKey = Annotated[str, _ONE_LINE, AfterValidator(_service)]
LineKey = Annotated[str, _ONE_LINE, AfterValidator(_line)]
Day = Annotated[date, BeforeValidator(_day)]
ClosedDay = Annotated[date, BeforeValidator(_closed_day)]
Clock = Annotated[
    time, BeforeValidator(_clock), WithJsonSchema({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9]$"})
]
DaySpan = Annotated[
    Span,
    BeforeValidator(_day_span),
    WithJsonSchema({"type": "string", "pattern": "^[0-2][0-9]:[0-5][0-9] ?- ?[0-2][0-9]:[0-5][0-9]$"}),
]
Count = Annotated[int, Field(ge=1, le=999), BeforeValidator(_count)]
Minutes = Annotated[int, Field(ge=1, le=_AN_HOUR), BeforeValidator(_minutes)]
OwnNumber = Annotated[str, _ONE_LINE, AfterValidator(_ringable), AfterValidator(_own_number), _WORDS_OR_DIGITS]
Days = Annotated[int, Field(ge=1, le=9999), BeforeValidator(_days)]
After = Annotated[
    Delay,
    BeforeValidator(_delay),
    WithJsonSchema({"type": "string", "pattern": "^[1-9][0-9]{0,2} (hour|day|working day)s?$"}),
]
On = Annotated[
    Yearly,
    BeforeValidator(_yearly),
    WithJsonSchema({"type": "string", "pattern": f"^[1-9][0-9]? ({'|'.join(_MONTHS)})$"}),
]
Waivers = Annotated[
    dict[int, str],
    BeforeValidator(_waivers),
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": {"pattern": "^[1-9][0-9]{0,2}$"},
            "additionalProperties": {"type": "string", "minLength": 1},
        }
    ),
]
