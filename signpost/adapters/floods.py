"""How often one phone, or the phones of one block of numbers, came lately: counted in Redis by all processes together.

It fails open: while Redis is away nobody is counted, and for a few seconds it is not asked again, so that a server
which hangs is waited for once. Names here are tokens; no number stands in a key.
"""

import logging
import time
from collections.abc import Callable
from functools import cached_property

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis import Redis
from redis.exceptions import RedisError

from signpost.flood_ports import Coming, Crowd

logger = logging.getLogger(__name__)

_PREFIX = "signpost:floods"
# Seconds for which nobody is counted once Redis did not answer.
_PATIENCE = 5.0


class RedisFloods:
    """The `Floods` port. `crowd` is how often is too often; `clock` gives seconds and only ever goes forward."""

    def __init__(self, redis: Redis, crowd: Crowd, clock: Callable[[], float] = time.monotonic) -> None:
        self._redis = redis
        self._limits: tuple[tuple[str, RateLimitItem], ...] = (
            ("person", RateLimitItemPerDay(crowd.in_a_day)),
            ("person", RateLimitItemPerMinute(crowd.at_once, 10)),
            ("block", RateLimitItemPerMinute(crowd.from_a_block, 10)),
        )
        self._clock = clock
        self._again = 0.0

    def too_many(self, coming: Coming) -> int:
        """How often beyond what is usual this one has come, itself included: 0 for anybody who is welcome."""
        if self._clock() < self._again:
            return 0
        names = {"person": coming.person, "block": coming.block}
        try:
            # Who is known by nothing is not counted.
            return max((self._over(limit, kind, names[kind]) for kind, limit in self._limits if names[kind]), default=0)
        except RedisError as fault:
            logger.warning("comings are not counted for now: %s", type(fault).__name__)
            self._again = self._clock() + _PATIENCE
            return 0

    def _over(self, limit: RateLimitItem, kind: str, name: str) -> int:
        key = limit.key_for(kind, name)
        return max(0, self._limiter.storage.incr(key, limit.get_expiry()) - limit.amount)

    @cached_property
    def _limiter(self) -> FixedWindowRateLimiter:
        # Made when first used: it loads its scripts into Redis at once.
        pool = self._redis.connection_pool
        return FixedWindowRateLimiter(RedisStorage("redis://", connection_pool=pool, key_prefix=_PREFIX))
