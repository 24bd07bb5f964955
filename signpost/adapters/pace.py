"""How fast our number sends: so many segments in a second, counted in Redis by all workers together.

A UK long code carries ten segments a second; the carrier lets more wait in a queue of its own, and drops what waits too
long. So what is too much for this second is not handed over, and stays on our own agenda.
"""

from functools import cached_property

from limits import RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis import Redis


class SenderPace:
    """The `Pace` port for one sender. `rate` is in segments a second."""

    def __init__(self, redis: Redis, rate: int) -> None:
        self._redis = redis
        self._rate = rate
        self._limit = RateLimitItemPerSecond(rate)

    def room(self, segments: int) -> bool:
        """Whether so many segments may be sent in this second; if so they are counted as sent."""
        # A text that is larger than a second's worth goes in a second that nothing else has gone in yet.
        return self._limiter.hit(self._limit, "sender", cost=min(segments, self._rate))

    @cached_property
    def _limiter(self) -> FixedWindowRateLimiter:
        # Made when first used: it loads its scripts into Redis at once.
        pool = self._redis.connection_pool
        return FixedWindowRateLimiter(RedisStorage("redis://", connection_pool=pool, key_prefix="signpost:pace"))
