"""The figures of months that are over, as they were shown first: so they stay, whatever becomes of the pack.

Two shapes of one pack, each shown by the rules of `core.figures`, may tell together what neither tells: two answers of
three and two people, "under 5" each, are five people where the pack words them alike. So each month has one shape.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping

from redis import Redis

from signpost.adapters import keys


class ShownFigures:
    """The figures of each month that is over."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def read(self, month: str, made: Callable[[], Mapping[str, int]]) -> Counter[str]:
        """What is shown of a month, YYYY-MM: as it was first, `made` now where nobody has looked yet.

        What was not among the figures then is nought, which is shown as "under 5".
        """
        key = keys.figures(month)
        kept = self._redis.get(key) or self._kept(key, made())
        return Counter(json.loads(kept))

    def _kept(self, key: str, figures: Mapping[str, int]) -> bytes | str:
        shown = json.dumps({name: figure for name, figure in figures.items() if figure})
        # Whoever comes first, and all see the same.
        self._redis.set(key, shown, nx=True, ex=keys.DAY_LIFE)
        return self._redis.get(key) or shown
