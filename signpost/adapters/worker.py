"""RQ's worker, kept at work while Redis comes and goes.

RQ's own ends for good when Redis cannot be written to for a moment, as when another server takes over.
"""

import logging
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import Any

from redis.exceptions import RedisError
from rq import Worker
from rq.exceptions import StopRequested

from signpost.adapters.scheduler import SteadyScheduler

logger = logging.getLogger(__name__)

PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0, 30.0)


class SteadyWorker(Worker):
    """A worker that knows whether it was asked to stop (SIGTERM, SIGINT) or has ended by itself.

    `sweep` is run now and then between jobs, and when the worker starts. `early` is set when it was asked to stop
    before it began to heed signals by itself.
    """

    asked = False
    early: Event | None = None
    sweep: Callable[[], None] | None = None

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        """Stop once the job at hand is done."""
        self.asked = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def _install_signal_handlers(self) -> None:
        super()._install_signal_handlers()  # type: ignore[no-untyped-call]
        if self.early and self.early.is_set():
            self.asked = self._stop_requested = True

    def _start_scheduler(self, burst: bool = False, *given: Any, **named: Any) -> None:
        if burst:
            super()._start_scheduler(burst, *given, **named)
            return
        self.scheduler = SteadyScheduler(self.queues, self.connection, serializer=self.serializer)
        self.scheduler.start()  # type: ignore[no-untyped-call]

    def run_maintenance_tasks(self) -> None:
        """RQ's own, and the sweep."""
        super().run_maintenance_tasks()  # type: ignore[no-untyped-call]
        if self.sweep:
            self.sweep()
        if self.asked:
            # RQ takes whatever is raised in its cleaning for a fault of one job, the request to stop included.
            raise StopRequested


def keep_working(
    make: Callable[[], SteadyWorker],
    pauses: Sequence[float] = PAUSES,
    sleep: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Make a worker and let it work; when it ends unasked, make another, after a pause that grows. Returns once asked.

    `pauses` are in seconds; they begin anew after a worker that lasted longer than the pause before it.
    """
    faults, pause = 0, pauses[0]
    with _signals_back():
        try:
            while True:
                started = clock()
                fault = _work(make)
                if fault is None:
                    return
                if clock() - started > pause:
                    faults = 0
                pause = pauses[min(faults, len(pauses) - 1)]
                faults += 1
                logger.warning("the worker has ended (%s): another one starts in %g s", fault, pause)
                sleep(pause)
        except StopRequested:
            return


def _work(make: Callable[[], SteadyWorker]) -> str | None:
    """Why the worker ended, None when it was asked to."""
    worker = None
    early = Event()
    # Only noted at first: whoever broke off between the start of RQ's scheduler and its own care for signals would
    # leave that process behind, and wait for its end for ever.
    _on_signals(lambda _number, _frame: early.set())
    try:
        worker = make()
        worker.early = early
        worker.work(with_scheduler=True)
        fault = "RQ's log says why"
    except RedisError as error:
        fault = type(error).__name__
    _heed_signals()
    if worker and worker.pubsub_thread:
        # A worker that cannot take its leave of Redis does not get as far as ending its thread.
        worker.pubsub_thread.stop()
    return None if early.is_set() or (worker and worker.asked) else fault


def _heed_signals() -> None:
    # RQ's worker does so only while it works.
    _on_signals(_stop)


def _on_signals(handler: Callable[[int, FrameType | None], None]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handler)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise StopRequested


@contextmanager
def _signals_back() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
