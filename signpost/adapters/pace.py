"""How fast our number sends: so many segments in a second, counted in Redis by all workers together.

A UK long code carries ten segments a second; the carrier lets more wait in a queue of its own, and drops what waits too
long. So what is too much for this second is not handed over, and stays on our own agenda.
"""

from functools import cached_property

from limits import RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis import Redis

from signpost.adapters.ceiling import DayCeiling

KEPT = 2


class SenderPace:
    """The `Pace` port for one sender. `rate` is in segments a second, `ceiling` in segments a day."""

    def __init__(self, redis: Redis, rate: int, ceiling: int = 1_000_000) -> None:
        self._redis = redis
        self._ceiling = DayCeiling(redis, ceiling)
        self._all = RateLimitItemPerSecond(rate)
        # What nobody waits for must leave room for what somebody does: two segments, where there are so many.
        self._promised = RateLimitItemPerSecond(max(rate - KEPT, 1))

    def room(self, segments: int, *, waiting: bool) -> bool:
        """Whether so many segments may be sent in this second; if so they are counted as sent.

        Some room is kept for texts that somebody is `waiting` for.
        """
        if not waiting and not self._hit(self._promised, "promised", segments):
            return False
        return self._hit(self._all, "sender", segments)

    def left_today(self, segments: int, *, waiting: bool) -> bool:
        """Whether so many segments may still be sent today; if so they are counted as sent."""
        return self._ceiling.room(segments, waiting=waiting)

    def _hit(self, limit: RateLimitItemPerSecond, name: str, segments: int) -> bool:
        # A text that is larger than a second's worth goes in a second that nothing else has gone in yet.
        return self._limiter.hit(limit, name, cost=min(segments, limit.amount))

    @cached_property
    def _limiter(self) -> FixedWindowRateLimiter:
        # Made when first used: it loads its scripts into Redis at once.
        pool = self._redis.connection_pool
        return FixedWindowRateLimiter(RedisStorage("redis://", connection_pool=pool, key_prefix="signpost:pace"))
