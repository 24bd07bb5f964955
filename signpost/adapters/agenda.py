"""The agenda: all that is to be done when its time comes and nobody waits for it, in one sorted set.

An entry is a follow-up, a text, a call or an e-mail, scored by the second it is due at. Taking one moves it a minute
on, so that it comes again if whoever took it dies over it; only what was done is taken out. So nothing depends on a job
of RQ's: those wake a worker at the right second, and a worker that wakes by itself looks here as well (see worker.py).
"""

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import cast

from redis import Redis
from redis.client import Pipeline

from signpost.adapters import keys
from signpost.adapters.jobqueue import RING_JOB, TEXT_JOB, JobQueue
from signpost.core.shares import in_turn, most_waited
from signpost.ports import Errand, ErrandKind

# Longer than any job may run (see jobqueue.py): when it is over, nobody is at the errand any more.
LEASE = 60
MINUTE = 60
_PAGE = 100
# Longer than a lost job takes to be made up for (see worker.py).
LATE = 120

TEXT = "t"
_LETTERS = {ErrandKind.FOLLOW_UP: "f", ErrandKind.TEXT: TEXT, ErrandKind.RING: "r", ErrandKind.MAIL: "m"}
_KINDS = {letter: kind for kind, letter in _LETTERS.items()}
_JOBS = {ErrandKind.TEXT: TEXT_JOB, ErrandKind.RING: RING_JOB}
_WAITED = {job: kind for kind, job in _JOBS.items()}

# Each runs as one step, so that no two workers get the same errand. KEYS: the agenda.
# ARGV: now, until when they are the taker's, how many at most.
_TAKE = """
local due = redis.call('ZRANGE', KEYS[1], '-inf', ARGV[1], 'BYSCORE', 'LIMIT', 0, ARGV[3], 'WITHSCORES')
for i = 1, #due, 2 do redis.call('ZADD', KEYS[1], ARGV[2], due[i]) end
return due
"""
# What was put off, or taken by another since, is left alone. ARGV: for each entry its name, the score it was taken
# with, and its new one, '' for none.
_GIVE_BACK = """
for i = 1, #ARGV, 3 do
  if redis.call('ZSCORE', KEYS[1], ARGV[i]) == ARGV[i + 1] then
    if ARGV[i + 2] == '' then redis.call('ZREM', KEYS[1], ARGV[i])
    else redis.call('ZADD', KEYS[1], ARGV[i + 2], ARGV[i]) end
  end
end
"""


class Agenda:
    """The agenda of a service. `jobs` wakes the workers, `clock` gives seconds since 1970."""

    def __init__(self, redis: Redis, jobs: JobQueue, clock: Callable[[], float]) -> None:
        self._redis = redis
        self._jobs = jobs
        self._clock = clock
        self._take = redis.register_script(_TAKE)
        self._give_back = redis.register_script(_GIVE_BACK)

    def put(self, pipe: Pipeline, kind: ErrandKind, errand_id: str, due: int) -> None:
        """Have an errand done at the second `due`, as part of `pipe`'s transaction; one that is there already moves."""
        pipe.zadd(keys.AGENDA, {_entry(kind, errand_id): due})
        self._jobs.wake(due, pipe)

    def put_reply(self, pipe: Pipeline, text_id: str, due: int | None = None) -> None:
        """Have a text sent that somebody waits for, at once or at the second `due`: before anything on the agenda."""
        self._jobs.text(pipe, text_id, due)
        self.watch_over(pipe, text_id, (due or self._now()) + LEASE)

    def put_ring(self, pipe: Pipeline, ring_id: str) -> None:
        """Have a call made that somebody waits for, at once: before anything on the agenda."""
        self._jobs.ring(pipe, ring_id)
        self.watch_over(pipe, ring_id, self._now() + LEASE, ErrandKind.RING)

    @staticmethod
    def watch_over(pipe: Pipeline, errand_id: str, until: int, kind: ErrandKind = ErrandKind.TEXT) -> None:
        """An errand is in good hands until that second. Should they fail, whoever looks at the agenda next finds it."""
        pipe.zadd(keys.AGENDA, {_entry(kind, errand_id): until})

    @staticmethod
    def drop(pipe: Pipeline, kind: ErrandKind, errand_id: str) -> None:
        """An errand is over, as part of `pipe`'s transaction."""
        pipe.zrem(keys.AGENDA, _entry(kind, errand_id))

    def _now(self) -> int:
        return int(self._clock())

    def take(self, now: int, most: int) -> list[Errand]:
        """The errands that are due, in the order in which to do them, for the taker alone until a minute is over.

        What waits in the queue of replies comes first, and the longest overdue of the agenda has its share.
        """
        waited = [Errand(_WAITED[kind], found, waited=True) for kind, found in self._jobs.take(most_waited(most))]
        # Nothing is due at half a second: so what was put off meanwhile is told apart, whenever it is due now.
        until = now + LEASE - 0.5
        found = self._take(keys=[keys.AGENDA], args=[now, until, most - len(waited)])
        pairs = zip(found[::2], found[1::2], strict=True)
        others = [Errand(_KINDS[name[:1].decode()], name[1:].decode(), int(float(due)), until) for name, due in pairs]
        return in_turn(waited, others)

    def give_back(self, errands: Sequence[Errand], now: int | None = None) -> None:
        """Errands that were taken: over when `now` is None, else to be taken again from then on, in their old order."""
        waited = [(_JOBS[errand.kind], errand.id) for errand in errands if errand.waited]
        if waited and now is not None:
            self._jobs.put_back(waited)
        args: list[str | float] = []
        for errand in errands:
            if not errand.waited:
                args += [_entry(errand.kind, errand.id), errand.until, "" if now is None else min(errand.due, now)]
        if args:
            self._give_back(keys=[keys.AGENDA], args=args)

    def wake(self, when: datetime | None = None) -> None:
        """Have a worker look here at `when`, or at once."""
        if when is None:
            self._jobs.wake_now()
        else:
            self._jobs.wake(due_second(when))

    def sweep(self) -> None:
        """Have a worker woken if something is due: the job that should have done so may have been lost."""
        if self._redis.zcount(keys.AGENDA, "-inf", self._now()):
            self._jobs.wake_now()

    def count(self) -> tuple[int, int]:
        """How many errands there are, and how many of them are more than two minutes late."""
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.zcard(keys.AGENDA)
            pipe.zcount(keys.AGENDA, "-inf", self._now() - LATE)
            errands, late = pipe.execute()
        return errands, late

    def page(self, start: int, count: int) -> tuple[list[tuple[ErrandKind, str, float]], int]:
        """So many errands at most from that place on, the next first, and how many there are in all.

        Each by its kind, its id and the second that it is due at, which is half past one while somebody is at it.
        """
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.zrange(keys.AGENDA, start, start + count - 1, withscores=True)
            pipe.zcard(keys.AGENDA)
            found, total = cast("tuple[list[tuple[bytes, float]], int]", tuple(pipe.execute()))
        return [(_KINDS[name[:1].decode()], name[1:].decode(), due) for name, due in found], total

    @staticmethod
    def due(pipe: Pipeline, kind: ErrandKind, errand_id: str) -> None:
        """Ask in `pipe` for the second that an errand is due at; nothing when it is not on the agenda."""
        pipe.zscore(keys.AGENDA, _entry(kind, errand_id))

    def next_follow_up(self) -> str | None:
        """The id of the follow-up that is due first, or None."""
        first = 0
        while found := cast("list[bytes]", self._redis.zrange(keys.AGENDA, first, first + _PAGE - 1)):
            for name in map(bytes.decode, found):
                if name.startswith(_LETTERS[ErrandKind.FOLLOW_UP]):
                    return name[1:]
            first += _PAGE
        return None

    def bring_forward(self) -> bool:
        """Send the follow-up that is due first at once, by hand; whether there is one."""
        follow_up_id = self.next_follow_up()
        if follow_up_id is not None:
            self._jobs.now(follow_up_id)
        return follow_up_id is not None


def due_second(due: datetime) -> int:
    """The whole second (since 1970, UTC) at which something due then may be done: never before it."""
    return math.ceil(due.timestamp())


def due_minute(due: datetime) -> int:
    """The same, at a full minute: follow-ups of one minute need one job of RQ's to wake a worker, not one each."""
    return math.ceil(due.timestamp() / MINUTE) * MINUTE


def _entry(kind: ErrandKind, errand_id: str) -> str:
    return f"{_LETTERS[kind]}{errand_id}"
