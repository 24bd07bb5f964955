"""How often people came to each place of the pack, for everybody on the staff to see: in fives, and once a month.

Whoever watched a count that goes up by the minute could tell when somebody came to a place, and which: so what is shown
is what stood there when it was first looked at in a month, and stays so until the next. See `core.figures` for fives.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from redis import Redis
from redis.utils import str_if_bytes

from signpost.adapters import keys
from signpost.core.figures import FIVE
from signpost.core.hours import london_day

_PLACES = "places."


@dataclass(frozen=True, slots=True)
class Arrived:
    """How often people had come to each place by `until`, rounded down to fives; a place that is not there: under 5."""

    until: datetime
    counts: Mapping[str, int]


class Arrivals:
    """The figures of this month."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def read(self, now: datetime) -> Arrived:
        """What is shown in the month of `now` (aware), in London."""
        key = keys.arrivals(f"{london_day(now):%Y-%m}")
        kept = self._redis.get(key) or self._taken(key, now)
        data = json.loads(kept)
        return Arrived(datetime.fromtimestamp(data["until"], UTC), data["counts"])

    def _taken(self, key: str, now: datetime) -> bytes | str:
        found = self._redis.hgetall(keys.COUNTS)
        counts = {
            name.removeprefix(_PLACES): int(count) // FIVE * FIVE
            for name, count in ((str_if_bytes(name), count) for name, count in found.items())
            if name.startswith(_PLACES)
        }
        told = {name: count for name, count in counts.items() if count}
        shown = json.dumps({"until": int(now.timestamp()), "counts": told})
        # Whoever comes first, and all see the same.
        self._redis.set(key, shown, nx=True, ex=keys.ARRIVALS_LIFE)
        return self._redis.get(key) or shown
