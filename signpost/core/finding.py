"""What a look at one part of the service has found."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """`OK`; `LOOK`: somebody should look at it, or no program can; `WRONG`: it has to be mended."""

    OK = "ok"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was `found` of one thing, in a line, and how to `mend` it, or where to look; "" where all is well."""

    verdict: Verdict
    about: str
    found: str
    mend: str = ""


def ok(about: str, found: str) -> Finding:
    """All is well."""
    return Finding(Verdict.OK, about, found)


def look(about: str, found: str, mend: str) -> Finding:
    """Somebody should look at it."""
    return Finding(Verdict.LOOK, about, found, mend)


def wrong(about: str, found: str, mend: str) -> Finding:
    """It has to be mended."""
    return Finding(Verdict.WRONG, about, found, mend)


def yourself(about: str, where: str) -> Finding:
    """Nothing but a person can see it; `where` says where it stands, and what should be there."""
    return Finding(Verdict.LOOK, about, "look at it yourself, no program can", where)
