"""Floor 2: what a conversation needs from outside, as Protocols, and the records that cross that line.

The adapters of floor 3 implement these; tests may too. A person is named only by an opaque token made from the number;
the number itself stands in sealed records alone.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from signpost.callback_ports import OpenCallback
from signpost.carried_ports import Carried
from signpost.core.session import Person, Session
from signpost.core.tally import Mark
from signpost.flood_ports import Came, Coming, Floods
from signpost.ring_ports import OutgoingCall


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

    `waiting` is true when a person asked for it just now; `code` is Twilio's, of a failure; `tries` counts how often
    the carrier would not take it, `losses` how often it did and could not deliver it. `about` is the place of the pack
    that it comes from, "" for none.
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
    tries: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class PendingFollowUp:
    """A follow-up and when it is due.

    Its id is made from the person and what it is about, so that asking twice moves the one there is. A reminder is of
    the day `by`, worked out at the place `deadline`. `asked` is how often it was sent without an answer.
    `service` is the key of the contact whose help it asks about.
    """

    id: str
    person: str
    to: str
    goto: str
    due: datetime
    matter: str = ""
    deadline: str = ""
    by: date | None = None
    asked: int = 0
    service: str = ""


@dataclass(frozen=True)
class Changes:
    """All that one turn leaves behind, saved together or not at all.

    `ended` are follow-ups that are over, each as its person and its id, and are ended before others of the same id are
    put in `follow_ups`. `end_all` ends every one of the person's; `forget` erases everything held about the person, the
    rest of this turn included; of `person` the day on which they were rung is then kept for a day. `counts` are names
    of counters to raise by one, `marks` those of single days. `callbacks` are requests to be rung back, `moved` those
    that they take the place of, for another number, and `rung` those that are over because the person was rung; `rings`
    are calls that the person asked for.
    """

    session: Session | None
    person: Person
    answer: str
    texts: tuple[OutgoingText, ...] = ()
    rings: tuple[OutgoingCall, ...] = ()
    follow_ups: tuple[PendingFollowUp, ...] = ()
    ended: tuple[tuple[str, str], ...] = ()
    end_all: bool = False
    forget: bool = False
    counts: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    callbacks: tuple[OpenCallback, ...] = ()
    rung: tuple[OpenCallback, ...] = ()
    moved: tuple[OpenCallback, ...] = ()
    learnt: tuple["Unread", ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that was not understood, masked, and the place whose topic came nearest, "" for none."""

    words: str
    nearest: str


class ErrandKind(StrEnum):
    """What there is to do."""

    FOLLOW_UP = "follow-up"
    TEXT = "text"
    RING = "ring"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Errand:
    """A follow-up, a text, a call, or the e-mail of a request that is to be done when it is due, by its id.

    `due` is a second since 1970. `until` is when whoever took it loses it again, should they die over it. One that
    somebody waits for (`waited`) comes before the others, and has neither.
    """

    kind: ErrandKind
    id: str
    due: int = 0
    until: float = 0
    waited: bool = False


class BeingSentError(Exception):
    """Another worker is at this text just now. It is still on the agenda, in case that worker dies."""


class Turn(Protocol):
    """One person's state as it was read, watched until it is saved.

    `answer` is what was answered to this very message before, or None when it is new. `follow_up` is the pending
    follow-up that was asked for, watched as well; None when it is over. `message` is the staff's message of the day, or
    "", and `amendments` the record of what they have changed of the pack (see `amended`). `callbacks` are the person's
    open requests to be rung back, by the team's key. `cookie` is what the carrier may carry of a session once it
    is saved, "" for none; `came` is how often they came before, and `to_come` the ids of the
    follow-ups that they are still to get, where those were asked for.
    """

    session: Session | None
    person: Person
    answer: str | None
    follow_up: PendingFollowUp | None
    message: str
    amendments: bytes
    callbacks: Mapping[str, OpenCallback]
    cookie: str
    came: Came | None
    to_come: AbstractSet[str]

    def callbacks_of(self, person: str) -> Mapping[str, OpenCallback]:
        """The open requests, by the team's key, of another person whose number was given; watched as well."""

    def save(self, changes: Changes) -> bool:
        """Save everything at once. False, and nothing saved, when another turn of this person came first."""


class Amended(Protocol):
    """The record of what the staff have changed of the pack (see `amended`); b"" for none."""

    @property
    def last(self) -> bytes:
        """The record as this process saw it last, without a look."""

    def read(self) -> bytes:
        """The record as it stands, or as this process saw it last where that cannot be told. Raises nothing."""


class Store(Protocol):
    """Where state is kept between turns."""

    @property
    def amendments(self) -> Amended:
        """What the staff have changed of the pack."""

    @property
    def floods(self) -> Floods:
        """What counts those who come and are turned away."""

    @property
    def carried(self) -> Carried:
        """What reads and writes sessions that travel with the conversation."""

    def turn(
        self,
        conversation: str,
        person: str,
        message: str | None,
        *,
        follow_up_id: str | None = None,
        coming: Coming | None = None,
        to_come: bool = False,
    ) -> AbstractContextManager[Turn]:
        """Read and watch a conversation ('call:<id>' or 'text:<person>') and its person, and maybe a follow-up.

        A `coming` is counted when the turn is saved; `to_come` asks for the person's follow-ups, which are not watched.
        """

    def forgotten(self, person: str) -> int:
        """The second (since 1970) at which all about a person was erased, if lately and not by their FORGET; else 0."""

    def follow_up(self, follow_up_id: str) -> PendingFollowUp | None:
        """A pending follow-up, or None when it is over or was cancelled."""

    def postpone(self, follow_up: PendingFollowUp, due: datetime) -> None:
        """Keep a follow-up, and run it again, for another due time; nothing happens if it has been ended or moved."""

    def take(self, now: datetime, most: int) -> list[Errand]:
        """The errands that are due, in the order in which to do them, for the taker alone.

        After a minute whoever asks next gets them again. What somebody waits for comes first; see `core.shares`.
        """

    def whose(self, errands: Sequence[Errand]) -> list[str]:
        """Whom each of these is for, as far as their order matters; its own id where that is nobody."""

    def done(self, errand: Errand) -> None:
        """An errand that was taken leads to nothing more; nothing happens when it was put off meanwhile."""

    def give_back(self, errands: Sequence[Errand], now: datetime) -> None:
        """Let errands that were taken be taken again, from `now` on and in their old order."""

    def wake(self, when: datetime | None = None) -> None:
        """Have a worker look for errands at `when`, or at once."""

    def text(self, text_id: str) -> OutgoingText | None:
        """A text's record, or None when it is no longer kept."""

    def claim(self, text_id: str) -> OutgoingText | None:
        """Mark a text as being sent; as it stood before, None when it is gone or done. Raises BeingSentError."""

    def is_behind(self, text: OutgoingText) -> bool:
        """Whether an earlier text to the same person still waits for the carrier to take it."""

    def sent_today(self, person: str, text_id: str) -> int:
        """Count this text among those of the last day to a person, once however often it is tried; how many now."""

    def settle(self, text_id: str, state: TextState, *, sid: str | None = None, code: int | None = None) -> None:
        """Record that a text was sent, delivered or failed. A delivered or failed one stays so."""

    def send_later(self, text: OutgoingText, when: datetime) -> None:
        """Let a text that was claimed, found as `text` then, and not handed over wait until `when`, as it stood."""

    def reword(self, text_id: str, words: str) -> None:
        """Give a text that was claimed other words before it is handed over."""

    def try_again(self, text_id: str, when: datetime, *, code: int | None) -> None:
        """The carrier did not take a text that was claimed: claim it again at `when`. The try is counted.

        `code` is the carrier's. With none it may have the text all the same, and is asked for it before the next try.
        """

    def send_anew(self, text_id: str, when: datetime, *, code: int | None) -> None:
        """The carrier took a text and lost it: send it once more at `when`. The loss is counted, once."""

    def fault(self, code: int | None) -> None:
        """Count a fault of the carrier's by its code, for the staff. None is for no answer."""


class Tokens(Protocol):
    """Opaque names. The same number always has the same token; nobody can turn it back without the secret key."""

    def person(self, number: str) -> str:
        """The token for a phone number or other caller id."""

    def follow_up(self, person: str, about: str) -> str:
        """The id of a person's follow-up `about` something: a matter, or one reminder of a deadline."""

    def callback(self, person: str, team: str) -> str:
        """The id of a person's request to a team to be rung back."""

    def text(self) -> str:
        """A new id for a text."""
