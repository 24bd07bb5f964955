"""What a benchmark finds: tables, ratios with their goals, and figures for whoever reckons with them."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading. `note` says how they were measured."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def markdown(self) -> str:
        """The table as Markdown, its note above it."""
        lines = [f"| {' | '.join(self.head)} |", f"|{'---|' * len(self.head)}"]
        lines += [f"| {' | '.join(row)} |" for row in self.rows]
        return "\n\n".join(part for part in (self.title and f"### {self.title}", self.note, "\n".join(lines)) if part)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours beside another's, from the same run. The goal is a least value, or with `most` a greatest one."""

    what: str
    ours: str
    beside: str
    value: float
    goal: float | None = None
    most: bool = False
    unit: str = ""

    @property
    def reached(self) -> bool | None:
        """Whether the goal is reached; None where there is none."""
        if self.goal is None:
            return None
        return self.value <= self.goal if self.most else self.value >= self.goal

    def cells(self) -> tuple[str, ...]:
        """The cells of its row."""
        goal = f"{'at most' if self.most else 'at least'} {self.goal:g}{self.unit}" if self.goal is not None else ""
        verdict = {True: "yes", False: "**no**", None: ""}[self.reached]
        return (self.what, self.ours, self.beside, f"{shown(self.value)}{self.unit}", goal, verdict)


@dataclass(slots=True)
class Findings:
    """All that one benchmark found. `figures` are named numbers that others reckon with."""

    tables: list[Table] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured, and until when on the monotonic clock: whoever sees it near leaves the least of it out."""

    quick: bool = False
    until: float = math.inf

    def room(self, seconds: float) -> bool:
        """Whether something that takes so many seconds can still be measured."""
        return time.monotonic() + seconds < self.until

    def pick(self, quick: T, full: T) -> T:
        """The value for this size."""
        return quick if self.quick else full


Benchmark = Callable[[Size], Findings]


class CannotMeasureError(Exception):
    """Something that a benchmark needs is not on this machine. The message says what."""


def shown(number: float) -> str:
    """A number with as many digits as it deserves."""
    if number >= 1000:
        return f"{number:,.0f}"
    return f"{number:.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"
