"""The one table at the end of the fault tests: what each fault was, how much was asked in it, and what was lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Seconds: the longest that anybody may wait for an answer.
MOST = 3.0


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one fault.

    `requests` are what was asked, `answered` those of them that got what they should. `longest` is the longest wait for
    an answer in seconds, None where nobody waits. `wrong` says what is not as it should be, lost and doubled included.
    """

    fault: str
    requests: int
    answered: int
    lost: int
    doubled: int
    longest: float | None = None
    wrong: tuple[str, ...] = ()

    @property
    def fine(self) -> bool:
        """Nothing is lost, doubled or otherwise wrong, and all are answered."""
        return not (self.wrong or self.lost or self.doubled) and self.answered == self.requests


_HEADS = ("fault", "requests", "answered well", "lost", "doubled", "longest answer s")


def printed(rows: Sequence[Row]) -> str:
    """All of it, in lines."""
    cells = [_HEADS, *(_cells(row) for row in rows), _cells(_total(rows))]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEADS))]
    lines = (
        [cell.ljust(width) if not column else cell.rjust(width) for column, (cell, width) in enumerate(pairs)]
        for pairs in (tuple(zip(line, widths, strict=True)) for line in cells)
    )
    return "\n".join(" | ".join(line) for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    longest = "-" if row.longest is None else f"{row.longest:.1f}"
    return (row.fault, f"{row.requests}", f"{row.answered}", f"{row.lost}", f"{row.doubled}", longest)


def _total(rows: Iterable[Row]) -> Row:
    rows = list(rows)
    return Row(
        f"all {len(rows)}",
        sum(row.requests for row in rows),
        sum(row.answered for row in rows),
        sum(row.lost for row in rows),
        sum(row.doubled for row in rows),
        max((row.longest for row in rows if row.longest is not None), default=None),
    )
