"""Floor 5: the web. Requests become events, answers go out as TwiML; nothing is decided here.

Twilio's webhooks, the health and metrics that a monitor reads, and the staff console beside them.
"""

import logging
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from signpost import logs, traces
from signpost.bootstrap import CannotStart, Service, build
from signpost.settings import Settings
from signpost.web.console import PATH, make_console
from signpost.web.console.pack_map import drawing
from signpost.web.health import health
from signpost.web.plainly import harden
from signpost.web.webhooks import webhooks

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Twilio's own webhooks are a few kilobytes; nothing larger is meant for us.
LARGEST_REQUEST = 64 * 1024


# What a process calls now and then, to know of the staff's changes before a turn has shown them to it.
FRESH = "what staff have changed"


class _App(Flask):
    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function as it is: none of ours is asynchronous, and Flask would ask of each at each request."""
        return func


def make_app(service: Service) -> Flask:
    """The Flask application around a service."""
    app = _App("signpost", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    harden(app)
    app.register_blueprint(webhooks(service))
    app.extensions[FRESH] = service.store.amendments.read
    app.register_blueprint(health(service))
    # A proxy takes the path of our public address away before it passes a request on; links have to hold it.
    console = _under(urlsplit(service.settings.public_url).path, make_console(service))
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {PATH: console})  # type: ignore[method-assign]
    return app


def _under(path: str, app: "WSGIApplication") -> "WSGIApplication":
    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return app({**environ, "SCRIPT_NAME": f"{path}{environ.get('SCRIPT_NAME', '')}"}, start_response)

    return answer


def create_app() -> Flask:
    """The application of this process's environment. Ends the process, saying why, when it cannot be built."""
    try:
        settings = Settings.from_env()
        logs.begin(settings.log_level)
        service = build(settings)
        # Before the workers are forked, so that they share what is fitted and drawn, and nobody waits for it.
        service.understand("ready?")
        # What staff have paused holds from the first call on, should Redis be away by then.
        service.store.amendments.read()
        drawing(service.pack, f"{urlsplit(service.settings.public_url).path}{PATH}/map")
    except CannotStart as error:
        sys.exit(f"signpost cannot start:\n{error}")
    if settings.spans_to:
        traces.begin()
    if service.warning:
        logging.getLogger("signpost").warning(service.warning)
    return make_app(service)
