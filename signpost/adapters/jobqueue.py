"""Work for later: RQ jobs that carry opaque ids and nothing else.

A job for a text is "text-<id>", or "text-<id>-<second it is due at>" when it was put off. A follow-up's is
"followup-<id>-<second>". Both are put off by the very job that runs, and RQ, when that job ends, deletes it and
whatever was scheduled under its name. With the due time in the name the later job is another one.
"""

import math
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from redis import Redis
from redis.client import Pipeline
from rq import Queue, Retry, Worker
from rq.job import Job
from rq.registry import FailedJobRegistry, ScheduledJobRegistry
from rq.results import Result
from rq.serializers import JSONSerializer
from rq.utils import as_text, utcparse
from rq.worker import BaseWorker

from signpost.adapters import keys
from signpost.adapters.connection import apart
from signpost.adapters.worker import SteadyWorker, keep_working

REPLIES = "replies"
FOLLOW_UPS = "followups"
QUEUES = (REPLIES, FOLLOW_UPS)

# A carrier's bad moment, hour, or evening. Whatever still fails after that is left to the staff.
_WAITS = (10, 60, 300, 1_800, 3_600, 7_200)
# Shorter than a claim on a text (see outbox.py): when that runs out, nobody can be at it any more.
JOB_TIMEOUT = 45
# For the rest of a minute a cancelled job's name and ids stay, where nothing runs them.
CANCELLED_LIFE = 60
_FAILURE_LIFE = 7 * keys.DAY
# How long a job may be about after it was due: its tries, and then as a failure.
JOB_LIFE = sum(_WAITS) + keys.DAY + _FAILURE_LIFE
_FOLLOW_UP = "followup-"
# These decide how soon others take over from a worker that was killed. RQ gives a job up when it has shown no sign of
# life for a minute, looks for such jobs at maintenance, and comes to that only between two waits for jobs, each as long
# as the worker's own life less 15 seconds.
_WORKER_TTL = 30
_SIGN_OF_LIFE = 10
_MAINTENANCE = 30


class JobQueue:
    """RQ as this project uses it. `redis` must reply with bytes."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._queues = {name: Queue(name, connection=redis, serializer=JSONSerializer) for name in QUEUES}
        self._scheduled = {name: _scheduled(queue) for name, queue in self._queues.items()}
        self._failed = {name: FailedJobRegistry(queue=queue) for name, queue in self._queues.items()}

    def text(self, pipe: Pipeline, text_id: str, *, waiting: bool = True) -> None:
        """Have a text sent, as part of `pipe`'s transaction; before all others if somebody is `waiting` for it."""
        options = self._options("text", _text_job(text_id))
        self._queues[REPLIES if waiting else FOLLOW_UPS].enqueue(
            "signpost.jobs.send_text", text_id, pipeline=pipe, **options
        )

    def text_later(self, pipe: Pipeline, text_id: str, due: int, *, waiting: bool) -> str:
        """Have a text sent at `due` (see `due_second`), as part of `pipe`'s transaction; the key of its job.

        `due` must be later than this second: the job that runs now may bear that one in its name.
        """
        options = self._options("text", f"{_text_job(text_id)}-{due}")
        queue = self._queues[REPLIES if waiting else FOLLOW_UPS]
        queue.enqueue_at(datetime.fromtimestamp(due, UTC), "signpost.jobs.send_text", text_id, pipeline=pipe, **options)
        return Job.key_for(options["job_id"])

    def follow_up(self, pipe: Pipeline, follow_up_id: str, due: int) -> None:
        """Have a follow-up run at `due` (see `due_second`), as part of `pipe`'s transaction."""
        options = self._options("follow-up", _follow_up_job(follow_up_id, due))
        when = datetime.fromtimestamp(due, UTC)
        self._queues[FOLLOW_UPS].enqueue_at(when, "signpost.jobs.follow_up", follow_up_id, pipeline=pipe, **options)
        # It may have been cancelled a moment ago under the same name.
        pipe.persist(Job.key_for(options["job_id"]))

    def now(self, follow_up_id: str) -> None:
        """Run a follow-up at once, by hand. The job that waits for its time stays, and goes when the follow-up ends."""
        options = self._options("follow-up", _follow_up_job(follow_up_id, "now"))
        self._queues[FOLLOW_UPS].enqueue("signpost.jobs.follow_up", follow_up_id, by_hand=True, **options)

    def cancel_text(self, pipe: Pipeline, text_id: str) -> None:
        """Drop a text's first job, as part of `pipe`'s transaction; `cancel_job` drops the later ones."""
        self.cancel_job(pipe, Job.key_for(_text_job(text_id)))

    def cancel_job(self, pipe: Pipeline, key: str) -> None:
        """Drop the job with this key, wherever it waits, as part of `pipe`'s transaction."""
        for queue in QUEUES:
            self._cancel(pipe, queue, key.removeprefix(Job.redis_job_namespace_prefix))

    @staticmethod
    def is_job(key: str) -> bool:
        """Whether this is the key of a job."""
        return key.startswith(Job.redis_job_namespace_prefix)

    def cancel_follow_up(self, pipe: Pipeline, follow_up_id: str, due: int) -> None:
        """Drop the job of a follow-up that is due at `due`, as part of `pipe`'s transaction."""
        self._cancel(pipe, FOLLOW_UPS, _follow_up_job(follow_up_id, due))

    def next_follow_up(self) -> str | None:
        """The id of the follow-up that is due first, or None."""
        # Texts that nobody waits for are tried again in this queue as well.
        jobs: list[str] = self._scheduled[FOLLOW_UPS].get_job_ids(cleanup=False)
        return next((job.split("-")[1] for job in jobs if job.startswith(_FOLLOW_UP)), None)

    def waiting(self) -> dict[str, int]:
        """How many jobs each queue holds that could run now."""
        return {name: queue.count for name, queue in self._queues.items()}

    def worker(self, queues: Sequence[str] = QUEUES, kind: type[BaseWorker] = Worker) -> BaseWorker:
        """A worker for these queues, the first one first. Delayed jobs need `work(with_scheduler=True)`.

        It has connections of its own, because RQ lengthens their time-outs to wait for jobs.
        """
        return kind(
            list(queues),
            connection=apart(self._redis),
            serializer=JSONSerializer,
            worker_ttl=_WORKER_TTL,
            job_monitoring_interval=_SIGN_OF_LIFE,
            maintenance_interval=_MAINTENANCE,
        )

    def work(
        self,
        queues: Sequence[str] = QUEUES,
        kind: type[SteadyWorker] = SteadyWorker,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Run a worker, delayed jobs included, and another one whenever Redis fails it, until asked to stop.

        SIGTERM or SIGINT ask; the job at hand is done first. Must be called in the main thread.
        """
        keep_working(lambda: cast("SteadyWorker", self.worker(queues, kind)), sleep=sleep)

    def worker_seen(self, within: timedelta = timedelta(minutes=2)) -> bool:
        """Whether any worker has shown a sign of life lately."""
        # Not by Worker.all(): each worker that is built so lengthens the time-outs of the connections it is given.
        with self._redis.pipeline(transaction=False) as pipe:
            for key in Worker.all_keys(connection=self._redis):
                pipe.hget(key, "last_heartbeat")
            beats = [utcparse(as_text(beat)) for beat in pipe.execute() if beat]
        return any(datetime.now(UTC) - beat < within for beat in beats)

    def _cancel(self, pipe: Pipeline, queue: str, job_id: str) -> None:
        # Job.delete() asks Redis for the job's state first, which a transaction cannot; so it is taken out everywhere.
        # It may be the very job that runs: were it gone at once, RQ would count it as failed and try it again.
        self._scheduled[queue].remove(job_id, pipeline=pipe)
        self._failed[queue].remove(job_id, pipeline=pipe)
        self._queues[queue].remove(job_id, pipeline=pipe)
        pipe.delete(Result.get_key(job_id))  # type: ignore[no-untyped-call]
        pipe.expire(Job.key_for(job_id), CANCELLED_LIFE)

    @staticmethod
    def _options(description: str, job_id: str) -> dict[str, Any]:
        return {
            "job_id": job_id,
            "description": description,
            "job_timeout": JOB_TIMEOUT,
            "result_ttl": 0,
            "failure_ttl": _FAILURE_LIFE,
            "retry": Retry(max=len(_WAITS), interval=list(_WAITS)),
        }


def due_second(due: datetime) -> int:
    """The whole second (since 1970, UTC) to run at: rounded up, because RQ cuts fractions off and would run early."""
    return math.ceil(due.timestamp())


def _scheduled(queue: Queue) -> ScheduledJobRegistry:
    return ScheduledJobRegistry(queue=queue)  # type: ignore[no-untyped-call]


def _text_job(text_id: str) -> str:
    return f"text-{text_id}"


def _follow_up_job(follow_up_id: str, due: int | str) -> str:
    return f"{_FOLLOW_UP}{follow_up_id}-{due}"
