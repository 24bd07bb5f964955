"""The message of the day: what is said now, and until when; for managers, to set it or to lift it."""

import re
from datetime import date, datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired

from signpost.amended import amended_by
from signpost.authoring.message import UnfitError, fit, room
from signpost.authoring.told import of_message
from signpost.bootstrap import Service
from signpost.core.hours import LONDON, told_without_year
from signpost.core.menu import Pack
from signpost.web.console.guard import manager, member, officer

# As long as a message may last.
DAYS = 7
_CLOCK = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])")


class MessageForm(FlaskForm):
    """What to say, until the end of a day, or a time on it."""

    words = StringField("What callers and texters should be told first", [InputRequired("Enter what to tell them")])
    day = RadioField("Until the end of", [InputRequired("Select the last day on which to say it")], choices=[])
    clock = StringField("Or until a time on that day")

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
        if (clock := _CLOCK.fullmatch(written)) is None:
            self.clock.errors = ["Enter a time like 17:30, or leave it empty"]
            return None
        end = datetime.combine(day, time(int(clock[1]), int(clock[2])), LONDON)
        if end <= now:
            self.clock.errors = ["Enter a time that is still to come"]
            return None
        return end


def pages(service: Service) -> Blueprint:
    """/messages, and the pages that change it."""
    routes = Blueprint("message", __name__, url_prefix="/messages")
    board = service.store.message

    def pack() -> Pack:
        return amended_by(service.pack, service.store.amendments.read())

    @routes.get("")
    @officer
    def now() -> str:
        said = board.read()
        return render_template("staff/message.html", said=said, told=of_message(pack(), said[0]) if said else None)

    @routes.route("/set", methods=["GET", "POST"])
    @manager
    def put() -> Response | tuple[str, int] | str:
        form, current, today = MessageForm(), pack(), datetime.now(LONDON)
        form.choose_from(today.date())
        until = form.until(today) if form.validate_on_submit() else None
        words = _fit(current, form) if form.is_submitted() and not form.words.errors else None
        if until is None or words is None:
            answer = render_template("staff/message_set.html", form=form, room=room(current))
            return answer, 422 if form.errors else 200
        if "sure" not in request.form:
            form.words.data = words
            return render_template("staff/message_sure.html", form=form, told=of_message(current, words), until=until)
        board.put(words, until, member().name)
        flash("The message is said from now on.")
        return redirect(url_for(".now"), 303)

    @routes.route("/lift", methods=["GET", "POST"])
    @manager
    def lift() -> Response | str:
        said = board.read()
        if request.method == "GET" and said:
            return render_template("staff/message_lift.html", said=said, form=FlaskForm())
        if request.method == "POST":
            flash("The message is said no more." if board.lift(member().name) else "Nothing was said any more.")
        return redirect(url_for(".now"), 303)

    return routes


def _fit(pack: Pack, form: MessageForm) -> str | None:
    try:
        return fit(pack, form.words.data or "")
    except UnfitError as error:
        form.words.errors = [f"The message cannot be said: {error}"]
        return None
