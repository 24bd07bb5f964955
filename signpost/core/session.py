"""Where one person stands: the session, and what is kept about the person behind it. Both survive as JSON."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
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


class StaleError(ValueError):
    """A stored record is of a version that this program does not know."""


def _checked(kept: Mapping[str, Any]) -> dict[str, Any]:
    if kept.get("version") != VERSION:
        raise StaleError(f"record version {kept.get('version')!r}, not {VERSION}")
    return {key: value for key, value in kept.items() if key != "version"}


@dataclass(frozen=True, slots=True)
class Session:
    """One person's place in the menus, on one channel.

    `trail` holds the places behind, latest last. `misses` counts answers in a row that we could not use. `turn` counts
    the turns taken: a call's next step carries it, so that a step delivered twice is known. `mobile` is the E.164
    number a caller keyed to be texted on. `at` is when the last turn was, in seconds since 1970 (UTC).
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

    def to_dict(self) -> dict[str, Any]:
        """The session as plain JSON data, with its version."""
        return {"version": VERSION, **asdict(self)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The session that `to_dict` wrote. Raises StaleError for another version."""
        data = _checked(kept)
        data.update(channel=Channel(data["channel"]), question=Question(data["question"]), trail=tuple(data["trail"]))
        return cls(**data)


@dataclass(frozen=True, slots=True)
class Person:
    """What is remembered about the person behind a number from one conversation to the next."""

    slow: bool = False
    stopped: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The person as plain JSON data, with its version."""
        return {"version": VERSION, **asdict(self)}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The person that `to_dict` wrote. Raises StaleError for another version."""
        return cls(**_checked(kept))


@dataclass(frozen=True, slots=True)
class Context:
    """What a step may know beside the session: the time, in seconds since 1970, and who is there.

    `mobile` is the number in use when it is a UK mobile, else None: nothing else is ever texted. `refused` says that
    the mobile which was keyed in during this call wants no texts.
    """

    channel: Channel
    now: int
    mobile: str | None = None
    person: Person = Person()
    refused: bool = False
