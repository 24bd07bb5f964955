"""Serves a small app on this machine alone, from a thread."""

import threading
from typing import Self

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

_HOST = "127.0.0.1"


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Write no request log: the query of a list request holds phone numbers."""


class Server:
    """An app at `url`; port 0 takes a free one. Nothing but this machine can reach it."""

    def __init__(self, app: Flask, port: int = 0) -> None:
        self._server = make_server(_HOST, port, app, threaded=True, request_handler=_Quiet)
        self._thread = threading.Thread(target=self._serve, name="stand-in server", daemon=True)
        self.url = f"http://{_HOST}:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _serve(self) -> None:
        # How soon it notices that it is to stop, in seconds.
        self._server.serve_forever(poll_interval=0.05)
