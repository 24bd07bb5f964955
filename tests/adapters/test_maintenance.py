"""What a worker looks after between jobs, and that it ends when it is asked to meanwhile."""

import os
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterator

import pytest
from redis import Redis
from rq import Callback, Queue, SimpleWorker
from rq.job import JobStatus
from rq.serializers import JSONSerializer

from signpost.adapters.jobqueue import FOLLOW_UPS, REPLIES
from signpost.adapters.store import RedisStore
from signpost.adapters.worker import SteadyWorker
from signpost.ports import ErrandKind
from tests.adapters.conftest import Clock, changes, jobs, save, text


class InProcess(SimpleWorker, SteadyWorker):
    """A steady worker that runs its jobs in this process."""


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The jobs that were run."""
    ran: list[str] = []
    module = types.ModuleType("signpost.jobs")
    module.agenda = lambda: ran.append("agenda")  # type: ignore[attr-defined]
    module.send_text = ran.append  # type: ignore[attr-defined]
    module.ask_to_stop = _ask_to_stop  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "signpost.jobs", module)
    return ran


@pytest.fixture(autouse=True)
def signals_back() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    # Whoever does not end is asked once more, so that the test fails and does not hang.
    watchdog = threading.Timer(30, os.kill, (os.getpid(), signal.SIGTERM))
    watchdog.start()
    yield
    watchdog.cancel()
    for number, handler in before.items():
        signal.signal(number, handler)


def _ask_to_stop(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def _worker(store: RedisStore, sweep: Callable[[], None] | None = None) -> InProcess:
    worker = store.jobs.worker(kind=InProcess)
    assert isinstance(worker, InProcess)
    worker.sweep = sweep
    return worker


def test_a_worker_finds_what_its_lost_job_was_to_wake_it_for(
    store: RedisStore, redis: Redis, ran: list[str], clock: Clock
) -> None:
    with redis.pipeline() as pipe:
        store.agenda.put(pipe, ErrandKind.TEXT, "one", int(clock()))
        pipe.execute()
    redis.delete(f"rq:scheduled:{FOLLOW_UPS}")
    _worker(store).work(burst=True, with_scheduler=True, logging_level="WARNING")
    assert ran == []
    _worker(store, store.agenda.sweep).work(burst=True, with_scheduler=True, logging_level="WARNING")
    assert ran == ["agenda"]


def test_the_service_s_worker_sweeps_as_it_starts(store: RedisStore) -> None:
    swept: list[str] = []

    def sweep() -> None:
        swept.append("swept")
        _ask_to_stop()

    store.jobs.work(sweep=sweep)
    assert swept == ["swept"]


def test_a_stop_that_is_asked_for_during_cleaning_is_heeded(store: RedisStore, redis: Redis, ran: list[str]) -> None:
    # A job whose worker died: RQ runs its callback while it cleans, and swallows all that this raises.
    queue = Queue(FOLLOW_UPS, connection=redis, serializer=JSONSerializer)
    asks = Callback("signpost.jobs.ask_to_stop")
    abandoned = queue.enqueue("signpost.jobs.agenda", job_id="abandoned", on_failure=asks)
    abandoned.set_status(JobStatus.STARTED)
    redis.delete(queue.key)
    redis.zadd(f"rq:wip:{FOLLOW_UPS}", {"abandoned:1": 1})
    one = text()
    save(store, changes(texts=(one,)))
    worker = _worker(store)
    worker.work(burst=True, logging_level="CRITICAL")
    assert worker.asked
    assert ran == []
    assert jobs(redis, REPLIES) == [f"text-{one.id}"], "it is for another worker"
