"""Who may see a page of the console. A page that does not say so itself is closed to everybody."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from signpost.adapters.staff import Staff
from signpost.staff_ports import Member, Role

View = TypeVar("View", bound=Callable[..., Any])

_ALLOWS = "_signpost_allows"
# Style sheets and pictures: the sign-in page needs them.
FILES = frozenset({"static", "bootstrap.static"})
TOKEN = "token"  # noqa: S105
ENDED = "ended"


def public(view: View) -> View:
    """A page for anybody."""
    setattr(view, _ALLOWS, None)
    return view


def officer(view: View) -> View:
    """A page for all staff."""
    setattr(view, _ALLOWS, Role.OFFICER)
    return view


def manager(view: View) -> View:
    """A page for managers alone."""
    setattr(view, _ALLOWS, Role.MANAGER)
    return view


def guard(app: Flask, staff: Staff) -> None:
    """Ask before every request who it is and whether they may."""

    @app.before_request
    def check() -> Response | None:
        g.member = None
        if request.endpoint in FILES:
            return None
        token = session.get(TOKEN)
        g.member = staff.who(token) if token else None
        # No such page: whether there is one is no secret.
        if request.endpoint is None:
            return None
        needed = allows(app, request.endpoint)
        if needed is None:
            return None
        if g.member is None:
            if session.pop(TOKEN, None):
                session[ENDED] = True
            back = request.full_path.rstrip("?") if request.method == "GET" else ""
            return redirect(url_for("signing_in.sign_in", back=back or None), 303)
        if not g.member.may(needed):
            abort(403)
        return None


def allows(app: Flask, endpoint: str) -> Role | None:
    """The role that a page takes; None for a page for anybody. Answers 403 where the page does not say."""
    view = app.view_functions[endpoint]
    if not hasattr(view, _ALLOWS):
        abort(403)
    needed: Role | None = getattr(view, _ALLOWS)
    return needed


def signed_in() -> Member | None:
    """Who asks for this page, or None."""
    member: Member | None = g.get("member")
    return member


def member() -> Member:
    """Who asks for this page, on a page for staff."""
    found = signed_in()
    if found is None:
        abort(403)
    return found
