"""What staff do about a text or a follow-up, each asked about on a page of its own before it is done."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from signpost.bootstrap import Service
from signpost.ports import BeingSentError
from signpost.web.console import text_words
from signpost.web.console.guard import member, officer

Page = str | tuple[str, int]
_GONE = (
    "This text or follow-up is not here any more",
    "It was sent, answered or cancelled, or the person had everything about them erased, or it is too old to be kept.",
)
_TOO_LATE = "Nothing was changed: it was sent, answered or cancelled meanwhile."
_AT_IT = "Nothing was changed: it is being sent just now. Look again in a minute."


@dataclass(frozen=True, slots=True)
class Change:
    """Something that can be done: how it is asked about, what it does, and what is said when it is done."""

    question: str
    explained: str
    button: str
    done: str
    to: str
    danger: bool = False


AGAIN = Change(
    "Send this text again?",
    "It goes to the same phone with the same words, but for a number that is replaced since. If the carrier may have "
    "it already, it is asked first, so that nobody gets it twice.",
    "Send it again",
    "The text is being sent again.",
    "failed",
)
DROP = Change(
    "Cancel this text?",
    "It is erased, and never sent. The person may be waiting for it.",
    "Cancel the text",
    "The text is cancelled.",
    "waiting",
    danger=True,
)
NOW = Change(
    "Send this follow-up now?",
    "It goes out within a few minutes. At night, on Sundays and on bank holidays it waits for the next time when texts "
    "may go out, and while the person is writing with us it waits until they have done.",
    "Send it now",
    "The follow-up is on its way.",
    "waiting",
)
CANCEL = Change(
    "Cancel this follow-up?",
    "It is erased, and the person is not asked, as if they had answered. They were told that a text would come.",
    "Cancel the follow-up",
    "The follow-up is cancelled.",
    "waiting",
    danger=True,
)


def add(routes: Blueprint, service: Service) -> None:
    """The pages /texts/text/<id>/again and /cancel, /texts/follow-up/<id>/now and /cancel."""
    _texts(routes, service)
    _follow_ups(routes, service)


def _texts(routes: Blueprint, service: Service) -> None:
    kept = service.store.texts

    def answered(change: Change, text_id: str, do: Callable[[str, str], object], may: bool) -> Response | Page:
        return _answered(change, url_for(".text", text_id=text_id), lambda: do(text_id, member().name), may=may)

    @routes.route("/text/<text_id>/again", methods=["GET", "POST"])
    @officer
    def again(text_id: str) -> Response | Page:
        text = service.store.text(text_id)
        if text is None:
            return gone()
        if not_again := text_words.why_not_again(service.pack, service.store.amendments.read(), text):
            flash(not_again)
            return redirect(url_for(".text", text_id=text_id), 303)
        return answered(AGAIN, text_id, kept.send_again, text_words.may_go_again(text))

    @routes.route("/text/<text_id>/cancel", methods=["GET", "POST"])
    @officer
    def drop(text_id: str) -> Response | Page:
        text = service.store.text(text_id)
        return answered(DROP, text_id, kept.drop, text_words.waits(text)) if text else gone()


def _follow_ups(routes: Blueprint, service: Service) -> None:
    kept = service.store.texts

    def answered(change: Change, follow_up_id: str, do: Callable[[str, str], object], may: bool) -> Response | Page:
        back = url_for(".follow_up", follow_up_id=follow_up_id)
        return _answered(change, back, lambda: do(follow_up_id, member().name), may=may)

    @routes.route("/follow-up/<follow_up_id>/now", methods=["GET", "POST"])
    @officer
    def now(follow_up_id: str) -> Response | Page:
        pending = service.store.follow_up(follow_up_id)
        if pending is None:
            return gone()
        return answered(NOW, follow_up_id, kept.send_now, not text_words.asks_about_call(service.pack, pending))

    @routes.route("/follow-up/<follow_up_id>/cancel", methods=["GET", "POST"])
    @officer
    def cancel(follow_up_id: str) -> Response | Page:
        pending = service.store.follow_up(follow_up_id)
        return answered(CANCEL, follow_up_id, kept.cancel, may=True) if pending else gone()


def _answered(change: Change, back: str, do: Callable[[], object], *, may: bool) -> Response | Page:
    """Ask, or do what was asked about. `may` says whether it can be done as things stand."""
    if not may:
        flash(_TOO_LATE)
        return redirect(back, 303)
    if request.method == "GET":
        return render_template("staff/confirm.html", change=change, back=back)
    try:
        found = do()
    except BeingSentError:
        flash(_AT_IT)
        return redirect(back, 303)
    flash(change.done if found else _TOO_LATE)
    return redirect(url_for(f".{change.to}"), 303)


def gone() -> Page:
    """What is said of a text or follow-up that is not kept any more."""
    title, words = _GONE
    return render_template("staff/fault.html", title=title, words=words, back=url_for(".waiting")), 404
