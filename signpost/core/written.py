"""Phone numbers and e-mail addresses that stand among the words of a sentence."""

import re
from collections.abc import Mapping

from signpost.core.numbers import e164

# What may stand between two digits of one number. A stop and a space may not: there a sentence ends.
_GAP = r"(?:[ ./]| ?[-\u2010-\u2015] ?| ?\(0\) ?| \(|\) ?)?"
_DATE = r"(?!\d\d([./-])\d\d\1\d{2,4}(?!\w))"
# Whole numbers, then 116 and 118 numbers, short codes for texts, and the short numbers that are rung.
_NUMBER = re.compile(
    rf"(?<![\w.\u00a3]){_DATE}(?:(?:\+44|\(?0\d)(?:{_GAP}\d){{4,13}}|11[68][ -]?\d{{3}}|[678]\d{{4}}"
    r"|999|112|111|101|105|119)(?!\w)"
)
# No contact's: everybody's in danger.
EMERGENCY = frozenset({"999", "112"})
_EMAIL = re.compile(r"[^\s@,;:()]+@[^\s@,;:()]+\.\w+")


def numbers(words: str) -> list[str]:
    """The phone numbers among the words, as they are written, whether or not they are good ones; 111 and 999 too."""
    return [found.group() for found in _NUMBER.finditer(words)]


def rewritten(words: str, numbers: Mapping[str, str]) -> str:
    """The words with another number in place of each of `numbers`: those that are there (E.164), and what to write."""
    return _NUMBER.sub(lambda found: numbers.get(ringable(found.group()) or "", found.group()), words)


def emails(words: str) -> list[str]:
    """The e-mail addresses among the words, in small letters."""
    return [found.lower() for found in _EMAIL.findall(words)]


def ringable(written: str) -> str | None:
    """A written number as E.164, or None when it is none that a parent should be told to ring."""
    try:
        return e164(written)
    except ValueError:
        return None
