"""Texts a second of a flood of follow-ups beside other queues with the same send, and how late one comes alone.

All were due before. Each rival reads its record, sends the same text through the same gateway to the same carrier, and
notes that it was sent; ours also looks whether the person still wants it, claims it, and keeps to the hours for texts.
Rates are from the first text that the carrier took to the last. Celery is its solo pool (`--pool=solo`), Huey has one
thread, as it comes, and Dramatiq eight.
"""

import math
import os
import shlex
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from redis import Redis

from signpost.adapters.agenda import due_minute
from signpost.adapters.connection import connect
from signpost.phone.stack import PROCESSES
from tests import at_ten
from tests.benchmarks import followups, others, plain, serving
from tests.benchmarks.figures import Findings, Ratio, Size, Table, shown
from tests.house import environment
from tests.lean_carrier import LeanCarrier
from tests.lean_carrier import running as carrier_running

RQ = "RQ, its default worker"
OURS = "Signpost"
# As many due at once as the goal is about.
CROWD = 10_000
# Of each rival's but RQ's, which is slow.
OTHERS_DUE = 400
CROWDED = f"{OURS}, {CROWD:,} due"
# Of those that come alone: one each so many seconds, the first so long after the workers are there.
APART, FIRST = 0.4, 3.0
# Seconds that a rival takes at most, to start and to end included; and with the few of the quick size.
ENOUGH, ENOUGH_QUICK = 35, 6
# Of texts to a carrier that takes this many seconds for each, as a real one does: how many are due, and of how many
# seconds the rate is, after the first was taken; how long each rival takes at most, to start and to end included.
AWAY, AWAY_DUE, AWAY_SECONDS, AWAY_ENOUGH = 0.1, 400, 4.0, 15

Measured = Callable[[LeanCarrier, Redis], float]


def ours(workers: int, shift: int, fill: Callable[[Redis], None], measured: Measured, delay: float = 0.0) -> float:
    """What `measured` finds of the Procfile's worker, so many of them. The clock of this process stands right."""
    with serving.valkey(loopback=True) as url, connect(url) as redis, carrier_running(delay=delay) as carrier:
        settings = {
            **os.environ,
            **environment(url, "http://127.0.0.1:1", carrier.url),
            "SIGNPOST_SMS_RATE": "1000000",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        _signpost, *command = shlex.split(PROCESSES["worker"])
        fill(redis)
        with followups.working([sys.executable, "-m", "tests.at_ten", str(shift), *command], settings, workers):
            followups.wait_for_workers(redis, workers)
            found = measured(carrier, redis)
        assert set(carrier.tally().values()) == {1}, "each exactly once"
        return found


def theirs(name: str, workers: int, count: int, delay: float = 0.0, longest: float = math.inf) -> float:
    """Texts a second of another queue; `delay` is how many seconds the carrier takes for each."""
    with serving.valkey(loopback=True) as url, connect(url) as redis, carrier_running(delay=delay) as carrier:
        settings = {**os.environ, "BENCH_REDIS": url, "BENCH_CARRIER": carrier.url, "BENCH_SHIFT": "0"}
        phones = list(followups.mobiles(count))
        if name == RQ:
            plain.schedule(redis, phones, lambda: datetime.now(UTC))
            command = [sys.executable, "-m", "tests.benchmarks.plain"]
        else:
            others.schedule(name, url, redis, phones)
            command = [sys.executable, "-m", "tests.benchmarks.others", name]
        with followups.working(command, settings, workers):
            return followups.rate(carrier, count, longest)


def flood(count: int, workers: int, shift: int, delay: float = 0.0, longest: float = math.inf) -> float:
    """Texts a second of so many follow-ups that were due a minute ago; the carrier's `delay` as for others."""
    due = datetime.now(UTC) - timedelta(minutes=1)
    return ours(
        workers,
        shift,
        lambda redis: followups.schedule(redis, count, lambda: due),
        lambda carrier, _redis: followups.rate(carrier, count, longest),
        delay,
    )


def lateness(count: int, shift: int) -> tuple[float, float]:
    """Seconds to handed over, of follow-ups that come one by one: the median, and the worst.

    They leave at a full minute, the next after they are due, and are counted from there.
    """
    late: list[float] = []

    def measured(carrier: LeanCarrier, redis: Redis) -> float:
        start = datetime.now(UTC) + timedelta(seconds=FIRST)
        dues = [start + timedelta(seconds=APART * number) for number in range(count)]
        waiting = iter(dues)
        followups.schedule(redis, count, lambda: next(waiting))
        while carrier.number() < count:
            time.sleep(0.1)
        came = carrier.when()
        # The carrier's clock was not put on.
        late.extend(
            came[phone] + shift - due_minute(due) for phone, due in zip(followups.mobiles(count), dues, strict=True)
        )
        return 0.0

    ours(1, shift, lambda _redis: None, measured)
    return statistics.median(late), max(late)


def measure(size: Size) -> Findings:
    """All of them, with one worker and with two."""
    many, slow = size.pick(300, 1_500), size.pick(60, 80)
    workers = size.pick((1,), (1, 2))
    rates: dict[tuple[str, int], float] = {}
    told = Findings()
    shift = at_ten.shift()
    with at_ten.shifted(shift):
        for count in workers:
            rates[OURS, count] = flood(many, count, shift)
        late = None if size.quick else lateness(25, shift)
    # With one worker first, which the ratios are of.
    for count in workers:
        for name in (RQ, *size.pick((), others.NAMES)):
            if not size.room(size.pick(ENOUGH_QUICK, ENOUGH)):
                told.failed.append(f"{name} is not measured with {count} at work: there was no time")
                continue
            try:
                rates[name, count] = theirs(name, count, slow if name == RQ else min(many, OTHERS_DUE))
            except (ImportError, AssertionError) as fault:
                told.failed.append(f"{name} is not measured: {fault}")
    if not size.quick:
        # By the rate that was found, and half as much again.
        if size.room(1.5 * CROWD / rates[OURS, 1]):
            with at_ten.shifted(shift):
                rates[CROWDED, 1] = flood(CROWD, 1, shift)
        else:
            told.failed.append(f"{CROWD:,} follow-ups due at once are not measured: there was no time")
    names = dict.fromkeys(name for name, _ in rates)
    rows = tuple(
        (name, *(shown(rates[name, count]) if (name, count) in rates else "" for count in workers)) for name in names
    )
    head = ("texts a second", *(f"{count} worker{'s' if count > 1 else ''}" for count in workers))
    note = __doc__.partition("\n\n")[2].strip().replace("\n", " ")
    due = f"Ours were {many:,}, RQ's {slow:,}, the others' {min(many, OTHERS_DUE):,}."
    told.tables.append(Table("Follow-ups", head, rows, f"{note} {due}"))
    if late:
        lag = (("median", f"{late[0]:.2f}"), ("worst", f"{late[1]:.2f}"))
        head = ("from the full minute after it is due", "seconds")
        told.tables.append(Table("Lag of a follow-up that comes alone", head, lag))
    for name in names:
        _compared(told, rates, OURS, name)
    _compared(told, rates, CROWDED, RQ)
    if not size.quick:
        _far_away(told, size, shift)
    told.figures["follow-ups/s"] = rates[OURS, 1]
    return told


def _far_away(told: Findings, size: Size, shift: int) -> None:
    """One worker each, and a carrier as far away as real ones."""
    rates: dict[str, float] = {}
    for name in (OURS, RQ, *others.NAMES):
        if not size.room(AWAY_ENOUGH):
            told.failed.append(f"{name} is not measured with {AWAY * 1e3:.0f} ms a text: there was no time")
            continue
        try:
            if name == OURS:
                with at_ten.shifted(shift):
                    rates[name] = flood(AWAY_DUE, 1, shift, AWAY, AWAY_SECONDS)
            else:
                rates[name] = theirs(name, 1, AWAY_DUE, AWAY, AWAY_SECONDS)
        except (ImportError, AssertionError) as fault:
            told.failed.append(f"{name} is not measured with {AWAY * 1e3:.0f} ms a text: {fault}")
    head = ("texts a second", "1 worker")
    note = (
        f"As above, but the carrier answers each text after {AWAY * 1e3:.0f} ms, and takes any number at once. "
        f"{AWAY_DUE} were due; counted are {AWAY_SECONDS:.0f} seconds from the first on, or until all are taken."
    )
    rows = tuple((name, shown(rate)) for name, rate in rates.items())
    told.tables.append(Table(f"Follow-ups, {AWAY * 1e3:.0f} ms a text", head, rows, note))
    for name, rate in rates.items():
        if OURS in rates and name != OURS:
            what = f"follow-ups, {AWAY * 1e3:.0f} ms a text, beside {name}, texts/s of a process"
            told.ratios.append(Ratio(what, shown(rates[OURS]), shown(rate), rates[OURS] / rate))


def _compared(told: Findings, rates: dict[tuple[str, int], float], one: str, other: str) -> None:
    if other.startswith(OURS) or (one, 1) not in rates or (other, 1) not in rates:
        return
    mine, theirs = rates[one, 1], rates[other, 1]
    what = f"follow-ups{one.removeprefix(OURS)} beside {other}, texts/s of a process"
    told.ratios.append(Ratio(what, shown(mine), shown(theirs), mine / theirs, 5 if other == RQ else None))
