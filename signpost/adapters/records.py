"""Records as they are stored: plain data with a version, sealed. What cannot be read counts as absent."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from signpost.adapters.seal import Seal, UnreadableError
from signpost.core.session import StaleError
from signpost.ports import OutgoingText, PendingFollowUp, TextState, Tokens
from signpost.ring_ports import OutgoingCall, RingState

logger = logging.getLogger(__name__)

VERSION = 1
T = TypeVar("T")
Data = dict[str, Any]


class Records:
    """Seals and opens records."""

    def __init__(self, seal: Seal) -> None:
        self._seal = seal
        self._told: set[str] = set()

    def write(self, data: Data) -> bytes:
        """The record, sealed."""
        return self._seal.seal(data)

    def read(self, kind: str, blob: bytes | str | None, build: Callable[[Data], T]) -> T | None:
        """The record that `build` makes, or None when there is none, or none that we can read.

        The latter is logged, without content, once for each kind: after a change of secret or version it concerns
        thousands of records at once.
        """
        if blob is None:
            return None
        if isinstance(blob, str):
            raise TypeError("the Redis client must give bytes: leave decode_responses off")
        try:
            return build(self._seal.open(blob))
        except (UnreadableError, StaleError, KeyError, TypeError, ValueError) as fault:
            if kind not in self._told:
                self._told.add(kind)
                # A fault in building may quote the record, so only our own two may speak.
                why = fault if isinstance(fault, UnreadableError | StaleError) else type(fault).__name__
                logger.warning("a stored %s counts as absent: %s", kind, why)
            return None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A text, and the second a worker claimed it at: 0 when nobody is at it."""

    text: OutgoingText
    at: int = 0

    def to_dict(self) -> Data:
        """The record as plain data."""
        text = self.text
        return {
            "version": VERSION,
            "id": text.id,
            "person": text.person,
            "to": text.to,
            "body": text.body,
            "waiting": text.waiting,
            "made": text.made.isoformat(),
            "state": text.state.value,
            "sid": text.sid,
            "code": text.code,
            "claimed": self.at,
            # Left out where there are none, so that a release which does not know of them still reads the record.
            **({"losses": text.losses} if text.losses else {}),
            **({"tries": text.tries} if text.tries else {}),
            **({"about": text.about} if text.about else {}),
        }

    @classmethod
    def from_dict(cls, kept: Data) -> "Claimed":
        """The record that `to_dict` wrote. Raises StaleError, KeyError or ValueError."""
        data = checked(kept)
        at = data.pop("claimed")
        data.update(made=datetime.fromisoformat(data["made"]), state=TextState(data["state"]))
        return cls(OutgoingText(**data), at)


@dataclass(frozen=True, slots=True)
class ClaimedCall:
    """A call to be made, and the second a worker claimed it at: 0 when nobody is at it."""

    call: OutgoingCall
    at: int = 0

    def to_dict(self) -> Data:
        """The record as plain data."""
        call = self.call
        return {
            "version": VERSION,
            "id": call.id,
            "person": call.person,
            "to": call.to,
            "made": call.made.isoformat(),
            "state": call.state.value,
            "claimed": self.at,
        }

    @classmethod
    def from_dict(cls, kept: Data) -> "ClaimedCall":
        """The record that `to_dict` wrote. Raises StaleError, KeyError or ValueError."""
        data = checked(kept)
        at = data.pop("claimed")
        data.update(made=datetime.fromisoformat(data["made"]), state=RingState(data["state"]))
        return cls(OutgoingCall(**data), at)


def follow_up_to_dict(follow_up: PendingFollowUp) -> Data:
    """A follow-up as plain data: small, because there may be very many. Its id and its person are told by its key."""
    return {
        "version": VERSION,
        "to": follow_up.to,
        "goto": follow_up.goto,
        "due": int(follow_up.due.timestamp()),
        **({"matter": follow_up.matter} if follow_up.matter else {}),
        **({"asked": follow_up.asked} if follow_up.asked else {}),
        **({"deadline": follow_up.deadline} if follow_up.deadline else {}),
        **({"service": follow_up.service} if follow_up.service else {}),
        **({"by": follow_up.by.isoformat()} if follow_up.by else {}),
    }


def follow_up_from_dict(follow_up_id: str, tokens: Tokens, kept: Data) -> PendingFollowUp:
    """The follow-up that `follow_up_to_dict` wrote. Raises StaleError, KeyError, TypeError or ValueError."""
    data = checked(kept)
    data.update(due=datetime.fromtimestamp(data["due"], UTC))
    if "by" in data:
        data.update(by=date.fromisoformat(data["by"]))
    return PendingFollowUp(follow_up_id, tokens.person(data["to"]), **data)


def answer_to_dict(answer: str) -> Data:
    """An answer as plain data."""
    return {"version": VERSION, "answer": answer}


def answer_from_dict(kept: Data) -> str:
    """The answer that `answer_to_dict` wrote. Raises StaleError or KeyError."""
    return str(checked(kept)["answer"])


def checked(kept: Data) -> Data:
    """The data of a record without its version. Raises StaleError for a version that we do not know."""
    if kept.get("version") != VERSION:
        raise StaleError(f"record version {kept.get('version')!r}, not {VERSION}")
    return {key: value for key, value in kept.items() if key != "version"}
