"""What a turn and a follow-up cost while more and more is held, and with larger and larger packs."""

import os
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from unittest.mock import patch

from redis import Redis

from signpost.adapters.connection import connect
from signpost.bootstrap import Service, build
from signpost.core.engine import step
from signpost.core.events import Answered
from signpost.core.menu import Choice, Menu, Pack
from signpost.core.session import Channel
from signpost.settings import Settings
from signpost.web import make_app
from tests import samples
from tests.benchmarks import serving, signed
from tests.benchmarks.figures import Findings, Ratio, Size, Table
from tests.benchmarks.followups import schedule

PUBLIC = "http://127.0.0.1:8000"
FLAT = 1.5


def turn_cost(service: Service, begin: int, turns: int) -> tuple[float, float]:
    """Milliseconds of a voice turn, and of this process's own work in it."""
    client = make_app(service).test_client()
    made = [
        (path, form, signed.signature(PUBLIC + path, form))
        for path, form in islice(signed.calls(), begin, begin + turns)
    ]
    began, worked = time.perf_counter(), time.process_time()
    for path, form, signature in made:
        client.post(path, data=form, headers={"X-Twilio-Signature": signature}, base_url=PUBLIC)
    return (time.perf_counter() - began) / turns * 1e3, (time.process_time() - worked) / turns * 1e3


def claim_cost(service: Service) -> float:
    """Milliseconds to find what is due next among all that is held."""
    began = time.perf_counter()
    for _ in range(50):
        service.store.agenda.next_follow_up()
    return (time.perf_counter() - began) / 50 * 1e3


def held(size: Size) -> tuple[list[tuple[str, ...]], dict[int, float]]:
    """The costs with so many people's follow-ups and sessions held."""
    rows: list[tuple[str, ...]] = []
    costs: dict[int, float] = {}
    there = 0
    due = datetime.now(UTC) + timedelta(days=9)
    with serving.valkey(fsync="no") as url, connect(url) as redis, patch.dict(os.environ, serving.settings(url, 8000)):
        service = build(Settings.from_env())
        turn_cost(service, 0, 200)
        for number, count in enumerate(size.pick((100, 1_000), (1_000, 5_000, 20_000))):
            fill(redis, there, count, due)
            there = count
            before = redis.info("memory")["used_memory"]
            wall, work = turn_cost(service, 6 * signed.CALLERS * (number + 1), size.pick(200, 1_000))
            costs[count] = work
            asked = claim_cost(service)
            rows.append((f"{count:,}", f"{wall:.2f}", f"{work:.2f}", f"{asked:.2f}", f"{before / 2**20:.1f}"))
        service.redis.close()
    return rows, costs


def fill(redis: Redis, there: int, count: int, due: datetime) -> None:
    """Hold so many follow-ups, each of a person of its own, of whom `there` are held already."""
    schedule(redis, count, lambda: due, skip=there)


def of_size(menus: int) -> Pack:
    """The sample pack with so many menus, each of which leads to the next."""
    base, made = samples.PACK, {}
    for number in range(menus):
        onward = f"m{number + 1}" if number + 1 < menus else "team"
        ways = (Choice(samples.both("On"), ("on",), onward), Choice(samples.both("A person"), ("who",), "person"))
        made[f"m{number}"] = Menu(f"m{number}", samples.both(f"Question {number}?"), ways)
    start = Menu("start", samples.both("What is it about?"), (Choice(samples.both("On"), ("on",), "m0"),))
    return replace(base, places={**base.places, **made, "start": start})


def sized(size: Size) -> tuple[list[tuple[str, ...]], dict[int, float]]:
    """Microseconds of a step, in packs of so many menus."""
    rows: list[tuple[str, ...]] = []
    costs: dict[int, float] = {}
    here = samples.context(Channel.TEXT)
    for menus in (10, 100, 1_000):
        pack = of_size(menus)
        session, _ = step(pack, None, Answered("hello"), here)
        session, _ = step(pack, session, Answered("1"), here)
        turns = size.pick(300, 3_000)
        began = time.perf_counter()
        for number in range(turns):
            session, _ = step(pack, session, Answered("1" if number % 5 else "menu"), here)
        costs[menus] = (time.perf_counter() - began) / turns * 1e6
        rows.append((f"{menus:,}", f"{costs[menus]:.0f}"))
    return rows, costs


def measure(size: Size) -> Findings:
    """Both."""
    told = Findings()
    rows, costs = held(size)
    head = ("people held", "voice turn, ms", "of it our own work, ms", "what is due next, ms", "Redis, MB")
    told.tables.append(
        Table("Growth: what is held", head, tuple(rows), "Each has a follow-up; nothing is synced to disk.")
    )
    packs, steps = sized(size)
    told.tables.append(Table("Growth: size of the pack", ("menus", "a step, microseconds"), tuple(packs)))
    first, *_, last = costs
    growth = costs[last] / costs[first]
    told.ratios.append(Ratio(f"a turn's work with {last:,} people held beside {first:,}", "", "", growth, FLAT, True))
    told.ratios.append(Ratio("a step in a pack of 1,000 menus beside 10", "", "", steps[1000] / steps[10], FLAT, True))
    return told
