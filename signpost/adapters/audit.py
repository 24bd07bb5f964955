"""Which of the staff did what, as with a request to be rung back: a stream in Redis, no numbers, kept for a year."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from redis import Redis
from redis.client import Pipeline

from signpost.adapters import keys
from signpost.callback_ports import REQUEST, AuditLine, AuditPage

_YEAR = timedelta(days=365)
# Lines that are read at once, and how often for one page: no page reads all of a long log.
_AT_ONCE, _LOOKS = 250, 8


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
        _check(before)
        # One more than asked for tells whether there is another page.
        found = self._redis.xrevrange(keys.AUDIT, f"({before}" if before else "+", "-", count=most + 1)
        rows = cast("list[tuple[bytes, dict[bytes, bytes]]]", found)
        lines = tuple(_line(row) for _, row in rows[:most])
        return AuditPage(lines, rows[most - 1][0].decode() if len(rows) > most else "")

    def matching(self, before: str, most: int, fits: Callable[[AuditLine], bool]) -> AuditPage:
        """The same of those lines that fit. Of a long log only a part is looked at: a page may be short, or empty."""
        _check(before)
        found: list[tuple[str, AuditLine]] = []
        for _ in range(_LOOKS):
            page = self._redis.xrevrange(keys.AUDIT, f"({before}" if before else "+", "-", count=_AT_ONCE)
            rows = [(key.decode(), _line(row)) for key, row in cast("list[tuple[bytes, dict[bytes, bytes]]]", page)]
            found += [row for row in rows if fits(row[1])]
            if len(found) > most:
                return AuditPage(tuple(line for _, line in found[:most]), found[most - 1][0])
            if len(rows) < _AT_ONCE:
                return AuditPage(tuple(line for _, line in found), "")
            before = rows[-1][0]
        return AuditPage(tuple(line for _, line in found), before)

    def oldest(self) -> datetime | None:
        """When the oldest line was written that is still kept; None where there is none."""
        rows = cast("list[tuple[bytes, dict[bytes, bytes]]]", self._redis.xrange(keys.AUDIT, count=1))
        return _line(rows[0][1]).at if rows else None


def _check(before: str) -> None:
    if before and not re.fullmatch(r"[0-9]{1,15}(-[0-9]{1,15})?", before):
        raise ValueError("not the end of a page")


def _line(row: dict[bytes, bytes]) -> AuditLine:
    told = {name.decode(): value.decode() for name, value in row.items()}
    at, who, what = (told.pop(name) for name in ("at", "who", "what"))
    [(kind, about)] = told.items()
    return AuditLine(datetime.fromisoformat(at), who, what, about, kind)
