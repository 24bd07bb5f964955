"""Floor 2: the carrier that texts go out by, and how fast it may be asked."""

from datetime import datetime
from typing import Protocol

# Ours: the text holds a number that staff have paused since it was made. Twilio's codes have five digits.
HELD_BACK = 1
# Ours: it waited behind others, or for another day's room, until it was of no use.
NO_ROOM = 2


class FullError(Exception):
    """Our number has sent all that it may in this second: the next one will do."""


class SendError(Exception):
    """A text could not be handed over, or a call not be made. `permanent` alone decides whether it is tried again.

    The message never holds a number: Twilio's own does, and goes no further than the gateway.
    """

    def __init__(self, code: int | None, *, permanent: bool) -> None:
        super().__init__(f"the carrier refused the text (code {code})" if code else "the carrier could not be reached")
        self.code = code
        self.permanent = permanent


class Pace(Protocol):
    """How fast our number may send."""

    def room(self, segments: int, *, waiting: bool) -> bool:
        """Whether so many segments may be sent in this second; if so they are counted as sent.

        Some room is kept for texts that somebody is `waiting` for.
        """

    def left_today(self, segments: int, *, waiting: bool) -> bool:
        """The same for this day: a bound on what a fault or a flood can cost."""


class Gateway(Protocol):
    """The carrier that takes texts."""

    def send(self, to: str, body: str, text_id: str) -> str:
        """Hand a text over; the carrier's id for it. Raises SendError."""

    def find(self, to: str, body: str, since: datetime) -> str | None:
        """The carrier's id of this very text if it took it since then, else None. Raises SendError."""
