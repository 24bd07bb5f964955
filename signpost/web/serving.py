"""gunicorn as we serve with it: its messages go where all go, its errors say nothing, nobody slow is waited for.

A request is read by one of a worker's few threads, which gunicorn lets wait for the rest of it without end: eight
strangers who send a byte now and then would keep everybody else out. Twilio sends a request whole.
"""

import socket
import time
from contextlib import suppress
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http import wsgi
from gunicorn.workers.gthread import TConn, ThreadWorker

from signpost import logs
from signpost.settings import LogSettings

# Seconds in which a request has to be read. Twilio gives up on us after 15.
READ_WITHIN = 5.0
# In place of the server's name, which is of use to strangers alone.
wsgi.SERVER = "signpost"

_NO = (
    b"HTTP/1.1 400 Bad Request\r\nServer: signpost\r\nConnection: close\r\nCache-Control: no-store\r\n"
    b"X-Content-Type-Options: nosniff\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 15\r\n\r\n"
    b"Not available.\n"
)


class OurLogger(Logger):
    """Has gunicorn's own messages go where all others go."""

    def setup(self, cfg: Any) -> None:
        """Set it up, once for each process that is started. Raises SettingsError."""
        super().setup(cfg)
        logs.begin(LogSettings.from_env().log_level)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class OurWorker(ThreadWorker):
    """Reads no request for longer than READ_WITHIN, and tells a stranger nothing of what was wrong with it."""

    def __init__(self, *of: Any, **more: Any) -> None:
        super().__init__(*of, **more)
        self._begun: dict[TConn, float] = {}

    def handle(self, conn: TConn) -> Any:
        """Take a request, in a thread of its own."""
        self._begun[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            self._begun.pop(conn, None)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Do so, and read no more from who was given long enough: an answer that is being worked out still goes out."""
        super().wait_for_and_dispatch_events(timeout)
        late = time.monotonic() - READ_WITHIN
        for conn, begun in list(self._begun.items()):
            if begun < late:
                with suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RD)

    def handle_error(self, req: Any, client: socket.socket, _addr: Any, exc: BaseException) -> None:
        """Answer a request that is none, always alike. What stood in it is neither told nor logged."""
        known = getattr(req, "uri", None) is not None
        self.log.warning("a request could not be %s: %s", "served" if known else "read", type(exc).__name__)
        with suppress(OSError):
            client.sendall(_NO)
