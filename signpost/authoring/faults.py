"""A fault in a pack's files: where it is, what is wrong, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend. `file` is the path as the user typed it; `line` counts from 1, and 0 means the whole file."""

    file: str
    line: int
    wrong: str
    mend: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.wrong}: {self.mend}"


class PackFaults(Exception):  # noqa: N818 - it carries many, each of them a fault
    """A pack cannot be used as it stands. `faults` holds every fault of all its files, sorted by file and line."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


def quoted(written: str) -> str:
    """What somebody wrote, on one line and short enough for a message."""
    return repr(written if len(written) <= 40 else f"{written[:37]}...")


def nearest(written: str, known: Iterable[str]) -> str | None:
    """The known name that was probably meant, or None."""
    return next(iter(get_close_matches(written.lower(), list(known), n=1)), None)


def did_you_mean(written: str, known: Iterable[str], otherwise: str) -> str:
    """'did you mean start?', or `otherwise` when nothing known is like what was written."""
    meant = nearest(written, known)
    return f"did you mean {meant}?" if meant else otherwise
