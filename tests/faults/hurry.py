"""The product's waits, shortened: a lease and a claim of a minute would make each run one.

Their order stays as it is: a look at the agenda ends before its job must, and that before its lease and its claim do.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from unittest.mock import patch

from signpost import errands, hands
from signpost.adapters import agenda, jobqueue, outbox, turn

# Whole seconds, counted from the last full one: each may be over up to a second and a half sooner. On a machine busy
# with other things a job of two seconds was ended while it waited for its turn.
JOB, CLAIM = 4, 7
# A worker waits for jobs as long as its own life less 15 seconds.
SHORT = (
    (errands, "MOMENT", timedelta(seconds=1)),
    (errands, "LONGEST", timedelta(seconds=2)),
    # Each step is to be reached by one text after the other, however busy the machine is.
    (hands, "PATIENCE", float(JOB)),
    (jobqueue, "JOB_TIMEOUT", JOB),
    (jobqueue, "_WORKER_TTL", 16),
    (jobqueue, "_MAINTENANCE", 1),
    (agenda, "LEASE", CLAIM),
    (outbox, "CLAIM", CLAIM),
    (turn, "CLAIM", CLAIM),
)


@contextmanager
def hurried() -> Iterator[None]:
    """Short waits in this process, and in those that are forked from it."""
    with ExitStack() as ends:
        for module, name, wait in SHORT:
            ends.enter_context(patch.object(module, name, wait))
        yield
