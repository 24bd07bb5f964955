"""Floor 2: the calls that people asked us to make: their record and Protocols."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class RingState(StrEnum):
    """How far a call has come that somebody asked for. `calling` marks a claim, as `sending` does for a text."""

    ASKED = "asked"
    CALLING = "calling"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class OutgoingCall:
    """A call that somebody asked us to make, to the number `to` (E.164)."""

    id: str
    person: str
    to: str
    made: datetime
    state: RingState = RingState.ASKED


class Rings(Protocol):
    """The calls that people asked for."""

    def claim(self, ring_id: str) -> OutgoingCall | None:
        """Mark a call as being made and return it as it stood before; None when it is gone or over.

        Raises BeingSentError while another worker is at it.
        """

    def done(self, ring_id: str) -> bool:
        """A call was made, or will not be. False when it is no longer kept."""

    def again(self, ring_id: str, when: datetime, *, unknown: bool) -> None:
        """The carrier has not made a call that was claimed, or that is `unknown`: claim it again at `when`."""


class Telephone(Protocol):
    """The carrier that makes calls."""

    def call(self, to: str) -> None:
        """Have a phone rung; whoever answers hears the service. Raises SendError."""

    def was_called(self, to: str, since: datetime) -> bool:
        """Whether the carrier was told to ring this phone since then. Raises SendError."""
