"""The message of the day: what is said now, and until when; for managers, to set it or to lift it."""

from datetime import date, datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired

from signpost.adapters.message import Said, stamp
from signpost.amended import amended_by
from signpost.authoring.message import UnfitError, fit, room
from signpost.authoring.told import of_message
from signpost.bootstrap import Service
from signpost.core.clock import clock
from signpost.core.hours import LONDON, told_without_year
from signpost.core.menu import Pack
from signpost.staff_ports import OutdatedError
from signpost.web.console.guard import manager, member, officer
from signpost.web.console.moments import moment

# As long as a message may last.
DAYS = 7


class MessageForm(FlaskForm):
    """What to say, until the end of a day, or a time on it."""

    words = StringField("What callers and texters should be told first", [InputRequired("Enter what to tell them")])
    day = RadioField("Until the end of", [InputRequired("Select the last day on which to say it")], choices=[])
    clock = StringField("Or until a time on that day")
    # The stamp of the message that stood when the form was shown.
    seen = HiddenField()

    def choose_from(self, today: date) -> None:
        """Offer the next days, today first."""
        days = [today + timedelta(days=ahead) for ahead in range(DAYS)]
        near = {today: "Today, ", today + timedelta(days=1): "Tomorrow, "}
        self.day.choices = [(day.isoformat(), f"{near.get(day, '')}{told_without_year(day)}") for day in days]

    def until(self, now: datetime) -> datetime | None:
        """When it ends, in UK time; None, with an error at its field, when that is no time to come."""
        day, written = date.fromisoformat(self.day.data), (self.clock.data or "").strip()
        if not written:
            return datetime.combine(day + timedelta(days=1), time.min, LONDON)
        try:
            at = clock(written)
        except ValueError:
            self.clock.errors = [f"Enter {written} am or {written} pm"]
            return None
        if at is None:
            self.clock.errors = ["Enter a time like 17:30 or 5:30pm, or leave it empty"]
            return None
        end = datetime.combine(day, at, LONDON)
        if end <= now:
            self.clock.errors = [f"Enter a time that is still to come: it is {now:%H:%M} now"]
            return None
        return end


def pages(service: Service) -> Blueprint:
    """/messages, and the pages that change it."""
    routes = Blueprint("message", __name__, url_prefix="/messages")
    board = service.store.message

    @routes.get("")
    @officer
    def now() -> str:
        said = board.read()
        return render_template(
            "staff/message.html", said=said, told=of_message(_amended(service), said[0]) if said else None
        )

    _changes(routes, service)
    return routes


def _changes(routes: Blueprint, service: Service) -> None:
    """The pages that set and lift it, each for the message that was shown."""
    board = service.store.message

    @routes.route("/set", methods=["GET", "POST"])
    @manager
    def put() -> Response | tuple[str, int] | str:
        form, current, today = MessageForm(), _amended(service), datetime.now(LONDON)
        form.choose_from(today.date())
        until = form.until(today) if form.validate_on_submit() else None
        words = _fit(current, form) if form.is_submitted() and not form.words.errors else None
        stands = board.read()
        if form.is_submitted() and form.seen.data != stamp(stands):
            return _set_meanwhile(form, current, stands)
        form.seen.data = stamp(stands)
        if until is None or words is None:
            answer = render_template("staff/message_set.html", form=form, room=room(current), stands=stands)
            return answer, 422 if form.errors else 200
        if "sure" not in request.form:
            form.words.data = words
            return render_template("staff/message_sure.html", form=form, told=of_message(current, words), until=until)
        try:
            board.put(words, until, member().name, seen=form.seen.data)
        except OutdatedError:
            return _set_meanwhile(form, current, board.read())
        flash("The message is said from now on.")
        return redirect(url_for(".now"), 303)

    @routes.route("/lift", methods=["GET", "POST"])
    @manager
    def lift() -> Response | str:
        said = board.read()
        if request.method == "GET" and said:
            return render_template("staff/message_lift.html", said=said, seen=stamp(said), form=FlaskForm())
        if request.method == "POST":
            try:
                lifted = board.lift(member().name, seen=request.form.get("seen") or "-")
            except OutdatedError:
                flash("Another message was set since you opened that page. It stands: read it here.")
            else:
                flash("The message is said no more." if lifted else "Nothing was said any more.")
        return redirect(url_for(".now"), 303)


def _amended(service: Service) -> Pack:
    return amended_by(service.pack, service.store.amendments.read())


def _set_meanwhile(form: MessageForm, pack: Pack, stands: Said | None) -> tuple[str, int]:
    """The form with what was written in it, and what stands now: nothing that somebody else has set goes unread."""
    now = f"it is “{stands[0]}”, until {moment(stands[1])}" if stands else "there is no message any more"
    form.words.errors = [f"The message was changed since you opened this page: {now}. Yours is not said yet"]
    form.seen.data = stamp(stands)
    return render_template("staff/message_set.html", form=form, room=room(pack), stands=stands), 422


def _fit(pack: Pack, form: MessageForm) -> str | None:
    try:
        return fit(pack, form.words.data or "")
    except UnfitError as error:
        form.words.errors = [f"The message cannot be said: {error}"]
        return None
