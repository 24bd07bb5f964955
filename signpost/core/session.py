"""Where one person stands: the session, and what is kept about the person behind it. Both survive as JSON."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Self

VERSION = 1
TRAIL_LENGTH = 20


class Channel(StrEnum):
    """How somebody reaches us."""

    VOICE = "voice"
    TEXT = "text"


class Question(StrEnum):
    """What was asked last at the place where a person stands."""

    CHOICE = "choice"  # a menu's own choices
    CONTACT = "contact"  # a signpost's: put me through, text me, again, tried that, something else
    SAFE = "safe"  # is this phone safe to text?
    MOBILE = "mobile"  # key in another mobile
    CHECK = "check"  # is this the number you keyed?
    LATER = "later"  # shall we ask you later if it helped?
    CLOSED = "closed"  # all was said; something else?
    FORGET = "forget"  # really erase everything?
    LETTER = "letter"  # at a deadline: the date on the decision letter?
    CERTIFICATE = "certificate"  # is there a mediation certificate?
    CERTIFICATE_DATE = "certificate date"  # and its date?
    DATE = "date"  # the day was worked out: put me through, text me, remind me, something else


class StaleError(ValueError):
    """A stored record is of a version that this program does not know."""


def _checked(kept: Mapping[str, Any]) -> dict[str, Any]:
    if kept.get("version") != VERSION:
        raise StaleError(f"record version {kept.get('version')!r}, not {VERSION}")
    return {key: value for key, value in kept.items() if key != "version"}


def _told(record: "Session | Person") -> dict[str, Any]:
    # What is as it was at first is left out: records are small, and a release that knows less still reads most.
    return {
        entry.name: getattr(record, entry.name)
        for entry in fields(record)
        if getattr(record, entry.name) != entry.default
    }


@dataclass(frozen=True, slots=True)
class Session:
    """One person's place in the menus, on one channel.

    `trail` holds the places behind, latest last. `misses` counts answers in a row that we could not use. `turn` counts
    the turns taken: a call's next step carries it, so that a step delivered twice is known. `mobile` is the E.164
    number a caller keyed to be texted on. `at` is when the last turn was, in seconds since 1970 (UTC). `matter` is the
    place that was chosen at the first menu last, `agreed` those on which a later text was agreed in this conversation.
    `asked` is the matter, or the deadline's place, of the follow-up whose question is open and not answered yet.
    `letter` and `certificate` are dates given at a deadline, as YYYY-MM-DD.
    """

    channel: Channel
    place: str
    question: Question
    trail: tuple[str, ...] = ()
    misses: int = 0
    turn: int = 0
    slow: bool = False
    mobile: str | None = None
    at: int = 0
    matter: str = ""
    agreed: tuple[str, ...] = ()
    asked: str = ""
    letter: str = ""
    certificate: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The session as plain JSON data, with its version."""
        return {"version": VERSION, **_told(self)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The session that `to_dict` wrote. Raises StaleError for another version."""
        data = _checked(kept)
        data.update(channel=Channel(data["channel"]), question=Question(data["question"]))
        data.update({name: tuple(data.get(name, ())) for name in ("trail", "agreed")})
        return cls(**data)


@dataclass(frozen=True, slots=True)
class Person:
    """What is remembered about the person behind a number from one conversation to the next.

    `unanswered` counts the follow-ups sent since we last heard from them; `unreachable` says that the carrier brings no
    texts to this number.
    """

    slow: bool = False
    stopped: bool = False
    unanswered: int = 0
    unreachable: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The person as plain JSON data, with its version."""
        return {"version": VERSION, **_told(self)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The person that `to_dict` wrote. Raises StaleError for another version."""
        return cls(**_checked(kept))


@dataclass(frozen=True, slots=True)
class Context:
    """What a step may know beside the session: the time, in seconds since 1970, and who is there.

    `mobile` is the number in use when it is a UK mobile, else None: nothing else is ever texted. `refused` says that
    the mobile which was keyed in during this call wants no texts. `pending` are the matters on which this person is
    still to get a follow-up; `holidays` the bank holidays.
    """

    channel: Channel
    now: int
    mobile: str | None = None
    person: Person = Person()
    refused: bool = False
    pending: frozenset[str] = frozenset()
    holidays: AbstractSet[date] = frozenset()
