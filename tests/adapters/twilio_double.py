"""A server on this machine that answers as Twilio's REST API does, well or badly."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit


@dataclass
class Double:
    """What to answer next, and what was asked."""

    status: int = 201
    body: str = '{"sid": "SM1", "status": "queued"}'
    drop: bool = False
    stall: threading.Event | None = None
    url: str = ""
    asked: list[tuple[str, str, dict[str, str], str]] = field(default_factory=list)

    def refuse(self, status: int, code: int | None, message: str) -> None:
        """Answer with one of Twilio's errors."""
        shape = {"message": message, "status": status, **({"code": code} if code else {})}
        self.status, self.body = status, json.dumps(shape)

    def hold(self, *texts: tuple[str, str, datetime], status: str = "queued") -> None:
        """Answer with a list of texts: id, body, when they were made."""
        messages = [
            {"sid": sid, "body": body, "date_created": format_datetime(made), "date_sent": None, "status": status}
            for sid, body, made in texts
        ]
        self.status, self.body = 200, json.dumps({"messages": messages, "next_page_uri": None, "page": 0})

    def hold_calls(self, *made: datetime) -> None:
        """Answer with a list of calls that were made then."""
        calls = [{"sid": f"CA{at}", "date_created": format_datetime(day)} for at, day in enumerate(made)]
        self.status, self.body = 200, json.dumps({"calls": calls, "next_page_uri": None, "page": 0})


@contextmanager
def running() -> Iterator[Double]:
    """The server, while it is needed."""
    double = Double()

    class Handler(BaseHTTPRequestHandler):
        twilio: ClassVar[Double] = double

        def _answer(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            where = urlsplit(self.path)
            form = {name: values[0] for name, values in parse_qs(sent or where.query).items()}
            double.asked.append((self.command, where.path, form, self.headers.get("Authorization", "")))
            if double.stall:
                double.stall.wait(30)
            if double.drop or double.stall:
                self.close_connection = True
                return
            written = double.body.encode()
            self.send_response(double.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        do_GET = do_POST = _answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Be silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    double.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield double
    finally:
        if double.stall:
            double.stall.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)
