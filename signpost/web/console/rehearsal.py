"""How far a rehearsed call or thread of texts has come: all that there is of it, carried by the page that shows it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Self

from signpost.core.followup import Calendar
from signpost.core.menu import Pack
from signpost.core.session import Channel, Person, Session
from signpost.core.understanding import Understand
from signpost.core.wish import Request
from signpost.web.console.rehearsed import Coming, Entry, requests_from, requests_to


class LineIs(StrEnum):
    """How the line behind 0 is, and whether the caller rang that one and was passed on."""

    NOW = "now"
    BUSY = "busy"
    SHUT = "shut"
    PASSED_ON = "passed on"
    PASSED_ON_SHUT = "passed on, shut"

    @property
    def shut(self) -> bool:
        """Whether nobody is there."""
        return self in {LineIs.SHUT, LineIs.PASSED_ON_SHUT}

    @property
    def passed_on(self) -> bool:
        """Whether the call comes from the line."""
        return self in {LineIs.PASSED_ON, LineIs.PASSED_ON_SHUT}

    @property
    def answered(self) -> bool:
        """Whether somebody answers it."""
        return self is LineIs.NOW


class Stands(StrEnum):
    """How a call stands."""

    ASKED = "asked"
    RINGING = "ringing"
    QUEUING = "queuing"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Stage:
    """What a rehearsal plays in: a pack, the time, and what is known of the world."""

    pack: Pack
    now: datetime
    holidays: AbstractSet[date]
    understand: Understand
    message: str = ""

    @property
    def calendar(self) -> Calendar:
        """When texts would go out."""
        return Calendar(self.pack.text_hours, self.holidays)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How far a rehearsal has come.

    `digits` is how many keys make the answer that is asked for, `keyed` those pressed so far, `speech` whether words
    may be spoken. `heard` are the seconds that the caller has listened. `entries` are what was said and
    done.
    """

    channel: Channel
    line: LineIs = LineIs.NOW
    stands: Stands = Stands.ASKED
    session: Session | None = None
    person: Person = field(default_factory=Person)
    requests: tuple[Request, ...] = ()
    coming: tuple[Coming, ...] = ()
    digits: int = 1
    keyed: str = ""
    speech: bool = False
    heard: float = 0.0
    entries: tuple[Entry, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The rehearsal as plain JSON data."""
        return {
            "channel": self.channel,
            "line": self.line,
            "stands": self.stands,
            "session": self.session.to_dict() if self.session else None,
            "person": self.person.to_dict(),
            "left": self.person.left.to_dict() if self.person.left else None,
            "requests": requests_to(self.requests),
            "coming": [one.to_dict() for one in self.coming],
            "digits": self.digits,
            "keyed": self.keyed,
            "speech": self.speech,
            "heard": self.heard,
            "entries": [one.to_list() for one in self.entries],
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The rehearsal that `to_dict` wrote. Raises StaleError, KeyError, TypeError or ValueError."""
        person = Person.from_dict(kept["person"])
        return cls(
            Channel(kept["channel"]),
            LineIs(kept["line"]),
            Stands(kept["stands"]),
            Session.from_dict(kept["session"]) if kept["session"] else None,
            replace(person, left=Session.from_dict(kept["left"])) if kept["left"] else person,
            requests_from(kept["requests"]),
            tuple(map(Coming.from_dict, kept["coming"])),
            kept["digits"],
            kept["keyed"],
            kept["speech"],
            kept["heard"],
            tuple(map(Entry.from_list, kept["entries"])),
        )

    def noting(self, *entries: Entry) -> "Rehearsal":
        """With more that was said or done."""
        return replace(self, entries=(*self.entries, *entries))
