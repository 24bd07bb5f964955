"""Who goes first where some are waited for and others are not: the first do, and yet the others never starve."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

# Of each so many, one is for what nobody waits for, as long as there is any.
SHARE = 5


def most_waited(most: int) -> int:
    """How many of a batch of `most` at the most are for what somebody waits for."""
    return most - max(most // SHARE, 1)


def in_turn(waited: Sequence[T], others: Sequence[T]) -> list[T]:
    """All of them in the order in which to do them: four that are waited for, and one of the others; each in its order.

    Wherever whoever does them has to stop, the others have had their share.
    """
    return list(_in_turn(iter(waited), iter(others)))


def _in_turn(waited: Iterator[T], others: Iterator[T]) -> Iterator[T]:
    while bunch := [*islice(waited, SHARE - 1), *islice(others, 1)]:
        yield from bunch
