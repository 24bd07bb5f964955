"""Where one person stands: the session, and what is kept about the person behind it. Both survive as JSON."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Self

from signpost.core.record import made, told
from signpost.core.understanding import Understand, deaf
from signpost.core.visit import Visit
from signpost.core.wish import Request, Wish

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
    WAYS = "ways"  # the line is busy or shut, or was rung: wait, be called back, have its number, go on?
    CLOSED = "closed"  # all was said; something else?
    FORGET = "forget"  # really erase everything?
    LETTER = "letter"  # at a deadline: the date on the decision letter?
    CERTIFICATE = "certificate"  # is there a mediation certificate?
    CERTIFICATE_DATE = "certificate date"  # and its date?
    NEAREST = "nearest"  # which of these did your own words mean?
    CARRY_ON = "carry on"  # a call broke off: carry on there, or start again?
    DATE = "date"  # the day was worked out: put me through, text me, remind me, something else
    CALLBACK = "callback"  # at a callback: shall they ring this number? or, where none is known, which?
    CALLBACK_NUMBER = "callback number"  # which other number?
    CALLBACK_TIME = "callback time"  # when is best?
    CALLBACK_MANNER = "callback manner"  # how would you like to talk?
    CALLBACK_LANGUAGE = "callback language"  # in which language?
    CALLBACK_TEXT = "callback text"  # is it safe that they text it?
    CALLBACK_FIRST = "callback first"  # does one of the team's reasons to ring sooner hold?
    CALLBACK_MAIL = "callback mail"  # may the team be sent this by e-mail?
    CALLBACK_MADE = "callback made"  # it stands: text me, ask me afterwards, change it, something else
    CALLBACK_CHANGE = "callback change"  # what of it is to change?
    CALLBACK_SAFE = "callback safe"  # is this mobile safe to text?
    CALLBACK_LATER = "callback later"  # shall we ask you afterwards if they rang?


class StaleError(ValueError):
    """A stored record is of a version that this program does not know."""


def _checked(kept: Mapping[str, Any]) -> dict[str, Any]:
    data = dict(kept)
    if (version := data.pop("version", None)) != VERSION:
        raise StaleError(f"record version {version!r}, not {VERSION}")
    return data


@dataclass(frozen=True)
class Session:
    """One person's place in the menus, on one channel.

    `trail` holds the places behind, latest last. `misses` counts answers in a row that we could not use. `turn` counts
    the turns taken: a call's next step carries it, so that a step delivered twice is known. `mobile` is the E.164
    number a caller keyed to be texted on. `at` is when the last turn was, in seconds since 1970 (UTC). `matter` is the
    place that was chosen at the first menu last, `agreed` those on which a later text was agreed in this conversation.
    `safe` says that the caller has called the phone in hand safe to text, in this call. `asked` is the matter, or the
    deadline's place, of the follow-up whose question is open and not answered yet. `tried` says that we have rung the
    line behind 0 in this call, or that the caller came from it; `waits` is how often they waited in its queue. `letter`
    and `certificate` are dates given at a deadline, as YYYY-MM-DD. `wish` is what was said at a callback. `sure` says
    that `mobile` was read back, and called right and safe to text. `about` is a number (E.164) that was given in this
    conversation, and that the request is for which is talked of; "" for that of the phone in use. `seven` says that 7
    was pressed in this call; `number_only` that what is to be texted is the number of the line behind 0, as one of the
    other ways. `shut` says that this line was shut when the open question was asked; `notice` is the message of the day
    that was told last in this conversation. `nearest` are the topics, by their places, that somebody's own words may
    have meant; `alarm` the turn after the last one in which words sounded like danger without a word for it. `asked_of`
    is the key of the service whose help the open question of a follow-up asks about; `visit` is what is counted of this
    time that they came. `unkept` says that nothing could be kept when the open question was asked.
    """

    channel: Channel
    place: str
    question: Question
    trail: tuple[str, ...] = ()
    misses: int = 0
    turn: int = 0
    slow: bool = False
    relay: bool = False
    mobile: str | None = None
    at: int = 0
    safe: bool = False
    matter: str = ""
    agreed: tuple[str, ...] = ()
    asked: str = ""
    tried: bool = False
    waits: int = 0
    letter: str = ""
    certificate: str = ""
    wish: Wish | None = None
    nearest: tuple[str, ...] = ()
    sure: bool = False
    about: str = ""
    seven: bool = False
    number_only: bool = False
    shut: bool = False
    notice: str = ""
    asked_of: str = ""
    visit: Visit | None = None
    alarm: int = 0
    unkept: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The session as plain JSON data, with its version."""
        data = told(self)
        if self.wish is not None:
            data["wish"] = self.wish.to_dict()
        if self.visit is not None:
            data["visit"] = self.visit.to_dict()
        return {"version": VERSION, **data}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The session that `to_dict` wrote. Raises StaleError for another version."""
        data = _checked(kept)
        if "wish" in data:
            data["wish"] = Wish.from_dict(data["wish"])
        if "visit" in data:
            data["visit"] = Visit.from_dict(data["visit"])
        data.update(channel=Channel(data["channel"]), question=Question(data["question"]))
        data.update({name: tuple(data[name]) for name in ("trail", "agreed", "nearest") if name in data})
        return made(cls, data)


@dataclass(frozen=True)
class Person:
    """What is remembered about the person behind a number from one conversation to the next.

    `unanswered` counts the follow-ups sent since we last heard from them; `unreachable` says that the carrier brings no
    texts to this number; `relay` that they ring by way of Relay UK, where somebody types to them what we say.
    `dialled` is when we last rang the line behind 0 for them, in seconds since 1970, and 0 when that call is over;
    `left` where their last call broke off, for half an hour; `rung` the last day on which they had us ring them, as
    YYYY-MM-DD; `rings` how often on that day, `ringing` until when that call may still be on, in seconds since 1970,
    and `reached` whether a key was pressed in it.
    """

    slow: bool = False
    stopped: bool = False
    unanswered: int = 0
    unreachable: bool = False
    relay: bool = False
    dialled: int = 0
    left: Session | None = None
    rung: str = ""
    rings: int = 0
    ringing: int = 0
    reached: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The person as plain JSON data, with its version, and without `left`, which is kept for less long."""
        data = told(self)
        data.pop("left", None)
        return {"version": VERSION, **data}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The person that `to_dict` wrote. Raises StaleError for another version."""
        return made(cls, _checked(kept))


@dataclass(frozen=True)
class Context:
    """What a step may know beside the session: the time, in seconds since 1970, and who is there.

    `mobile` is the number in use when it is a UK mobile, else None: nothing else is ever texted. `refused` says that
    the mobile which was keyed in during this call wants no texts. `pending` are the matters on which this person is
    still to get a follow-up; `holidays` the bank holidays. `open` says whether somebody answers the line behind 0 now,
    as far as is known, `opens` when that is next, in words, and `opens_on` the same with its date. `message` is the
    staff's message of the day, or "". `own_call` is for a forwarded call that is ours: we have just rung the line for
    this caller, and it has sent that on to ourselves. `number` is the UK number in use, mobile or not; `callbacks` are
    this person's open requests to be rung back, by the team's key. `phone` is the number in use when we may ring it,
    else None; `we_rang` says that this call is one that we made. `given` says of the number just given to be rung, by
    the team's key, that a request for it is open: the request where it was made from this phone, None where it is
    another's, who alone may hear of it. `understand` says what a person's own words may be about. `kept` is
    False while the store is away: nothing of this turn is kept, so nothing is promised.
    """

    channel: Channel
    now: int
    mobile: str | None = None
    person: Person = Person()
    refused: bool = False
    pending: frozenset[str] = frozenset()
    holidays: AbstractSet[date] = frozenset()
    open: bool = True
    opens: str = ""
    opens_on: str = ""
    message: str = ""
    own_call: bool = False
    number: str | None = None
    callbacks: Mapping[str, Request] = field(default_factory=dict)
    phone: str | None = None
    we_rang: bool = False
    given: Mapping[str, Request | None] = field(default_factory=dict)
    understand: Understand = deaf
    kept: bool = True
