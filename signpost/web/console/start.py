"""The first page: what there is to do now."""

from datetime import UTC, datetime

from flask import Blueprint, current_app, render_template, url_for

from signpost.amended import amended_by, read_amendments
from signpost.bootstrap import Service
from signpost.callback_ports import Shelf
from signpost.core.hours import london_day
from signpost.web.console.guard import member, officer

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
            shut=day in amended_by(service.pack, record).line.opening.closed,
            paused=sum(one.paused for key, one in changed.items() if key in service.pack.services),
            failed=store.texts.count_failed(),
            late=late,
            message=store.message.read(),
            messages=url_for(_MESSAGES) if _MESSAGES in current_app.view_functions else None,
        )

    return routes
