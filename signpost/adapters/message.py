"""The message of the day, which staff set and lift while the service runs. It ends by itself."""

from collections.abc import Callable
from datetime import datetime
from typing import cast

from redis import Redis

from signpost.adapters import keys
from signpost.adapters.audit import Audit
from signpost.core.hours import LONDON

MINUTE = 60


class DayMessage:
    """What every caller hears first, and every text conversation begins with, while it lasts.

    `clock` gives seconds since 1970. How long it lasts is reckoned by it, as all else is: Redis's own may go otherwise.
    """

    def __init__(self, redis: Redis, audit: Audit, clock: Callable[[], float]) -> None:
        self._redis = redis
        self._audit = audit
        self._clock = clock

    def put(self, words: str, until: datetime, who: str) -> None:
        """Say these words until then, instead of any before; `who` says so."""
        lasts = max(round(1000 * (until.timestamp() - self._clock())), 1)
        with self._redis.pipeline() as pipe:
            pipe.set(keys.MESSAGE, words, px=lasts)
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
            pipe.pttl(keys.MESSAGE)
            words, left = cast("tuple[bytes | None, int]", tuple(pipe.execute()))
        # It ends at a full minute; what is left of it was read a moment ago.
        until = MINUTE * round((self._clock() + left / 1000) / MINUTE)
        return (words.decode(), datetime.fromtimestamp(until, LONDON)) if words else None
