"""Requests a second of a full signed turn, beside a view that answers with a constant, and a sample that does less.

Every application is served as the Procfile says, with the same requests, in the same run. wrk sends them: signed
before, each another turn, by 1 to 64 connections. If there is time all is done twice, and the middle is told.
"""

import json
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from signpost.adapters.connection import connect
from tests.benchmarks import serving, signed
from tests.benchmarks.figures import CannotMeasureError, Findings, Ratio, Size, Table

SCRIPT = Path(__file__).with_name("signed.lua")
HALF_LOAD_CONNECTIONS = 8
COMPARED_AT = 16  # connections
# More requests a second than any of these servers answers here.
FASTEST = 5000
# Seconds: where a round takes longer, as on a busy machine, there is no second one.
LONG_ROUND = 150


@dataclass(frozen=True, slots=True)
class Measured:
    """What wrk found: requests a second, milliseconds, answers that were no 200, connections that broke."""

    rate: float
    mean: float
    p50: float
    p99: float
    bad: int
    lost: int


@dataclass(frozen=True, slots=True)
class Rival:
    """Something that is served and measured: what it is called, its application, its requests, and its Redis."""

    name: str
    application: str
    turns: Callable[[], Iterator[signed.Turn]]
    loopback: bool = False
    fsync: str = "always"

    @property
    def ours(self) -> bool:
        """Whether it is the service."""
        return self.application == serving.APPLICATION


VOICE = Rival("voice turn", serving.APPLICATION, signed.calls)
TEXT = Rival("SMS turn", serving.APPLICATION, signed.texts)
BARE = Rival("bare view, a constant", "tests.benchmarks.bare:constant", signed.calls)
BARE_TEXT = Rival("bare view, the texts' forms", "tests.benchmarks.bare:constant", signed.texts)
SAMPLE = Rival("sample menu, no signature, no session", "tests.benchmarks.bare:sample", signed.calls)
RIVALS = (
    BARE,
    SAMPLE,
    VOICE,
    Rival("voice turn, Valkey over loopback", serving.APPLICATION, signed.calls, loopback=True),
    Rival("voice turn, fsync each second", serving.APPLICATION, signed.calls, fsync="everysec"),
    BARE_TEXT,
    TEXT,
)


# The others are measured at one number of connections only.
IN_FULL = (BARE, SAMPLE, VOICE, BARE_TEXT, TEXT)


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers, and where its requests come from."""

    port: int
    requests: Iterator[signed.Turn]
    file: Path
    ours: bool

    def measure(self, connections: int, seconds: int, rate: float, pause: float | None = None) -> Measured:
        """So many connections, so long. No turn is sent twice while `rate` is not exceeded."""
        signed.write(
            islice(self.requests, int(rate * seconds) + 4 * connections), f"http://127.0.0.1:{self.port}", self.file
        )
        given = [str(self.file)] if pause is None else [str(self.file), f"{pause:.6f}"]
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(SCRIPT)]
        done = subprocess.run(
            [*command, f"http://127.0.0.1:{self.port}", "--", *given], capture_output=True, text=True, check=True
        )
        found = json.loads(done.stdout.splitlines()[-1])
        # A turn that comes twice is answered from memory: that would flatter.
        assert found["used"] <= found["have"] or not self.ours, "more requests were sent than were signed"
        return Measured(*(found[name] for name in ("rate", "mean", "p50", "p99", "bad", "lost")))


@contextmanager
def served(rival: Rival, command: Callable[[int, str], list[str]] = serving.web) -> Iterator[Served]:
    """The rival, ready."""
    with ExitStack() as ends:
        url = (
            ends.enter_context(serving.valkey(loopback=rival.loopback, fsync=rival.fsync))
            if rival.ours
            else "redis://x"
        )
        port, folder = serving.free_port(), Path(ends.enter_context(tempfile.TemporaryDirectory()))
        env = serving.settings(url, port)
        ends.enter_context(serving.started(command(port, rival.application), env, port))
        yield Served(port, rival.turns(), folder / "requests", rival.ours)
        if rival.ours:
            with connect(url) as redis:
                # Else something else was measured than turns.
                assert redis.dbsize() > 1, "no turn was kept"


def need_wrk() -> None:
    """Raises CannotMeasureError where there is no wrk."""
    if not shutil.which("wrk"):
        raise CannotMeasureError("wrk is not installed: apt-get install wrk")


def measure(size: Size) -> Findings:
    """All rivals at each number of connections."""
    need_wrk()
    levels, seconds, rounds = size.pick((COMPARED_AT,), (1, 4, 16, 64)), 2, size.pick(1, 2)
    rivals = size.pick((BARE, VOICE, TEXT), RIVALS)
    found: dict[tuple[str, int], list[Measured]] = {}
    half: dict[str, Measured] = {}
    began = time.monotonic()
    for done in range(rounds):
        if done and time.monotonic() - began > LONG_ROUND:
            break
        for rival in rivals:
            with served(rival) as server:
                rate = server.measure(4, 1, FASTEST).rate
                for connections in levels if rival in IN_FULL else (COMPARED_AT,):
                    now = server.measure(connections, seconds, 4 * rate + 200 if rival.ours else rate)
                    found.setdefault((rival.name, connections), []).append(now)
                if rival in {VOICE, TEXT} and not size.quick:
                    half[rival.name] = at_half_load(server, found[rival.name, COMPARED_AT][-1].rate, seconds)
    return _findings({key: middle(them) for key, them in found.items()}, half)


def at_half_load(server: Served, most: float, seconds: int) -> Measured:
    """Half the requests a second that it can answer, at random moments."""
    pause = HALF_LOAD_CONNECTIONS / (most / 2)
    first = server.measure(HALF_LOAD_CONNECTIONS, seconds, 2 * most, pause)
    # A connection waits for its answer before it waits for its next turn.
    return server.measure(HALF_LOAD_CONNECTIONS, seconds, 2 * most, max(pause - first.mean / 1000, 0.001))


def middle(them: list[Measured]) -> Measured:
    """The median of each figure; all that went wrong."""
    whole = {name: statistics.median(getattr(one, name) for one in them) for name in ("rate", "mean", "p50", "p99")}
    return Measured(**whole, bad=sum(one.bad for one in them), lost=sum(one.lost for one in them))


def _findings(found: dict[tuple[str, int], Measured], half: dict[str, Measured]) -> Findings:
    rows = tuple(
        (name, str(connections), f"{one.rate:,.0f}", f"{one.p50:.1f}", f"{one.p99:.1f}", _trouble(one))
        for (name, connections), one in found.items()
    )
    halves = tuple(
        (
            f"{name}, half load",
            str(HALF_LOAD_CONNECTIONS),
            f"{one.rate:,.0f}",
            f"{one.p50:.1f}",
            f"{one.p99:.1f}",
            _trouble(one),
        )
        for name, one in half.items()
    )
    head = ("served by the Procfile's gunicorn", "connections", "requests/s", "p50 ms", "p99 ms", "not answered well")
    told = Findings([Table("Web", head, (*rows, *halves), __doc__.partition("\n\n")[2].strip().replace("\n", " "))])
    voice, text = found[VOICE.name, COMPARED_AT].rate, found[TEXT.name, COMPARED_AT].rate
    bare = found[BARE.name, COMPARED_AT].rate
    bare_text = found.get((BARE_TEXT.name, COMPARED_AT), found[BARE.name, COMPARED_AT]).rate
    for name, ours, beside in (("voice", voice, bare), ("SMS", text, bare_text)):
        what = f"{name} turn beside a bare view, requests/s"
        told.ratios.append(Ratio(what, f"{ours:,.0f}", f"{beside:,.0f}", ours / beside, 0.55))
    if sample := found.get((SAMPLE.name, COMPARED_AT)):
        what = "voice turn beside a sample that does less, requests/s"
        told.ratios.append(Ratio(what, f"{voice:,.0f}", f"{sample.rate:,.0f}", voice / sample.rate))
    for name, one in half.items():
        told.ratios.append(
            Ratio(f"{name}, p99 at half load", f"{one.rate:,.0f} requests/s", "", one.p99, 25, True, " ms")
        )
    told.figures |= {"voice turns/s": voice, "text turns/s": text}
    return told


def _trouble(one: Measured) -> str:
    return f"{one.bad + one.lost}"
