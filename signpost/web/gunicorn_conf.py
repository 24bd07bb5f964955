"""How gunicorn serves us: the web process of the Procfile.

The application is built once, before the workers are forked: a worker that dies is replaced by one with the very same
menus, whatever has been edited on disk since, and a pack that is not sound stops the start instead.
"""

import os

bind = f"0.0.0.0:{os.environ.get('PORT') or 8000}"
preload_app = True
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
# Twilio gives up after 15 seconds; a worker that hangs longer than this is replaced.
timeout = 20
graceful_timeout = 20
# Request lines are not logged: paths of ours hold ids alone, but a stranger may put anything there.
accesslog = None
