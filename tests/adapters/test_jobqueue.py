"""Jobs as RQ's own worker runs them. The job functions themselves are stood in for: they are not built yet here."""

import sys
import types
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from redis import Redis
from rq import SimpleWorker, Worker
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.utils import as_text
from rq.worker import BaseWorker

from signpost.adapters.jobqueue import FOLLOW_UPS, QUEUES, REPLIES, JobQueue, due_second
from signpost.adapters.store import RedisStore
from signpost.ports import PendingFollowUp, SendError
from tests.adapters.conftest import NUMBER, changes, follow_up, lasting, save, text

Ran = list[tuple[str, str, bool]]


class Jobs(types.ModuleType):
    """Stands in for signpost.jobs: notes what ran, then does what the test wants done."""

    def __init__(self) -> None:
        super().__init__("signpost.jobs")
        self.ran: Ran = []
        self.then: Callable[[], None] = lambda: None

    def send_text(self, text_id: str) -> None:
        self.ran.append(("text", text_id, False))
        self.then()

    def follow_up(self, follow_up_id: str, by_hand: bool = False) -> None:
        self.ran.append(("follow-up", follow_up_id, by_hand))
        self.then()


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Jobs:
    module = Jobs()
    monkeypatch.setitem(sys.modules, "signpost.jobs", module)
    return module


def _work(store: RedisStore, kind: type[BaseWorker] = SimpleWorker) -> None:
    store.jobs.worker(kind=kind).work(burst=True, with_scheduler=True, logging_level="WARNING")


def _when(redis: Redis, job_id: str) -> float:
    """When a text's job will be tried again, in seconds since 1970."""
    when = redis.zscore(f"rq:scheduled:{REPLIES}", job_id)
    assert isinstance(when, float)
    return when


def _rq_keys(redis: Redis) -> set[str]:
    """What RQ still keeps of jobs."""
    return {key for pattern in ("rq:job*", "rq:result*", "rq:exec*") for key in lasting(redis, pattern)}


def _past(what: PendingFollowUp) -> PendingFollowUp:
    return replace(what, due=datetime.now(UTC) - timedelta(seconds=5))


def test_texts_run_before_follow_ups_and_leave_nothing(store: RedisStore, redis: Redis, jobs: Jobs) -> None:
    one, later = text(), _past(follow_up())
    save(store, changes(texts=(one,), follow_ups=(later,)))
    _work(store)
    assert jobs.ran == [("text", one.id, False), ("follow-up", later.id, False)]
    assert _rq_keys(redis) == set()


def test_a_follow_up_waits_for_its_time(store: RedisStore, jobs: Jobs) -> None:
    save(store, changes(follow_ups=(follow_up(),)))
    _work(store)
    assert jobs.ran == []


def test_a_follow_up_never_runs_early() -> None:
    assert due_second(datetime(2026, 1, 1, 9, 0, 0, 1, UTC)) == datetime(2026, 1, 1, 9, 0, 1, tzinfo=UTC).timestamp()
    assert due_second(datetime(2026, 1, 1, 9, 0, 0, 0, UTC)) == datetime(2026, 1, 1, 9, 0, 0, tzinfo=UTC).timestamp()


@pytest.mark.parametrize("kind", [SimpleWorker, Worker])
def test_a_follow_up_put_off_by_its_own_job_runs_later(
    store: RedisStore, redis: Redis, jobs: Jobs, kind: type[BaseWorker]
) -> None:
    now = _past(follow_up())
    later = replace(now, due=datetime.now(UTC) + timedelta(hours=12))
    save(store, changes(follow_ups=(now,)))
    jobs.then = lambda: store.postpone(later)
    _work(store, kind)
    name = f"followup-{later.id}-{due_second(later.due)}"
    assert redis.zrange(f"rq:scheduled:{FOLLOW_UPS}", 0, -1) == [name.encode()]
    assert _rq_keys(redis) == {f"rq:job:{name}"}
    assert redis.ttl(f"rq:job:{name}") == -1


@pytest.mark.parametrize("kind", [SimpleWorker, Worker])
def test_a_text_put_off_by_its_own_job_is_sent_later(
    store: RedisStore, redis: Redis, jobs: Jobs, kind: type[BaseWorker]
) -> None:
    one = text()
    save(store, changes(texts=(one,)))
    for hours in (1, 12):
        jobs.then = partial(store.send_later, one.id, datetime.now(UTC) + timedelta(hours=hours))
        _work(store, kind)
        [(name, _)] = redis.zscan_iter(f"rq:scheduled:{REPLIES}")
        assert _rq_keys(redis) == {f"rq:job:{as_text(name)}"}
        # Its time comes.
        redis.zadd(f"rq:scheduled:{REPLIES}", {name: datetime.now(UTC).timestamp() - 1})
    jobs.then = lambda: None
    _work(store, kind)
    assert _rq_keys(redis) == set()


@pytest.mark.parametrize("kind", [SimpleWorker, Worker])
def test_a_follow_up_that_ends_itself_leaves_no_job(
    store: RedisStore, redis: Redis, jobs: Jobs, kind: type[BaseWorker]
) -> None:
    now = _past(follow_up())
    save(store, changes(follow_ups=(now,)))
    jobs.then = lambda: save(store, changes(ended=(now.id,)), "SM2")
    _work(store, kind)
    assert store.follow_up(now.id) is None
    assert _rq_keys(redis) == set()
    assert redis.zcard(f"rq:scheduled:{FOLLOW_UPS}") == redis.zcard(f"rq:failed:{FOLLOW_UPS}") == 0


def test_by_hand(store: RedisStore, redis: Redis, jobs: Jobs) -> None:
    later = follow_up()
    save(store, changes(follow_ups=(later,)))
    first = store.jobs.next_follow_up()
    assert first == later.id
    jobs.then = lambda: save(store, changes(ended=(later.id,)), "SM2")
    store.jobs.now(first)
    _work(store)
    assert jobs.ran == [("follow-up", later.id, True)]
    assert store.jobs.next_follow_up() is None
    assert _rq_keys(redis) == set()


def test_asked_for_by_hand_twice(store: RedisStore, redis: Redis, jobs: Jobs) -> None:
    store.jobs.now("abc")
    store.jobs.now("abc")
    _work(store)
    assert jobs.ran[0] == ("follow-up", "abc", True)
    assert _rq_keys(redis) == set()


def test_a_passing_failure_is_tried_again_later(store: RedisStore, redis: Redis, jobs: Jobs) -> None:
    one = text()
    save(store, changes(texts=(one,)))

    def fail() -> None:
        raise SendError(20429, permanent=False)

    jobs.then = fail
    before = datetime.now(UTC).timestamp()
    _work(store)
    assert 8 <= _when(redis, f"text-{one.id}") - before <= 30
    job = Job.fetch(f"text-{one.id}", connection=redis, serializer=JSONSerializer)
    assert (job.retries_left, job.retry_intervals) == (5, [10, 60, 300, 1800, 3600, 7200])


def test_the_waits_grow_until_the_last_try_and_then_it_has_failed(store: RedisStore, redis: Redis, jobs: Jobs) -> None:
    one = text()
    save(store, changes(texts=(one,)))

    def fail() -> None:
        raise SendError(None, permanent=False)

    jobs.then = fail
    waits = []
    for _ in range(6):
        before = datetime.now(UTC).timestamp()
        _work(store)
        waits.append(_when(redis, f"text-{one.id}") - before)
        redis.zadd(f"rq:scheduled:{REPLIES}", {f"text-{one.id}": before - 1})
    _work(store)
    assert waits == [pytest.approx(wait, abs=4) for wait in (10, 60, 300, 1800, 3600, 7200)]
    assert len(jobs.ran) == 7
    assert redis.zcard(f"rq:failed:{REPLIES}") == 1
    assert 0 < redis.ttl(f"rq:job:text-{one.id}") <= 7 * 86_400
    save(store, changes(session=None, forget=True), "SM2")
    assert _rq_keys(redis) == set()
    assert redis.zcard(f"rq:failed:{REPLIES}") == 0


def test_jobs_say_nothing_but_ids(store: RedisStore, redis: Redis) -> None:
    one, later = text(), follow_up()
    save(store, changes(texts=(one,), follow_ups=(later,)))
    found = {
        job.id: (job.func_name, job.args, job.kwargs, job.description)
        for name in (f"text-{one.id}", f"followup-{later.id}-{due_second(later.due)}")
        for job in [Job.fetch(name, connection=redis, serializer=JSONSerializer)]
    }
    assert list(found.values()) == [
        ("signpost.jobs.send_text", [one.id], {}, "text"),
        ("signpost.jobs.follow_up", [later.id], {}, "follow-up"),
    ]


def test_what_waits_and_who_works(store: RedisStore, redis: Redis) -> None:
    assert store.jobs.waiting() == dict.fromkeys(QUEUES, 0)
    save(store, changes(texts=(text(),)))
    assert store.jobs.waiting() == {REPLIES: 1, FOLLOW_UPS: 0}
    jobs = JobQueue(redis)
    assert not jobs.worker_seen()
    worker = jobs.worker(kind=SimpleWorker)
    worker.register_birth()  # type: ignore[no-untyped-call]
    assert jobs.worker_seen()
    assert not jobs.worker_seen(timedelta(seconds=-1))
    worker.register_death()  # type: ignore[no-untyped-call]
    assert not jobs.worker_seen()


def test_no_number_stands_in_clear_anywhere(
    store: RedisStore, redis: Redis, jobs: Jobs, caplog: pytest.LogCaptureFixture
) -> None:
    one, now = text(), _past(follow_up())
    save(store, changes(texts=(one,), follow_ups=(now, follow_up("later")), answer=f"We text {NUMBER}"))

    def fail() -> None:
        claimed = store.claim(one.id)
        assert claimed is None or claimed.to == NUMBER
        raise SendError(21610, permanent=False)

    jobs.then = fail
    with caplog.at_level("DEBUG"):
        _work(store)
    seen = b"".join(_everything(redis))
    assert jobs.ran
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
        found += [key, repr(readers[as_text(redis.type(key))](key)).encode()]
        if key.startswith(b"rq:job:"):
            job = Job.fetch(key.removeprefix(b"rq:job:").decode(), connection=redis, serializer=JSONSerializer)
            found += [job.data, repr(job.latest_result() and vars(job.latest_result())).encode()]
    return found
