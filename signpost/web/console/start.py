"""The first page: what there is to do now."""

from datetime import UTC, datetime

from flask import Blueprint, current_app, render_template, url_for

from signpost.bootstrap import Service
from signpost.core.hours import london_day
from signpost.web.console.guard import officer

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
        return render_template(
            "staff/today.html",
            waiting=store.callbacks.waiting(london_day(datetime.now(UTC))),
            failed=store.texts.count_failed(),
            late=late,
            message=store.message.read(),
            messages=url_for(_MESSAGES) if _MESSAGES in current_app.view_functions else None,
        )

    return routes
