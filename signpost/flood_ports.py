"""Floor 2: who comes how often."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Crowd:
    """How often is too often: from one phone in ten minutes (`at_once`) and in a day, from a block in ten minutes.

    By text a long conversation has some fifteen turns, a call is one coming. Twilio's own guard against machines that
    text each other stops at 30 answers in 30 seconds (its error 14107), which one answer a minute never reaches.
    """

    at_once: int = 40
    in_a_day: int = 200
    from_a_block: int = 400


@dataclass(frozen=True, slots=True)
class Coming:
    """A text, or the start of a call: tokens of the person and of their block of numbers; "" for none."""

    person: str
    block: str


class Floods(Protocol):
    """Counts comings."""

    def too_many(self, coming: Coming) -> int:
        """How often beyond what is usual this one has come, itself included: 0 for anybody who is welcome.

        Counts it. Raises nothing: where it cannot be told, everybody is welcome.
        """
