"""Fuzz both webhooks by hand: `python -m tests.fuzz --inputs 100000`. Prints the figures, and fails on any fault."""

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings

from signpost.adapters.connection import connect
from signpost.adapters.embedded import ensure, stop
from signpost.bootstrap import build
from signpost.settings import Settings
from signpost.web import make_app
from tests.fuzz.fields import requests
from tests.fuzz.judged import Judge
from tests.house import environment
from tests.web.conftest import PUBLIC_URL

# The server is emptied after so many: days of a busy line, each with its own history.
A_DAY = 2_000


def main() -> int:
    """Run it; the exit status."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--inputs", type=int, default=100_000)
    asked.add_argument("--seed", type=int, default=int(time.time()))
    given_ = asked.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    url = ensure(folder)
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in environment(url, PUBLIC_URL).items():
                patch.setenv(name, value)
            patch.setenv("SIGNPOST_MOST_FROM_ONE", "100000000")
            patch.setenv("SIGNPOST_MOST_FROM_A_BLOCK", "100000000")
            return _fuzz(url, given_.inputs, given_.seed)
    finally:
        stop(folder)
        shutil.rmtree(folder)


def _fuzz(url: str, inputs: int, first: int) -> int:
    judge = Judge(make_app(build(Settings.from_env())).test_client())
    started = time.monotonic()
    with connect(url) as redis:
        while judge.inputs < inputs:
            redis.flushall()
            _some(judge, min(A_DAY, inputs - judge.inputs), first + judge.inputs)
            print(f"{judge.inputs} inputs, {len(judge.faults)} faults", file=sys.stderr, flush=True)
    print(f"seed {first}: {judge.inputs} inputs in {time.monotonic() - started:.0f} s, {judge.refused} over 64 kB")
    print(f"longest answer {judge.longest:.2f} s, largest {judge.largest} bytes, faults {len(judge.faults)}")
    for fault, count in Counter(judge.faults).most_common(20):
        print(f"  {count} x {fault}")
    return 1 if judge.faults else 0


def _some(judge: Judge, count: int, which: int) -> None:
    @seed(which)
    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests)
    def one(request: tuple[str, str | None, dict[str, str]]) -> None:
        wrong = judge.send(*request)
        if wrong and len(judge.faults) < 40:
            print(f"{wrong}: {str(request)[:600]}", file=sys.stderr, flush=True)

    before = judge.inputs
    one()
    if judge.inputs == before:
        raise SystemExit("nothing was tried")


if __name__ == "__main__":
    sys.exit(main())
