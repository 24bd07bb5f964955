"""What a turn asks of Redis: round trips and bytes, counted by a relay that all of it passes through."""

import os
from itertools import islice
from unittest.mock import patch

from redis import Redis

from signpost.adapters.connection import connect
from signpost.bootstrap import Service, build
from signpost.settings import Settings
from signpost.web import make_app
from tests.benchmarks import kept, serving, signed
from tests.benchmarks.figures import Findings, Ratio, Size, Table
from tests.between import Between

PUBLIC = "http://127.0.0.1:8000"
GOAL = 2  # one round trip in, one out
# Turns of each kind before any is counted: with the first come connections, scripts, and keys that all share.
FIRST = 10


class Counting(Between):
    """A relay that counts: a round trip begins with what goes out after something has come back."""

    def __init__(self, to: str) -> None:
        super().__init__(to)
        self.clear()

    def clear(self) -> None:
        """Count from nothing."""
        self.trips, self.out, self.back, self._last_out = 0, 0, 0, False

    def passed(self, size: int, *, outward: bool) -> None:
        """Count it."""
        self.trips += outward and not self._last_out
        self._last_out = outward
        self.out += size * outward
        self.back += size * (not outward)


def measure(size: Size) -> Findings:
    """Every kind of turn, of people who come for the first time; and how much Redis holds for each."""
    people = size.pick(30, 150)
    rows: list[tuple[str, ...]] = []
    told = Findings()
    with serving.valkey() as url, connect(url) as redis:
        relay = Counting(url)
        here = serving.settings(f"redis://127.0.0.1:{relay.port}/0", 8000)
        with patch.dict(os.environ, here):
            service = build(Settings.from_env())
            try:
                for name, turns in (("call", signed.calls), ("text", signed.texts)):
                    rows += _counted(service, relay, name, [*islice(turns(), 5 * signed.CALLERS)], people, told, redis)
                if not size.quick:
                    _kept(service, redis, size, told)
            finally:
                service.redis.close()
        relay.close()
    head = ("turn", "round trips", "bytes out", "bytes back")
    note = "The mean of so many turns, each of another person. The goal is one round trip in, and one out."
    told.tables.insert(0, Table("Redis", head, tuple(rows), note))
    return told


def _kept(service: Service, redis: Redis, size: Size, told: Findings) -> None:
    if not size.room(15):
        told.failed.append("what people leave in Redis is not measured: there was no time")
        return
    table, figures = kept.measured(service, redis, 150)
    told.tables.append(table)
    told.figures |= figures


def _counted(
    service: Service, relay: Counting, name: str, turns: list[signed.Turn], people: int, told: Findings, redis: Redis
) -> list[tuple[str, ...]]:
    client = make_app(service).test_client()

    def send(step: int, begin: int, end: int) -> None:
        for path, form in turns[step * signed.CALLERS + begin : step * signed.CALLERS + end]:
            headers = {"X-Twilio-Signature": signed.signature(PUBLIC + path, form)}
            assert client.post(path, data=form, headers=headers, base_url=PUBLIC).status_code == 200

    for step in range(5):
        send(step, 0, FIRST)
    rows: list[tuple[str, ...]] = []
    held = redis.info("memory")["used_memory"]
    for step in range(5):
        relay.clear()
        send(step, FIRST, FIRST + people)
        trips = relay.trips / people
        what = "it begins" if not step else f"its answer {step}"
        rows.append((f"{name}: {what}", f"{trips:.2f}", f"{relay.out / people:,.0f}", f"{relay.back / people:,.0f}"))
        if step in {0, 1}:
            whole = f"round trips to Redis, a {name}, {what}"
            told.ratios.append(Ratio(whole, f"{trips:.2f}", "", trips, GOAL, True))
            told.figures[f"{name} trips {step}"] = trips
    each = (redis.info("memory")["used_memory"] - held) / people
    rows.append((f"{name}: bytes of memory for each person, all counted", f"{each:,.0f}", "", ""))
    return rows
