"""A request to be rung back in words, as the pages of the console show it."""

from dataclasses import dataclass
from datetime import date

from signpost.callback_ports import MailState, OpenCallback
from signpost.callbacks import best_time, manner, matter, told_the_day
from signpost.core.menu import Pack
from signpost.core.wish import Manner
from signpost.web.console.moments import day, moment

_MAIL = {
    MailState.DUE: "Not sent yet",
    MailState.SENT: "Sent",
    MailState.FAILED: "Could not be sent",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A request in words; `urgent` says why it comes before others, a line each. No number is in it.

    `need` is how to talk where that is not as usual, else "".
    """

    callback: OpenCallback
    matter: str
    urgent: tuple[str, ...]
    team: str
    time: str
    how: str
    need: str
    promised: str
    tried: str
    mail: str


def told(pack: Pack, callback: OpenCallback, today: date) -> Told:
    """The words for a request. `today` is the day in the United Kingdom."""
    request = callback.request
    team = pack.services.get(request.team)
    how = _capital(manner(request.wish))
    usual = request.wish.manner in {None, Manner.USUAL} and not request.wish.no_text
    return Told(
        callback,
        _capital(matter(pack, request)),
        tuple(_urgent(callback, today)),
        team.name.text if team else request.team,
        _capital(best_time(request.wish)),
        how,
        "" if usual else how,
        f"By {day(request.by)}" if told_the_day(pack, request) else "No day",
        tried(callback),
        _MAIL.get(callback.mail, "None" if told_the_day(pack, request) else "None: the team does not know of it"),
    )


def times(tries: int) -> str:
    """'Not yet', 'Once', 'Twice', '3 times'."""
    return {0: "Not yet", 1: "Once", 2: "Twice"}.get(tries, f"{tries} times")


def tried(callback: OpenCallback) -> str:
    """How often somebody was tried; when and by whom last, where noted: 'Once, on Mon 23 Nov, 10:00, by Mo'."""
    often, last = times(callback.request.tries), callback.tried
    if not callback.request.tries or last is None:
        return often
    return f"{often}, {'' if callback.request.tries == 1 else 'last '}on {moment(last.at)}, by {last.by}"


def _urgent(callback: OpenCallback, today: date) -> list[str]:
    request = callback.request
    said = []
    if request.unrung:
        said.append("They say that nobody was in touch")
    if request.wish.first:
        said.append("Urgent: they have a reason to be rung sooner")
    if request.by < today:
        said.append("Overdue")
    return said


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
