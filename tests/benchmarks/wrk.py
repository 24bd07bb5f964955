"""A server that is asked by wrk: truly signed requests, no two of them the same turn."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from signpost.adapters.connection import connect
from tests.benchmarks import serving, signed
from tests.benchmarks.figures import CannotMeasureError
from tests.benchmarks.serving import Launched

SCRIPT = Path(__file__).with_name("signed.lua")
# Requests a second that are signed before anything is known of a server. For a view that tells no turns apart, which
# may get them again and again, never more.
FIRST = 600
BONES = "tests.benchmarks.bones:create_app()"


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
    fsync: str = ""

    @property
    def ours(self) -> bool:
        """Whether it is the service."""
        return self.application == serving.APPLICATION

    @property
    def kept(self) -> bool:
        """Whether it keeps what it does in Redis."""
        return self.application in {serving.APPLICATION, BONES}


@dataclass(slots=True)
class Served:
    """A server that answers, where its requests come from, and those that are signed but not sent yet."""

    launched: Launched
    turns: Iterator[signed.Turn]
    file: Path
    ours: bool
    fastest: float = FIRST
    ready: list[str] = field(default_factory=list)

    def beside(self, turns: Iterator[signed.Turn]) -> "Served":
        """The same server, asked for other turns."""
        return Served(self.launched, turns, self.file.with_suffix(".beside"), self.ours, self.fastest)

    def warm(self, seconds: int = 1) -> Measured:
        """Wait for it, and measure it a first time: what a server meets for the first time is not what a turn takes."""
        self.launched.wait()
        return self.measure(4, seconds)

    def measure(self, connections: int, seconds: int, pause: float | None = None) -> Measured:
        """So many connections, so long; with `pause` each waits so many seconds between its requests, on average.

        A turn that comes twice is answered from memory, and that would flatter: where it was faster than was
        thought, and requests ran out, all is measured again with more.
        """
        while True:
            found, enough = self._measured(connections, seconds, pause)
            self.fastest = max(self.fastest, found.rate)
            if enough or not self.ours:
                return found
            self.fastest *= 2

    def _measured(self, connections: int, seconds: int, pause: float | None) -> tuple[Measured, bool]:
        most = self.fastest if pause is None else min(self.fastest, connections / pause)
        count = int(1.5 * most * seconds) + 4 * connections if self.ours else 5 * FIRST
        missing = count - len(self.ready)
        self.ready += signed.lines(islice(self.turns, max(missing, 0)), f"http://127.0.0.1:{self.launched.port}")
        self.file.write_text("".join(self.ready), encoding="ascii")
        given = [str(self.file)] if pause is None else [str(self.file), f"{pause:.6f}"]
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "20s", "-s", str(SCRIPT)]
        done = subprocess.run(
            [*command, f"http://127.0.0.1:{self.launched.port}", "--", *given],
            capture_output=True,
            text=True,
            check=True,
        )
        found = json.loads(done.stdout.splitlines()[-1])
        if self.ours:
            del self.ready[: found["used"]]
        measured = Measured(*(found[name] for name in ("rate", "mean", "p50", "p99", "bad", "lost")))
        return measured, found["used"] <= found["have"]


@contextmanager
def served(rival: Rival, command: Callable[[int, str], list[str]]) -> Iterator[Served]:
    """The rival, launched. Whoever launches several has them start together, and waits for each before it is asked."""
    with ExitStack() as ends:
        url = (
            ends.enter_context(serving.valkey(loopback=rival.loopback, fsync=rival.fsync))
            if rival.kept
            else "redis://x"
        )
        port, folder = serving.free_port(), Path(ends.enter_context(tempfile.TemporaryDirectory()))
        env = serving.settings(url, port)
        launched = ends.enter_context(serving.launched(command(port, rival.application), env, port))
        yield Served(launched, rival.turns(), folder / "requests", rival.ours)
        if rival.kept:
            with connect(url) as redis:
                # Else something else was measured than turns.
                assert redis.dbsize() > 1, "no turn was kept"


def need() -> None:
    """Raises CannotMeasureError where there is no wrk."""
    if not shutil.which("wrk"):
        raise CannotMeasureError("wrk is not installed: apt-get install wrk")
