"""Phone numbers and e-mail addresses that stand among the words of a sentence."""

import re

from signpost.core.numbers import compact, e164

# Short ones such as 999 and 18001 are everybody's, and no contact's.
_NUMBER = re.compile(r"(?<![\w.])(?:\+44[ \d]{8,14}\d|0\d[ \d]{3,13}\d|116 ?\d{3})(?!\w)")
_EMAIL = re.compile(r"[^\s@,;:()]+@[^\s@,;:()]+\.\w+")


def numbers(words: str) -> list[str]:
    """The phone numbers among the words, as they are written, whether or not they are good ones."""
    return [found for found in _NUMBER.findall(words) if len(compact(found)) >= 6]


def emails(words: str) -> list[str]:
    """The e-mail addresses among the words, in small letters."""
    return [found.lower() for found in _EMAIL.findall(words)]


def ringable(written: str) -> str | None:
    """A written number as E.164, or None when it is none that a parent should be told to ring."""
    try:
        return e164(written)
    except ValueError:
        return None
