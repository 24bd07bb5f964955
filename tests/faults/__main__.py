"""The full fault test: `python -m tests.faults` kills over two hundred times, and prints the figures."""

import argparse
import signal
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import as_completed
from contextlib import ExitStack
from pathlib import Path

from tests.faults.hurry import CLAIM
from tests.faults.run import Outcome, running, stand
from tests.faults.steps import TEXTS, cases


def main() -> None:
    """Run, print, and end with an error unless every text came exactly once."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3, help="times that each step is met with each death [3]")
    options.add_argument("--at-once", type=int, default=16, help="runs at the same time [16]")
    wanted = options.parse_args()
    began, outcomes = time.monotonic(), list[Outcome]()
    signal.signal(signal.SIGTERM, _end)
    with ExitStack() as ends:
        folder = ends.enter_context(tempfile.TemporaryDirectory())
        shared = ends.enter_context(stand(Path(folder), linger=CLAIM + 2))
        for done in as_completed(ends.enter_context(running(shared, cases(wanted.rounds), wanted.at_once))):
            outcomes.append(done.result())
            if not outcomes[-1].fine:
                print(outcomes[-1].told, flush=True)
    print(figures(outcomes, time.monotonic() - began))
    if not all(outcome.fine for outcome in outcomes):
        sys.exit(1)


def _end(*_: object) -> None:
    """Asked to end: once, for there are processes of our own to end first."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)


def figures(outcomes: list[Outcome], seconds: float) -> str:
    """What came of it, in lines."""
    kills = Counter((outcome.case.sort, outcome.case.step) for outcome in outcomes)
    deaths = Counter(outcome.case.dies for outcome in outcomes)
    totals = {
        "runs": len(outcomes),
        "texts": len(outcomes) * TEXTS,
        "lost": sum(outcome.lost for outcome in outcomes),
        "doubled": sum(outcome.doubled for outcome in outcomes),
        "otherwise wrong": sum(bool(outcome.wrong) for outcome in outcomes),
        "longest recovery": f"{max(outcome.recovery for outcome in outcomes):.1f} s",
        "all of it": f"{seconds:.0f} s",
    }
    lines = [f"{count:5}  {sort}: {step}" for (sort, step), count in sorted(kills.items())]
    lines += [f"{count:5}  {who} killed" for who, count in sorted(deaths.items())]
    return "\n".join(["kills:", *lines, *(f"{name}: {figure}" for name, figure in totals.items())])


if __name__ == "__main__":
    main()
