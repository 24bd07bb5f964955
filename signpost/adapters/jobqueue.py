"""Work for later: RQ jobs that carry opaque ids and nothing else.

A job for a text is "text-<id>". A follow-up's is "followup-<id>-<second it is due at>": a follow-up is put off by the
very job that runs, and RQ, when that job ends, deletes it and whatever was scheduled under its name. With the due time
in the name the later job is another one.
"""

import math
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from redis import Redis
from redis.client import Pipeline
from rq import Queue, Retry, Worker
from rq.job import Job
from rq.registry import FailedJobRegistry, ScheduledJobRegistry
from rq.results import Result
from rq.serializers import JSONSerializer
from rq.worker import BaseWorker

REPLIES = "replies"
FOLLOW_UPS = "followups"
QUEUES = (REPLIES, FOLLOW_UPS)

_DAY = 86_400
# A carrier's bad moment, hour, or evening. Whatever still fails after that is left to the staff.
_WAITS = (10, 60, 300, 1_800, 3_600, 7_200)
# Shorter than a claim on a text (see outbox.py): when that runs out, nobody can be at it any more.
JOB_TIMEOUT = 45
# For the rest of a minute a cancelled job's name and ids stay, where nothing runs them.
CANCELLED_LIFE = 60
_WORKER_TTL = 60


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
        """Drop a text's job, wherever it waits, as part of `pipe`'s transaction."""
        for queue in QUEUES:
            self._cancel(pipe, queue, _text_job(text_id))

    def cancel_follow_up(self, pipe: Pipeline, follow_up_id: str, due: int) -> None:
        """Drop the job of a follow-up that is due at `due`, as part of `pipe`'s transaction."""
        self._cancel(pipe, FOLLOW_UPS, _follow_up_job(follow_up_id, due))

    def next_follow_up(self) -> str | None:
        """The id of the follow-up that is due first, or None."""
        first: list[str] = self._scheduled[FOLLOW_UPS].get_job_ids(0, 0, cleanup=False)
        return first[0].split("-")[1] if first else None

    def waiting(self) -> dict[str, int]:
        """How many jobs each queue holds that could run now."""
        return {name: queue.count for name, queue in self._queues.items()}

    def worker(self, queues: Sequence[str] = QUEUES, kind: type[BaseWorker] = Worker) -> BaseWorker:
        """A worker for these queues, the first one first. Delayed jobs need `work(with_scheduler=True)`.

        RQ lengthens this client's time-outs to wait for jobs: make workers in processes of their own.
        """
        return kind(list(queues), connection=self._redis, serializer=JSONSerializer, worker_ttl=_WORKER_TTL)

    def worker_seen(self, within: timedelta = timedelta(minutes=2)) -> bool:
        """Whether any worker has shown a sign of life lately."""
        beats = [worker.last_heartbeat for worker in Worker.all(connection=self._redis)]
        return any(beat is not None and datetime.now(UTC) - beat.astimezone(UTC) < within for beat in beats)

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
            "failure_ttl": 7 * _DAY,
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
    return f"followup-{follow_up_id}-{due}"
