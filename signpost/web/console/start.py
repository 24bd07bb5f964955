"""The first page: what there is to do now."""

from datetime import UTC, date, datetime

from flask import Blueprint, current_app, render_template, url_for

from signpost.amended import amended_by, read_amendments
from signpost.bootstrap import Service
from signpost.callback_ports import Shelf
from signpost.carrier_ports import HELD_BACK
from signpost.core.hours import london_day
from signpost.core.menu import Pack
from signpost.web.console.guard import member, officer
from signpost.web.console.pager import SIZE

# The page of another module, in a console that has it.
_MESSAGES = "message.now"


def pages(service: Service) -> Blueprint:
    """/, where everybody arrives."""
    routes = Blueprint("start", __name__)
    store = service.store

    @routes.get("/")
    @officer
    def today() -> str:
        _errands, late = store.agenda.count()
        day, record = london_day(datetime.now(UTC)), store.amendments.read()
        changed = read_amendments(record).services
        shelves = store.callbacks.shelves(member().name, day)
        return render_template(
            "staff/today.html",
            waiting=store.callbacks.waiting(day),
            mine=shelves[Shelf.MINE],
            unmailed=shelves[Shelf.UNMAILED],
            shut=_shut(amended_by(service.pack, record), day),
            paused=sum(one.paused for key, one in changed.items() if key in service.pack.services),
            failed=store.texts.count_failed(),
            held=store.texts.lately_failed_with(HELD_BACK, SIZE),
            late=late,
            message=store.message.read(),
            messages=url_for(_MESSAGES) if _MESSAGES in current_app.view_functions else None,
        )

    return routes


def _shut(pack: Pack, day: date) -> str:
    """What is said of a day on which the line is shut, or shut early; "" of another."""
    opening = pack.line.opening
    if day in opening.closed:
        return "The line is shut today"
    return f"The line is shut from {opening.early[day]:%H:%M} today" if day in opening.early else ""
