"""How often one phone, or the phones of one block of numbers, came lately: counted in Redis by all processes together.

All counts go in one transaction: each write of its own would wait for the disk anew. It fails open: while Redis is away
nobody is counted, and for a few seconds it is not asked again, so that a server which hangs is waited for once. Names
here are tokens; no number stands in a key.
"""

import logging
import time
from collections.abc import Callable

from redis import Redis
from redis.exceptions import RedisError

from signpost.adapters import keys
from signpost.flood_ports import Coming, Crowd

logger = logging.getLogger(__name__)

_TEN_MINUTES = 600
# Seconds for which nobody is counted once Redis did not answer.
_PATIENCE = 5.0


class RedisFloods:
    """The `Floods` port. `crowd` is how often is too often; `clock` gives seconds and only ever goes forward."""

    def __init__(self, redis: Redis, crowd: Crowd, clock: Callable[[], float] = time.monotonic) -> None:
        self._redis = redis
        self._crowd = crowd
        self._clock = clock
        self._again = 0.0

    def too_many(self, coming: Coming) -> int:
        """How often beyond what is usual this one has come, itself included: 0 for anybody who is welcome."""
        if not coming.person or self._clock() < self._again:
            return 0
        try:
            today, lately, from_block = self._came(coming)
        except RedisError as fault:
            logger.warning("comings are not counted for now: %s", type(fault).__name__)
            self._again = self._clock() + _PATIENCE
            return 0
        over = max(today - self._crowd.in_a_day, lately - self._crowd.at_once, 0)
        # Of a crowded block each phone is told on its own account: nobody is silenced by what neighbours do.
        return max(over, lately) if from_block > self._crowd.from_a_block else over

    def _came(self, coming: Coming) -> tuple[int, int, int]:
        """Count this coming: how often this phone came today and in ten minutes, and its block in ten minutes."""
        counted = ((coming.person, keys.DAY), (coming.person, _TEN_MINUTES), (coming.block, _TEN_MINUTES))
        with self._redis.pipeline() as pipe:
            for name, seconds in counted:
                key = keys.floods(name, seconds)
                pipe.incr(key)
                pipe.expire(key, seconds, nx=True)
            today, _, lately, _, from_block, _ = pipe.execute()
        return today, lately, from_block
