"""Long lists a page at a time."""

import math
from dataclasses import dataclass

from flask import request

SIZE = 25
# No list of ours is so long; Redis takes no larger places than it can count.
_LAST = 100_000


@dataclass(frozen=True, slots=True)
class Pager:
    """Which page of a list is shown, from 1 on, and how many entries the list has in all."""

    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, math.ceil(self.total / SIZE))

    @property
    def before(self) -> int | None:
        """The page before this one, or None."""
        return min(self.number - 1, self.pages) or None

    @property
    def after(self) -> int | None:
        """The page after this one, or None."""
        return self.number + 1 if self.number < self.pages else None


def asked_page() -> int:
    """The page that the address asks for; the first for what is none."""
    asked = request.args.get("page", "")
    return min(max(int(asked), 1), _LAST) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


def first_of(number: int) -> int:
    """The place in the list, from 0 on, of the first entry of a page."""
    return (number - 1) * SIZE
