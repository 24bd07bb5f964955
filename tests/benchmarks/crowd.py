"""Many people in Redis at once: what real turns have left there, copied under other names by Redis itself."""

import re
import time
from itertools import chain
from typing import cast

from redis import Redis

# A person, a follow-up and the like are named by 32 hex digits. In a copy the last eight are its number.
_TOKEN = re.compile(rb"(?<=[0-9a-f]{24})[0-9a-f]{8}(?![0-9a-f])")
_AT_ONCE = 1_000
# A day's answers and counts go again: what is held is what stays longer. Minutes of a month's hours for texts, over
# which what is due is spread.
_LASTING, _MINUTES = 2 * 86_400, 30 * 630

# ARGV: the first number and the last, then of each key its type, its name before and after the number, and the seconds
# that it lives, 0 for ever; where it is shared by all, its whole name and nothing. Of a string then its value, of a
# sorted set how many members, and of each its score, and its name before and after the number.
_COPY = f"""
local call = redis.call
for copy = tonumber(ARGV[1]), tonumber(ARGV[2]) do
  local mark, later, at = string.format('%08x', copy), 60 * (copy % {_MINUTES}), 3
  while ARGV[at] do
    local key, life = ARGV[at + 1] .. (ARGV[at] == 'shared' and '' or mark) .. ARGV[at + 2], ARGV[at + 3]
    if ARGV[at] == 'string' then
      call('SET', key, ARGV[at + 4], 'EX', life)
      at = at + 5
    else
      local given = {{}}
      for member = at + 5, at + 4 + 3 * ARGV[at + 4], 3 do
        given[#given + 1] = ARGV[member] + later
        given[#given + 1] = ARGV[member + 1] .. mark .. ARGV[member + 2]
      end
      call('ZADD', key, unpack(given))
      if tonumber(life) > 0 then call('EXPIRE', key, life) end
      at = at + 5 + 3 * ARGV[at + 4]
    end
  end
end
"""


class Crowd:
    """Everybody whom Redis holds, and as many more of them as is wanted.

    `there` is how many there are, `each` how many bytes one of them takes, and `seconds` how long it takes to put one
    there; the last two from a first thousand.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._copy = redis.register_script(_COPY)
        self._records = self._pattern()
        self.there = 0
        before, began = self._used(), time.monotonic()
        self.grow(1_000)
        self.each = (self._used() - before) / 1_000
        self.seconds = (time.monotonic() - began) / 1_000

    def grow(self, count: int) -> None:
        """Have so many people there."""
        began, before = time.monotonic(), self.there
        for first in range(self.there + 1, count + 1, _AT_ONCE):
            self._copy(args=[first, min(first + _AT_ONCE - 1, count), *self._records])
        self.there = max(count, self.there)
        if self.there > before:
            self.seconds = (time.monotonic() - began) / (self.there - before)

    def _used(self) -> int:
        return int(self._redis.info("memory")["used_memory"])

    def _pattern(self) -> list[bytes | float]:
        """Each key of those who are there, as the script wants it."""
        found: list[bytes | float] = []
        for key in cast("list[bytes]", self._redis.keys("signpost:*")):
            kind, life = cast("bytes", self._redis.type(key)), max(self._redis.ttl(key), 0)
            parts = _TOKEN.split(key, 1)
            if kind == b"string" and len(parts) == 2 and life > _LASTING:
                found += [kind, *parts, life, cast("bytes", self._redis.get(key))]
            elif kind == b"zset":
                all_ = cast("list[tuple[bytes, float]]", self._redis.zrange(key, 0, -1, withscores=True))
                members = [(score, *_TOKEN.split(name, 1)) for name, score in all_ if _TOKEN.search(name)]
                named = [kind, *parts] if len(parts) == 2 else [b"shared", key, b""]
                found += [*named, life, len(members), *chain.from_iterable(members)]
        return found
