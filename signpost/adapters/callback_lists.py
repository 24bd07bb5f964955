"""In which order to see to the requests to be rung back: the sorted sets that lists and counts are read from.

One holds all that are open, one the day that each is to be rung by, one for each of the staff what they have claimed,
and one what stands on each other shelf. What is due is read from the first, where it stands together in each rank. A
request that is erased is not read, so nobody knows then whose claim it was: what is gone is taken off that list when it
is next read.
"""

from datetime import date, timedelta
from typing import cast

from redis import Redis
from redis.client import Pipeline

from signpost.adapters import keys
from signpost.callback_ports import OpenCallback, Shelf, Sight, Waiting
from signpost.core.precedence import RANKS, first_of, place

# Shelves with a list of their own for everybody, by what is said in the request itself.
_KEPT = (Shelf.UNCLAIMED, Shelf.MORNING, Shelf.AFTERNOON, Shelf.UNMAILED)
# Between any number of the order that we had before and any of ours: see keys.py.
_OUTDATED = 3 * 10**11


class CallbackLists:
    """The lists of one Redis database. `life` is how many seconds a request is kept."""

    def __init__(self, redis: Redis, life: int) -> None:
        self._redis = redis
        self._life = life

    def put(self, pipe: Pipeline, callback: OpenCallback, before: OpenCallback | None) -> None:
        """Put a request where it now belongs, as part of `pipe`'s transaction; `before` is how it stood, if it did."""
        number = place(callback.request)
        pipe.zadd(keys.CALLBACKS, {callback.id: number})
        pipe.zadd(keys.PROMISED, {callback.id: callback.request.by.toordinal()})
        for shelf in _KEPT:
            if Sight(shelf).has(callback):
                pipe.zadd(keys.shelf(shelf), {callback.id: number})
            else:
                pipe.zrem(keys.shelf(shelf), callback.id)
        if before and before.claim != callback.claim:
            self._give_up(pipe, before)
        if callback.claim:
            claimed = keys.claimed(callback.claim.by)
            pipe.zadd(claimed, {callback.id: number})
            pipe.expire(claimed, self._life)

    @staticmethod
    def put_last(pipe: Pipeline, callback_id: str) -> None:
        """Put a request that cannot be read behind all others, if it still stands somewhere."""
        pipe.zadd(keys.CALLBACKS, {callback_id: first_of(RANKS)}, xx=True)

    def end(self, pipe: Pipeline, callback: OpenCallback) -> None:
        """A request is over."""
        self.drop(pipe, callback.id)
        self._give_up(pipe, callback)

    @staticmethod
    def drop(pipe: Pipeline, *callback_ids: str) -> None:
        """Requests are no longer to be seen to."""
        for key in (keys.CALLBACKS, keys.PROMISED, *map(keys.shelf, _KEPT)):
            pipe.zrem(key, *callback_ids)

    def ids(self, start: int, count: int, sight: Sight) -> tuple[list[str], int]:
        """The ids of so many requests at most, from that place of a shelf on; how many stand there in all.

        A `count` of 0 asks for all.
        """
        if sight.shelf is Shelf.DUE:
            return self._due(start, count, sight.today)
        key = _key(sight)
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.zrange(key, start, start + count - 1 if count else -1)
            pipe.zcard(key)
            found, total = cast("tuple[list[bytes], int]", tuple(pipe.execute()))
        return [name.decode() for name in found], total

    def _due(self, start: int, count: int, today: date) -> tuple[list[str], int]:
        """The same of what is due: in each rank these come first, so they are so many stretches of the whole list."""
        with self._redis.pipeline(transaction=False) as pipe:
            for rank in range(RANKS):
                pipe.zcount(keys.CALLBACKS, "-inf", f"({first_of(rank)}")
                _ask_due(pipe, rank, today)
            told = pipe.execute()
        firsts, sizes = told[::2], told[1::2]
        left, end = start, start + count if count else sum(sizes)
        with self._redis.pipeline(transaction=False) as pipe:
            for first, size in zip(firsts, sizes, strict=True):
                if (until := min(end, size)) > (begin := max(left, 0)):
                    pipe.zrange(keys.CALLBACKS, first + begin, first + until - 1)
                left, end = left - size, end - size
            found = [name.decode() for stretch in pipe.execute() for name in stretch]
        return found, sum(sizes)

    def count(self, who: str, today: date) -> dict[Shelf, int]:
        """How many stand on each shelf."""
        kept = (Shelf.ALL, *_KEPT)
        with self._redis.pipeline(transaction=False) as pipe:
            for shelf in kept:
                pipe.zcard(_key(Sight(shelf)))
            # What was erased is still on the first of these.
            pipe.zintercard(2, [keys.claimed(who), keys.CALLBACKS])
            for rank in range(RANKS):
                _ask_due(pipe, rank, today)
            told = pipe.execute()
        counts = dict(zip((*kept, Shelf.MINE), told, strict=False)) | {Shelf.DUE: sum(told[-RANKS:])}
        return {shelf: counts[shelf] for shelf in Shelf}

    def forget(self, gone: list[str], astray: list[str], sight: Sight) -> None:
        """Take off the lists what is no longer kept, and off a shelf what no longer stands there."""
        if gone or astray:
            with self._redis.pipeline() as pipe:
                pipe.zrem(_key(sight), *gone, *astray)
                if gone:
                    self.drop(pipe, *gone)
                pipe.execute()

    def outdated(self, most: int) -> list[str]:
        """So many at most of the requests that still stand in the order of before."""
        found = self._redis.zrange(keys.CALLBACKS, "-inf", f"({_OUTDATED}", byscore=True, offset=0, num=most)
        return [name.decode() for name in cast("list[bytes]", found)]

    def waiting(self, today: date) -> Waiting:
        """How many are open, and how urgent they are."""
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.zcard(keys.CALLBACKS)
            for rank in range(2):
                pipe.zcount(keys.CALLBACKS, first_of(rank), f"({first_of(rank + 1)}")
            pipe.zcount(keys.PROMISED, "-inf", f"({today.toordinal()}")
            return Waiting(*pipe.execute())

    @staticmethod
    def _give_up(pipe: Pipeline, before: OpenCallback) -> None:
        if before.claim:
            pipe.zrem(keys.claimed(before.claim.by), before.id)


def _ask_due(pipe: Pipeline, rank: int, today: date) -> None:
    tomorrow = today + timedelta(days=1) if today < date.max else today
    pipe.zcount(keys.CALLBACKS, first_of(rank), f"({first_of(rank, tomorrow)}")


def _key(sight: Sight) -> str:
    match sight.shelf:
        case Shelf.ALL | Shelf.DUE:
            return keys.CALLBACKS
        case Shelf.MINE:
            return keys.claimed(sight.who)
        case shelf:
            return keys.shelf(shelf)
