"""The message of the day, which staff set and lift while the service runs. It ends by itself."""

from datetime import datetime
from typing import cast

from redis import Redis

from signpost.adapters import keys
from signpost.core.hours import LONDON


class DayMessage:
    """What every caller hears first, and every text conversation begins with, while it lasts."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def put(self, words: str, until: datetime) -> None:
        """Say these words until then, instead of any before."""
        self._redis.set(keys.MESSAGE, words, exat=int(until.timestamp()))

    def lift(self) -> bool:
        """Say nothing more; whether anything was said."""
        return bool(self._redis.delete(keys.MESSAGE))

    def read(self) -> tuple[str, datetime] | None:
        """The words, and until when they are said (UK time); None when there are none."""
        with self._redis.pipeline() as pipe:
            pipe.get(keys.MESSAGE)
            pipe.expiretime(keys.MESSAGE)
            words, until = cast("tuple[bytes | None, int]", tuple(pipe.execute()))
        return (words.decode(), datetime.fromtimestamp(until, LONDON)) if words else None
