"""Days on which the line behind 0 is shut: those of the pack, and those that managers add while the service runs."""

import re
from datetime import date, datetime, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField

from signpost.amended import read_amendments
from signpost.bootstrap import Service
from signpost.core.hours import LONDON, told_without_year
from signpost.web.console.guard import manager, member, officer

_FEW_DIGITS = re.compile("[0-9]{1,4}")
# Further ahead nobody plans, and a slip in the year is likelier.
FURTHEST = timedelta(days=366)
# Whoever has more to add changes the pack.
MOST = 60
_NOT_ALL = "The date must have a day, a month and a year, like 24 12 2026"


class DayForm(FlaskForm):
    """A day, in three fields as people write it."""

    day = StringField("Day")
    month = StringField("Month")
    year = StringField("Year")

    def read(self, today: date, shut: frozenset[date]) -> date | None:
        """The day; None, with an error at the first field, when it cannot be added."""
        found = self._written()
        if why := _NOT_ALL if found is None else _unfit(found, today, shut):
            self.day.errors = [why]
            return None
        return found

    def _written(self) -> date | None:
        parts = [(part.data or "").strip() for part in (self.year, self.month, self.day)]
        if not all(_FEW_DIGITS.fullmatch(part) for part in parts):
            return None
        try:
            return date(*map(int, parts))
        except ValueError:
            return None


def _unfit(day: date, today: date, shut: frozenset[date]) -> str:
    """Why a day cannot be added; "" where it can."""
    if day < today:
        return "The date must be today or later"
    if day > today + FURTHEST:
        return "The date must be within a year"
    return "The line is shut on that day already" if day in shut else ""


def pages(service: Service) -> Blueprint:
    """/closures, and the pages that change them."""
    routes = Blueprint("closures", __name__, url_prefix="/closures")
    board, ours = service.store.amendments, service.pack.line.opening.closed

    def added() -> frozenset[date]:
        return read_amendments(board.read()).closed - ours

    @routes.get("")
    @officer
    def every() -> str:
        today = datetime.now(LONDON).date()
        days = {**dict.fromkeys(added(), True), **dict.fromkeys(ours, False)}
        shown = [(day, days[day]) for day in sorted(days) if day >= today]
        opens = service.conversation.line().opens()
        return render_template("staff/closures.html", days=shown, opens=opens, line=_line(service))

    @routes.route("/add", methods=["GET", "POST"])
    @manager
    def add() -> Response | tuple[str, int] | str:
        form, shut, now = DayForm(), added() | ours, datetime.now(LONDON).date()
        day = form.read(now, shut) if form.validate_on_submit() else None
        if day and len(shut - ours) >= MOST:
            form.day.errors = [f"There are {MOST} days already. Ask whoever keeps the menus to write them there"]
            day = None
        if day is None:
            return render_template(
                "staff/closure_add.html", form=form, line=_line(service)
            ), 422 if form.errors else 200
        board.close([day], member().name)
        flash(f"The line is shut on {told_without_year(day)}.")
        return redirect(url_for(".every"), 303)

    @routes.route("/<day>/remove", methods=["GET", "POST"])
    @manager
    def remove(day: str) -> Response | str:
        found = _read(day)
        if found is None or found not in added():
            abort(404)
        if request.method == "GET":
            return render_template("staff/closure_remove.html", day=found, line=_line(service), form=FlaskForm())
        board.open(found, member().name)
        flash(f"The line is not shut on {told_without_year(found)} for that reason any more.")
        return redirect(url_for(".every"), 303)

    return routes


def _line(service: Service) -> str:
    return service.pack.person_signpost.service.name.text


def _read(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
