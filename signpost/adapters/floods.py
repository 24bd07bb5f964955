"""How often one phone, or the phones of one block of numbers, came lately: counted in Redis by all processes together.

The counts are read with the turn and raised in its transaction: reads and writes of their own would each be one more
wait, for Redis and for its disk. Names here are tokens; no number stands in a key.
"""

import logging
from collections.abc import Sequence

from redis import Redis
from redis.exceptions import RedisError

from signpost.adapters import keys
from signpost.adapters.batch import Batch
from signpost.flood_ports import Came, Coming

logger = logging.getLogger(__name__)

_TEN_MINUTES = 600


class RedisFloods:
    """The `Floods` port."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def count(self, coming: Coming) -> None:
        """Count a coming that leads to no turn."""
        batch = Batch()
        count(batch, coming)
        try:
            with self._redis.pipeline() as pipe:
                batch.run(pipe)
                pipe.execute()
        except RedisError as fault:
            logger.warning("a coming could not be counted: %s", type(fault).__name__)


def counters(coming: Coming) -> tuple[str, str, str]:
    """The keys whose values `came` is to be given."""
    day, lately, block = _counted(coming)
    return day[0], lately[0], block[0]


def came(values: Sequence[bytes | None]) -> Came:
    """How often it was before, by the values of the keys."""
    return Came(*(int(value or 0) for value in values))


def count(batch: Batch, coming: Coming) -> None:
    """Count this coming with what else is written."""
    for key, seconds in _counted(coming):
        batch.add("INCR", key)
        batch.add("EXPIRE", key, seconds, "NX")


def _counted(coming: Coming) -> tuple[tuple[str, int], tuple[str, int], tuple[str, int]]:
    spans = ((coming.person, keys.DAY), (coming.person, _TEN_MINUTES), (coming.block, _TEN_MINUTES))
    day, lately, block = ((keys.floods(name, seconds), seconds) for name, seconds in spans)
    return day, lately, block
