"""What a pack says to everybody alike, made once."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar, TypeVarTuple

from signpost.core.menu import Pack

T = TypeVar("T")
Names = TypeVarTuple("Names")
# The pack as it is written, and as staff have changed it lately: others are let go, with all that was made of them.
_PACKS = 8


def per_pack(make: Callable[[Pack, *Names], T]) -> Callable[[Pack, *Names], T]:
    """What a pure function makes of a pack and of names in it, kept as long as the pack is one of those used last."""

    @lru_cache(maxsize=_PACKS)
    def kept(_pack: Pack) -> dict[tuple[*Names], T]:
        return {}

    @wraps(make)
    def found(pack: Pack, *of: *Names) -> T:
        there = kept(pack)
        if of not in there:
            there[of] = make(pack, *of)
        return there[of]

    return found
