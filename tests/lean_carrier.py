"""A carrier of texts that costs next to nothing: it takes them, lists them, and tells how many each phone was sent.

A process of its own, `python -m tests.lean_carrier [FAULTS [DELAY]]`, that prints its address. It survives whatever a
test kills, and in a benchmark it leaves the machine to those who are measured. FAULTS is the share of its answers that
are bad ones, each kind as often: 429, 500, the connection reset before the text is taken and after it, no answer for
longer than anybody waits, and an answer that is no JSON. DELAY is how many seconds it takes to answer each text, as one
far away does; it takes any number at once.
"""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

RESET_BEFORE, RESET_AFTER, STALLED, NO_JSON = "reset before", "reset after", "stalled", "no JSON"
# Longer than our client waits for an answer: ten seconds.
LONGEST = 12.0
_REFUSED: dict[str, tuple[int, object]] = {
    "429": (429, {"code": 20429, "message": "Too many requests", "status": 429}),
    "500": (500, {"code": 20500, "message": "Internal error", "status": 500}),
}
FAULTS = (*_REFUSED, RESET_BEFORE, RESET_AFTER, STALLED, NO_JSON)


@dataclass
class Taken:
    """The texts that were taken: for each phone their bodies and when they came."""

    texts: dict[str, list[tuple[str, str, datetime]]] = field(default_factory=dict)
    number: int = 0
    faults: float = 0.0
    chance: Random = field(default_factory=lambda: Random(1))  # noqa: S311
    bad: Counter[str] = field(default_factory=Counter)

    def fault(self, target: str) -> str:
        """The kind of the fault that this request meets; "" for none."""
        if "/Accounts/" not in target or self.chance.random() >= self.faults:
            return ""
        kind = self.chance.choice(FAULTS)
        self.bad[kind] += 1
        return kind

    def answer(self, method: str, target: str, sent: bytes) -> tuple[int, object]:
        where = urlsplit(target)
        if where.path == "/tally":
            return 200, {phone: len(texts) for phone, texts in self.texts.items()}
        if where.path == "/number":
            return 200, self.number
        if where.path == "/bodies":
            return 200, {phone: [body for _, body, _ in texts] for phone, texts in self.texts.items()}
        if where.path == "/bad":
            return 200, self.bad
        if where.path == "/when":
            return 200, {phone: texts[0][2].timestamp() for phone, texts in self.texts.items()}
        form = {name: values[0] for name, values in parse_qs(sent.decode() or where.query).items()}
        if method == "GET":
            return 200, {"messages": self._listed(form["To"]), "next_page_uri": None, "page": 0}
        self.number += 1
        sid = f"SM{self.number:032x}"
        self.texts.setdefault(form["To"], []).append((sid, form["Body"], datetime.now(UTC)))
        return 201, {"sid": sid, "status": "queued"}

    def _listed(self, phone: str) -> list[dict[str, object]]:
        return [
            {"sid": sid, "body": body, "date_created": format_datetime(when, usegmt=True), "status": "queued"}
            for sid, body, when in reversed(self.texts.get(phone, []))
        ]


async def serve(faults: float = 0.0, delay: float = 0.0) -> None:
    """Answer until the process is ended, this share of the time badly, each text after so many seconds."""
    taken = Taken(faults=faults)

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                first, *lines = head.decode("latin-1").split("\r\n")
                headers = dict(line.lower().split(": ", 1) for line in lines if line)
                sent = await reader.readexactly(int(headers.get("content-length", 0)))
                method, target, *_ = first.split()
                fault = taken.fault(target)
                status, found = _REFUSED.get(fault, (0, None))
                if not status and fault != RESET_BEFORE:
                    status, found = taken.answer(method, target, sent)
                if method == "POST":
                    await asyncio.sleep(delay)
                if fault == STALLED:
                    await asyncio.sleep(LONGEST)
                if fault in {RESET_BEFORE, RESET_AFTER}:
                    break
                body = b"<html>" if fault == NO_JSON else json.dumps(found).encode()
                writer.write(
                    b"HTTP/1.1 %d -\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%b\r\n%b"
                    % (status, len(body), b"Retry-After: 1\r\n" if status == 429 else b"", body)
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    async with server:
        await server.serve_forever()


@dataclass(frozen=True, slots=True)
class LeanCarrier:
    """The carrier, for whoever started it."""

    url: str

    def bodies(self) -> dict[str, list[str]]:
        """The texts that each phone was sent, in the order in which they were taken."""
        found: dict[str, list[str]] = self._ask("bodies")
        return found

    def bad(self) -> Counter[str]:
        """How often it answered badly, by the kind."""
        return Counter(self._ask("bad"))

    def number(self) -> int:
        """How many texts it took."""
        return int(self._ask("number"))

    def tally(self) -> Counter[str]:
        """How many texts each phone was sent."""
        return Counter(self._ask("tally"))

    def when(self) -> dict[str, float]:
        """When each phone was sent its first text, in seconds since 1970."""
        return dict(self._ask("when"))

    def _ask(self, what: str) -> Any:
        with requests.Session() as session:
            # The environment's proxies are for other hosts, and pytest changes it while other threads ask.
            session.trust_env = False
            return session.get(f"{self.url}/{what}", timeout=30).json()


@contextmanager
def running(faults: float = 0.0, delay: float = 0.0) -> Iterator[LeanCarrier]:
    """The carrier in a process of its own, while it is needed; `faults` is the share of its answers that are bad, and
    `delay` is how many seconds each takes.
    """
    command = [sys.executable, "-m", "tests.lean_carrier", f"{faults}", f"{delay}"]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert started.stdout
        yield LeanCarrier(started.stdout.readline().strip())
    finally:
        started.terminate()
        started.communicate()


if __name__ == "__main__":
    asyncio.run(serve(*map(float, sys.argv[1:])))
