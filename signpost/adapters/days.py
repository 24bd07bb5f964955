"""What is counted day by day in Redis: a hash for each day in London, raised in the transaction of what is counted."""

from collections.abc import Iterable, Sequence
from datetime import date

from redis import Redis

from signpost.adapters import keys
from signpost.adapters.batch import Batch
from signpost.core.tally import Mark


def put_marks(batch: Batch, marks: Iterable[Mark]) -> None:
    """Raise what is marked, as part of the batch's transaction."""
    days: dict[date, None] = {}
    for mark in marks:
        batch.add("HINCRBY", keys.day(mark.day), mark.name, mark.by)
        days[mark.day] = None
    for day in days:
        batch.add("EXPIRE", keys.day(day), keys.DAY_LIFE, "NX")


class Days:
    """The counters of each day, for 25 months."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def came(self, days: Sequence[date], names: Sequence[str]) -> list[dict[str, int]]:
        """Of each of these days no more than the counters of these names, in one round trip."""
        with self._redis.pipeline(transaction=False) as pipe:
            for day in days:
                pipe.hmget(keys.day(day), list(names))
            found = pipe.execute()
        return [{name: int(count or 0) for name, count in zip(names, counts, strict=True)} for counts in found]

    def read(self, days: Sequence[date]) -> list[dict[str, int]]:
        """What was counted on each of these days, in one round trip."""
        with self._redis.pipeline(transaction=False) as pipe:
            for day in days:
                pipe.hgetall(keys.day(day))
            return [{name.decode(): int(count) for name, count in found.items()} for found in pipe.execute()]
