"""The lean carrier with its clock put on as the workers' is: `python -m tests.faults.carrier SHIFT [FAULTS]`.

A text is looked for at the carrier by when it took it, so that the two must agree on the time.
"""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests import at_ten, lean_carrier


@contextmanager
def running(shift: int, faults: float = 0.0) -> Iterator[lean_carrier.LeanCarrier]:
    """The carrier in a process of its own, while it is needed; `faults` is the share of its answers that are bad."""
    command = [sys.executable, "-m", "tests.faults.carrier", str(shift), str(faults)]
    # Ctrl-C is for whoever started it: the runs are broken off while the carrier is there.
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as started:
        assert started.stdout
        try:
            yield lean_carrier.LeanCarrier(started.stdout.readline().strip())
        finally:
            started.terminate()


if __name__ == "__main__":
    with at_ten.shifted(int(sys.argv[1])):
        asyncio.run(lean_carrier.serve(*map(float, sys.argv[2:])))
