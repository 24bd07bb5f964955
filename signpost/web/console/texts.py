"""Texts and follow-ups: what is to come, what was sent, what failed."""

from datetime import UTC, datetime

from flask import Blueprint, render_template, url_for

from signpost.amended import amended_by
from signpost.bootstrap import Service
from signpost.core.menu import Pack
from signpost.core.numbers import national
from signpost.ports import ErrandKind
from signpost.web.console import text_changes, text_words
from signpost.web.console.guard import member, officer
from signpost.web.console.pager import SIZE, Pager, asked_page, first_of
from signpost.web.console.text_words import Line

Page = str | tuple[str, int]
_SHELVES = {"waiting": "To come", "sent": "Sent", "failed": "Failed"}
_EMPTY = {
    "waiting": "Nothing is to come.",
    "sent": "No text was sent lately.",
    "failed": "No text has failed lately.",
}


def pages(service: Service) -> Blueprint:
    """/texts and all below it."""
    routes = Blueprint("texts", __name__, url_prefix="/texts")
    _lists(routes, service)
    _one_text(routes, service)
    _one_follow_up(routes, service)
    text_changes.add(routes, service)
    return routes


def _lists(routes: Blueprint, service: Service) -> None:
    kept = service.store.texts

    @routes.get("")
    @officer
    def waiting() -> str:
        number, now = asked_page(), datetime.now(UTC)
        found, total = kept.coming(first_of(number), SIZE)
        return _list("waiting", [text_words.coming(service.pack, entry, now) for entry in found], Pager(number, total))

    @routes.get("/sent")
    @officer
    def sent() -> str:
        number = asked_page()
        found, total = kept.sent(first_of(number), SIZE)
        return _list("sent", [text_words.sent(service.pack, entry) for entry in found], Pager(number, total))

    @routes.get("/failed")
    @officer
    def failed() -> str:
        number = asked_page()
        found, total = kept.failed(first_of(number), SIZE)
        return _list("failed", [text_words.failed(service.pack, entry) for entry in found], Pager(number, total))


def _list(which: str, lines: list[Line], pager: Pager) -> str:
    shelves = [(label, url_for(f".{name}"), name == which) for name, label in _SHELVES.items()]
    return render_template(
        "staff/texts.html",
        name=_SHELVES[which],
        lines=[(line, _link(line)) for line in lines],
        pager=pager,
        shelves=shelves,
        empty=_EMPTY[which],
    )


def _link(line: Line) -> str | None:
    match line.kind:
        case ErrandKind.TEXT:
            return url_for(".text", text_id=line.id)
        case ErrandKind.FOLLOW_UP:
            return url_for(".follow_up", follow_up_id=line.id)
        case ErrandKind.MAIL:
            return url_for("callbacks.one", callback_id=line.id)
        case ErrandKind.RING:
            return None


def _one_text(routes: Blueprint, service: Service) -> None:
    @routes.get("/text/<text_id>")
    @officer
    def text(text_id: str) -> Page:
        return _text(service, text_id, "opened")

    @routes.post("/text/<text_id>/number")
    @officer
    def text_number(text_id: str) -> Page:
        return _text(service, text_id, "number shown")


def _text(service: Service, text_id: str, what: str) -> Page:
    """A text with its words, and with its number if that is asked for: noted in the audit log before it is shown."""
    stands = service.store.texts.stands(text_id)
    if stands is None:
        return text_changes.gone()
    service.store.texts.opened(member().name, what, text_id, ErrandKind.TEXT)
    text = stands.text
    may = text_words.may_go_again(text)
    record = service.store.amendments.read()
    not_again = text_words.why_not_again(service.pack, record, text) if may or text_words.waits(text) else ""
    return render_template(
        "staff/text.html",
        about=text_words.about_text(service.pack, text),
        text=text,
        otherwise=text_words.otherwise(service.pack, record, text),
        number=national(text.to) if what == "number shown" else None,
        history=text_words.history(stands),
        again=may and not not_again,
        not_again=not_again,
        drop=text_words.waits(text),
        to_do=text_words.to_do(text),
    )


def _now(service: Service) -> Pack:
    """The pack as the staff have changed it: what is said from now on."""
    return amended_by(service.pack, service.store.amendments.read())


def _one_follow_up(routes: Blueprint, service: Service) -> None:
    @routes.get("/follow-up/<follow_up_id>")
    @officer
    def follow_up(follow_up_id: str) -> Page:
        return _follow_up(service, follow_up_id, "opened")

    @routes.post("/follow-up/<follow_up_id>/number")
    @officer
    def follow_up_number(follow_up_id: str) -> Page:
        return _follow_up(service, follow_up_id, "number shown")


def _follow_up(service: Service, follow_up_id: str, what: str) -> Page:
    pending = service.store.follow_up(follow_up_id)
    if pending is None:
        return text_changes.gone()
    service.store.texts.opened(member().name, what, follow_up_id, ErrandKind.FOLLOW_UP)
    return render_template(
        "staff/follow_up.html",
        about=text_words.about_follow_up(service.pack, pending),
        pending=pending,
        number=national(pending.to) if what == "number shown" else None,
        words=text_words.will_say(_now(service), pending, datetime.now(UTC)),
        now=not text_words.asks_about_call(service.pack, pending),
    )
