"""The product's waits, shortened: a lease and a claim of a minute would make each run one.

Their order stays as it is: a look at the agenda ends before its job must, and that before its lease and its claim do.
The carrier's answer is waited for less long than a job lasts.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from unittest.mock import patch

from signpost import delivery, errands, hands
from signpost.adapters import agenda, gateway, jobqueue, outbox, turn

# Whole seconds, counted from the last full one: each may be over up to a second and a half sooner. On a machine busy
# with other things a job of two seconds was ended while it waited for its turn.
JOB, CLAIM = 4, 7
# A worker waits for jobs as long as its own life less 15 seconds.
SHORT = (
    (errands, "MOMENT", timedelta(seconds=1)),
    (errands, "LONGEST", timedelta(seconds=2)),
    # Each step is to be reached by one text after the other, however busy the machine is.
    (hands, "PATIENCE", float(JOB)),
    (errands, "REST", timedelta(seconds=1)),
    (delivery, "AFTER_A_REFUSAL", (timedelta(seconds=1),)),
    (jobqueue, "JOB_TIMEOUT", JOB),
    (jobqueue, "_WORKER_TTL", 16),
    (jobqueue, "_MAINTENANCE", 1),
    (agenda, "LEASE", CLAIM),
    (outbox, "CLAIM", CLAIM),
    (turn, "CLAIM", CLAIM),
    # Of its fields that need not be given, the last says for how many seconds the carrier is waited for.
    (gateway.TwilioGateway.__init__, "__defaults__", (None, "", "", 2.0)),
)


@contextmanager
def hurried() -> Iterator[None]:
    """Short waits in this process, and in those that are forked from it."""
    with ExitStack() as ends:
        for module, name, wait in SHORT:
            ends.enter_context(patch.object(module, name, wait))
        yield
