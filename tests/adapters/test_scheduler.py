"""Delayed jobs run soon after their time, whatever became of the scheduler that was at work, or of Redis."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from signpost.adapters.connection import connect
from signpost.adapters.jobqueue import REPLIES
from signpost.adapters.scheduler import SteadyScheduler
from tests.between import Way, between

# Far above the three seconds and the one that it takes, and far below RQ's own minute.
SOON = 20.0


def _wait(done: Callable[[], object]) -> None:
    deadline = time.monotonic() + SOON
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@contextmanager
def _scheduler(redis: Redis) -> Iterator[int]:
    """One in a process of its own; its id."""
    queues = [Queue(REPLIES, connection=redis, serializer=JSONSerializer)]
    process = SteadyScheduler(queues, redis, JSONSerializer).start()  # type: ignore[no-untyped-call]
    try:
        yield process.pid
    finally:
        process.terminate()
        process.join()


@pytest.fixture
def later(redis: Redis) -> Callable[[], None]:
    """Puts a job there whose time has come, and waits until it is in its queue."""
    queue = Queue(REPLIES, connection=redis, serializer=JSONSerializer)

    def put() -> None:
        job = queue.enqueue_at(datetime.now(UTC), "signpost.jobs.agenda")
        _wait(lambda: job.id in queue.job_ids)

    return put


def test_one_that_was_killed_is_followed_by_another_soon(redis: Redis, later: Callable[[], None]) -> None:
    with _scheduler(redis) as first:
        later()
        os.kill(first, signal.SIGKILL)
        with _scheduler(redis):
            later()


def test_one_at_a_time_is_at_work(redis: Redis) -> None:
    queues = [Queue(REPLIES, connection=redis, serializer=JSONSerializer)]
    first, second = (SteadyScheduler(queues, redis, JSONSerializer) for _ in range(2))
    assert first.acquire_locks() == {REPLIES}
    assert second.acquire_locks() == set()
    assert first.acquire_locks() == {REPLIES}
    redis.delete(first.get_locking_key(REPLIES))
    assert second.acquire_locks() == {REPLIES}
    assert first.acquire_locks() == set()


def test_it_outlasts_a_redis_that_is_away(redis_url: str, later: Callable[[], None]) -> None:
    with ExitStack() as ends:
        relay, url = ends.enter_context(between(redis_url))
        client = ends.enter_context(connect(url))
        ends.enter_context(_scheduler(client))
        later()
        relay.way = Way.REFUSED
        _wait(lambda: relay.refused > 1)
        relay.way = Way.OPEN
        later()
