"""What a turn and a follow-up cost while more and more is held, and with larger and larger packs."""

import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from unittest.mock import patch

from signpost.adapters.connection import connect
from signpost.bootstrap import Service, build
from signpost.core.engine import step
from signpost.core.events import Answered
from signpost.core.menu import Choice, Menu, Pack
from signpost.core.session import Channel
from signpost.settings import Settings
from signpost.web import make_app
from tests import samples
from tests.benchmarks import crowd, machine, serving, signed
from tests.benchmarks.figures import Findings, Ratio, Size, Table
from tests.benchmarks.followups import schedule

PUBLIC = "http://127.0.0.1:8000"
FLAT = 1.5
# Callers whose turns are measured, again at each size.
CALLERS = 40
# Seconds that measuring takes beside the filling, at most.
_BESIDE = 15.0
NOTE = (
    "So many people have texted, and so many have a follow-up that waits. One of each has come through a real turn; "
    "the others are its records, byte for byte, under names of their own. Nothing is written to disk. A turn's "
    "milliseconds are the middle of all; work is processor time, which says more where others use the machine too."
)


def turn_cost(service: Service, turns: Iterator[signed.Turn], count: int) -> tuple[float, float, float]:
    """Milliseconds of a voice turn, and in it of this process's own work, and of Redis's."""
    client, took = make_app(service).test_client(), []
    made = [(path, form, signed.signature(PUBLIC + path, form)) for path, form in islice(turns, count)]
    before, ours = _worked(service), time.process_time()
    for path, form, signature in made:
        began = time.perf_counter()
        client.post(path, data=form, headers={"X-Twilio-Signature": signature}, base_url=PUBLIC)
        took.append(time.perf_counter() - began)
    ours = time.process_time() - ours
    return statistics.median(took) * 1e3, ours / count * 1e3, (_worked(service) - before) / count * 1e3


def _worked(service: Service) -> float:
    told = service.redis.info("cpu")
    return float(told["used_cpu_user"]) + float(told["used_cpu_sys"])


def claim_cost(service: Service) -> float:
    """Milliseconds to take ten errands among all that are held, and to give them back."""
    last, took = int(time.time()) + 400 * 86_400, []
    for _ in range(100):
        began = time.perf_counter()
        service.store.agenda.give_back(service.store.agenda.take(last, 10), last)
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1e3


def held(size: Size, told: Findings) -> dict[int, float]:
    """Milliseconds of work in a turn, with so many people held; the table goes into `told`."""
    rows: list[tuple[str, ...]] = []
    costs: dict[int, float] = {}
    turns = signed.calls(CALLERS)
    # So that none has the number of one who calls.
    texts = (turn for turn in signed.texts() if turn[1]["From"].endswith("999"))
    with (
        serving.valkey(fsync=serving.MEMORY_ALONE) as url,
        # To copy people takes longer than a turn may wait.
        connect(url, timeout=60) as redis,
        patch.dict(os.environ, serving.settings(url, 8000)),
    ):
        service = build(Settings.from_env())
        client = make_app(service).test_client()
        for path, form in islice(texts, 3):
            signature = signed.signature(PUBLIC + path, form)
            client.post(path, data=form, headers={"X-Twilio-Signature": signature}, base_url=PUBLIC)
        schedule(service.redis, 1, lambda: datetime.now(UTC) + timedelta(days=9))
        people = crowd.Crowd(redis)
        turn_cost(service, turns, 5 * CALLERS)
        for count in size.pick((1_000, 10_000), (1_000, 10_000, 100_000, 1_000_000)):
            if reason := too_many(people, count, size):
                told.failed.append(f"growth is not measured with {count:,} people: {reason}")
                break
            people.grow(count)
            used = int(service.redis.info("memory")["used_memory"])
            wall, ours, theirs = turn_cost(service, turns, 5 * CALLERS)
            costs[count] = ours + theirs
            cells = (
                f"{wall:.2f}",
                f"{ours:.2f}",
                f"{theirs:.2f}",
                f"{claim_cost(service):.2f}",
                f"{used / 2**20:,.0f}",
            )
            rows.append((f"{count:,}", *cells))
        service.redis.close()
    head = (
        "people held",
        "voice turn, ms",
        "our work in it, ms",
        "Redis's, ms",
        "ten errands claimed, ms",
        "Redis, MiB",
    )
    told.tables.append(Table("Growth: what is held", head, tuple(rows), NOTE))
    return costs


def too_many(people: crowd.Crowd, count: int, size: Size) -> str:
    """Why so many people do not fit here, by what those took that are there; "" if they do."""
    more = count - people.there
    free = machine.free_memory()
    if people.each * more > free / 2:
        return f"they need {people.each * more / 2**30:.1f} GiB, and half of what is free is {free / 2**31:.1f}"
    if not size.room(people.seconds * more + _BESIDE):
        return f"to put them there takes {people.seconds * more:.0f} seconds, and there was no time"
    return ""


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
    """The packs, then what is held."""
    told = Findings()
    packs, steps = sized(size)
    told.tables.append(Table("Growth: size of the pack", ("menus", "a step, microseconds"), tuple(packs)))
    told.ratios.append(Ratio("a step in a pack of 1,000 menus beside 10", "", "", steps[1000] / steps[10], FLAT, True))
    costs = held(size, told)
    if len(costs) > 1:
        first, *_, last = costs
        growth = costs[last] / costs[first]
        what = f"a turn's work, ms, with {last:,} people held beside {first:,}"
        told.ratios.append(Ratio(what, f"{costs[last]:.2f}", f"{costs[first]:.2f}", growth, FLAT, True))
    return told
