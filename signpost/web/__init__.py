"""Floor 5: the web. Requests become events, answers go out as TwiML; nothing is decided here.

Twilio's webhooks, and the health and metrics that a monitor reads.
"""

import sys

from flask import Flask

from signpost.bootstrap import CannotStart, Service, build
from signpost.settings import Settings
from signpost.web.health import health
from signpost.web.webhooks import webhooks

# Twilio's own webhooks are a few kilobytes; nothing larger is meant for us.
LARGEST_REQUEST = 64 * 1024


def make_app(service: Service) -> Flask:
    """The Flask application around a service."""
    app = Flask("signpost", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    app.register_blueprint(webhooks(service))
    app.register_blueprint(health(service))
    return app


def create_app() -> Flask:
    """The application of this process's environment. Ends the process, saying why, when it cannot be built."""
    try:
        service = build(Settings.from_env())
        # Before the workers are forked, so that they share what is fitted, and no parent waits for it.
        service.understand("ready?")
    except CannotStart as error:
        sys.exit(f"signpost cannot start:\n{error}")
    if service.warning:
        print(service.warning, file=sys.stderr)
    return make_app(service)
