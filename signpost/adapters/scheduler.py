"""RQ's scheduler, which has delayed jobs run when their time has come, made to outlast faults.

RQ's own ends for good when Redis is away for a moment, and one that was killed keeps all others from its work for a
minute. It is a process beside the worker. Of all of them one is at work, and another takes over after three seconds.
"""

import os
import time
from contextlib import suppress
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from rq.queue import Queue
from rq.scheduler import RQScheduler
from rq.scripts import acquire_or_refresh_lock

# In seconds: how long one that says no more keeps the others from its work.
_GIVEN_UP = 3


class SteadyScheduler(RQScheduler):
    """To be made in the worker that it belongs to: without that it ends."""

    def __init__(self, queues: list[Queue], connection: Redis, serializer: Any) -> None:
        super().__init__(queues, connection=connection, serializer=serializer)
        self._worker = os.getpid()

    def acquire_locks(self, auto_start: bool = False) -> set[str]:
        """Take or keep the queues that no other scheduler is at; `auto_start` starts the process if it has ended."""
        if auto_start:
            if not self._process or not self._process.is_alive():
                self.start()  # type: ignore[no-untyped-call]
            return set()
        found = {
            name
            for name in self._queue_names
            if acquire_or_refresh_lock(self.connection, self.get_locking_key(name), self.name, _GIVEN_UP)
            in {"acquired", "refreshed"}
        }
        if found != self._acquired_locks:
            self._acquired_locks = found
            self._scheduled_job_registries = []
        return found

    def work(self) -> None:
        """Look for jobs whose time has come, each second, until told to stop."""
        self._install_signal_handlers()  # type: ignore[no-untyped-call]
        while not self._stop_requested and os.getppid() == self._worker:
            # Redis is away: the next second will do.
            with suppress(RedisError):
                if self.acquire_locks():
                    self.enqueue_scheduled_jobs()  # type: ignore[no-untyped-call]
            time.sleep(self.interval)
        with suppress(RedisError):
            self.release_locks()  # type: ignore[no-untyped-call]
