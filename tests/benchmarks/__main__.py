"""`python -m tests.benchmarks` measures everything that has a benchmark here, and prints it; `make bench` is the same.

--quick measures less, in under 90 seconds; --write puts what was found into the README; names measure only those.
"""

import argparse
import subprocess
import sys
import time

from tests.benchmarks import engine, growth, machine, national, queues, report, servers, starts, trips, web, where
from tests.benchmarks.figures import Benchmark, CannotMeasureError, Findings, Size

BENCHMARKS: dict[str, Benchmark] = {
    "web": web.measure,
    "engine": engine.measure,
    "trips": trips.measure,
    "starts": starts.measure,
    "where": where.measure,
    "queues": queues.measure,
    "growth": growth.measure,
    "servers": servers.measure,
}
QUICK = ("engine", "trips", "web", "queues")
# Of the whole run in seconds: what would begin later is left out, and said to be.
PATIENCE = 780.0


def main() -> None:
    """Read what to measure, measure it, print and write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    if unknown := set(wanted.names) - set(BENCHMARKS):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    before = machine.load()
    names = wanted.names or (QUICK if wanted.quick else tuple(BENCHMARKS))
    found = measured(names, Size(wanted.quick))
    described = machine.described(before)
    for table in found.tables:
        print(f"\n{table.markdown()}")
    print(f"\n{report.summary(found, described)}")
    page = national.reckoned(found.figures)
    if page:
        print(f"\n{page.markdown()}")
    if wanted.write:
        report.write(found, described, page)


def measured(names: tuple[str, ...], size: Size) -> Findings:
    """What these find, one after the other; one that cannot be measured is noted, and the others go on."""
    whole, began = Findings(), time.monotonic()
    for name in names:
        if time.monotonic() - began > PATIENCE:
            whole.failed.append(f"{name} is not measured: the time for all was over")
            continue
        print(f"measuring: {name} ...", file=sys.stderr, flush=True)
        started = time.monotonic()
        try:
            part = BENCHMARKS[name](size)
        except (CannotMeasureError, AssertionError, OSError, subprocess.SubprocessError) as fault:
            whole.failed.append(f"{name} is not measured: {fault or type(fault).__name__}")
            print(f"  {whole.failed[-1]}", file=sys.stderr, flush=True)
            continue
        print(f"  {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
        whole.tables += part.tables
        whole.ratios += part.ratios
        whole.failed += part.failed
        whole.figures |= part.figures
    return whole


if __name__ == "__main__":
    main()
