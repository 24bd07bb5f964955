"""Floor 5: the staff console under /staff: what waits for the duty line, what parents needed, if the service is well.

An application of its own beside the webhooks, which so carry no session, no forms and none of its headers. Everything
works without JavaScript, and nothing is fetched from anywhere but here.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, render_template, request
from flask_bootstrap import Bootstrap5
from flask_talisman import Talisman
from flask_wtf.csrf import CSRFError, CSRFProtect
from redis.exceptions import RedisError, ResponseError
from werkzeug.exceptions import HTTPException

from signpost.adapters.seal import session_keys
from signpost.amended import UnreadableAmendmentsError
from signpost.bootstrap import Service
from signpost.web.console import (
    audit,
    callbacks,
    closures,
    contacts,
    health,
    message,
    moments,
    needs,
    pack_map,
    practice,
    signing_in,
    start,
    texts,
)
from signpost.web.console.guard import allows, guard, signed_in

PATH = "/staff"
# Bootstrap draws its arrows and ticks from pictures within its own style sheet.
POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# Each page group, in the order of the navigation: the endpoint of its first page and what it is called there.
NAVIGATION = (
    ("start.today", "Today"),
    ("callbacks.waiting", "Callbacks"),
    ("texts.waiting", "Texts"),
    ("contacts.every", "Contacts"),
    ("message.now", "Message of the day"),
    ("closures.every", "Closed days"),
    ("needs.shown", "What parents needed"),
    ("map.whole", "Map"),
    ("health.health", "Health"),
    ("practice.call", "Practice phone"),
    ("audit.every", "Audit log"),
)
# What an officer fills in is short; a file of texts is never taken.
LARGEST_REQUEST = 64 * 1024


def make_console(service: Service) -> Flask:
    """The console around a service, to be mounted at `PATH`."""
    app = Flask("signpost.web.console", root_path=__path__[0], static_url_path="/static")
    _configure(app, service)
    guard(app, service.store.staff)
    CSRFProtect(app)
    Bootstrap5(app)
    groups = (signing_in, start, callbacks, texts, contacts, message, closures, needs, pack_map, health, practice)
    for group in (*groups, audit):
        app.register_blueprint(group.pages(service))
    _errors(app)
    app.jinja_env.filters.update(moments.FILTERS)
    organisation = {"organisation": service.pack.name}
    app.context_processor(lambda: {"member": signed_in(), "navigation": _open_to(app), **organisation})
    app.after_request(_keep_private)
    return app


def _open_to(app: Flask) -> list[tuple[str, str]]:
    """The page groups that whoever is signed in may see."""
    who = signed_in()
    return [(page, name) for page, name in NAVIGATION if who and (needed := allows(app, page)) and who.may(needed)]


def _configure(app: Flask, service: Service) -> None:
    public = urlsplit(service.settings.public_url)
    over_tls = public.scheme == "https"
    newest, *older = session_keys(service.settings.secret_key.get_secret_value())
    app.config.update(
        SECRET_KEY=newest,
        SECRET_KEY_FALLBACKS=older,
        SESSION_COOKIE_NAME="signpost-staff",
        SESSION_COOKIE_PATH=f"{public.path}{PATH}",
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=None,
    )
    Talisman(
        app,
        # A proxy ends TLS in front of us: here every request looks as if it came without.
        force_https=False,
        strict_transport_security=over_tls,
        session_cookie_secure=over_tls,
        content_security_policy=POLICY,
        frame_options="DENY",
        referrer_policy="same-origin",
    )


def _keep_private(response: Response) -> Response:
    if request.endpoint not in {"static", "bootstrap.static"}:
        response.headers["Cache-Control"] = "no-store"
    return response


def _errors(app: Flask) -> None:
    @app.errorhandler(CSRFError)
    def stale(_error: CSRFError) -> tuple[str, int]:
        return _page("This page was open too long", "Go back, load the page again, and do it once more.", 400)

    @app.errorhandler(HTTPException)
    def fault(error: HTTPException) -> Response | tuple[str, int]:
        if error.response is not None:
            return Response(status=error.response.status_code)
        return _page(*_SAID.get(error.code or 500, _SAID[500]), error.code or 500)

    @app.errorhandler(UnreadableAmendmentsError)
    def unreadable(error: UnreadableAmendmentsError) -> tuple[str, int]:
        app.logger.error("what staff have changed cannot be read, so it is not written over: %s", error)
        return _page(
            "What staff have changed cannot be read",
            "Nothing was changed, so that no pause, number or closed day kept there is lost. Tell whoever runs the "
            "service that a part of the record of contacts and closed days cannot be read.",
            409,
        )

    @app.errorhandler(ResponseError)
    def refused(error: ResponseError) -> tuple[str, int]:
        app.logger.error("Redis refuses what it was asked: %s", type(error).__name__)
        return _page(
            "The service's memory refuses to write",
            "What you asked for was not done. What is kept can still be read. Tell whoever runs the service that Redis "
            "refuses to write: its memory or its disk may be full. The page Health tells more.",
            503,
        )

    @app.errorhandler(RedisError)
    def away(error: RedisError) -> tuple[str, int]:
        app.logger.error("Redis cannot be reached: %s", type(error).__name__)
        return _page(
            "The service cannot reach its memory",
            "Requests and texts cannot be shown just now. Nothing of them is lost. Try again in a minute; if this "
            "page stays, tell whoever runs the service that Redis cannot be reached.",
            503,
        )


_SAID = {
    400: ("This did not come from one of our pages", "Go back, load the page again, and do it once more."),
    403: ("You may not do this", "A manager can. If you should be one, ask whoever runs the service."),
    404: ("Page not found", "There is nothing here: it may be closed, or was erased, or the address has a slip in it."),
    405: ("This cannot be done so", "Go back, and use the buttons of the page."),
    413: ("That was too long", "Go back, and write less."),
    500: ("Something went wrong here", "Try again. If it goes on, tell whoever runs the service, and when it was."),
}


def _page(title: str, words: str, code: int) -> tuple[str, int]:
    return render_template("staff/fault.html", title=title, words=words), code
