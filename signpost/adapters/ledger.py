"""Writes sealed records into one transaction, and notes for each person which keys concern them.

The note is what FORGET goes by. It is a sorted set scored by when each key ends, so that it sheds ended keys by itself.
"""

from collections import defaultdict
from typing import Any

from redis.client import Pipeline

from signpost.adapters import keys
from signpost.adapters.batch import Batch
from signpost.adapters.records import Records


class Ledger:
    """The records one transaction writes. `now` is seconds since 1970; call `close` before the transaction is run.

    What is put into `batch` is written with them, in one command, after all that is put into `pipe` itself.
    """

    def __init__(self, pipe: Pipeline, records: Records, now: int) -> None:
        self.pipe = pipe
        self.batch = Batch()
        self.now = now
        self._records = records
        self._ends: defaultdict[str, dict[str, int]] = defaultdict(dict)

    def write(self, person: str, key: str, data: dict[str, Any], life: int) -> None:
        """Keep a record for `life` seconds, as one that concerns `person`."""
        self.keep(person, key, self._records.write(data), life)

    def keep(self, person: str, key: str, sealed: bytes, life: int) -> None:
        """The same for a record that is sealed already."""
        self.batch.add("SET", key, sealed, "EX", life)
        self.hold(person, key, life)

    def hold(self, person: str, key: str, life: int) -> None:
        """Note a key that somebody else writes, as one that concerns `person` for `life` seconds."""
        self._ends[person][key] = self.now + life

    def drop(self, person: str, key: str) -> None:
        """Delete a record that concerns `person`."""
        self.batch.add("DEL", key)
        self.let_go(person, key)

    def let_go(self, person: str, key: str) -> None:
        """A key concerns `person` no more."""
        self.batch.add("ZREM", keys.held(person), key)
        self._ends[person].pop(key, None)

    def close(self) -> None:
        """Write all, and note what was written."""
        for person, ends in self._ends.items():
            held = keys.held(person)
            self.batch.add("ZREMRANGEBYSCORE", held, "-inf", self.now)
            if ends:
                self.batch.add("ZADD", held, *(word for key, end in ends.items() for word in (end, key)))
                live_on(self.batch, held, max(ends.values()) - self.now)
        self.batch.run(self.pipe)


def live_on(batch: Batch, key: str, life: int) -> None:
    """Let a key live `life` more seconds, and never less than it was going to."""
    # GT alone does nothing to a key that has no end yet.
    batch.add("EXPIRE", key, life, "NX")
    batch.add("EXPIRE", key, life, "GT")
