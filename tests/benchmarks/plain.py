"""The same work with RQ alone: a record and a delayed job for each follow-up, sent by RQ's default worker.

`python -m tests.benchmarks.plain` is such a worker, with its scheduler; BENCH_REDIS and BENCH_CARRIER say
where, BENCH_SHIFT when (see at_ten.py).
"""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from secrets import token_hex

from redis import Redis
from rq import Queue, Worker

from signpost.adapters.connection import connect
from signpost.adapters.gateway import TwilioGateway
from signpost.adapters.seal import Seal
from tests import at_ten
from tests.house import ACCOUNT, NUMBER, SECRET, TOKEN

# As long as a check-back of the Hertfordshire pack.
BODY = (
    "Signpost: You asked us to check back. Did the contact we gave you help?\n1 Yes\n2 No\nReply 1 or 2.\n"
    "To stop our texts, send STOP."
)


@cache
def _redis() -> Redis:
    return connect(os.environ["BENCH_REDIS"])


@cache
def _gateway() -> TwilioGateway:
    return TwilioGateway(
        ACCOUNT, TOKEN, sender=NUMBER, callback_url="http://127.0.0.1:1", api_url=os.environ["BENCH_CARRIER"]
    )


def schedule(redis: Redis, mobiles: Sequence[str], due: Callable[[], datetime]) -> None:
    """A sealed record and a delayed job for each."""
    seal, queue = Seal(SECRET), Queue("plain", connection=redis)
    for mobile in mobiles:
        record = token_hex(16)
        redis.set(f"plain:{record}", seal.seal({"to": mobile, "body": BODY}), ex=60 * 86_400)
        queue.enqueue_at(due(), send, record)


def send(record: str) -> None:
    """Read the record, send the text, note that it was sent."""
    found = _redis().get(f"plain:{record}")
    assert isinstance(found, bytes)
    text = Seal(SECRET).open(found)
    sid = _gateway().send(text["to"], text["body"], record)
    _redis().set(f"plain:{record}", Seal(SECRET).seal({**text, "sid": sid}), keepttl=True)


if __name__ == "__main__":
    _gateway().load()
    with at_ten.shifted(int(os.environ["BENCH_SHIFT"])):
        Worker(["plain"], connection=connect(os.environ["BENCH_REDIS"])).work(with_scheduler=True)
