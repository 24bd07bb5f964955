"""Floor 2: who comes how often."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Coming:
    """A text, or the start of a call: tokens of the person and of their block of numbers."""

    person: str
    block: str


@dataclass(frozen=True, slots=True)
class Came:
    """How often this phone came before: in a day, and in ten minutes; and in ten minutes all phones of its block."""

    today: int = 0
    lately: int = 0
    from_block: int = 0


@dataclass(frozen=True, slots=True)
class Crowd:
    """How often is too often: from one phone in ten minutes (`at_once`) and in a day, from a block in ten minutes.

    By text a long conversation has some fifteen turns, a call is one coming. Twilio's own guard against machines that
    text each other stops at 30 answers in 30 seconds (its error 14107), which one answer a minute never reaches.
    """

    at_once: int = 40
    in_a_day: int = 200
    from_a_block: int = 400

    def over(self, came: Came) -> int:
        """How often beyond what is usual it is with this coming: 0 for anybody who is welcome."""
        over = max(came.today + 1 - self.in_a_day, came.lately + 1 - self.at_once, 0)
        # Of a crowded block each phone is told on its own account: nobody is silenced by what neighbours do.
        return max(over, came.lately + 1) if came.from_block + 1 > self.from_a_block else over


class Floods(Protocol):
    """Counts comings that lead to no turn. Others are counted with the turn."""

    def count(self, coming: Coming) -> None:
        """Count one. Raises nothing: while the store is away nobody is counted."""
