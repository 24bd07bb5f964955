"""Floor 2: the requests to be rung back, as the staff's side and the e-mails see them: records and Protocols."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from signpost.core.wish import Request, Time


class MailState(StrEnum):
    """How far the e-mail of a request has come."""

    NONE = ""  # there is none: it is not wanted, or the team takes none
    DUE = "due"
    SENT = "sent"
    FAILED = "failed"  # it could not be mailed; the request stays in the list


class Outcome(StrEnum):
    """What came of a request to ring somebody back, as the staff say, or the person (RUNG)."""

    SPOKE = "spoke"
    NO_ANSWER = "no-answer"
    LEFT_MESSAGE = "left-message"
    WRONG_NUMBER = "wrong-number"
    OTHER = "other"
    RUNG = "rung"

    @property
    def is_try(self) -> bool:
        """Whether nobody was spoken to as yet, so that the request stays open."""
        return self in {Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE}


# Those that the staff choose from.
BY_STAFF = (Outcome.SPOKE, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.WRONG_NUMBER, Outcome.OTHER)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who of the staff is seeing to a request, and since when (aware, to the second)."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Try:
    """Who of the staff tried last to reach somebody, and when (aware, to the second)."""

    by: str
    at: datetime


# What most lines of the audit log are about.
REQUEST = "callback"


@dataclass(frozen=True, slots=True)
class AuditLine:
    """What one of the staff did, and when (aware): with a request it is "shown", "claimed", "released" or an outcome.

    No number stands in it; `about` is the request's id, which outlives it. Of another `kind` it is what they changed: a
    service's key, a day, the message of the day.
    """

    at: datetime
    who: str
    what: str
    about: str
    kind: str = REQUEST


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Lines of the audit log, the latest first; `next` asks for the page of those before them, "" at the end."""

    lines: tuple[AuditLine, ...]
    next: str = ""


@dataclass(frozen=True, slots=True)
class OpenCallback:
    """A request to ring somebody back that nobody has closed.

    Its id is made from the number to be rung and the team, so that asking twice changes the one there is. `person` is
    who asked, or the owner of that number once they have changed it; `personal` says that they asked from a mobile,
    where they are told of it again: other phones are shared. `tries` counts how often its e-mail was tried; `since` is
    when that was asked for as it now stands. `claim` is that of whoever of the staff sees to it; `tried` is the last
    try to reach them, None too where that was not noted.
    """

    id: str
    person: str
    request: Request
    mail: MailState = MailState.NONE
    tries: int = 0
    since: datetime | None = None
    personal: bool = False
    claim: Claim | None = None
    tried: Try | None = None

    @property
    def stamp(self) -> str:
        """Letters that are others once something was asked otherwise or tried; a claim and an e-mail change nothing."""
        told = replace(self.request, wish=replace(self.request.wish, number=""))
        return hashlib.sha256(repr((self.id, told)).encode()).hexdigest()[:16]


class Shelf(StrEnum):
    """A part of the requests that the staff look at by itself."""

    ALL = "all"
    DUE = "due"  # the day told is today, or over
    UNCLAIMED = "unclaimed"
    MINE = "mine"
    MORNING = "morning"  # the best time, as they said
    AFTERNOON = "afternoon"
    UNMAILED = "unmailed"  # the e-mail to the team has failed


@dataclass(frozen=True, slots=True)
class Sight:
    """What one of the staff looks at: a shelf, as it is for `who` on the day that is `today` in London."""

    shelf: Shelf = Shelf.ALL
    who: str = ""
    today: date = date.max

    def has(self, callback: OpenCallback) -> bool:
        """Whether a request stands there."""
        match self.shelf:
            case Shelf.ALL:
                return True
            case Shelf.DUE:
                return callback.request.by <= self.today
            case Shelf.UNCLAIMED:
                return callback.claim is None
            case Shelf.MINE:
                return callback.claim is not None and callback.claim.by == self.who
            case Shelf.MORNING:
                return callback.request.wish.time is Time.MORNING
            case Shelf.AFTERNOON:
                return callback.request.wish.time is Time.AFTERNOON
            case Shelf.UNMAILED:
                return callback.mail is MailState.FAILED


@dataclass(frozen=True, slots=True)
class CallbackPage:
    """Some of the requests, in the order in which to see to them, and how many there are in all."""

    callbacks: tuple[OpenCallback, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many requests are open; of these, who says that nobody rang, who has a reason to be rung sooner (and does not
    say that), and whose day by which to ring them is over.
    """

    total: int
    unrung: int
    first: int
    overdue: int


_ALL = Sight()


class ChangedError(Exception):
    """A request is no longer what whoever wants to close it has seen."""


class Callbacks(Protocol):
    """The requests to be rung back that are open: what the staff work on."""

    def open(self) -> list[OpenCallback]:
        """All of them, in the order of `core.precedence`."""

    def page(self, start: int, count: int, sight: Sight = _ALL) -> CallbackPage:
        """So many of those on a shelf at most (0: all) from that place on, in the same order.

        What is no longer kept, or no longer stands there, is taken off it, and missing from the page.
        """

    def shelves(self, who: str, today: date) -> dict[Shelf, int]:
        """How many stand on each shelf, as it is for `who` on that day."""

    def waiting(self, today: date) -> Waiting:
        """How many are open, and how urgent they are."""

    def find(self, callback_id: str) -> OpenCallback | None:
        """One of them, or None when it is closed or was erased."""

    def show(self, callback_id: str, who: str) -> OpenCallback | None:
        """The same for `who`, who is going to see its number: that is noted in the audit log."""

    def matching(self, start: str) -> list[str]:
        """The ids of those whose id begins so."""

    def claim(self, callback_id: str, who: str, now: datetime) -> Claim | None:
        """Let `who` alone see to a request from `now` on. The claim that stands: of whoever came first; None when gone.

        All of a claim, `show`, `release` and `close` is noted in the audit log.
        """

    def release(self, callback_id: str, who: str, *, of: str) -> OpenCallback | None:
        """Have `who` end the claim of `of`, and no other's, so that all may claim it. As it stood; None when gone."""

    def close(self, callback_id: str, outcome: Outcome, who: str, *, seen: str = "") -> OpenCallback | None:
        """Say what came of it, as `who` does, whoever has claimed it. As it stood; None when gone.

        It is over, unless that was a try: then the try is counted, and all may claim it again. Raises ChangedError, and
        nothing has happened, when its stamp is not the one that was `seen`.
        """

    def audit(self, before: str = "", most: int = 50) -> AuditPage:
        """A page of the audit log: the latest lines, or with the `next` of a page those before it."""

    def mail_again(self, callback_id: str, who: str) -> OpenCallback | None:
        """Have `who` let an e-mail that failed be tried again, from the start. As it stood; None when gone.

        Nothing happens to one that did not fail, or that the person did not agree to.
        """

    def mailed(self, callback: OpenCallback, state: MailState, again: datetime | None = None) -> None:
        """Note what became of the e-mail of `callback`; with `again`, it is to be tried again then. The try is counted.

        Nothing happens when the person has changed the request since: the e-mail of that is still to come.
        """


class MailError(Exception):
    """An e-mail could not be handed over. `permanent` says that the same one will never be taken."""

    def __init__(self, why: str, *, permanent: bool) -> None:
        super().__init__(why)
        self.permanent = permanent


class Mailer(Protocol):
    """Whoever takes e-mails."""

    def send(self, to: str, subject: str, body: str, mail_id: str) -> None:
        """Hand over an e-mail in plain text; `mail_id` is the same each time that it is tried. Raises MailError."""
