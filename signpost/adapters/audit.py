"""Which of the staff did what: a stream in Redis, without numbers, kept for a year."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from redis import Redis
from redis.client import Pipeline

from signpost.adapters import keys

_YEAR = timedelta(days=365)


class Audit:
    """The audit log. `clock` gives seconds since 1970."""

    def __init__(self, redis: Redis, clock: Callable[[], float]) -> None:
        self._redis = redis
        self._clock = clock

    def note(self, pipe: Pipeline, who: str, what: str, about: str, kind: str = "callback") -> None:
        """Note what `who` does, in a transaction that is under way; what is older than a year is let go of.

        `about` is the request's id; or a service's key or a day, with the `kind` that it is.
        """
        now = datetime.fromtimestamp(self._clock(), UTC)
        oldest = int((now - _YEAR).timestamp() * 1000)
        line: dict[Any, Any] = {"at": now.isoformat(timespec="seconds"), "who": who, "what": what, kind: about}
        pipe.xadd(keys.AUDIT, line, minid=oldest, approximate=False)
