"""The worker as the Procfile runs it: it outlives Redis's bad moments, and ends when it is asked to."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as GoneError
from redis.exceptions import ReadOnlyError
from rq import Worker
from rq.exceptions import StopRequested

from signpost.adapters.connection import connect
from signpost.adapters.embedded import ensure, stop
from signpost.adapters.jobqueue import QUEUES, JobQueue
from signpost.adapters.worker import PAUSES, SteadyWorker, keep_working

WORKER = """
import sys, types
from signpost.adapters.connection import connect
from signpost.adapters.jobqueue import JobQueue
sys.modules["signpost.jobs"] = jobs = types.ModuleType("signpost.jobs")
jobs.send_text = lambda text_id: print("sent", text_id, flush=True)
JobQueue(connect(sys.argv[1])).work()
print("returned", flush=True)
"""


@pytest.fixture
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, because it is made a replica."""
    folder = tmp_path_factory.mktemp("replica")
    yield ensure(folder)
    stop(folder)


@pytest.fixture
def worker(url: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", WORKER, url]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    # Whoever waits for words that never come is told so by the end of the file.
    watchdog = threading.Timer(60, started.kill)
    watchdog.start()
    with started:
        yield started
        watchdog.cancel()
        started.kill()


def _hear(worker: subprocess.Popen[str], words: str) -> str:
    assert worker.stdout
    heard = []
    for line in worker.stdout:
        heard.append(line)
        if words in line:
            return line
    raise AssertionError("".join(heard))


def _queue(client: Redis, text_id: str) -> None:
    with client.pipeline() as pipe:
        JobQueue(client).text(pipe, text_id)
        pipe.execute()


def test_a_redis_that_cannot_be_written_to_for_a_while(url: str, worker: subprocess.Popen[str]) -> None:
    with connect(url) as client:
        _queue(client, "one")
        _hear(worker, "sent one")
        client.replicaof("127.0.0.1", "1")
        told = _hear(worker, "another one starts")
        assert told == "the worker has ended (ReadOnlyError): another one starts in 1 s\n"
        client.replicaof("NO", "ONE")
        _queue(client, "two")
        _hear(worker, "sent two")
        worker.send_signal(signal.SIGTERM)
        _hear(worker, "returned")
        assert worker.wait(60) == 0


class Failing(SteadyWorker):
    """Fails at once, each time."""

    fault: Exception = ReadOnlyError("nobody may write")

    def work(self, *_: object, **__: object) -> bool:
        raise self.fault


class Ending(SteadyWorker):
    """Ends without a fault, as RQ's does after a time-out."""

    def work(self, *_: object, **__: object) -> bool:
        return False


class Asked(SteadyWorker):
    """Is asked to stop while it works, and then finds Redis gone."""

    def work(self, *_: object, **__: object) -> bool:
        self.asked = True
        raise GoneError


def _pauses(jobs: JobQueue, kind: type[SteadyWorker], stop_after: int) -> list[float]:
    taken: list[float] = []

    def pause(seconds: float) -> None:
        taken.append(seconds)
        if len(taken) == stop_after:
            os.kill(os.getpid(), signal.SIGTERM)

    jobs.work(kind=kind, sleep=pause)
    return taken


@pytest.mark.parametrize("kind", [Failing, Ending])
def test_the_pauses_grow_and_a_signal_ends_them(
    redis: Redis, kind: type[SteadyWorker], caplog: pytest.LogCaptureFixture
) -> None:
    before = signal.getsignal(signal.SIGTERM)
    with caplog.at_level(logging.WARNING, "signpost"):
        assert _pauses(JobQueue(redis), kind, 8) == [1, 2, 4, 8, 16, 30, 30, 30]
    assert len(caplog.records) == 8
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_redis_that_is_not_there_at_all() -> None:
    with connect("redis://127.0.0.1:1") as client:
        assert _pauses(JobQueue(client), SteadyWorker, 2) == [1, 2]


class AskedAtOnce(SteadyWorker):
    """Is asked to stop as soon as RQ's scheduler runs, before it heeds signals by itself."""

    made: ClassVar[list[SteadyWorker]] = []

    def _start_scheduler(self, *given: Any, **named: Any) -> None:
        super()._start_scheduler(*given, **named)
        self.made.append(self)
        os.kill(os.getpid(), signal.SIGTERM)


def test_a_stop_before_it_heeds_signals_leaves_no_scheduler_behind(redis: Redis) -> None:
    assert _pauses(JobQueue(redis), AskedAtOnce, 1) == []
    [worker] = AskedAtOnce.made
    assert worker.scheduler is not None
    assert worker.scheduler._process is not None
    assert not worker.scheduler._process.is_alive()


def test_whoever_was_asked_to_stop_does_not_begin_again(redis: Redis) -> None:
    assert _pauses(JobQueue(redis), Asked, 1) == []


def test_after_a_good_while_the_pauses_begin_anew(redis: Redis) -> None:
    taken: list[float] = []
    times = iter([0.0, 0.1, 1.0, 1.1, 2.0, 2.0 + PAUSES[-1] + 1, 40.0, 40.1])

    def pause(seconds: float) -> None:
        taken.append(seconds)
        if len(taken) == 4:
            raise StopRequested

    def make() -> SteadyWorker:
        made = JobQueue(redis).worker(kind=Failing)
        assert isinstance(made, Failing)
        return made

    keep_working(make, sleep=pause, clock=lambda: next(times))
    assert taken == [1, 2, 1, 2]


def test_others_take_over_from_a_dead_worker_soon(redis: Redis) -> None:
    worker = JobQueue(redis).worker()
    assert (worker.queue_names(), worker.maintenance_interval) == (list(QUEUES), 30)
    # Until a job counts as abandoned (a minute after its last sign of life), until a worker looks, until it runs again.
    given_up = worker.job_monitoring_interval + 60
    looked = worker.maintenance_interval + worker.dequeue_timeout
    assert given_up + looked + 10 <= 126


def test_workers_leave_the_connections_of_the_service_alone(redis: Redis) -> None:
    jobs = JobQueue(redis)
    worker = jobs.worker(kind=Worker)
    worker.register_birth()  # type: ignore[no-untyped-call]
    assert jobs.worker_seen()
    assert redis.connection_pool.connection_kwargs["socket_timeout"] == 1
    assert worker.connection.connection_pool.connection_kwargs["socket_timeout"] > worker.dequeue_timeout
    assert worker.connection.get_connection_kwargs().get("path") == redis.get_connection_kwargs().get("path")
