"""The line that people ring for a person: when it is open, which numbers it forwards to us, and its queue."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, time


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a day from `start` on, and until `end`, in UK time."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class Opening:
    """When somebody answers the line.

    `week` has what each weekday has, Monday first, None where it is shut; it is None itself when that is not known, and
    then every day counts as open. On the days in `closed` the line is shut, and where the week is known on bank
    holidays too; on those in `early` from that time on.
    """

    week: tuple[Span | None, ...] | None = None
    closed: frozenset[date] = frozenset()
    early: Mapping[date, time] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Queue:
    """Callers who wait for the line. Nobody waits more than `longest` minutes, or as one of more than `most` callers.

    `name` is the queue's in Twilio: whoever answers it dials it by that name.
    """

    name: str
    longest: int
    most: int


@dataclass(frozen=True, slots=True)
class Line:
    """The line behind 0. `arrivals` are the numbers of ours (E.164) that it forwards its own callers to."""

    opening: Opening = field(default_factory=Opening)
    arrivals: AbstractSet[str] = frozenset()
    queue: Queue | None = None
