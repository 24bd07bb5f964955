"""Where the time of a full turn goes: each part's own time, without that of the parts that it calls.

One process takes the turns one after the other, without a web server in front. Waiting for Redis counts as its part's.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import wraps
from itertools import islice
from typing import Any
from unittest.mock import patch

from redis.client import Pipeline
from werkzeug.formparser import FormDataParser

from signpost import conversation
from signpost.adapters.turn import RedisTurn
from signpost.bootstrap import build
from signpost.conversation import Conversation
from signpost.effects import Effects
from signpost.floods import Gate
from signpost.settings import Settings
from signpost.web import make_app
from signpost.web.signature import Signature
from tests.benchmarks import serving, signed
from tests.benchmarks.figures import Findings, Size, Table

PUBLIC = "http://127.0.0.1:8000"
WHOLE = "Flask and Werkzeug: routing, request, response"
PARTS: tuple[tuple[Any, str, str], ...] = (
    (FormDataParser, "parse", "reading the form"),
    (Signature, "is_valid", "Twilio's signature"),
    (Gate, "refusal", "counting floods, with its waiting for Redis"),
    (RedisTurn, "__init__", "reading the turn, with waiting for Redis"),
    (RedisTurn, "save", "making what is saved: sealing, keys, commands"),
    (Pipeline, "execute", "saving, with waiting for Redis and its disk"),
    (Conversation, "_context", "what a step may know"),
    (conversation, "step", "the engine's step"),
    (conversation, "answer", "TwiML"),
    (conversation, "counted", "counting"),
    (Effects, "of", "what follows from it"),
    (Conversation, "receive", "all else of a turn"),
)


class Clock:
    """Adds up each part's own time."""

    def __init__(self) -> None:
        self.own: Counter[str] = Counter()
        self._inside: list[str] = []
        self._since = 0.0

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, its time counted."""

        @wraps(function)
        def call(*given: Any, **named: Any) -> Any:
            self._turn_to(name)
            try:
                return function(*given, **named)
            finally:
                self._inside.pop()
                self._stop(name)

        return call

    def _turn_to(self, name: str) -> None:
        now = time.perf_counter()
        if self._inside:
            self.own[self._inside[-1]] += now - self._since  # type: ignore[assignment]
        self._inside.append(name)
        self._since = time.perf_counter()

    def _stop(self, name: str) -> None:
        now = time.perf_counter()
        self.own[name] += now - self._since  # type: ignore[assignment]
        self._since = now


def parts_of(turns: Iterator[signed.Turn], count: int, url: str) -> dict[str, float]:
    """Milliseconds of each part in a turn, the largest first."""
    clock = Clock()
    with ExitStack() as ends:
        ends.enter_context(patch.dict(os.environ, serving.settings(url, 8000)))
        service = build(Settings.from_env())
        ends.callback(service.redis.close)
        service.understand("ready?")
        app = make_app(service)
        client = app.test_client()

        def send(some: Iterator[signed.Turn]) -> None:
            for path, form in some:
                headers = {"X-Twilio-Signature": signed.signature(PUBLIC + path, form)}
                assert client.post(path, data=form, headers=headers, base_url=PUBLIC).status_code == 200

        send(islice(turns, signed.CALLERS))
        for owner, method, name in PARTS:
            ends.enter_context(patch.object(owner, method, clock.timed(name, getattr(owner, method))))
        ends.enter_context(patch.object(app, "wsgi_app", clock.timed(WHOLE, app.wsgi_app)))
        send(islice(turns, count))
    return {name: seconds / count * 1e3 for name, seconds in clock.own.most_common()}


def measure(size: Size) -> Findings:
    """A call's turns and a text's."""
    told = Findings()
    count = size.pick(300, 1_000)
    for name, turns in (("voice turn", signed.calls), ("SMS turn", signed.texts)):
        with serving.valkey() as url:
            parts = parts_of(turns(), count, url)
        whole = sum(parts.values())
        rows = [(part, f"{ms:.2f}", f"{ms / whole:.0%}") for part, ms in parts.items()]
        rows.append(("the whole", f"{whole:.2f}", "100%"))
        note = __doc__.partition("\n\n")[2].strip().replace("\n", " ")
        told.tables.append(Table(f"Where the time of a {name} goes", ("part", "ms", "share"), tuple(rows), note))
    return told
