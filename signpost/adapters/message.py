"""The message of the day, which staff set and lift while the service runs. It ends by itself."""

from datetime import datetime
from typing import cast

from redis import Redis

from signpost.adapters import keys
from signpost.adapters.audit import Audit
from signpost.core.hours import LONDON


class DayMessage:
    """What every caller hears first, and every text conversation begins with, while it lasts."""

    def __init__(self, redis: Redis, audit: Audit) -> None:
        self._redis = redis
        self._audit = audit

    def put(self, words: str, until: datetime, who: str) -> None:
        """Say these words until then, instead of any before; `who` says so."""
        with self._redis.pipeline() as pipe:
            pipe.set(keys.MESSAGE, words, exat=int(until.timestamp()))
            self._audit.note(pipe, who, "set", "message of the day", "message")
            pipe.execute()

    def lift(self, who: str) -> bool:
        """Say nothing more; whether anything was said."""
        with self._redis.pipeline() as pipe:
            pipe.delete(keys.MESSAGE)
            self._audit.note(pipe, who, "lifted", "message of the day", "message")
            return bool(pipe.execute()[0])

    def read(self) -> tuple[str, datetime] | None:
        """The words, and until when they are said (UK time); None when there are none."""
        with self._redis.pipeline() as pipe:
            pipe.get(keys.MESSAGE)
            pipe.expiretime(keys.MESSAGE)
            words, until = cast("tuple[bytes | None, int]", tuple(pipe.execute()))
        return (words.decode(), datetime.fromtimestamp(until, LONDON)) if words else None
