"""In which order to see to the requests to be rung back: the sorted sets that lists and counts are read from.

One holds all that are open, one the day that each is to be rung by, and one for each of the staff what they have
claimed. A request that is erased is not read, so nobody knows then whose claim it was: what is gone is taken off that
list when it is next read.
"""

from datetime import date
from typing import cast

from redis import Redis
from redis.client import Pipeline

from signpost.adapters import keys
from signpost.callback_ports import OpenCallback, Waiting
from signpost.core.wish import Request

# More seconds than any date of ours has: what comes first in the list comes before all of any age.
_AGE = 10**11


class CallbackLists:
    """The lists of one Redis database. `life` is how many seconds a request is kept."""

    def __init__(self, redis: Redis, life: int) -> None:
        self._redis = redis
        self._life = life

    def put(self, pipe: Pipeline, callback: OpenCallback, before: OpenCallback | None) -> None:
        """Put a request where it now belongs, as part of `pipe`'s transaction; `before` is how it stood, if it did."""
        place = score(callback.request)
        pipe.zadd(keys.CALLBACKS, {callback.id: place})
        pipe.zadd(keys.PROMISED, {callback.id: callback.request.by.toordinal()})
        if before and before.claim != callback.claim:
            self._give_up(pipe, before)
        if callback.claim:
            claimed = keys.claimed(callback.claim.by)
            pipe.zadd(claimed, {callback.id: place})
            pipe.expire(claimed, self._life)

    def end(self, pipe: Pipeline, callback: OpenCallback) -> None:
        """A request is over."""
        self.drop(pipe, callback.id)
        self._give_up(pipe, callback)

    @staticmethod
    def drop(pipe: Pipeline, callback_id: str) -> None:
        """A request is no longer to be seen to."""
        pipe.zrem(keys.CALLBACKS, callback_id)
        pipe.zrem(keys.PROMISED, callback_id)

    def ids(self, start: int, count: int, of: str | None = None) -> tuple[list[str], int]:
        """The ids of so many requests at most, from that place on, of all or those that `of` claimed; how many in all.

        A `count` of 0 asks for all.
        """
        key = _list(of)
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.zrange(key, start, start + count - 1 if count else -1)
            pipe.zcard(key)
            found, total = cast("tuple[list[bytes], int]", tuple(pipe.execute()))
        return [name.decode() for name in found], total

    def forget(self, ids: list[str], of: str | None = None) -> None:
        """Take off a list what is no longer kept, or no longer claimed by `of`."""
        if ids:
            self._redis.zrem(_list(of), *ids)
        if ids and of is None:
            self._redis.zrem(keys.PROMISED, *ids)

    def waiting(self, today: date) -> Waiting:
        """How many are open, and how urgent they are."""
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.zcard(keys.CALLBACKS)
            pipe.zcount(keys.CALLBACKS, "-inf", f"({_AGE}")
            pipe.zcount(keys.CALLBACKS, _AGE, f"({2 * _AGE}")
            pipe.zcount(keys.PROMISED, "-inf", f"({today.toordinal()}")
            return Waiting(*pipe.execute())

    @staticmethod
    def _give_up(pipe: Pipeline, before: OpenCallback) -> None:
        if before.claim:
            pipe.zrem(keys.claimed(before.claim.by), before.id)


def score(request: Request) -> float:
    """How soon a request is to be seen to: the lower the sooner."""
    rank = 0 if request.unrung else 1 if request.wish.first else 2
    return float(rank * _AGE + request.made)


def _list(of: str | None) -> str:
    return keys.CALLBACKS if of is None else keys.claimed(of)
