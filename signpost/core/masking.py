"""Words with all taken out that could say who wrote them, for staff who look for new phrases.

What stays are the words that the pack itself uses, and nothing else: a name, a place, a number or a slip of the thumb
that no phrase holds is masked, without having to know what it is.
"""

import re
from calendar import day_abbr, day_name, month_abbr, month_name
from collections.abc import Iterable

from signpost.core.keywords import NUMBERS, plain

_DATES = frozenset(name.casefold() for names in (day_name, day_abbr, month_name, month_abbr) for name in names if name)
_SECOND_NAMES = frozenset({"called", "named", "name", "names", "surname", "mr", "mrs", "ms", "miss", "dr"})
_WORD = re.compile(r"\w+(?:['\u2019]\w+)*")
LONGEST = 160
# With fewer words left, nobody could tell what was meant.
FEWEST = 2


def vocabulary(phrases: Iterable[str]) -> frozenset[str]:
    """The words that may stay: those of these phrases, numbers and dates apart."""
    words = {word for phrase in phrases for word in plain(phrase).split()}
    return frozenset(word for word in words if not any(letter.isdigit() for letter in word)) - _DATES


def masked(words: str, known: frozenset[str]) -> str:
    """The words in their plain form, with "[number]", "[date]", "[name]" or "[word]" for what may be personal.

    A word that begins with a capital inside a sentence is a name, and so is what follows "called".
    """
    kept: list[str] = []
    said = list(_WORD.finditer(words))
    shouted = words.isupper()
    for index, found in enumerate(said):
        word, after = plain(found.group()), plain(said[index - 1].group()) if index else ""
        inside = index > 0 and words[: found.start()].rstrip()[-1:] not in {".", "!", "?"}
        named = after in _SECOND_NAMES or (inside and not shouted and _is_name(found.group()))
        kept.append("[name]" if named else _mask(word, known))
    return " ".join(kept)[:LONGEST]


def tells(kept: str) -> bool:
    """Whether masked words leave enough to learn from."""
    return sum(not word.startswith("[") for word in kept.split()) >= FEWEST


def _is_name(written: str) -> bool:
    return written[:1].isupper() and written[1:].islower()


def _mask(word: str, known: frozenset[str]) -> str:
    if any(letter.isdigit() for letter in word) or word in NUMBERS:
        return "[number]"
    if word in _DATES:
        return "[date]"
    return word if word in known else "[word]"
