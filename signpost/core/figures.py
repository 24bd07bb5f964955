"""Which figures may be shown, so that nobody can tell from all of them that fewer than five did a thing, nor how many.

People are counted in fives. Three rules make every figure that is ever shown:

1. By day only the calls and the texts that came in are shown. A five is shown on the day on which it is full, and what
   is left over is carried on to the next day, but not into another month: the days of a month add up to the month's
   figure, and those of a week to the week's. 0 to 4 are shown as "under 5", zero too.
2. All else is shown for whole calendar months that are over, rounded down to a five from its own true count.
3. Whatever is a part of something that is shown never adds up to more than that, as shown; else it is lowered. And of
   no whole are all parts shown: not who comes at night, nor who came by themselves, nor who chose no topic.

Why nothing under five can be told. Take everything that was shown, any figure p of it, and any x from 0 to 4. There is
then a truth in which p stands for p + x people, and in which all the same is shown: that where it and each figure which
it is part of stand for x more than is shown, and all others for what is shown. By rule 3 no part is then larger than
its whole, and nothing had to be lowered. For a day: where so many were left over since that day, and none before it. So
whoever sees "under 5" cannot tell it from 0, 1, 2, 3 or 4, by whatever sums and differences. `tests/core/test_figures`
looks for such a truth behind every figure, and asks a linear program for bounds on each.

A rounding of each count by itself would not do: of calls, texts and a third way, 4 each, all under 5, the hour in which
all 12 came would be shown as 10, so each of the three would be known to be 2 at least. Nor would the weeks of all else:
weeks lie across months, and what one of them shows bounds the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FIVE = 5
UNDER = f"under {FIVE}"


@dataclass(frozen=True, slots=True)
class Limit:
    """The `parts`, of whom nobody is in two, are among the people of the `whole`: none of them adds up to more."""

    parts: tuple[str, ...]
    whole: tuple[str, ...]


def by_day(counts: Sequence[int]) -> list[int]:
    """What is shown of the days of one month, in order from its first; see rule 1."""
    found, left = [], 0
    for count in counts:
        full = (left + count) // FIVE * FIVE
        left += count - full
        found.append(full)
    return found


def shown(counts: Mapping[str, int], limits: Sequence[Limit], settled: Mapping[str, int]) -> dict[str, int]:
    """What is shown of a month's counts; see rules 2 and 3. `settled` are figures that are shown already.

    Counts that are below zero are none: what lowered them was counted, and what raised them is not kept any more.
    """
    found = {name: max(count, 0) // FIVE * FIVE for name, count in counts.items()} | dict(settled)
    # A part that is lowered may be the whole of others.
    while any(_lowered(found, limit) for limit in limits):
        pass
    return found


def _lowered(found: dict[str, int], limit: Limit) -> bool:
    """Lower the largest of the parts, until they are no more than the whole; whether any had to be."""
    over = _sum(found, limit.parts) - _sum(found, limit.whole)
    for _ in range(0, over, FIVE):
        largest = max(limit.parts, key=lambda name: (found.get(name, 0), name))
        found[largest] -= FIVE
    return over > 0


def _sum(found: Mapping[str, int], names: Iterable[str]) -> int:
    return sum(found.get(name, 0) for name in names)


def told(figure: int) -> str:
    """A figure in words."""
    return f"{figure:,}" if figure else UNDER
