"""Where the time of a full turn goes: each part's own time, without that of the parts that it calls.

One process takes the turns one after the other, without a web server in front. Waiting for Redis counts as its part's.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from cProfile import Profile
from functools import wraps
from itertools import islice
from pkgutil import resolve_name
from pstats import Stats
from typing import Any
from unittest.mock import patch

from flask import Flask

from signpost.bootstrap import Service, build
from signpost.settings import Settings
from signpost.web import make_app
from tests.benchmarks import bare, serving, signed
from tests.benchmarks.figures import Findings, Size, Table

PUBLIC = "http://127.0.0.1:8000"
# Who call and text; how many turns each has in a conversation.
CALLERS, STEPS = 120, len(signed.KEYS) + 1
BESIDE = (("bare view, a constant", bare.constant), ("sample menu, no signature, no session", bare.sample))
WHOLE = "Flask and Werkzeug: routing, request, response"
# Named, not imported: a part that has moved is told, and the others are timed.
PARTS: tuple[tuple[str, str, str], ...] = (
    ("werkzeug.formparser:FormDataParser", "parse", "reading the form"),
    ("signpost.web.signature:Signature", "is_valid", "Twilio's signature"),
    ("signpost.floods:Gate", "coming", "who comes too often"),
    ("signpost.adapters.turn:RedisTurn", "__init__", "making the turn of what is read: opening what is sealed"),
    ("signpost.adapters.turn:RedisTurn", "save", "making what is saved: sealing, keys, commands"),
    ("signpost.adapters.turn", "watch_and_read", "reading, with waiting for Redis"),
    ("signpost.adapters.turn", "commit", "saving, with waiting for Redis and its disk"),
    ("signpost.contexts:Contexts", "of", "what a step may know"),
    ("signpost.conversation", "step", "the engine's step"),
    ("signpost.conversation", "answer", "TwiML"),
    ("signpost.conversation", "counted", "counting"),
    ("signpost.effects:Effects", "of", "what follows from it"),
    ("signpost.conversation:Conversation", "receive", "all else of a turn"),
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


def found() -> tuple[list[tuple[Any, str, str]], list[str]]:
    """The parts that are there, each with what has it, and the names of those that are not."""
    there, missing = [], []
    for owner, method, name in PARTS:
        try:
            has = resolve_name(owner)
            getattr(has, method)
        except (ImportError, AttributeError):
            missing.append(f"{name}: there is no {method} in {owner}")
        else:
            there.append((has, method, name))
    return there, missing


def parts_of(service: Service, turns: Iterator[signed.Turn], count: int) -> dict[str, float]:
    """Milliseconds of each part in a turn, the largest first."""
    clock, app = Clock(), make_app(service)
    _send(app, islice(turns, CALLERS))
    with ExitStack() as ends:
        for owner, method, name in found()[0]:
            ends.enter_context(patch.object(owner, method, clock.timed(name, getattr(owner, method))))
        ends.enter_context(patch.object(app, "wsgi_app", clock.timed(WHOLE, app.wsgi_app)))
        _send(app, islice(turns, count))
    return {name: seconds / count * 1e3 for name, seconds in clock.own.most_common()}


def calls_of(app: Flask, turns: Iterator[signed.Turn], count: int) -> tuple[float, float]:
    """Calls of functions in a turn, from the application's first to its last: of Python's, and of these and C's."""
    _send(app, islice(turns, CALLERS))
    profile, real = Profile(), app.wsgi_app
    with patch.object(app, "wsgi_app", lambda *given: profile.runcall(real, *given)):
        _send(app, islice(turns, count))
    counted: Any = Stats(profile)
    # cProfile has C's functions in a file of this name.
    pure = sum(each[1] for (file, *_), each in counted.stats.items() if file != "~")
    return pure / count, counted.total_calls / count


def _send(app: Flask, turns: Iterator[signed.Turn]) -> None:
    client = app.test_client()
    for path, form in turns:
        headers = {"X-Twilio-Signature": signed.signature(PUBLIC + path, form)}
        assert client.post(path, data=form, headers=headers, base_url=PUBLIC).status_code == 200


@contextmanager
def serviced() -> Iterator[Service]:
    """A service in this process, ready to understand people's own words."""
    with serving.valkey() as url, patch.dict(os.environ, serving.settings(url, 8000)):
        service = build(Settings.from_env())
        service.understand("ready?")
        yield service
        service.redis.close()


def measure(size: Size) -> Findings:
    """A call's turns and a text's, as many of each step."""
    told = Findings(failed=[f"not timed apart, {missing}" for missing in found()[1]])
    note = __doc__.partition("\n\n")[2].strip().replace("\n", " ")
    calls: dict[str, tuple[float, float]] = {}
    with serviced() as service:
        for name, turns in (("voice turn", signed.calls), ("SMS turn", signed.texts)):
            count = STEPS * size.pick(CALLERS // 2, CALLERS)
            service.redis.flushdb()
            parts = parts_of(service, turns(CALLERS), count)
            whole = sum(parts.values())
            rows = [(part, f"{ms:.2f}", f"{ms / whole:.0%}") for part, ms in parts.items()]
            rows.append(("the whole", f"{whole:.2f}", "100%"))
            told.tables.append(Table(f"Where the time of a {name} goes", ("part", "ms", "share"), tuple(rows), note))
            service.redis.flushdb()
            calls[name] = calls_of(make_app(service), turns(CALLERS), count)
    calls |= {name: calls_of(app, signed.calls(CALLERS), count) for name, app in BESIDE}
    counted = tuple((name, f"{pure:,.0f}", f"{every:,.0f}") for name, (pure, every) in calls.items())
    head = ("what answers", "of Python's functions", "of these and C's")
    note = "Counted by cProfile, in a second pass over such turns."
    told.tables.append(Table("Calls in a turn", head, counted, note))
    return told
