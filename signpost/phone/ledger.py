"""Everything that happened on the stand-in phone, in order, and a way to wait for more of it."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """Who a text is from: the person, the service answering at once, the service on its own, or the phone network.

    A note is no text: it says why none has come.
    """

    INBOUND = "inbound"
    REPLY = "outbound-reply"
    SENT = "outbound-api"
    NETWORK = "network"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Text:
    """One text. `sender` and `to` are E.164 numbers, `at` is in UTC."""

    sid: str
    sender: str
    to: str
    body: str
    kind: Kind
    at: datetime
    status: str = "received"
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request between the carrier and the service, and its answer; `status` is None when none came."""

    title: str
    url: str
    fields: Mapping[str, str]
    status: int | None
    answer: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A call that the service makes, from one E.164 number to another; `at` is in UTC, `timeout` in seconds."""

    sid: str
    sender: str
    to: str
    at: datetime
    timeout: int
    answered: bool = False

    def rings_for(self, now: datetime) -> float:
        """How many seconds more the phone rings; 0 when it was picked up, or nobody did in time."""
        left = (self.at - now).total_seconds() + self.timeout
        return 0.0 if self.answered else max(left, 0.0)

    def status(self, now: datetime) -> str:
        """How the call stands, as Twilio names it."""
        if self.answered:
            return "in-progress"
        return "ringing" if self.rings_for(now) else "no-answer"


def sent(ledger: "Ledger") -> int:
    """How many texts that the service sent on its own have arrived."""
    return sum(text.kind is Kind.SENT for text in ledger.texts())


class Ledger:
    """Keeps texts and exchanges. Safe to use from any thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._texts: dict[str, Text] = {}
        self._seen: list[str] = []
        self._exchanges: list[Exchange] = []
        self._outgoing: dict[str, Outgoing] = {}
        self._closed = False

    def accept(self, text: Text) -> None:
        """Take a text on, not yet on the person's phone."""
        with self._changed:
            self._texts[text.sid] = text

    def arrive(self, sid: str) -> None:
        """Show an accepted text on the phone, and wake whoever waits for it."""
        with self._changed:
            if sid not in self._seen:
                self._seen.append(sid)
            self._changed.notify_all()

    def mark(self, sid: str, status: str, code: int | None = None) -> Text:
        """Record how far a text has come, and return it."""
        with self._changed:
            self._texts[sid] = replace(self._texts[sid], status=status, code=code)
            self._changed.notify_all()
            return self._texts[sid]

    def note(self, exchange: Exchange) -> None:
        """Add an exchange."""
        with self._changed:
            self._exchanges.append(exchange)
            self._changed.notify_all()

    def ring(self, made: Outgoing) -> None:
        """Let a phone ring, and wake whoever waits for that."""
        with self._changed:
            self._outgoing[made.sid] = made
            self._changed.notify_all()

    def answer(self, sid: str) -> None:
        """A phone that rang was picked up."""
        with self._changed:
            self._outgoing[sid] = replace(self._outgoing[sid], answered=True)
            self._changed.notify_all()

    def outgoing(self) -> tuple[Outgoing, ...]:
        """The calls that the service made, in order."""
        with self._changed:
            return tuple(self._outgoing.values())

    def accepted(self) -> tuple[Text, ...]:
        """Every text that the carrier took, arrived or not."""
        with self._changed:
            return tuple(self._texts.values())

    def texts(self, after: int = 0) -> tuple[Text, ...]:
        """The texts on the phone, without the first `after`."""
        with self._changed:
            return tuple(self._texts[sid] for sid in self._seen[after:])

    def exchanges(self, after: int = 0) -> tuple[Exchange, ...]:
        """The exchanges, without the first `after`."""
        with self._changed:
            return tuple(self._exchanges[after:])

    def wait(self, ready: Callable[["Ledger"], bool], seconds: float) -> bool:
        """Wait until `ready` is true of this ledger; False when time is up or the phone is put away."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or ready(self), seconds)
            return not self._closed and ready(self)

    def nudge(self) -> None:
        """Have everybody who waits look again."""
        with self._changed:
            self._changed.notify_all()

    def close(self) -> None:
        """Wake everybody who waits: nothing more will happen."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
