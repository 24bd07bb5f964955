"""Requests a second of a full signed turn, beside a view that answers with a constant, and a sample that does less.

The full turn is served as the Procfile says; the views beside it by gunicorn as it comes, with as many workers and
threads. All of them are up at once, and wrk asks one after the other, in rounds, with the same requests: signed before,
each another turn. The middle of the rounds is told, and where there were several the least and the most.
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

VOICE = Rival("voice turn", serving.APPLICATION, signed.calls)
TEXT = Rival("SMS turn", serving.APPLICATION, signed.texts)
BARE = Rival("bare view, a constant", "tests.benchmarks.bare:constant", signed.calls)
BARE_TEXT = Rival("bare view, the texts' forms", "tests.benchmarks.bare:constant", signed.texts)
SAMPLE = Rival("sample menu, no signature, no session", "tests.benchmarks.bare:sample", signed.calls)
BONES = Rival("signature, two packets to Redis, a constant", wrk.BONES, signed.calls)
# Measured in every round, those that a goal compares one after the other.
IN_FULL = (BARE, VOICE, BARE_TEXT, TEXT)
# Compared among themselves, each with how it is served.
BESIDES = (
    (Rival("voice turn, again, beside those below", serving.APPLICATION, signed.calls), serving.web),
    (SAMPLE, serving.plain),
    (BONES, serving.web),
    (Rival("bare view, served as ours is", BARE.application, signed.calls), serving.web),
    (Rival("voice turn, Valkey over loopback", serving.APPLICATION, signed.calls, loopback=True), serving.web),
    (Rival("voice turn, fsync each second", serving.APPLICATION, signed.calls, fsync="everysec"), serving.web),
    (Rival("voice turn, nothing to disk", serving.APPLICATION, signed.calls, fsync=MEMORY_ALONE), serving.web),
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
FULL = Plan(IN_FULL, 3, 5, (1, 4, 64), 100)

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
        for rival, server in servers.items():
            found[rival.name, 4].append(server.warm(2 if plan.others else 1))
        for round_ in range(plan.rounds):
            if round_ and not size.room(plan.round + plan.rest):
                told.failed.append(f"web is measured {round_} times, not {plan.rounds}: there was no time for more")
                break
            for rival, server in servers.items():
                found[rival.name, COMPARED_AT].append(server.measure(COMPARED_AT, plan.seconds))
        for rival in (VOICE, TEXT) if plan.others else ():
            half[rival.name] = at_half_load(servers[rival], found[rival.name, COMPARED_AT][-1].rate)
        told.failed += _at_others(plan, servers, found, size)
    if plan.others:
        told.failed += _besides(found, size)
    else:
        found = {key: them for key, them in found.items() if key[1] == COMPARED_AT}
    return _findings(told, found, half)


def _at_others(plan: Plan, servers: dict[Rival, Served], found: Found, size: Size) -> Iterator[str]:
    for connections in plan.others:
        for rival, server in servers.items():
            if not size.room(30):
                yield f"{rival.name} is not measured with {connections} connections: there was no time"
            elif connections != 4:
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
    found = {key: middle(them) for key, them in every.items()}
    _compared(told, {name: one.rate for (name, connections), one in found.items() if connections == COMPARED_AT})
    for name, one in half.items():
        told.ratios.append(
            Ratio(f"{name}, p99 at half load", f"{one.rate:,.0f} requests/s", "", one.p99, 25, True, " ms")
        )
    return told


def _compared(told: Findings, rates: dict[str, float]) -> None:
    voice, text, bare = rates[VOICE.name], rates[TEXT.name], rates[BARE.name]
    for name, ours, beside in (("voice", voice, bare), ("SMS", text, rates.get(BARE_TEXT.name, bare))):
        what = f"{name} turn beside a bare view, requests/s"
        told.ratios.append(Ratio(what, f"{ours:,.0f}", f"{beside:,.0f}", ours / beside, 0.55))
    if sample := rates.get(SAMPLE.name):
        what = "voice turn beside a sample that does less, requests/s"
        told.ratios.append(Ratio(what, f"{voice:,.0f}", f"{sample:,.0f}", voice / sample))
    if bones := rates.get(BONES.name):
        what = "signature and two packets to Redis beside a bare view, requests/s"
        told.ratios.append(Ratio(what, f"{bones:,.0f}", f"{bare:,.0f}", bones / bare))
    told.figures |= {"voice turns/s": voice, "text turns/s": text}
