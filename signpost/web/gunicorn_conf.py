"""How gunicorn serves us: the web process of the Procfile.

The application is built once, before the workers are forked: a worker that dies is replaced by one with the very same
menus, whatever has been edited on disk since, and a pack that is not sound stops the start instead.
"""

import gc
import sys
import threading
import time
from typing import Any

from signpost.settings import WEB_NUMBERS, LogSettings, SettingsError, whole_number
from signpost.web import FRESH
from signpost.web.serving import OurLogger, OurWorker

# In seconds: how often a process looks.
_LOOK = 30.0


def _number(name: str) -> int:
    try:
        return whole_number(name, *WEB_NUMBERS[name])
    except SettingsError as error:
        sys.exit(f"signpost cannot start:\n{error}")


def _check() -> None:
    try:
        LogSettings.from_env()
    except SettingsError as error:
        sys.exit(f"signpost cannot start:\n{error}")


def when_ready(_server: Any) -> None:
    """Before processes are forked: what has been built so far is for good, and needs no look at by the collector."""
    gc.collect()
    gc.freeze()


def post_worker_init(worker: Any) -> None:
    """Have each process know what staff have changed: should Redis go away, it must give no number that they paused."""

    def look() -> None:
        while True:
            time.sleep(_LOOK)
            worker.wsgi.extensions[FRESH]()

    threading.Thread(target=look, name="what staff have changed", daemon=True).start()


_check()
logger_class = OurLogger
bind = f"0.0.0.0:{_number('PORT')}"
preload_app = True
worker_class = OurWorker
workers = _number("WEB_CONCURRENCY")
threads = 4
# Twilio gives up after 15 seconds; a worker that hangs longer than this is replaced.
timeout = 20
graceful_timeout = 20
# Request lines are not logged: paths of ours hold ids alone, but a stranger may put anything there.
accesslog = None
# gunicorn would keep a socket in the home folder, to be steered by.
control_socket_disable = True
