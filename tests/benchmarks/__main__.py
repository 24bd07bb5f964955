"""`python -m tests.benchmarks` measures everything that has a benchmark here, and prints it; `make bench` is the same.

--quick measures less, in under 90 seconds, and prints the ratios alone; --write puts what was found into the README;
names measure only those. Each has a time of its own, and what those before it have spared: what is cut off is told.
Ends with 1, and writes nothing, when one of them was not measured. A goal that is missed is no failure: machines
differ.
"""

import argparse
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from tests.benchmarks import engine, growth, machine, national, queues, report, servers, starts, trips, web, where
from tests.benchmarks.figures import Benchmark, CannotMeasureError, Findings, Size


@dataclass(frozen=True, slots=True)
class Budget:
    """A benchmark, and how many seconds it has; when all is measured quickly, `quick`, or it is left out if 0."""

    measure: Benchmark
    seconds: float
    quick: float = 0.0

    def room(self, *, quick: bool) -> float:
        """How many seconds it has."""
        return self.quick or self.seconds if quick else self.seconds


# First what the goals are about. On a quiet machine each needs about half of its time; beside others' work all of them
# took twelve and a half minutes. Together no more than 870 seconds, and 80 when quick.
BENCHMARKS: dict[str, Budget] = {
    "web": Budget(web.measure, 240, 34),
    "engine": Budget(engine.measure, 60, 12),
    "trips": Budget(trips.measure, 40, 10),
    "queues": Budget(queues.measure, 180, 24),
    "where": Budget(where.measure, 30),
    "starts": Budget(starts.measure, 40),
    "growth": Budget(growth.measure, 150),
    "servers": Budget(servers.measure, 130),
}
QUICK = tuple(name for name, budget in BENCHMARKS.items() if budget.quick)


class TimeIsUpError(BaseException):
    """The time of a benchmark is over. Not an Exception: what is measured would answer for it as for its own faults."""


def main() -> None:
    """Read what to measure, measure it, print and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    if unknown := set(wanted.names) - set(BENCHMARKS):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    # So that what was started is ended, if we are.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    # Whoever works on meanwhile changes nothing of what was measured first.
    before, commit = machine.load(), machine.commit(machine.HERE)
    names = wanted.names or (QUICK if wanted.quick else tuple(BENCHMARKS))
    found, whole = measured(names, quick=wanted.quick)
    described = machine.described(before, commit)
    for table in found.tables if wanted.names or not wanted.quick else ():
        print(f"\n{table.markdown()}")
    print(f"\n{report.summary(found, described)}")
    page = national.reckoned(found.figures)
    if page:
        print(f"\n{page.markdown()}")
    if wanted.write and whole:
        report.write(found, described, page)
    if not whole:
        if wanted.write:
            print(f"{report.README} is left as it was: not everything was measured", file=sys.stderr)
        sys.exit(1)


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Raises TimeIsUpError in what is done here once so many seconds are over."""

    def over(_number: int, _frame: FrameType | None) -> None:
        raise TimeIsUpError

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def measured(names: tuple[str, ...], *, quick: bool) -> tuple[Findings, bool]:
    """What these find, one after the other, and whether each was measured; of one that was not, why is noted."""
    whole, every, spared = Findings(), True, 0.0
    for name in names:
        print(f"measuring: {name} ...", file=sys.stderr, flush=True)
        # What those before did not need is this one's as well: all together take no longer for it.
        started, room = time.monotonic(), BENCHMARKS[name].room(quick=quick) + spared
        try:
            with bounded(room):
                part = BENCHMARKS[name].measure(Size(quick, started + room))
        except TimeIsUpError:
            part = Findings(failed=[f"{name} is not measured: it was cut off after {room:.3g} seconds"])
            every = False
        except Exception as fault:  # the others are measured whatever befalls this one
            if not isinstance(fault, CannotMeasureError):
                traceback.print_exception(fault)
            part = Findings(failed=[f"{name} is not measured: {fault or type(fault).__name__}"])
            every = False
        for line in part.failed:
            print(f"  {line}", file=sys.stderr, flush=True)
        took = time.monotonic() - started
        spared = max(0.0, room - took)
        print(f"  {took:.0f} s", file=sys.stderr, flush=True)
        whole.tables += [table for table in part.tables if table.rows]
        whole.ratios += part.ratios
        whole.failed += part.failed
        whole.figures |= part.figures
    return whole, every


if __name__ == "__main__":
    main()
