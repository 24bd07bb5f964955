"""The full fault test: `python -m tests.faults` has all go wrong that can, and prints one table of what came of it."""

import argparse
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import as_completed
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from signpost.phone.stack import PROCESSES
from tests.faults import away, carrier_away, ending, failover, kept
from tests.faults.hurry import CLAIM
from tests.faults.run import Outcome, running, stand
from tests.faults.steps import TEXTS, cases
from tests.faults.table import MOST, Row, printed

# How often each step of a send meets each death, and how many such runs there are at the same time.
ROUNDS, AT_ONCE = 3, 16
# Callers, as many texters, and as many of each who want something kept; and how long each fault lasts at least.
WALKERS, SECONDS = 2, 5.0
# People who are texted in each mood of the carrier.
TEXTED = 2


def main() -> None:
    """Run, print, and end with an error unless all is as it should be."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("parts", nargs="*", metavar="part", help=f"one or more of {', '.join(_PARTS)} [all]")
    wanted = options.parse_args().parts or list(_PARTS)
    if unknown := set(wanted) - set(_PARTS):
        options.error(f"there is no part {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGTERM, _end)
    began, rows = time.monotonic(), list[Row]()
    for name in wanted:
        print(f"{name} ...", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            found = _PARTS[name](Path(folder))
        rows += found
        _tell({row.fault: "well" if row.fine else "NOT WELL" for row in found})
    print(f"{printed(rows)}\nAll of it took {time.monotonic() - began:.0f} s.")
    for row in rows:
        for wrong, count in Counter(row.wrong).items():
            print(re.sub(r"\+44\d+", "(a number)", f"{row.fault}: {count} times: {wrong}"))
    if not all(row.fine for row in rows):
        sys.exit(1)


def _end(*_: object) -> None:
    """Asked to end: once, for there are processes of our own to end first."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)


def _steps(folder: Path) -> list[Row]:
    """Kill at each step of a send, each run with a worker and a Redis of its own."""
    outcomes = list[Outcome]()
    with ExitStack() as ends:
        shared = ends.enter_context(stand(folder, linger=CLAIM + 2))
        for done in as_completed(ends.enter_context(running(shared, cases(ROUNDS), AT_ONCE))):
            outcomes.append(done.result())
    _tell({"longest recovery": f"{max(outcome.recovery for outcome in outcomes):.1f} s"})
    deaths = {outcome.case.dies for outcome in outcomes}
    return [_killed(str(who), [one for one in outcomes if one.case.dies is who]) for who in sorted(deaths)]


def _killed(who: str, outcomes: list[Outcome]) -> Row:
    texts, lost = len(outcomes) * TEXTS, sum(outcome.lost for outcome in outcomes)
    wrong = tuple(outcome.told for outcome in outcomes if not outcome.fine)
    doubled = sum(outcome.doubled for outcome in outcomes)
    return Row(
        f"{who} killed at a step of a send, {len(outcomes)} times", texts, texts - lost, lost, doubled, None, wrong
    )


def _kept(folder: Path) -> list[Row]:
    outcome = kept.run(folder, people=kept.PEOPLE, rounds=3, commands=PROCESSES)
    _tell(outcome.figures)
    return [outcome.row]


def _failover(folder: Path) -> list[Row]:
    rows = []
    for hangs in (False, True):
        place = folder / f"{hangs}"
        place.mkdir()
        outcome = failover.run(place, people=kept.PEOPLE, hangs=hangs)
        _tell(outcome.figures)
        rows.append(outcome.row)
    return rows


def _away(folder: Path) -> list[Row]:
    return _in_time(away.run(folder, PROCESSES, people=WALKERS, seconds=SECONDS))


def _carrier(folder: Path) -> list[Row]:
    return _in_time(carrier_away.run(folder, PROCESSES, people=TEXTED, at_once=False))


def _ending(folder: Path) -> list[Row]:
    return _in_time(ending.run(folder, PROCESSES))


def _in_time(rows: list[Row]) -> list[Row]:
    """The same, and wrong where somebody waited too long. Whoever meets a web that is just starting is not asked."""
    late = f"an answer took longer than {MOST:.0f} s"
    return [replace(row, wrong=(*row.wrong, late)) if (row.longest or 0) > MOST else row for row in rows]


def _tell(figures: Mapping[str, object]) -> None:
    for name, figure in figures.items():
        print(f"  {name}: {figure}", flush=True)


_PARTS: Mapping[str, Callable[[Path], list[Row]]] = {
    "away": _away,
    "carrier": _carrier,
    "ending": _ending,
    "failover": _failover,
    "kept": _kept,
    "steps": _steps,
}


if __name__ == "__main__":
    main()
