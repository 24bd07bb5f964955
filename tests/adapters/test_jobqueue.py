"""Jobs as RQ's own worker runs them. The job functions are stood in for: see tests/worker/test_errands.py."""

import sys
import types
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from redis import Redis
from redis.utils import str_if_bytes
from rq import SimpleWorker, Worker
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.worker import BaseWorker

from signpost.adapters.jobqueue import FOLLOW_UPS, QUEUES, REPLIES, JobQueue
from signpost.adapters.store import RedisStore
from signpost.carrier_ports import SendError
from tests.adapters.conftest import NUMBER, START, changes, errands, follow_up, jobs, save, text

Ran = list[tuple[str, ...]]


class Jobs(types.ModuleType):
    """Stands in for signpost.jobs: notes what ran, then does what the test wants done."""

    def __init__(self) -> None:
        super().__init__("signpost.jobs")
        self.ran: Ran = []
        self.then: Callable[[], None] = lambda: None

    def send_text(self, text_id: str) -> None:
        self.ran.append(("text", text_id))
        self.then()

    def agenda(self) -> None:
        self.ran.append(("agenda",))
        self.then()

    def follow_up(self, follow_up_id: str) -> None:
        self.ran.append(("follow-up", follow_up_id))
        self.then()


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Jobs:
    module = Jobs()
    monkeypatch.setitem(sys.modules, "signpost.jobs", module)
    return module


@pytest.fixture
def time() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def _work(store: RedisStore, kind: type[BaseWorker] = SimpleWorker) -> None:
    store.jobs.worker(kind=kind).work(burst=True, with_scheduler=True, logging_level="WARNING")


def _rq_keys(redis: Redis) -> set[str]:
    """What RQ still keeps of jobs."""
    return {str_if_bytes(key) for pattern in ("rq:job*", "rq:result*", "rq:exec*") for key in redis.keys(pattern)}


def test_replies_come_before_the_agenda_and_leave_nothing(store: RedisStore, redis: Redis, done: Jobs) -> None:
    store.agenda.wake()
    one = text()
    save(store, changes(texts=(one,)))
    _work(store)
    assert done.ran == [("text", one.id), ("agenda",)]
    assert _rq_keys(redis) == set()


def test_a_worker_is_woken_when_something_is_due_and_not_before(
    store: RedisStore, redis: Redis, done: Jobs, time: time_machine.Traveller
) -> None:
    save(store, changes(follow_ups=(follow_up(after=timedelta(minutes=5)),)))
    time.shift(timedelta(minutes=4))
    _work(store)
    assert done.ran == []
    time.shift(timedelta(minutes=2))
    _work(store)
    assert done.ran == [("agenda",)]
    assert _rq_keys(redis) == set()


@pytest.mark.parametrize("kind", [SimpleWorker, Worker])
def test_a_text_put_off_by_its_own_job_is_sent_later(
    store: RedisStore, redis: Redis, done: Jobs, kind: type[BaseWorker]
) -> None:
    one = text()
    save(store, changes(texts=(one,)))
    for hours in (1, 12):
        done.then = partial(store.send_later, one, datetime.now(UTC) + timedelta(hours=hours))
        _work(store, kind)
        [name] = jobs(redis, REPLIES)
        assert _rq_keys(redis) == {f"rq:job:{name}"}
        # Its time comes.
        redis.zadd(f"rq:scheduled:{REPLIES}", {name: datetime.now(UTC).timestamp() - 1})
    done.then = lambda: None
    _work(store, kind)
    assert _rq_keys(redis) == set()


@pytest.mark.parametrize("kind", [SimpleWorker, Worker])
def test_a_look_at_the_agenda_may_ask_for_the_next(
    store: RedisStore, redis: Redis, done: Jobs, kind: type[BaseWorker]
) -> None:
    store.agenda.wake()
    later = datetime.now(UTC) + timedelta(minutes=1)
    done.then = partial(store.agenda.wake, later)
    _work(store, kind)
    [name] = jobs(redis, FOLLOW_UPS)
    assert _rq_keys(redis) == {f"rq:job:{name}"}


def test_by_hand(store: RedisStore, redis: Redis, done: Jobs) -> None:
    assert not store.agenda.bring_forward()
    later, latest = follow_up(), follow_up("other", timedelta(days=11))
    save(store, changes(follow_ups=(latest, later)))
    for _ in range(2):
        assert store.agenda.bring_forward()
    _work(store)
    assert done.ran[0] == ("follow-up", later.id)
    assert _rq_keys(redis) == {f"rq:job:{name}" for name in jobs(redis, FOLLOW_UPS)}


def test_a_job_that_fails_is_not_tried_again_and_lives_a_week(store: RedisStore, redis: Redis, done: Jobs) -> None:
    one = text()
    save(store, changes(texts=(one,)))

    def fail() -> None:
        raise SendError(20429, permanent=False)

    done.then = fail
    _work(store)
    _work(store)
    assert done.ran == [("text", one.id)]
    assert redis.zcard(f"rq:failed:{REPLIES}") == 1
    assert 6 * 86_400 < redis.ttl(f"rq:job:text-{one.id}") <= 7 * 86_400
    assert set(errands(redis)) == {f"t{one.id}"}, "the text itself is not lost"


def test_jobs_say_nothing_but_ids(store: RedisStore, redis: Redis) -> None:
    one, later = text(), follow_up()
    save(store, changes(texts=(one,), follow_ups=(later,)))
    store.agenda.bring_forward()
    store.send_later(one, later.due)
    store.agenda.wake()
    found = [
        Job.fetch(name, connection=redis, serializer=JSONSerializer) for queue in QUEUES for name in jobs(redis, queue)
    ]
    told = sorted((job.func_name, *job.args, *job.kwargs, job.description) for job in found)
    assert told == [
        ("signpost.jobs.agenda", "agenda"),
        ("signpost.jobs.agenda", "agenda"),
        ("signpost.jobs.follow_up", later.id, "follow-up"),
        ("signpost.jobs.send_text", one.id, "text"),
        ("signpost.jobs.send_text", one.id, "text"),
    ]
    assert all(job.retries_left is None for job in found)


def test_what_waits_and_who_works(store: RedisStore, redis: Redis) -> None:
    assert store.jobs.waiting() == dict.fromkeys(QUEUES, 0)
    save(store, changes(texts=(text(),)))
    assert store.jobs.waiting() == {REPLIES: 1, FOLLOW_UPS: 0}
    queue = JobQueue(redis)
    assert not queue.worker_seen()
    worker = queue.worker(kind=SimpleWorker)
    worker.register_birth()  # type: ignore[no-untyped-call]
    assert queue.worker_seen()
    assert not queue.worker_seen(timedelta(seconds=-1))
    worker.register_death()  # type: ignore[no-untyped-call]
    assert not queue.worker_seen()


def test_no_number_stands_in_clear_anywhere(
    store: RedisStore, redis: Redis, done: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    one = text()
    save(store, changes(texts=(one,), follow_ups=(follow_up(),), answer=f"We text {NUMBER}"))

    def fail() -> None:
        assert store.claim(one.id) == one
        raise SendError(21610, permanent=False)

    done.then = fail
    with caplog.at_level("DEBUG"):
        _work(store)
    seen = b"".join(_everything(redis))
    assert done.ran
    assert b"signpost.jobs.send_text" in seen, "the jobs were unpacked"
    for written in (b"7700900123", b"7700 900123", b"7700 900 123"):
        assert written not in seen
    assert "7700900123" not in caplog.text


def _everything(redis: Redis) -> list[bytes]:
    """Every key and value, jobs unpacked."""
    readers: dict[str, Callable[[bytes], object]] = {
        "string": redis.get,
        "hash": redis.hgetall,
        "set": redis.smembers,
        "zset": lambda key: redis.zrange(key, 0, -1),
        "list": lambda key: redis.lrange(key, 0, -1),
        "stream": redis.xrange,
    }
    found: list[bytes] = []
    for key in redis.scan_iter():
        found += [key, repr(readers[str_if_bytes(redis.type(key))](key)).encode()]
        if key.startswith(b"rq:job:"):
            job = Job.fetch(key.removeprefix(b"rq:job:").decode(), connection=redis, serializer=JSONSerializer)
            found += [job.data, repr(job.latest_result() and vars(job.latest_result())).encode()]
    return found
