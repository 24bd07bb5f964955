"""Other ways to read a text in which danger may be told: as it was meant, where it was written otherwise.

Letters that look alike, figures in a letter's place, letters apart, words together, slips of the thumb. What comes
of it is only ever compared with a pack's danger words: a false alarm costs a text, a word that was missed far more.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

# Letters that Unicode does not take apart, as they look in Latin print.
_CYRILLIC = dict(zip("авекмнорстухѕіјԁӏһԛԝґьё", "abekmhopctyxsijdlhqwrbe", strict=True))
_GREEK = dict(zip("αβγεηικνορςτυχω", "abyenikvopstuxw", strict=True))
_LATIN = dict(zip("ıłøđɡɑɩʟ", "ilodgail", strict=True))
_LOOKALIKES = str.maketrans({**_CYRILLIC, **_GREEK, **_LATIN})
_SIGNS = {"\U0001f198": " 999 ", "\U0001f52a": " knife ", "\U0001f5e1": " knife ", "\U0001f52b": " gun "}
# A figure 1 may stand for either letter.
_FIGURES = tuple(str.maketrans("1!034@$", f"{one}ioeaas") for one in "il")
_FIGURE = re.compile(r"[1!034@$]")
# A whole word of one figure sounds like another word.
_SOUNDS = {"2": "to", "4": "for", "u": "you", "n": "and", "2day": "today"}
_SELF = re.compile(
    r"\b(my|him|her|them) (self|selves)\b(?! (?:esteem|confid|worth|image|care|control|respect|belie|help))"
)
_HIDDEN = frozenset("\ufe0e\ufe0f\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0")

# From so many letters on, phrases are looked for inside a word: "iwanttodie".
_LONG_RUN = 8
# From so many letters on a word is known although a letter of it is missing or too many, or two neighbours are swapped.
_LONG, _SWAPPED = 7, 5
# No word that anybody mistypes has more letters.
_LONGEST = 24
# Words of their own which are one slip from a danger word.
_OTHER_WORDS = frozenset("beast ben mediation overdoes sacred shot sitting strange tables".split())


def apart(words: str) -> str:
    """The words in Unicode's plainest form (NFKD), accents and the like as signs of their own.

    Of a letter three signs at the most are kept, as of a Korean one: a few hide a whole sentence.
    """
    return words if words.isascii() else unicodedata.normalize("NFKD", words)[: 3 * len(words)]


def shown(words: str) -> str:
    """The words without what cannot be seen: soft hyphens, joiners, variation selectors."""
    if words.isascii():
        return words
    hidden = [sign for sign in set(words) if sign in _HIDDEN or unicodedata.category(sign) == "Cf"]
    return words.translate(dict.fromkeys(map(ord, hidden)))


def readings(words: str) -> tuple[str, ...]:
    """The words with each letter taken for the one that it looks like, and figures inside words for letters.

    One reading, or two where a 1 may stand for i and for l.
    """
    seen = shown(words)
    if not seen.isascii():
        for sign, meant in _SIGNS.items():
            seen = seen.replace(sign, meant)
        seen = apart(seen).casefold().translate(_LOOKALIKES)
    if not _FIGURE.search(seen):
        return (seen,)
    return tuple(dict.fromkeys(" ".join(_lettered(word, table) for word in seen.split()) for table in _FIGURES))


def _lettered(word: str, table: dict[int, int]) -> str:
    """A word that has letters, with letters in place of its figures; what stands at its end may be a mere mark."""
    bare = word.rstrip("!")
    return bare.translate(table) if any(letter.isalpha() for letter in bare) else word


def joined(said: str) -> str:
    """Plain words with letters that stand apart joined ("s u i c i d a l"), and words that sound like figures."""
    found: list[str] = []
    letters = ""
    for word in [*said.split(), ""]:
        if len(word) == 1 and word.isalpha():
            letters += word
            continue
        found += [letters, _SOUNDS.get(word, word)]
        letters = ""
    return _SELF.sub(r"\1\2", " ".join(_SOUNDS.get(word, word) for word in found if word))


@dataclass(frozen=True, slots=True)
class Slips:
    """What is meant by words that are one slip from those of a pack's phrases; `runs` are phrases without blanks.

    Each run is found by its first letters.
    """

    words: frozenset[str]
    slips: dict[str, str]
    runs: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, phrases: Iterable[str]) -> Self:
        """The slips of phrases in their plain form."""
        listed = tuple(phrases)
        words = frozenset(word for phrase in listed for word in phrase.split())
        slips: dict[str, str] = {}
        for word in sorted(words):
            for slip in _slips_of(word):
                slips.setdefault(slip, word)
        runs: dict[str, tuple[str, ...]] = {}
        for run in sorted({phrase.replace(" ", "") for phrase in listed if " " in phrase}):
            if len(run) >= _LONG_RUN:
                runs[run[:_LONG_RUN]] = (*runs.get(run[:_LONG_RUN], ()), run)
        return cls(words, slips, runs)

    def mended(self, said: str) -> str:
        """Plain words, each slip by the word that was meant."""
        return " ".join(self._meant(word) for word in said.split())

    def _meant(self, word: str) -> str:
        if word in self.words or word in _OTHER_WORDS or len(word) > _LONGEST:
            return word
        if meant := self.slips.get(word):
            return meant
        # One letter too many, the first apart; of those, one that is doubled in a shorter word as well.
        shorter = (word[:at] + word[at + 1 :] for at in range(1, len(word)))
        return next((less for less in shorter if less in self.words and _too_many(word, less)), word)

    def run(self, said: str) -> bool:
        """Whether a phrase of several words stands in one word of these."""
        return any(
            word.startswith(run, at)
            for word in said.split()
            for at in range(len(word) - _LONG_RUN + 1)
            for run in self.runs.get(word[at : at + _LONG_RUN], ())
        )


def _too_many(word: str, meant: str) -> bool:
    doubled = {one for one, other in pairwise(word) if one == other}
    thrice = any(3 * letter in word for letter in doubled)
    return thrice or len(meant) >= _LONG or (len(meant) >= _SWAPPED and bool(doubled))


def _slips_of(word: str) -> Iterator[str]:
    """A letter that was missed, but for the first; a doubled one written once; two neighbours the wrong way round."""
    for at in range(1, len(word)):
        if len(word) >= _LONG or (len(word) > 3 and word[at] == word[at - 1]):
            yield word[:at] + word[at + 1 :]
        if len(word) >= _SWAPPED and word[at] != word[at - 1]:
            yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
