"""A Redis that hangs is waited for by one at a time.

Each who asked would wait out a time-out, in one of the few threads that there are: of fifty who ring at once the last
would hear nothing before Twilio gives up. So when an answer did not come in time, for a moment nobody else is made to
wait; then one asks, and as long as that takes the others go on without.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from redis.exceptions import ConnectionError, TimeoutError  # noqa: A004

# Seconds for which nobody asks.
REST = 2.0


class Patience:
    """That of all threads of a process together. `clock` gives seconds and only ever goes forward."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._again: float | None = None

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Ask within this. Raises redis.exceptions.ConnectionError at once while nobody should."""
        self._begin()
        try:
            yield
        except TimeoutError:
            self._again = self._clock() + REST
            raise
        self._again = None

    def _begin(self) -> None:
        if self._again is None:
            return
        with self._lock:
            now = self._clock()
            if self._again is not None and now < self._again:
                raise ConnectionError("Redis did not answer in time just now")
            # This one looks whether it does again.
            self._again = now + REST
