"""Who of the staff did what: for managers, the latest first. No number and nothing of a parent's is in it."""

from datetime import date

from flask import Blueprint, abort, render_template, request, url_for

from signpost.bootstrap import Service
from signpost.callback_ports import REQUEST, AuditLine
from signpost.core.hours import told_without_year
from signpost.ports import ErrandKind
from signpost.web.console.guard import manager
from signpost.web.console.pager import SIZE

_SHOWN = frozenset({"shown", "number shown"})
NUMBERS = "numbers"
# What can be chosen from: numbers that somebody saw, and else what was done with a kind of thing.
DEEDS = {
    NUMBERS: "A number was looked at",
    REQUEST: "Requests to be rung back",
    str(ErrandKind.TEXT): "Texts",
    str(ErrandKind.FOLLOW_UP): "Follow-ups",
    "service": "Contacts",
    "message": "Message of the day",
    "day": "Closed days",
}
_OF_A_REQUEST = {
    "shown": "Opened a request, and saw its number",
    "claimed": "Claimed a request",
    "released": "Ended the claim of a request",
    "e-mailed again": "Had the e-mail of a request sent again",
    "spoke": "Closed a request: they were in touch",
    "no-answer": "Noted of a request: no answer",
    "left-message": "Noted of a request: left a message",
    "wrong-number": "Closed a request: the wrong number",
    "other": "Closed a request: it needs no call any more",
}
_OF_A_CONTACT = {
    "paused": "Paused",
    "taken up again": "Took up again",
    "number replaced": "Gave another number for",
    "own number again": "Gave its own number again for",
}
_OF_A_TEXT = {"opened": "Opened", "number shown": "Saw the number of", "sent again": "Sent again"}
_OF_A_TEXT |= {"cancelled": "Cancelled", "brought forward": "Brought forward"}


def pages(service: Service) -> Blueprint:
    """/audit."""
    routes = Blueprint("audit", __name__)
    log = service.store.audit

    @routes.get("/audit")
    @manager
    def every() -> str:
        who, deed = request.args.get("who", ""), request.args.get("deed", "")
        if deed and deed not in DEEDS:
            abort(404)
        try:
            page = log.matching(request.args.get("before", ""), SIZE, lambda line: _fits(line, who, deed))
        except ValueError:
            abort(404)
        names = [one.name for one in service.store.staff.all()]
        return render_template(
            "staff/audit.html",
            lines=[(line, said(service, line), _link(line)) for line in page.lines],
            older=page.next,
            first=not request.args.get("before"),
            oldest=log.oldest(),
            names=sorted({*names, who} - {""}, key=str.casefold),
            deeds=DEEDS,
            who=who,
            deed=deed,
        )

    return routes


def _fits(line: AuditLine, who: str, deed: str) -> bool:
    if who and line.who != who:
        return False
    return not deed or (line.what in _SHOWN if deed == NUMBERS else line.kind == deed)


def said(service: Service, line: AuditLine) -> str:
    """What was done, in words; a contact by its name."""
    match line.kind:
        case "service":
            known = service.pack.services.get(line.about)
            name = known.name.text if known else "a contact that the menus have no more"
            return f"{_OF_A_CONTACT.get(line.what, line.what.capitalize())} {name}"
        case "day":
            day = date.fromisoformat(line.about)
            what = "Had the line open again on" if line.what == "not closed" else f"Had the line {line.what} on"
            return f"{what} {told_without_year(day)} {day.year}"
        case "message":
            return "Set the message of the day" if line.what == "set" else "Had the message of the day said no more"
        case ErrandKind.TEXT | ErrandKind.FOLLOW_UP:
            return f"{_OF_A_TEXT.get(line.what, line.what.capitalize())} a {line.kind}"
        case _:
            return _OF_A_REQUEST.get(line.what, line.what.capitalize())


def _link(line: AuditLine) -> str:
    """Where to see what it was about, as far as it is still there; "" for nowhere."""
    match line.kind:
        case "callback":
            # To open it is itself noted, and shows a number: whoever looks through the log does not want that.
            return ""
        case ErrandKind.TEXT:
            return url_for("texts.text", text_id=line.about)
        case ErrandKind.FOLLOW_UP:
            return url_for("texts.follow_up", follow_up_id=line.about)
        case "service":
            return url_for("contacts.one", key=line.about)
        case "message":
            return url_for("message.now")
        case _:
            return url_for("closures.every")
