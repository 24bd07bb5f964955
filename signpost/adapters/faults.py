"""Which faults the carrier told us of in the last hour: a counter for each code and minute, which ends by itself."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from redis import Redis
from redis.client import Pipeline

from signpost.adapters import keys

HOUR = 3_600
_MINUTE = 60
# Of a fault without a code: no answer, or one that we cannot read.
_NONE = 0


class Faults:
    """The carrier's faults, counted by all processes together. `clock` gives seconds since 1970."""

    def __init__(self, redis: Redis, clock: Callable[[], float]) -> None:
        self._redis = redis
        self._clock = clock

    def note(self, code: int | None) -> None:
        """Count one fault. `code` is the carrier's, None when it gave no answer."""
        minute = int(self._clock()) // _MINUTE
        with self._redis.pipeline() as pipe:
            pipe.hincrby(keys.faults(minute), str(code or _NONE), 1)
            pipe.expire(keys.faults(minute), HOUR + _MINUTE)
            pipe.execute()

    def ask(self, pipe: Pipeline) -> int:
        """Ask for the faults of the last hour as part of `pipe`; how many replies `told` takes of it."""
        minute = int(self._clock()) // _MINUTE
        asked = range(minute - HOUR // _MINUTE + 1, minute + 1)
        for one in asked:
            pipe.hgetall(keys.faults(one))
        return len(asked)

    @staticmethod
    def told(replies: Iterable[Mapping[bytes, bytes]]) -> dict[int | None, int]:
        """How often each code came, the most frequent first; None for no answer."""
        found: Counter[int | None] = Counter()
        for reply in replies:
            found.update({int(code) or None: int(count) for code, count in reply.items()})
        return dict(found.most_common())
