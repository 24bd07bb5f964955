"""A carrier whose REST API has a mood for each phone: it refuses, resets, stalls or talks nonsense about its texts.

It lives in the test's own process, takes texts, and lists them to whoever asks.
"""

import json
import socket
import struct
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

# Longer than our client waits for an answer.
LONGEST = 30.0


class Mood(StrEnum):
    """What becomes of a request."""

    WELL = "well"
    TOO_MANY = "429 with Retry-After"
    BROKEN = "500"
    AWAY = "503"
    DENIED = "401, wrong credentials"
    RESET_BEFORE = "reset before it is taken"
    RESET_AFTER = "reset after it is taken"
    STALLED = "no answer for 30 s, and taken"
    NO_JSON = "taken, and HTML in answer"
    WRONG_JSON = "taken, and other JSON in answer"
    EMPTY = "taken, and an empty answer"


_REFUSED = {
    Mood.TOO_MANY: (429, {"code": 20429, "message": "Too many requests", "status": 429}),
    Mood.BROKEN: (500, {"code": 20500, "message": "Internal error", "status": 500}),
    Mood.AWAY: (503, {"message": "Service unavailable"}),
    Mood.DENIED: (401, {"code": 20003, "message": "Authenticate", "status": 401}),
}
_INSTEAD = {Mood.NO_JSON: b"<html>", Mood.WRONG_JSON: b'{"status": "ok"}', Mood.EMPTY: b""}


class Moody:
    """What the carrier took and met. `moods` is by phone; who is not in it meets it well."""

    def __init__(self) -> None:
        self.moods: dict[str, Mood] = {}
        self.met: Counter[str] = Counter()
        self.well_again = threading.Event()
        self._texts: dict[str, list[tuple[str, str, datetime]]] = {}
        self._number = 0
        self._lock = threading.Lock()

    def bodies(self, phone: str) -> list[str]:
        """The texts that this phone was sent, in the order in which they were taken."""
        with self._lock:
            return [body for _, body, _ in self._texts.get(phone, [])]

    def turn_well(self) -> None:
        """Be in a good mood with everybody, and let go of who is stalled."""
        self.moods.clear()
        self.well_again.set()

    def mood(self, phone: str) -> Mood:
        """The mood that this request meets."""
        found = self.moods.get(phone, Mood.WELL)
        if found is not Mood.WELL:
            with self._lock:
                self.met[phone] += 1
        return found

    def take(self, phone: str, body: str) -> dict[str, object]:
        """Take a text."""
        with self._lock:
            self._number += 1
            sid = f"SM{self._number:032x}"
            self._texts.setdefault(phone, []).append((sid, body, datetime.now(UTC)))
        return {"sid": sid, "status": "queued"}

    def listed(self, phone: str) -> dict[str, object]:
        """What Twilio answers who looks for the texts to a phone: the newest first."""
        with self._lock:
            found = [
                {"sid": sid, "body": body, "date_created": format_datetime(when, usegmt=True), "status": "queued"}
                for sid, body, when in reversed(self._texts.get(phone, []))
            ]
        return {"messages": found, "next_page_uri": None, "page": 0}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    carrier: Moody

    def do_GET(self) -> None:
        self._serve(parse_qs(urlsplit(self.path).query))

    def do_POST(self) -> None:
        self._serve(parse_qs(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()))

    def _serve(self, form: dict[str, list[str]]) -> None:
        phone = form["To"][0]
        mood = self.carrier.mood(phone)
        if mood in _REFUSED:
            status, told = _REFUSED[mood]
            self._answer(status, json.dumps(told).encode(), mood)
            return
        if mood is Mood.RESET_BEFORE:
            self._reset()
            return
        posted = self.command == "POST"
        found = self.carrier.take(phone, form["Body"][0]) if posted else self.carrier.listed(phone)
        if mood is Mood.RESET_AFTER:
            self._reset()
            return
        if mood is Mood.STALLED:
            self.carrier.well_again.wait(LONGEST)
        self._answer(201 if posted else 200, _INSTEAD.get(mood, json.dumps(found).encode()), mood)

    def _answer(self, status: int, body: bytes, mood: Mood) -> None:
        # Whoever was stalled may have left.
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", f"{len(body)}")
            if mood is Mood.TOO_MANY:
                self.send_header("Retry-After", "1")
            self.end_headers()
            self.wfile.write(body)

    def _reset(self) -> None:
        # With nothing to linger for, closing sends a reset.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def finish(self) -> None:
        with suppress(OSError, ValueError):
            super().finish()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Who went away went away."""


@contextmanager
def moody() -> Iterator[tuple[Moody, str]]:
    """The carrier while it is needed, and the base URL of its API."""
    carrier = Moody()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"carrier": carrier}))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield carrier, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        carrier.turn_well()
        server.shutdown()
        server.server_close()
