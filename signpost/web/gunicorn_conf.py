"""How gunicorn serves us: the web process of the Procfile.

The application is built once, before the workers are forked: a worker that dies is replaced by one with the very same
menus, whatever has been edited on disk since, and a pack that is not sound stops the start instead.
"""

import os
import sys

from signpost.settings import LogSettings, SettingsError
from signpost.web.serving import OurLogger, OurWorker


def _number(name: str, default: int, most: int) -> int:
    written = os.environ.get(name) or str(default)
    if not written.isdecimal() or not 1 <= int(written) <= most:
        sys.exit(f"signpost cannot start:\n{name} does not look right: set it to a number from 1 to {most}")
    return int(written)


def _check() -> None:
    try:
        LogSettings.from_env()
    except SettingsError as error:
        sys.exit(f"signpost cannot start:\n{error}")


_check()
logger_class = OurLogger
bind = f"0.0.0.0:{_number('PORT', 8000, 65535)}"
preload_app = True
worker_class = OurWorker
workers = _number("WEB_CONCURRENCY", 2, 64)
threads = 4
# Twilio gives up after 15 seconds; a worker that hangs longer than this is replaced.
timeout = 20
graceful_timeout = 20
# Request lines are not logged: paths of ours hold ids alone, but a stranger may put anything there.
accesslog = None
# gunicorn would keep a socket in the home folder, to be steered by.
control_socket_disable = True
