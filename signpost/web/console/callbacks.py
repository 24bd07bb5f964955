"""Who asks to be rung back: the list, one request with its number, and what came of it."""

from dataclasses import replace
from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from signpost.bootstrap import Service
from signpost.callback_ports import BY_STAFF, ChangedError, Claim, MailState, OpenCallback, Outcome, Sight
from signpost.core.hours import london_day
from signpost.core.numbers import national
from signpost.web.console.callback_shelves import asked_spot, links
from signpost.web.console.callback_words import times, told
from signpost.web.console.guard import member, officer
from signpost.web.console.moments import moment
from signpost.web.console.pager import SIZE, Pager, first_of

OUTCOMES = {
    Outcome.SPOKE: "We were in touch: close it",
    Outcome.NO_ANSWER: "No answer: keep it open",
    Outcome.LEFT_MESSAGE: "I left a message: keep it open",
    Outcome.WRONG_NUMBER: "It is the wrong number: close it",
    Outcome.OTHER: "It needs no call any more: close it",
}
# The same on the page that asks whether to close it.
_CHOSEN = {
    Outcome.SPOKE: "We were in touch",
    Outcome.WRONG_NUMBER: "It is the wrong number",
    Outcome.OTHER: "It needs no call any more",
}
_GONE = (
    "This request is not open any more",
    "Somebody has closed it, or the person gave another number, or had everything about them erased.",
)
_CHANGED = (
    "This request has changed since you opened it. Read it again, then say what happened. "
    "It may have been tried by somebody else, or the person asked for something else"
)
Page = str | tuple[str, int]


class OutcomeForm(FlaskForm):
    """What came of a request, as it was when this form was shown."""

    outcome = RadioField(
        "What happened?",
        choices=[SelectChoice(outcome.value, OUTCOMES[outcome]) for outcome in BY_STAFF],
        validators=[InputRequired("Select what happened")],
    )
    seen = HiddenField()


def pages(service: Service) -> Blueprint:
    """/callbacks and all below it."""
    routes = Blueprint("callbacks", __name__, url_prefix="/callbacks")
    _reading(routes, service)
    _claiming(routes, service)
    _closing(routes, service)
    return routes


def _reading(routes: Blueprint, service: Service) -> None:
    kept = service.store.callbacks

    @routes.get("")
    @officer
    def waiting() -> str:
        spot, who, today = asked_spot(), member().name, london_day(datetime.now(UTC))
        counts = kept.shelves(who, today)
        # Who comes back from the only request on the last page finds that page gone.
        spot = replace(spot, page=min(spot.page, Pager(1, counts[spot.shelf]).pages))
        found = kept.page(first_of(spot.page), SIZE, Sight(spot.shelf, who, today))
        rows = [told(service.pack, callback, today) for callback in found.callbacks]
        pager, shelves = Pager(spot.page, found.total), links(counts | {spot.shelf: found.total}, spot.shelf)
        return render_template("staff/callbacks.html", rows=rows, pager=pager, shelves=shelves, spot=spot)

    @routes.get("/<callback_id>")
    @officer
    def one(callback_id: str) -> Page:
        return _shown(service, callback_id, OutcomeForm(formdata=None))


def _claiming(routes: Blueprint, service: Service) -> None:
    kept = service.store.callbacks

    @routes.post("/<callback_id>/claim")
    @officer
    def claim(callback_id: str) -> Response | Page:
        stands = kept.claim(callback_id, member().name, datetime.now(UTC))
        if stands is None:
            return _gone()
        flash("You have claimed this request." if _is_mine(stands) else f"{_since(stands)} You have not claimed it.")
        return _back_to(callback_id)

    @routes.post("/<callback_id>/release")
    @officer
    def release(callback_id: str) -> Response | Page:
        of = request.form.get("of") or member().name
        before = kept.release(callback_id, member().name, of=of)
        if before is None:
            return _gone()
        freed = before.claim is None or before.claim.by == of
        flash("Nobody has claimed this request now." if freed or before.claim is None else _since(before.claim))
        return _back_to(callback_id)


def _closing(routes: Blueprint, service: Service) -> None:
    kept = service.store.callbacks

    @routes.post("/<callback_id>/outcome")
    @officer
    def outcome(callback_id: str) -> Response | Page:
        form = OutcomeForm()
        if not form.validate_on_submit():
            return _shown(service, callback_id, form)
        chosen, seen = Outcome(form.outcome.data), form.seen.data or "-"
        if not chosen.is_try and "sure" not in request.form:
            return _checked(service, callback_id, form)
        try:
            before = kept.close(callback_id, chosen, member().name, seen=seen)
        except ChangedError:
            return _changed(service, callback_id, form)
        if before is None:
            return _gone()
        flash(_done(chosen, before))
        return redirect(_list(), 303)

    @routes.post("/<callback_id>/mail")
    @officer
    def mail(callback_id: str) -> Response | Page:
        before = kept.mail_again(callback_id, member().name)
        if before is None:
            return _gone()
        flash("The e-mail is being sent again.")
        return _back_to(callback_id)


def _shown(service: Service, callback_id: str, form: OutcomeForm) -> Page:
    """One request with its number. That it was seen is in the audit log before it is."""
    callback = service.store.callbacks.find(callback_id)
    found = callback and service.store.callbacks.show(callback_id, member().name)
    if found is None:
        return _gone()
    form.seen.data = found.stamp
    page = render_template(
        "staff/callback.html",
        told=told(service.pack, found, london_day(datetime.now(UTC))),
        number=national(found.request.wish.number),
        form=form,
        mine=found.claim is not None and _is_mine(found.claim),
        mail_failed=found.mail is MailState.FAILED and found.request.wish.mail,
        spot=asked_spot(),
    )
    return page, 422 if form.errors else 200


def _checked(service: Service, callback_id: str, form: OutcomeForm) -> Page:
    """Ask before a request is closed for good, while it is still what was seen."""
    found = service.store.callbacks.find(callback_id)
    if found is None:
        return _gone()
    if found.stamp != form.seen.data:
        return _changed(service, callback_id, form)
    return render_template(
        "staff/callback_close.html",
        told=told(service.pack, found, london_day(datetime.now(UTC))),
        form=form,
        outcome=_CHOSEN[Outcome(form.outcome.data)],
        theirs=found.claim.by if found.claim and not _is_mine(found.claim) else None,
        spot=asked_spot(),
    )


def _changed(service: Service, callback_id: str, form: OutcomeForm) -> Page:
    form.outcome.data, form.outcome.errors = None, [_CHANGED]
    return _shown(service, callback_id, form)


def _is_mine(claim: Claim) -> bool:
    return claim.by == member().name


def _since(claim: Claim) -> str:
    return f"{claim.by} has claimed this request, on {moment(claim.at)}."


def _done(chosen: Outcome, before: OpenCallback) -> str:
    claim = before.claim
    also = f" {claim.by} had claimed it: tell them." if claim and not _is_mine(claim) else ""
    if not chosen.is_try:
        return f"The request is closed.{also}"
    tried = times(before.request.tries + 1).lower()
    return f"Noted. The request stays open, tried {tried}, and anybody can claim it.{also}"


def _back_to(callback_id: str) -> Response:
    return redirect(url_for(".one", callback_id=callback_id, **asked_spot().kept), 303)


def _list() -> str:
    """The list, as the officer left it."""
    return url_for("callbacks.waiting", **asked_spot().kept)


def _gone() -> Page:
    title, words = _GONE
    return render_template("staff/fault.html", title=title, words=words, back=_list()), 404
