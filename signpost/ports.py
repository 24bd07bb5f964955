"""Floor 2: what a conversation needs from outside, as Protocols, and the records that cross that line.

The adapters of floor 3 implement these; tests may too. A person is named only by an opaque token made from the number;
the number itself stands in sealed records alone.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from signpost.core.session import Person, Session


def by_text(person: str) -> str:
    """The name of a person's conversation by text."""
    return f"text:{person}"


def by_call(call: str) -> str:
    """The name of the conversation that a call is."""
    return f"call:{call}"


class TooBusyError(Exception):
    """So many turns of one person came at once that this one found no room."""


class TextState(StrEnum):
    """How far a text has come. `sending` marks a claim: after a crash the carrier is asked before it is sent again."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class OutgoingText:
    """A text on its way.

    `waiting` is true when a person asked for it just now; `code` is Twilio's, of a failure; `losses` counts how often
    the carrier took it and could not deliver it.
    """

    id: str
    person: str
    to: str
    body: str
    waiting: bool
    made: datetime
    state: TextState = TextState.QUEUED
    sid: str | None = None
    code: int | None = None
    losses: int = 0


@dataclass(frozen=True, slots=True)
class PendingFollowUp:
    """A follow-up and when it is due. Its id is made from person and place, so asking twice moves the one there is."""

    id: str
    person: str
    to: str
    goto: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """All that one turn leaves behind, saved together or not at all.

    `ended` are ids of follow-ups that are over; `end_all` ends every one of the person's; `forget` erases everything
    held about the person, the rest of this turn included. `counts` are names of counters to raise by one.
    """

    session: Session | None
    person: Person
    answer: str
    texts: tuple[OutgoingText, ...] = ()
    follow_ups: tuple[PendingFollowUp, ...] = ()
    ended: tuple[str, ...] = ()
    end_all: bool = False
    forget: bool = False
    counts: tuple[str, ...] = ()


class Turn(Protocol):
    """One person's state as it was read, watched until it is saved.

    `answer` is what was answered to this very message before, or None when it is new.
    """

    session: Session | None
    person: Person
    answer: str | None

    def save(self, changes: Changes) -> bool:
        """Save everything at once. False, and nothing saved, when another turn of this person came first."""


class Store(Protocol):
    """Where state is kept between turns."""

    def turn(self, conversation: str, person: str, message: str | None) -> AbstractContextManager[Turn]:
        """Read and watch a conversation ('call:<id>' or 'text:<person>') and its person."""

    def follow_up(self, follow_up_id: str) -> PendingFollowUp | None:
        """A pending follow-up, or None when it is over or was cancelled."""

    def postpone(self, follow_up: PendingFollowUp) -> None:
        """Keep a follow-up, and run it again, for its (new) due time."""

    def text(self, text_id: str) -> OutgoingText | None:
        """A text's record, or None when it is no longer kept."""

    def claim(self, text_id: str) -> OutgoingText | None:
        """Mark a text as being sent and return it as it stood before; None when it is gone or done."""

    def sent_today(self, person: str, text_id: str) -> int:
        """Count this text among those of the last day to a person, once however often it is tried; how many now."""

    def settle(self, text_id: str, state: TextState, *, sid: str | None = None, code: int | None = None) -> None:
        """Record what became of a text. A delivered or failed text stays so; nothing happens when it is gone."""

    def send_later(self, text_id: str, when: datetime, *, lost: int | None = None) -> None:
        """Put a text back into the queue, to be sent at `when`; nothing happens when it is gone, delivered or failed.

        `lost` is the carrier's code when it had taken the text and lost it: that is counted, and it is sent anew.
        """


class SendError(Exception):
    """A text could not be handed over. `permanent` alone decides whether it is tried again.

    The message never holds a number: Twilio's own does, and goes no further than the gateway.
    """

    def __init__(self, code: int | None, *, permanent: bool) -> None:
        super().__init__(f"the carrier refused the text (code {code})" if code else "the carrier could not be reached")
        self.code = code
        self.permanent = permanent


class Gateway(Protocol):
    """The carrier that takes texts."""

    def send(self, to: str, body: str, text_id: str) -> str:
        """Hand a text over; the carrier's id for it. Raises SendError."""

    def find(self, to: str, body: str, since: datetime) -> str | None:
        """The carrier's id of this very text if it took it since then, else None. Raises SendError."""


class Tokens(Protocol):
    """Opaque names. The same number always has the same token; nobody can turn it back without the secret key."""

    def person(self, number: str) -> str:
        """The token for a phone number or other caller id."""

    def follow_up(self, person: str, goto: str) -> str:
        """The id of a person's follow-up that opens the place `goto`."""

    def text(self) -> str:
        """A new id for a text."""
