"""How many segments we may send in a day: a bound on what a fault or a flood can cost, with an alarm before it."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime

from redis import Redis

from signpost.adapters import keys
from signpost.core.hours import london_day

logger = logging.getLogger(__name__)

# From this share on only texts go out that somebody waits for.
FIRST_WARNING = 0.8
# In seconds: how long the count of a day is kept, and between two alarms of one process.
_KEPT, _ALARM = 2 * keys.DAY, 3_600


class DayCeiling:
    """Counts what is sent. `most` is in segments a day of the UK's; `clock` gives seconds since 1970."""

    def __init__(self, redis: Redis, most: int, clock: Callable[[], float] = time.time) -> None:
        self._redis = redis
        self.most = most
        self._clock = clock
        self._alarmed = 0.0

    def room(self, segments: int, *, waiting: bool) -> bool:
        """Whether so many segments may still be sent today; they are counted as sent if so."""
        bound = self.most if waiting else self.most * FIRST_WARNING
        key = keys.segments(self._today())
        with self._redis.pipeline() as pipe:
            pipe.incrby(key, segments)
            pipe.expire(key, _KEPT)
            sent = int(pipe.execute()[0])
        if sent > self.most * FIRST_WARNING:
            self._alarm()
        if sent <= bound:
            return True
        self._redis.decrby(key, segments)
        return False

    def _today(self) -> str:
        return london_day(datetime.fromtimestamp(self._clock(), UTC)).isoformat()

    def _alarm(self) -> None:
        if self._clock() - self._alarmed > _ALARM:
            self._alarmed = self._clock()
            logger.error(
                "most of today's %s segments are sent: texts that nobody waits for now wait until tomorrow. Look for a "
                "fault or a flood; if it is neither, raise SIGNPOST_SEGMENTS_A_DAY",
                self.most,
            )
