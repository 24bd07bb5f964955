"""Which of the staff did what, as with a request to be rung back: a stream in Redis, no numbers, kept for a year."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from redis import Redis
from redis.client import Pipeline

from signpost.adapters import keys
from signpost.callback_ports import REQUEST, AuditLine, AuditPage

_YEAR = timedelta(days=365)


class Audit:
    """The audit log. `clock` gives seconds since 1970."""

    def __init__(self, redis: Redis, clock: Callable[[], float]) -> None:
        self._redis = redis
        self._clock = clock

    def note(self, pipe: Pipeline, who: str, what: str, about: str, kind: str = REQUEST) -> None:
        """Note what `who` does, in a transaction that is under way; what is older than a year is let go of.

        `about` and `kind` as of AuditLine.
        """
        now = datetime.fromtimestamp(self._clock(), UTC)
        oldest = int((now - _YEAR).timestamp() * 1000)
        line: dict[Any, Any] = {"at": now.isoformat(timespec="seconds"), "who": who, "what": what, kind: about}
        pipe.xadd(keys.AUDIT, line, minid=oldest, approximate=False)

    def page(self, before: str, most: int) -> AuditPage:
        """So many lines at most, the latest first; see the port. Raises ValueError for a `before` of no page."""
        if before and not before.replace("-", "", 1).isdecimal():
            raise ValueError("not the end of a page")
        # One more than asked for tells whether there is another page.
        found = self._redis.xrevrange(keys.AUDIT, f"({before}" if before else "+", "-", count=most + 1)
        rows = cast("list[tuple[bytes, dict[bytes, bytes]]]", found)
        lines = tuple(_line(row) for _, row in rows[:most])
        return AuditPage(lines, rows[most - 1][0].decode() if len(rows) > most else "")


def _line(row: dict[bytes, bytes]) -> AuditLine:
    told = {name.decode(): value.decode() for name, value in row.items()}
    at, who, what = (told.pop(name) for name in ("at", "who", "what"))
    [(kind, about)] = told.items()
    return AuditLine(datetime.fromisoformat(at), who, what, about, kind)
