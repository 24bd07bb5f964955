"""The message of the day, which staff set and lift while the service runs. It ends by itself."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import WatchError

from signpost.adapters import keys
from signpost.adapters.audit import Audit
from signpost.adapters.watched import TRIES, Command, ContendedError, Save, watch_and_read
from signpost.core.hours import LONDON
from signpost.staff_ports import OutdatedError

MINUTE = 60
_READS: tuple[Command, ...] = (("GET", keys.MESSAGE), ("PTTL", keys.MESSAGE))
Said = tuple[str, datetime]


def stamp(said: Said | None) -> str:
    """What tells one message from another, of what `DayMessage.read` gives; it says nothing by itself."""
    return hashlib.sha256(f"{said[1].isoformat()} {said[0]}".encode()).hexdigest()[:16] if said else "none"


class DayMessage:
    """What every caller hears first, and every text conversation begins with, while it lasts.

    `clock` gives seconds since 1970. How long it lasts is reckoned by it, as all else is: Redis's own may go otherwise.
    """

    def __init__(self, redis: Redis, audit: Audit, clock: Callable[[], float]) -> None:
        self._redis = redis
        self._audit = audit
        self._clock = clock

    def put(self, words: str, until: datetime, who: str, *, seen: str | None = None) -> None:
        """Say these words until then, instead of any before; `who` says so.

        `seen` is the stamp of the message that `who` was shown, None for whoever means any. Raises OutdatedError, and
        nothing has happened, when it is not that one which stands now.
        """
        lasts = max(round(1000 * (until.timestamp() - self._clock())), 1)

        def save(pipe: Pipeline) -> None:
            pipe.set(keys.MESSAGE, words, px=lasts)
            self._audit.note(pipe, who, "set", "message of the day", "message")

        self._change(seen, save)

    def lift(self, who: str, *, seen: str | None = None) -> bool:
        """Say nothing more; whether anything was said. `seen` and OutdatedError as of `put`, where anything is."""

        def save(pipe: Pipeline) -> None:
            pipe.delete(keys.MESSAGE)
            self._audit.note(pipe, who, "lifted", "message of the day", "message")

        return self._change(seen, save, lifts=True)

    def _change(self, seen: str | None, save: Save, *, lifts: bool = False) -> bool:
        """Whether a message stood before. Whoever lifts one that has ended meanwhile has nothing to lose."""
        for _ in range(TRIES):
            with self._redis.pipeline() as pipe:
                stands = self._built(*watch_and_read(pipe, (keys.MESSAGE,), *_READS))
                if seen is not None and seen != stamp(stands) and (stands or not lifts):
                    raise OutdatedError
                pipe.multi()
                save(pipe)
                try:
                    pipe.execute()
                except WatchError:
                    continue
                return stands is not None
        raise ContendedError

    def read(self) -> Said | None:
        """The words, and until when they are said (UK time); None when there are none."""
        with self._redis.pipeline() as pipe:
            pipe.get(keys.MESSAGE)
            pipe.pttl(keys.MESSAGE)
            return self._built(*pipe.execute())

    def _built(self, words: bytes | None, left: int) -> Said | None:
        # It ends at a full minute; what is left of it was read a moment ago.
        until = MINUTE * round((self._clock() + left / 1000) / MINUTE)
        return (words.decode(), datetime.fromtimestamp(until, LONDON)) if words else None
