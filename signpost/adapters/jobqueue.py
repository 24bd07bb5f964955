"""Work for the worker: RQ jobs that carry an opaque id, or nothing at all.

Two queues, served in this order. `replies` has a job for each text or call that somebody waits for. `followups` has
jobs that only wake a worker to look at the agenda (see agenda.py), where everything else waits: one for each minute
that has something due, however much it is. No job holds anything that is not kept elsewhere, so one that is lost loses
nothing, and none is tried again by RQ: what it was about is still on the agenda.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any, cast

from redis import Redis
from redis.client import Pipeline
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer
from rq.utils import as_text, utcparse
from rq.worker import BaseWorker

from signpost.adapters import keys
from signpost.adapters.connection import apart
from signpost.adapters.worker import SteadyWorker, keep_working

REPLIES = "replies"
FOLLOW_UPS = "followups"
QUEUES = (REPLIES, FOLLOW_UPS)

# Shorter than a claim on a text and the lease of an errand (see outbox.py, agenda.py): when those run out, nobody can
# be at it any more.
JOB_TIMEOUT = 45
# A failed job is kept for whoever looks for the reason.
_FAILURE_LIFE = 7 * keys.DAY
_AGENDA = "agenda-"
# What the job of a text, or a call, that somebody waits for is described as; its name begins with the same.
TEXT_JOB, RING_JOB = "text", "ring"
_JOBS = {TEXT_JOB: "signpost.jobs.send_text", RING_JOB: "signpost.jobs.ring"}
_ENOUGH = 8
# These decide how soon others take over from a worker that was killed. A worker looks for errands and for abandoned
# jobs at maintenance, and comes to that only between two waits for jobs, each as long as its own life less 15 seconds.
_WORKER_TTL = 30
_SIGN_OF_LIFE = 10
_MAINTENANCE = 30

# Takes jobs from the front of a queue. KEYS: the queue. ARGV: how many at most, and what the keys of jobs begin with.
_TAKE = """
local found = redis.call('LPOP', KEYS[1], ARGV[1]) or {}
for _, id in ipairs(found) do redis.call('DEL', ARGV[2] .. id) end
return found
"""


class JobQueue:
    """RQ as this project uses it. `redis` must reply with bytes."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._queues = {name: Queue(name, connection=redis, serializer=JSONSerializer) for name in QUEUES}
        self._take = redis.register_script(_TAKE)

    def text(self, pipe: Pipeline, text_id: str, due: int | None = None) -> None:
        """Have a text sent that somebody waits for, as part of `pipe`'s transaction: at once, or at the second `due`.

        `due` must be later than this second.
        """
        # RQ, when a job ends, deletes it by its name: one that puts its text off must not bear the name of the next.
        options = self._options(TEXT_JOB, f"{TEXT_JOB}-{text_id}" if due is None else f"{TEXT_JOB}-{text_id}-{due}")
        if due is None:
            self._queues[REPLIES].enqueue(_JOBS[TEXT_JOB], text_id, pipeline=pipe, **options)
        else:
            when = datetime.fromtimestamp(due, UTC)
            self._queues[REPLIES].enqueue_at(when, _JOBS[TEXT_JOB], text_id, pipeline=pipe, **options)

    def ring(self, pipe: Pipeline, ring_id: str) -> None:
        """Have a call made that somebody waits for, as part of `pipe`'s transaction."""
        options = self._options(RING_JOB, f"{RING_JOB}-{ring_id}")
        self._queues[REPLIES].enqueue(_JOBS[RING_JOB], ring_id, pipeline=pipe, **options)

    def take(self, most: int) -> list[tuple[str, str]]:
        """What waits in `replies`, the first first, for the taker alone: TEXT_JOB or RING_JOB, and the id.

        Their jobs are no more, so that none of them costs a process of its own. Should the taker die, they are still on
        the agenda.
        """
        found = self._take(keys=[self._queues[REPLIES].key], args=[most, Job.key_for("")])
        names = (as_text(name).split("-") for name in found)
        return [(kind, errand_id) for kind, errand_id, *_due in names if kind in _JOBS]

    def put_back(self, jobs: Sequence[tuple[str, str]]) -> None:
        """Let what was taken be done by whoever comes next, before what has come meanwhile."""
        with self._redis.pipeline() as pipe:
            for kind, errand_id in reversed(jobs):
                options = self._options(kind, f"{kind}-{errand_id}")
                self._queues[REPLIES].enqueue(_JOBS[kind], errand_id, pipeline=pipe, at_front=True, **options)
            pipe.execute()

    def wake(self, second: int, pipe: Pipeline | None = None) -> None:
        """Have a worker look at the agenda at this second (since 1970), in `pipe`'s transaction if there is one.

        However often that is asked for the same second, it is one job.
        """
        when = datetime.fromtimestamp(second, UTC)
        options = self._options("agenda", f"{_AGENDA}{second}")
        self._queues[FOLLOW_UPS].enqueue_at(when, "signpost.jobs.agenda", pipeline=pipe, **options)

    def wake_now(self) -> None:
        """Have a worker look at the agenda at once. Nothing happens while enough jobs wait that will lead to it."""
        if self._queues[FOLLOW_UPS].count >= _ENOUGH:
            return
        self._queues[FOLLOW_UPS].enqueue("signpost.jobs.agenda", **self._options("agenda", f"{_AGENDA}{token_hex(8)}"))

    def now(self, follow_up_id: str) -> None:
        """Send a follow-up at once, by hand."""
        options = self._options("follow-up", f"follow-up-{follow_up_id}")
        self._queues[FOLLOW_UPS].enqueue("signpost.jobs.follow_up", follow_up_id, **options)

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
        sweep: Callable[[], None] | None = None,
    ) -> None:
        """Run a worker, delayed jobs included, and another one whenever Redis fails it, until asked to stop.

        SIGTERM or SIGINT ask; the job at hand is done first. `sweep` is run now and then between jobs. Must be called
        in the main thread.
        """

        def made() -> SteadyWorker:
            worker = cast("SteadyWorker", self.worker(queues, kind))
            worker.sweep = sweep
            return worker

        keep_working(made, sleep=sleep)

    def worker_seen(self, within: timedelta = timedelta(minutes=2)) -> bool:
        """Whether any worker has shown a sign of life lately."""
        # Not by Worker.all(): each worker that is built so lengthens the time-outs of the connections it is given.
        with self._redis.pipeline(transaction=False) as pipe:
            for key in Worker.all_keys(connection=self._redis):
                pipe.hget(key, "last_heartbeat")
            beats = [utcparse(as_text(beat)) for beat in pipe.execute() if beat]
        return any(datetime.now(UTC) - beat < within for beat in beats)

    @staticmethod
    def _options(description: str, job_id: str) -> dict[str, Any]:
        return {
            "job_id": job_id,
            "description": description,
            "job_timeout": JOB_TIMEOUT,
            "result_ttl": 0,
            "failure_ttl": _FAILURE_LIFE,
        }
