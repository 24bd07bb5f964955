"""The first page: what there is to do now."""

from flask import Blueprint, render_template

from signpost.bootstrap import Service
from signpost.web.console.guard import officer


def pages(service: Service) -> Blueprint:  # noqa: ARG001
    """/, where everybody arrives."""
    routes = Blueprint("start", __name__)

    @routes.get("/")
    @officer
    def today() -> str:
        return render_template("staff/today.html")

    return routes
