"""The service's own commands on a Monday at ten in the morning, whatever the day: texts go out then.

`python -m tests.at_ten SHIFT worker replies followups` is `signpost worker replies followups` with its clock put on by
SHIFT seconds. Processes that are given the same shift agree on the time.
"""

import sys
import time
from datetime import UTC, datetime, timedelta

import time_machine

from signpost.core.hours import LONDON


def shift() -> int:
    """How many seconds it is until next Monday, ten in the morning, or the Monday after if that is a bank holiday."""
    now = datetime.now(UTC)
    monday = now.astimezone(LONDON) + timedelta(days=7 - now.weekday())
    ten = monday.replace(hour=10, minute=0, second=0, microsecond=0)
    return int((ten - now).total_seconds())


def shifted(seconds: int) -> time_machine.travel:
    """The clock of this process put on by so many seconds, and ticking."""
    return time_machine.travel(datetime.fromtimestamp(time.time() + seconds, UTC), tick=True)


def main() -> None:
    """Run a command of the service."""
    seconds, *command = sys.argv[1:]
    with shifted(int(seconds)):
        from signpost.cli import main as signpost  # noqa: PLC0415 - only now does the clock stand right

        signpost(command, prog_name="signpost")


if __name__ == "__main__":
    main()
