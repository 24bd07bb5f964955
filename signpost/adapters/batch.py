"""Many writes in one command: redis-py takes longer over each one than the server does.

The script names no keys, which a cluster would ask for: one database is what this service has.
"""

from redis.client import Pipeline

# ARGV: for each command how many words it has, and then those.
_EACH = """
local at = 1
while at < #ARGV do
  local last = at + ARGV[at]
  redis.call(unpack(ARGV, at + 1, last))
  at = last + 1
end
"""

Word = str | bytes | int


class Batch:
    """Writes, in order, whose replies nobody needs. Run in a transaction, they are part of it."""

    def __init__(self) -> None:
        self._words: list[Word] = []

    def add(self, *command: Word) -> None:
        """One more command, word by word."""
        self._words += (len(command), *command)

    def run(self, pipe: Pipeline) -> None:
        """Put them all into `pipe`; nothing where there are none. A batch is run once."""
        if self._words:
            pipe.execute_command("EVAL", _EACH, 0, *self._words)  # type: ignore[no-untyped-call]
