"""What somebody says who asks to be rung back, and the request to a team that comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Self


class Time(StrEnum):
    """When it suits best."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EITHER = "either"


class Manner(StrEnum):
    """How they would like to talk."""

    USUAL = "usual"
    SLOWLY = "slowly"
    TEXT = "text"  # a text instead of a call
    RELAY = "relay"  # through Relay UK
    LANGUAGE = "language"  # in another language


@dataclass(frozen=True)
class Wish:
    """How somebody wants to be rung, as far as they have said.

    `number` is E.164, "" for the phone in use; `language` stands with Manner.LANGUAGE; `first` says that one of the
    reasons holds for which the team rings sooner; `mail` that the team may be sent this by e-mail; `no_text` that it
    would not be safe to text that number. `changing` is for a wish that changes a request, and is no part of one.
    """

    number: str = ""
    time: Time | None = None
    manner: Manner | None = None
    language: str = ""
    first: bool = False
    mail: bool = False
    no_text: bool = False
    changing: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The wish as plain JSON data; what was not said is left out."""
        told = ((entry.name, getattr(self, entry.name)) for entry in fields(self))
        return {name: value for name, value in told if value}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The wish that `to_dict` wrote. Raises TypeError or ValueError for what is none."""
        data = dict(kept)
        if "time" in data:
            data["time"] = Time(data["time"])
        if "manner" in data:
            data["manner"] = Manner(data["manner"])
        return cls(**data)


@dataclass(frozen=True)
class Request:
    """An open request to a team to ring somebody back.

    `team` is the key of a service, `place` where it was made; `made` is in seconds since 1970, and `by` the day told
    then, which moves only when somebody asks again after it. `matter` and `last` are the place chosen at the first
    menu, and the one before this. `tries` counts how often the team rang and reached nobody; `unrung` says that they
    did not, as the person says.
    """

    team: str
    place: str
    wish: Wish
    made: int
    by: date
    matter: str = ""
    last: str = ""
    tries: int = 0
    unrung: bool = False
