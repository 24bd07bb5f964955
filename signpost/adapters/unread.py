"""Texts that were not understood, masked, for staff to turn into phrases: none unless the pack says so."""

from secrets import token_hex
from typing import Any

from redis import Redis
from redis.client import Pipeline

from signpost.adapters import keys
from signpost.adapters.records import Records
from signpost.ports import Unread

# So many, the latest, whatever a flood brings.
MOST = 1000


class UnreadTexts:
    """The texts of the last `days`; 0 keeps none. They name nobody, so FORGET has nothing to find among them."""

    def __init__(self, redis: Redis, records: Records, days: int) -> None:
        self._redis = redis
        self._records = records
        self._life = days * keys.DAY

    def put(self, pipe: Pipeline, unread: Unread, now: int) -> None:
        """Keep one with a transaction that is under way, and let go of those whose time is over."""
        if not self._life:
            return
        # Two texts alike are two texts.
        sealed = self._records.write({"words": unread.words, "nearest": unread.nearest, "id": token_hex(8)})
        pipe.zadd(keys.UNREAD, {sealed: now + self._life})
        pipe.zremrangebyscore(keys.UNREAD, "-inf", now)
        pipe.zremrangebyrank(keys.UNREAD, 0, -MOST - 1)
        pipe.expire(keys.UNREAD, self._life)

    def all(self, now: int) -> list[Unread]:
        """Those that are kept, the oldest first. Raises redis.exceptions.RedisError."""
        found = self._redis.zrangebyscore(keys.UNREAD, now, "+inf")
        return [
            one for blob in found if isinstance(blob, bytes) and (one := self._records.read("unread", blob, _from_dict))
        ]

    def clear(self) -> None:
        """Let go of all. Raises redis.exceptions.RedisError."""
        self._redis.delete(keys.UNREAD)


def _from_dict(kept: dict[str, Any]) -> Unread:
    return Unread(kept["words"], kept["nearest"])
