"""Requests a second of a full signed turn, beside a view that answers with a constant, and a sample that does less.

The full turn is served as the Procfile says; the views beside it by gunicorn as it comes, with as many workers and
threads. All of them are up at once, and wrk asks one after the other, in rounds, with the same requests: signed before,
each another turn. The middle of the rounds is told, and where there were several the least and the most.
wrk is a closed loop: a connection waits for its answer, and at half load pauses, before it asks again. So fewer ask
while the server is slow, and how long those would have waited who come all the same is hidden.
"""

import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from tests.benchmarks import serving, signed, wrk
from tests.benchmarks.figures import Findings, Ratio, Size, Table
from tests.benchmarks.serving import MEMORY_ALONE
from tests.benchmarks.wrk import Measured, Rival, Served, served

HALF_LOAD_CONNECTIONS = 8
COMPARED_AT = 16  # connections
HALF = signed.CALLERS // 2
# What counts as half of the whole rate: beside another load a p99 says nothing of the goal.
HALF_AT_LEAST, HALF_AT_MOST = 0.45, 0.55
P99_GOAL = 25  # ms

VOICE = Rival("voice turn", serving.APPLICATION, signed.calls)
TEXT = Rival("SMS turn", serving.APPLICATION, signed.texts)
BARE = Rival("bare view, a constant", "tests.benchmarks.bare:constant", signed.calls)
BARE_TEXT = Rival("bare view, the texts' forms", "tests.benchmarks.bare:constant", signed.texts)
SAMPLE = Rival("sample menu, no signature, no session", "tests.benchmarks.bare:sample", signed.calls)
BONES = Rival("our turn's signature and Redis traffic, no logic", wrk.BONES, signed.calls)
AGAIN = Rival("voice turn, again, beside those below", serving.APPLICATION, signed.calls)
ALIKE = Rival("bare view, served as ours is", BARE.application, signed.calls)
NO_DISK = Rival("voice turn, nothing to disk", serving.APPLICATION, signed.calls, fsync=MEMORY_ALONE)
# Measured in every round, those that a goal compares one after the other.
IN_FULL = (BARE, VOICE, BARE_TEXT, TEXT)
# Compared among themselves, each with how it is served.
BESIDES = (
    (AGAIN, serving.web),
    (SAMPLE, serving.plain),
    (BONES, serving.web),
    (ALIKE, serving.web),
    (Rival("voice turn, Valkey over loopback", serving.APPLICATION, signed.calls, loopback=True), serving.web),
    (Rival("voice turn, fsync each second", serving.APPLICATION, signed.calls, fsync="everysec"), serving.web),
    (NO_DISK, serving.web),
)
# Only what was measured in the same rounds is compared: a noisy machine is another one some minutes later.
COMPARED = (
    ("voice turn beside a sample that does less", AGAIN, SAMPLE),
    ("signature and the same packets to Redis beside a bare view", BONES, ALIKE),
    ("voice turn beside signature and the same packets to Redis", AGAIN, BONES),
    ("voice turn, nothing to disk, beside as it is", NO_DISK, AGAIN),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How it is measured: the rivals, rounds, seconds of each, connections beside COMPARED_AT; seconds for the rest."""

    rivals: tuple[Rival, ...]
    rounds: int
    seconds: int
    others: tuple[int, ...] = ()
    rest: int = 0

    @property
    def round(self) -> float:
        """About how many seconds a round takes, with the signing."""
        return max(3, len(self.rivals)) * (self.seconds + 1.5)


QUICK = Plan((BARE, VOICE), 2, 2)
FULL = Plan(IN_FULL, 3, 5, (1, 4, 64), 130)

Found = dict[tuple[str, int], list[Measured]]


def command_of(rival: Rival) -> Callable[[int, str], list[str]]:
    """How a rival is served, if nothing else is said."""
    return serving.web if rival.ours else serving.plain


def measure(size: Size) -> Findings:
    """The rounds, then the rest as far as there is time."""
    wrk.need()
    plan = size.pick(QUICK, FULL)
    found: Found = defaultdict(list)
    half: dict[str, Measured] = {}
    told = Findings()
    with ExitStack() as ends:
        servers = {rival: ends.enter_context(served(rival, command_of(rival))) for rival in plan.rivals}
        if TEXT not in servers:
            # One service for both, to start it once; those who text it have not rung.
            servers[VOICE].turns = signed.calls(HALF)
            servers[TEXT] = servers[VOICE].beside(signed.texts(HALF, HALF))
        for server in servers.values():
            server.warm()
        for round_ in range(plan.rounds):
            if round_ and not size.room(plan.round + plan.rest):
                told.failed.append(f"web is measured {round_} times, not {plan.rounds}: there was no time for more")
                break
            for rival, server in servers.items():
                found[rival.name, COMPARED_AT].append(server.measure(COMPARED_AT, plan.seconds))
        for rival in (VOICE, TEXT) if plan.others else ():
            half[rival.name] = at_half_load(servers[rival], middle(found[rival.name, COMPARED_AT]).rate)
        told.failed += _at_others(plan, servers, found, size)
    if plan.others:
        told.failed += _besides(found, size)
    return _findings(told, found, half)


def _at_others(plan: Plan, servers: dict[Rival, Served], found: Found, size: Size) -> Iterator[str]:
    for connections in plan.others:
        for rival, server in servers.items():
            if not size.room(30):
                yield f"{rival.name} is not measured with {connections} connections: there was no time"
            else:
                found[rival.name, connections].append(server.measure(connections, 2))


def _besides(found: Found, size: Size) -> Iterator[str]:
    with ExitStack() as ends:
        servers = {rival.name: ends.enter_context(served(rival, command)) for rival, command in BESIDES}
        for server in servers.values():
            server.warm()
        for round_ in range(2):
            for name, server in servers.items():
                if size.room(20):
                    found[name, COMPARED_AT].append(server.measure(COMPARED_AT, 3))
                elif not round_:
                    yield f"{name} is not measured: there was no time"


def at_half_load(server: Served, most: float) -> Measured:
    """Half the requests a second that it can answer, at random moments."""
    pause = HALF_LOAD_CONNECTIONS / (most / 2)
    first = server.measure(HALF_LOAD_CONNECTIONS, 2, pause)
    # A connection waits for its answer before it waits for its next turn.
    return server.measure(HALF_LOAD_CONNECTIONS, 6, max(pause - first.mean / 1000, 0.001))


def middle(them: Iterable[Measured]) -> Measured:
    """The median of each figure; all that went wrong."""
    all_ = [*them]
    whole = {name: statistics.median(getattr(one, name) for one in all_) for name in ("rate", "mean", "p50", "p99")}
    return Measured(**whole, bad=sum(one.bad for one in all_), lost=sum(one.lost for one in all_))


def _row(name: str, connections: int, them: list[Measured]) -> tuple[str, ...]:
    one, rates = middle(them), sorted(one.rate for one in them)
    spread = f"{rates[0]:,.0f} to {rates[-1]:,.0f}" if len(rates) > 1 else ""
    return (
        name,
        str(connections),
        f"{one.rate:,.0f}",
        spread,
        f"{one.p50:.1f}",
        f"{one.p99:.1f}",
        str(one.bad + one.lost),
    )


def _findings(told: Findings, every: Found, half: dict[str, Measured]) -> Findings:
    order = [*dict.fromkeys(name for name, _ in every)]
    keys = sorted(every, key=lambda key: (order.index(key[0]), key[1]))
    rows = [_row(*key, every[key]) for key in keys]
    rows += [_row(f"{name}, half load", HALF_LOAD_CONNECTIONS, [one]) for name, one in half.items()]
    head = ("what answers", "connections", "requests/s", "least to most", "p50 ms", "p99 ms", "not answered well")
    note = __doc__.partition("\n\n")[2].strip().replace("\n", " ")
    told.tables.append(Table("Web", head, tuple(rows), note))
    bare_text = BARE_TEXT if (BARE_TEXT.name, COMPARED_AT) in every else BARE
    for what, one, other in (("voice", VOICE, BARE), ("SMS", TEXT, bare_text)):
        told.ratios += beside(every, f"{what} turn beside a bare view", one, other, 0.55)
    for what, one, other in COMPARED:
        told.ratios += beside(every, what, one, other)
    whole = {name: middle(them).rate for (name, connections), them in every.items() if connections == COMPARED_AT}
    told.ratios += [half_loaded(name, one, whole[name]) for name, one in half.items()]
    told.figures |= {"voice turns/s": whole[VOICE.name], "text turns/s": whole[TEXT.name]}
    return told


def beside(every: Found, what: str, one: Rival, other: Rival, goal: float | None = None) -> list[Ratio]:
    """The ratio of two rates, of those rounds in which both were measured; nothing if there was none."""
    both = [*zip(*(every.get((rival.name, COMPARED_AT), ()) for rival in (one, other)), strict=False)]
    if not both:
        return []
    ours, theirs = (middle(them).rate for them in zip(*both, strict=True))
    return [Ratio(f"{what}, requests/s", f"{ours:,.0f}", f"{theirs:,.0f}", ours / theirs, goal)]


def half_loaded(name: str, one: Measured, whole: float) -> Ratio:
    """The p99 at half load, and what share of the `whole` rate that was; no verdict where it was not half."""
    share = round(one.rate / whole, 2)
    goal = P99_GOAL if HALF_AT_LEAST <= share <= HALF_AT_MOST else None
    load = f"{one.rate:,.0f} requests/s, {share:.0%} of the whole"
    return Ratio(f"{name}, p99 at half load", load, "", one.p99, goal, True, " ms")
