"""Whether somebody's words hold one of a pack's words of danger, however they are written."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from signpost.core.folding import Slips, joined, readings
from signpost.core.keywords import has, known, plain
from signpost.core.menu import Pack
from signpost.core.reserved import once


def danger(words: str, phrases: Iterable[str]) -> bool:
    """Whether any of the pack's danger phrases stands in the words, whole words only, however it is written.

    See `core.folding`.
    """
    return _danger(words, _Same(phrases if isinstance(phrases, tuple) else tuple(phrases)))


def names_danger(pack: Pack, words: str) -> bool:
    """Whether any of this pack's do, if it has any."""
    return pack.danger is not None and danger(words, pack.danger.words)


@once
def _danger(words: str, phrases: "_Same") -> bool:
    dangers = _dangers(phrases)
    said = [plain(words), *(joined(plain(reading)) for reading in readings(words))]
    return any(dangers.named(one) for one in dict.fromkeys(said))


@dataclass(frozen=True, slots=True)
class _Dangers:
    """A pack has a thousand: only those that begin with a word that was said are looked for."""

    by_first_word: dict[str, tuple[str, ...]]
    slips: Slips

    def named(self, said: str) -> bool:
        return self._stands_in(said) or self.slips.run(said) or self._stands_in(self.slips.mended(said))

    def _stands_in(self, said: str) -> bool:
        return any(has(said, phrase) for word in set(said.split()) for phrase in self.by_first_word.get(word, ()))


class _Same:
    """A pack's phrases, known by being the very same: to look at all of them takes longer than to find one."""

    __slots__ = ("phrases",)

    def __init__(self, phrases: tuple[str, ...]) -> None:
        self.phrases = phrases

    def __hash__(self) -> int:
        return id(self.phrases)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.phrases is other.phrases


@lru_cache(maxsize=64)
def _dangers(same: _Same) -> _Dangers:
    phrases, found = same.phrases, dict[str, list[str]]()
    for phrase in map(known, phrases):
        found.setdefault(phrase.split(" ")[0], []).append(phrase)
    return _Dangers({word: tuple(those) for word, those in found.items()}, Slips.of(map(known, phrases)))
