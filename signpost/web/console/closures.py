"""Days on which the line behind 0 is shut: those of the pack, and those that managers add while the service runs."""

import re
from calendar import month_name
from collections.abc import Set as AbstractSet
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField

from signpost.adapters.amendments import RedisAmendments
from signpost.amended import read_amendments
from signpost.bootstrap import Service
from signpost.core.clock import clock
from signpost.core.hours import LONDON, told_without_year
from signpost.staff_ports import OutdatedError
from signpost.web.console.guard import manager, member, officer

_FEW_DIGITS = re.compile("[0-9]{1,4}")
# Further ahead nobody plans, and a slip in the year is likelier.
FURTHEST = timedelta(days=366)
# Whoever has more to add changes the pack.
MOST = 60
_NOT_ALL = "The date must have a day, a month and a year, like 24 12 2026"
_ALREADY = "The line is shut on that day already, or from some time on. To change it, remove that day first"


class DayForm(FlaskForm):
    """A day, in three fields as people write it; and from when on the line is shut, empty for the whole day."""

    day = StringField("Day")
    month = StringField("Month")
    year = StringField("Year")
    clock = StringField("From which time on?")

    def read(self, today: date, shut: AbstractSet[date]) -> date | None:
        """The day; None, with an error at the first field, when it cannot be added."""
        found = self._written()
        if why := found if isinstance(found, str) else _unfit(found, today, shut):
            self.day.errors = [why]
        return None if isinstance(found, str) or why else found

    def at(self) -> time | None:
        """The time from which on it is shut, None for all day; with an error at its field when it is none."""
        written = (self.clock.data or "").strip()
        try:
            found = clock(written)
        except ValueError:
            self.clock.errors = [f"Enter {written} am or {written} pm"]
            return None
        if written and found is None:
            self.clock.errors = ["Enter a time like 12:00 or 1pm, or leave it empty"]
        return found

    def _written(self) -> date | str:
        """The day, or why it is none."""
        parts = [(part.data or "").strip() for part in (self.year, self.month, self.day)]
        if not all(_FEW_DIGITS.fullmatch(part) for part in parts):
            return _NOT_ALL
        year, month, day = map(int, parts)
        # Nobody means the year 26.
        year += 2000 if len(parts[0]) == 2 else 0
        if not MINYEAR <= year <= MAXYEAR or not 1 <= month <= 12 or not day:
            return _NOT_ALL
        try:
            return date(year, month, day)
        except ValueError:
            return f"There is no such date: {day} {month_name[month]} {year}"


def _unfit(day: date, today: date, shut: AbstractSet[date]) -> str:
    """Why a day cannot be added; "" where it can."""
    if day < today:
        return "The date must be today or later"
    if day > today + FURTHEST:
        return f"The date must be within a year: {day:%-d %B %Y} is further away"
    return _ALREADY if day in shut else ""


def pages(service: Service) -> Blueprint:
    """/closures, and the pages that change them."""
    routes = Blueprint("closures", __name__, url_prefix="/closures")
    ours = service.pack.line.opening.closed

    @routes.get("")
    @officer
    def every() -> str:
        today, found = datetime.now(LONDON).date(), _Added(service)
        days: dict[date, tuple[bool, time | None]] = {day: (True, at) for day, at in found.days.items()}
        days |= dict.fromkeys(ours, (False, None))
        shown = [(day, *days[day]) for day in sorted(days) if day >= today]
        opens = service.conversation.line().opens()
        return render_template("staff/closures.html", days=shown, opens=opens, line=_line(service))

    _changes(routes, service)
    return routes


class _Added:
    """The days that staff have added as they stand: those of the menus are not among them."""

    def __init__(self, service: Service) -> None:
        kept, ours = read_amendments(service.store.amendments.read()), service.pack.line.opening.closed
        self.days: dict[date, time | None] = {day: at for day, at in kept.early.items() if day not in ours}
        self.days |= dict.fromkeys(kept.closed - ours)


def _changes(routes: Blueprint, service: Service) -> None:
    board = service.store.amendments

    @routes.route("/add", methods=["GET", "POST"])
    @manager
    def add() -> Response | tuple[str, int] | str:
        form, now = DayForm(), datetime.now(LONDON).date()
        day = _asked(service, form, now) if form.validate_on_submit() else None
        at = form.at() if form.is_submitted() else None
        if day and not form.errors and not _added(board, form, day, at):
            day = None
        if day is None or form.errors:
            page = render_template("staff/closure_add.html", form=form, line=_line(service))
            return page, 422 if form.errors else 200
        flash(f"The line is shut on {told_without_year(day)}{f', from {at:%H:%M} on' if at else ''}.")
        return redirect(url_for(".every"), 303)

    @routes.route("/<day>/remove", methods=["GET", "POST"])
    @manager
    def remove(day: str) -> Response | str:
        found = _read(day)
        if found is None:
            abort(404)
        if found not in _Added(service).days:
            flash(f"{told_without_year(found)} is not among the days that were added.")
            return redirect(url_for(".every"), 303)
        if request.method == "GET":
            return render_template("staff/closure_remove.html", day=found, line=_line(service), form=FlaskForm())
        board.open(found, member().name)
        flash(f"The line is not shut on {told_without_year(found)} for that reason any more.")
        return redirect(url_for(".every"), 303)


def _asked(service: Service, form: DayForm, today: date) -> date | None:
    """The day that is to be added; None, with an error at its field, where it cannot be."""
    days = _Added(service).days
    day = form.read(today, days.keys() | service.pack.line.opening.closed)
    if day and len(days) >= MOST:
        form.day.errors = [f"There are {MOST} days already. Ask whoever keeps the menus to write them there"]
        return None
    return day


def _added(board: RedisAmendments, form: DayForm, day: date, at: time | None) -> bool:
    """Add it; False, with an error at its field, where somebody else came first."""
    try:
        if at:
            board.close_early(day, at, member().name)
        else:
            board.close([day], member().name)
    except OutdatedError:
        form.day.errors = [_ALREADY]
        return False
    return True


def _line(service: Service) -> str:
    return service.pack.person_signpost.service.name.text


def _read(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
