"""Floor 2: the requests to be rung back, as the staff's side and the e-mails see them: records and Protocols."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from signpost.core.wish import Request


class MailState(StrEnum):
    """How far the e-mail of a request has come."""

    NONE = ""  # there is none: it is not wanted, or the team takes none
    DUE = "due"
    SENT = "sent"
    FAILED = "failed"  # it could not be mailed; the request stays in the list


class Outcome(StrEnum):
    """What came of a request to ring somebody back, as the staff say, or the person (RUNG)."""

    REACHED = "reached"
    NO_ANSWER = "no-answer"  # a try: the request stays open
    WRONG_NUMBER = "wrong-number"
    DONE_OTHERWISE = "done-otherwise"
    RUNG = "rung"


@dataclass(frozen=True, slots=True)
class OpenCallback:
    """A request to ring somebody back that nobody has closed.

    Its id is made from the number to be rung and the team, so that asking twice changes the one there is. `person` is
    who asked, or the owner of that number once they have changed it; `personal` says that they asked from a mobile,
    where they are told of it again: other phones are shared. `tries` counts how often its e-mail was tried; `since` is
    when that was asked for as it now stands.
    """

    id: str
    person: str
    request: Request
    mail: MailState = MailState.NONE
    tries: int = 0
    since: datetime | None = None
    personal: bool = False


class Callbacks(Protocol):
    """The requests to be rung back that are open: what the staff work on."""

    def open(self) -> list[OpenCallback]:
        """All of them: whom nobody rang by the day told, then who is to be rung sooner, then the oldest first."""

    def find(self, callback_id: str) -> OpenCallback | None:
        """One of them, or None when it is closed or was erased."""

    def show(self, callback_id: str, who: str) -> OpenCallback | None:
        """The same for `who`, who is going to see its number: that is noted in the audit log."""

    def close(self, callback_id: str, outcome: Outcome, who: str) -> OpenCallback | None:
        """Say what came of it, as `who` does: it is over, unless nobody answered. As it stood; None when gone."""

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
