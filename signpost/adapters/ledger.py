"""Writes sealed records into one transaction, and notes for each person which keys concern them.

The note is what FORGET goes by. It is a sorted set scored by when each key ends, so that it sheds ended keys by itself.
"""

from collections import defaultdict
from typing import Any

from redis.client import Pipeline

from signpost.adapters import keys
from signpost.adapters.records import Records


class Ledger:
    """The records one transaction writes. `now` is seconds since 1970; call `close` before the transaction is run."""

    def __init__(self, pipe: Pipeline, records: Records, now: int) -> None:
        self.pipe = pipe
        self.now = now
        self._records = records
        self._ends: defaultdict[str, dict[str, int]] = defaultdict(dict)

    def write(self, person: str, key: str, data: dict[str, Any], life: int) -> None:
        """Keep a record for `life` seconds, as one that concerns `person`."""
        self.pipe.set(key, self._records.write(data), ex=life)
        self.hold(person, key, life)

    def hold(self, person: str, key: str, life: int) -> None:
        """Note a key that somebody else writes, as one that concerns `person` for `life` seconds."""
        self._ends[person][key] = self.now + life

    def drop(self, person: str, key: str) -> None:
        """Delete a record that concerns `person`."""
        self.pipe.delete(key)
        self.pipe.zrem(keys.held(person), key)
        self._ends[person].pop(key, None)

    def close(self) -> None:
        """Note what was written."""
        for person, ends in self._ends.items():
            held = keys.held(person)
            self.pipe.zremrangebyscore(held, "-inf", self.now)
            if ends:
                self.pipe.zadd(held, ends)
                live_on(self.pipe, held, max(ends.values()) - self.now)


def live_on(pipe: Pipeline, key: str, life: int) -> None:
    """Let a key live `life` more seconds, and never less than it was going to."""
    # GT alone does nothing to a key that has no end yet.
    pipe.expire(key, life, nx=True)
    pipe.expire(key, life, gt=True)
