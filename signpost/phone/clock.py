"""Another time for the stand-in's stack, so that a pack can be heard on any day and at any hour.

`python -m signpost.phone.clock SECONDS COMMAND ...` is a command of this environment with its clock put on by so many
seconds, or back if there are fewer than none. Processes that are given the same agree on the time. Nothing else does
this: the service itself has no setting for it.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import entry_points

import time_machine


def seconds_to(at: datetime) -> int:
    """By how many seconds a clock is to be put on, to be at `at` (aware) now."""
    return round(at.timestamp() - time.time())


@contextmanager
def put_on(seconds: int) -> Iterator[None]:
    """The clock of this process, and of those that it forks, put on by so many seconds, and ticking."""
    with time_machine.travel(datetime.fromtimestamp(time.time() + seconds, UTC), tick=True):
        yield


def main() -> None:
    """Run a command."""
    seconds, *sys.argv = sys.argv[1:]
    [script] = entry_points(group="console_scripts", name=sys.argv[0])
    with put_on(int(seconds)):
        # Only now is it read: what takes the time on the way takes it from this clock.
        sys.exit(script.load()())


if __name__ == "__main__":
    main()
