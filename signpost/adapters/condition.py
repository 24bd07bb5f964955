"""How the service is: what waits, who works, how Redis keeps what it is given. Read in one round trip, for staff and
monitors alike: lengths, and the first few entries of what is in order, never a collection whole.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import NoPermissionError, ResponseError
from rq import Queue
from rq.utils import as_text, utcparse

from signpost.adapters import keys
from signpost.adapters.agenda import LATE, TEXT
from signpost.adapters.faults import Faults
from signpost.adapters.jobqueue import QUEUES, REPLIES, TEXT_JOB
from signpost.core.hours import london_day

# A worker shows a sign of life every ten seconds while it waits or works (see jobqueue.py).
SEEN_WITHIN = timedelta(minutes=2)
# Behind so many others that wait, none is looked at: how many do tells enough.
_FIRST = 50
_MOST_WORKERS = 100
_WORKERS = "rq:workers"
# The only policy under which nothing is lost when memory is short.
KEEPS = "noeviction"


@dataclass(frozen=True, slots=True)
class Memory:
    """The server's memory in bytes; `limit` is 0 for none. `policy` is what it does at the limit."""

    used: int
    limit: int
    policy: str


@dataclass(frozen=True, slots=True)
class Persistence:
    """How the server keeps its data.

    `log` says that each change is appended to a file, `log_sound` that this works. `saved` is when it last wrote a
    whole picture, in seconds since 1970, `picture_sound` that this worked, and `unsaved` how many changes came since.
    """

    log: bool
    log_sound: bool
    saved: int
    picture_sound: bool
    unsaved: int
    loading: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """How the service is at one moment.

    `queues` has the jobs that could run now by queue, `oldest` how many seconds the text has waited that waited
    longest, `errands` all that is to be done in its time and `late` what should have been done two minutes ago.
    `segments` were sent today. `overdue` counts those of the `callbacks` whose day, as it was told, is over. `faults`
    are the carrier's of the last hour by its code. What a server does not tell us is None, or "".
    """

    at: datetime
    queues: Mapping[str, int]
    oldest: float | None
    errands: int
    late: int
    workers: int
    callbacks: int
    overdue: int = 0
    segments: int = 0
    faults: Mapping[int | None, int] = field(default_factory=dict)
    server: str = ""
    memory: Memory | None = None
    persistence: Persistence | None = None


class Conditions:
    """Reads the condition of a service. `clock` gives seconds since 1970."""

    def __init__(self, redis: Redis, faults: Faults, clock: Callable[[], float] = time.time) -> None:
        self._redis = redis
        self._faults = faults
        self._clock = clock

    def read(self) -> Condition:
        """How it is now. Raises redis.exceptions.RedisError when Redis cannot be reached."""
        now = self._clock()
        with self._redis.pipeline(transaction=False) as pipe:
            self._ask(pipe, now)
            counted = self._faults.ask(pipe)
            pipe.info("server", "memory", "persistence")
            replies = pipe.execute(raise_on_error=False)
        info = replies.pop()
        for reply in replies:
            if isinstance(reply, Exception):
                raise reply
        return _condition(now, replies[:-counted], self._faults.told(replies[-counted:]), _told(info))

    @staticmethod
    def _ask(pipe: Pipeline, now: float) -> None:
        for name in QUEUES:
            pipe.llen(_key(name))
        # Each job's words and when it was put there, in one go: the queue itself holds names alone.
        _sort(pipe, _key(REPLIES), _FIRST, "rq:job:*->description", "rq:job:*->enqueued_at")
        _sort(pipe, _WORKERS, _MOST_WORKERS, "*->last_heartbeat")
        pipe.zcard(keys.AGENDA)
        pipe.zcount(keys.AGENDA, "-inf", now - LATE)
        pipe.zrange(keys.AGENDA, "-inf", int(now), byscore=True, offset=0, num=_FIRST, withscores=True)
        pipe.zcard(keys.CALLBACKS)
        today = london_day(datetime.fromtimestamp(now, UTC))
        pipe.zcount(keys.PROMISED, "-inf", f"({today.toordinal()}")
        pipe.get(keys.segments(today.isoformat()))


def _sort(pipe: Pipeline, key: str, most: int, *wanted: str) -> None:
    """Ask for what the first entries of a key point to. SORT counts as a write, which a server that is full refuses."""
    gets = [part for one in wanted for part in ("GET", one)]
    pipe.execute_command("SORT_RO", key, "BY", "nosort", "LIMIT", 0, most, *gets)  # type: ignore[no-untyped-call]


def _key(queue: str) -> str:
    return f"{Queue.redis_queue_namespace_prefix}{queue}"


def _told(info: object) -> Mapping[str, Any]:
    # Some servers that one rents do not let us ask.
    if isinstance(info, NoPermissionError | ResponseError):
        return {}
    if isinstance(info, Exception):
        raise info
    return info if isinstance(info, Mapping) else {}


def _condition(
    now: float, replies: Sequence[Any], faults: Mapping[int | None, int], info: Mapping[str, Any]
) -> Condition:
    queues, (jobs, beats, errands, late, due, callbacks, overdue, segments) = (
        replies[: len(QUEUES)],
        replies[len(QUEUES) :],
    )
    return Condition(
        datetime.fromtimestamp(now, UTC),
        dict(zip(QUEUES, queues, strict=True)),
        max((*_waited(jobs, now), *_overdue(due, now)), default=None),
        errands,
        late,
        sum(now - _second(beat) < SEEN_WITHIN.total_seconds() for beat in beats if beat),
        callbacks,
        overdue,
        int(segments or 0),
        faults,
        _server(info),
        _memory(info),
        _persistence(info),
    )


def _waited(jobs: Sequence[bytes | None], now: float) -> list[float]:
    pairs = zip(jobs[::2], jobs[1::2], strict=True)
    return [max(now - _second(put), 0) for what, put in pairs if what and put and as_text(what) == TEXT_JOB]


def _overdue(due: Sequence[tuple[bytes, float]], now: float) -> list[float]:
    """The seconds that texts wait whose time is past: those that were lost on the way, or put off and are due."""
    return [now - score for name, score in due if name.decode().startswith(TEXT)]


def _second(written: bytes) -> float:
    return utcparse(as_text(written)).timestamp()


def _server(info: Mapping[str, Any]) -> str:
    if "valkey_version" in info:
        return f"Valkey {info['valkey_version']}"
    return f"Redis {info['redis_version']}" if "redis_version" in info else ""


def _memory(info: Mapping[str, Any]) -> Memory | None:
    if "used_memory" not in info or "maxmemory_policy" not in info:
        return None
    return Memory(info["used_memory"], info.get("maxmemory", 0), info["maxmemory_policy"])


def _persistence(info: Mapping[str, Any]) -> Persistence | None:
    if "aof_enabled" not in info:
        return None
    return Persistence(
        bool(info["aof_enabled"]),
        info.get("aof_last_write_status", "ok") == info.get("aof_last_bgrewrite_status", "ok") == "ok",
        info.get("rdb_last_save_time", 0),
        info.get("rdb_last_bgsave_status", "ok") == "ok",
        info.get("rdb_changes_since_last_save", 0),
        bool(info.get("loading") or info.get("async_loading")),
    )
