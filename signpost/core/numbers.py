"""UK telephone numbers as people write them, as Twilio writes them (E.164), and as they are said.

The rules are Ofcom's national numbering plan. Ofcom's own drama numbers (07700 900xxx, 01632 960xxx) count as good
here, so that tests and training never need a real person's number; that is why no metadata library is asked.
"""

import re

_DIGITS = frozenset("0123456789")
# 071-075 and 077-079 are mobiles; 070 is personal and 076 pagers, except 07624, the Isle of Man's mobiles.
_MOBILE = re.compile(r"\+447(?:[1-57-9][0-9]{8}|624[0-9]{6})")
_LANDLINE = re.compile(r"\+44(?:[12][0-9]{8,9}|3[0-9]{9})")
_HOME = re.compile(r"\+44[12][0-9]{8,9}")
# Jersey, Guernsey and the Isle of Man share our numbers, not our prices: calls to them cost as calls abroad do.
_ISLANDS = re.compile(
    r"\+44(?:1(?:481|534|624)[0-9]{6}"
    r"|7(?:4576|5(?:09|24)[0-9]|624[0-9]|700[378]|7(?:81|97)[0-9]|8[23]9[0-9]|911[17]|9(?:24|37)[0-9])[0-9]{5})"
)
_FREEPHONE = re.compile(r"\+44(?:80[08][0-9]{6,7}|80011[0-9]{2})")
_UK = re.compile("|".join(kind.pattern for kind in (_MOBILE, _LANDLINE, _FREEPHONE)))
# Short codes a person may be told to ring: emergency, police, NHS, and the 116 helplines shared across Europe.
_SHORT = re.compile(r"999|112|101|111|119|105|116[0-9]{3}")
# Digits as they are written and keyed, with what stands between them.
_RUN = re.compile(r"\+?[0-9][0-9 ().*#-]*")


def compact(written: str) -> str:
    """The digits of `written`, with a leading + if it had one: '(01442) 453 300' gives '01442453300'."""
    digits = re.sub(r"[^0-9]", "", written)
    return f"+{digits}" if written.strip().startswith("+") else digits


def e164(written: str) -> str:
    """A UK number as E.164, as Twilio wants it. Short codes such as 111 stay as they are.

    Raises ValueError when it is no number that a parent should be told to ring: premium rate (084, 087, 09), personal
    (070), overseas, or of the wrong length, and when there are letters in it, or other digits than 0 to 9.
    """
    number = compact(written)
    if any(letter.isalnum() and letter not in _DIGITS for letter in written):
        # What stands behind "ext" or "or" is another number, which would run on from the first.
        raise ValueError(f"{written!r} is not a UK number: it has letters in it")
    if _SHORT.fullmatch(number):
        return number
    number = re.sub(r"^(?:\+?44|0044|0)", "+44", number, count=1)
    if is_uk(number):
        return number
    raise ValueError(f"{written!r} is not a UK landline, mobile, freephone or 03 number")


def is_uk(number: str) -> bool:
    """Whether an E.164 number is a UK landline, 03, freephone or mobile: anything else may be no caller's own number.

    Withheld numbers reach us as words, as nothing, or as their letters on a keypad (+266696687 spells ANONYMOUS).
    """
    return _UK.fullmatch(number) is not None


def is_mobile(number: str) -> bool:
    """Whether an E.164 number is a UK mobile: the only kind of number that we ever text of our own accord."""
    return _MOBILE.fullmatch(number) is not None


def line_number(written: str) -> str:
    """The E.164 number of a line that parents can be told to ring instead of another.

    Raises ValueError as `e164` does, and for a short number and the islands', which cost what calls abroad do.
    """
    number = e164(written)
    if not is_uk(number) or _ISLANDS.fullmatch(number):
        raise ValueError(f"{written!r} is not a number that takes the place of another")
    return number


def may_be_rung(number: str) -> bool:
    """Whether an E.164 number is a mobile or landline of the UK itself: the only kinds that we ring, and when asked."""
    return (is_mobile(number) or _HOME.fullmatch(number) is not None) and not _ISLANDS.fullmatch(number)


def _alone(written: str) -> str:
    """The one number among somebody's words; "" for none, for several, and for digits of another script."""
    found = _RUN.findall(written)
    foreign = any(letter.isnumeric() and letter not in _DIGITS for letter in written)
    return found[0] if len(found) == 1 and not foreign else ""


def keyed_mobile(digits: str) -> str | None:
    """The E.164 mobile that somebody keyed or texted, words around it or not, or None when it is not one."""
    try:
        number = e164(_alone(digits))
    except ValueError:
        return None
    return number if is_mobile(number) else None


def keyed_number(digits: str) -> str | None:
    """The E.164 number that somebody can be rung on, as they keyed or texted it, or None when it is none of theirs.

    Words may stand around it: "my number is ...", and it is read back. Nobody is at home on a freephone number or a
    short one.
    """
    try:
        number = e164(_alone(digits))
    except ValueError:
        return None
    return number if is_uk(number) and not _FREEPHONE.fullmatch(number) else None


def national(number: str) -> str:
    """An E.164 UK number as it is written here, in two groups: '+447700900123' gives '07700 900123'."""
    local = re.sub(r"^\+44", "0", number)
    return f"{local[:5]} {local[5:]}" if len(local) == 11 else local


def published(number: str) -> str:
    """An E.164 UK number as organisations write theirs, whose spaces say how to read it out.

    03 and freephone numbers have three groups, '0300 123 4040'; all others are as `national` writes them.
    """
    local = re.sub(r"^\+44", "0", number)
    return f"{local[:4]} {local[4:7]} {local[7:]}" if re.match(r"0[38][0-9]{8,9}", local) else national(number)


def groups(written: str) -> tuple[str, ...]:
    """The digits of a written number in groups of two to four, for reading out.

    The writer's own spaces are kept; a longer run is cut into threes from its end, because a listener holds three or
    four digits at a time: '01442 453300' gives ('01', '442', '453', '300').
    """
    found: list[str] = []
    for run in re.findall(r"[0-9]+", written):
        head = len(run) % 3 if len(run) > 4 else len(run)
        found += [run[:head]] if head else []
        found += [run[i : i + 3] for i in range(head, len(run), 3)]
    return tuple(found)
