"""A request to be rung back in words, as the pages of the console show it."""

from dataclasses import dataclass
from datetime import date

from signpost.callback_ports import MailState, OpenCallback
from signpost.callbacks import best_time, manner, matter, told_the_day
from signpost.core.menu import Pack
from signpost.web.console.moments import day

_MAIL = {
    MailState.DUE: "Not sent yet",
    MailState.SENT: "Sent",
    MailState.FAILED: "Could not be sent",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A request in words; `urgent` says why it comes before others, a line each. No number is in it."""

    callback: OpenCallback
    matter: str
    urgent: tuple[str, ...]
    team: str
    time: str
    how: str
    promised: str
    tried: str
    mail: str


def told(pack: Pack, callback: OpenCallback, today: date) -> Told:
    """The words for a request. `today` is the day in the United Kingdom."""
    request = callback.request
    team = pack.services.get(request.team)
    return Told(
        callback,
        _capital(matter(pack, request)),
        tuple(_urgent(callback, today)),
        team.name.text if team else request.team,
        _capital(best_time(request.wish)),
        _capital(manner(request.wish)),
        f"By {day(request.by)}" if told_the_day(pack, request) else "No day",
        times(request.tries),
        _MAIL.get(callback.mail, "None" if told_the_day(pack, request) else "None: the team does not know of it"),
    )


def times(tries: int) -> str:
    """'Not yet', 'Once', 'Twice', '3 times'."""
    return {0: "Not yet", 1: "Once", 2: "Twice"}.get(tries, f"{tries} times")


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
