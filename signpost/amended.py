"""Floor 2: the pack as the staff have changed it just now.

A change reaches every process with the next turn that it reads: the record comes with the turn. To amend a pack takes
milliseconds, so it is done once for each record; while nothing is changed, it is the pack itself.
"""

import json
import logging
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from signpost.core.amendments import Amendments, amended
from signpost.core.menu import Pack
from signpost.core.withdrawn import Withdrawn, withdrawn

logger = logging.getLogger(__name__)


def amended_by(pack: Pack, record: bytes) -> Pack:
    """The pack as amended by the record that is kept; b"" for none."""
    return _amended_by(pack, record) if record else pack


def as_it_may_go(pack: Pack, record: bytes, words: str) -> str | None:
    """The words of a text that was made before, as they may go out now; None where they may not.

    See `core.withdrawn`; `pack` is as it was written. While nothing is changed, nothing is looked for.
    """
    return _withdrawn(pack, record).told(words) if record else words


class UnreadableAmendmentsError(Exception):
    """What staff have changed cannot be read in whole: to write over it would lose what somebody has paused."""


def read_amendments(record: bytes | None) -> Amendments:
    """The amendments in the record that is kept. What we cannot read of it is left out, with a line in the log."""
    found, faults = _read(record)
    if faults:
        logger.error("what staff have changed of contacts and closures cannot be read: %s", ", ".join(faults))
    return found


def amendments_to_change(record: bytes | None) -> Amendments:
    """The same, for who will write over it. Raises UnreadableAmendmentsError when any of it cannot be read."""
    found, faults = _read(record)
    if faults:
        raise UnreadableAmendmentsError(", ".join(faults))
    return found


def _read(record: bytes | None) -> tuple[Amendments, list[str]]:
    """What can be read, entry by entry, and the kinds of faults that the rest has, which quote nothing of it."""
    if not record:
        return Amendments(), []
    try:
        kept = json.loads(record)
        Amendments.from_dict({**kept, **_NOTHING})
        entries = list(_entries(kept))
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        return Amendments(), [type(fault).__name__]
    found, faults = Amendments(), []
    for entry in entries:
        try:
            read = Amendments.from_dict({**kept, **_NOTHING, **entry})
        except (AttributeError, KeyError, TypeError, ValueError) as fault:
            faults.append(type(fault).__name__)
            continue
        found = Amendments(
            {**found.services, **read.services},
            found.closed | read.closed,
            {**found.early, **read.early},
            {**found.withdrawn, **read.withdrawn},
        )
    return found, faults


_NOTHING: dict[str, Any] = {"services": {}, "closed": [], "early": {}, "withdrawn": {}}


def _entries(kept: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every entry of the record by itself."""
    yield from ({"services": {key: entry}} for key, entry in kept["services"].items())
    yield from ({"closed": [day]} for day in list(kept["closed"]))
    for part in ("early", "withdrawn"):
        yield from ({part: {key: entry}} for key, entry in kept.get(part, {}).items())


@lru_cache(maxsize=8)
def _withdrawn(pack: Pack, record: bytes) -> Withdrawn:
    return withdrawn(pack, amended_by(pack, record), read_amendments(record))


@lru_cache(maxsize=8)
def _amended_by(pack: Pack, record: bytes) -> Pack:
    # Whatever is wrong is logged once: for each record this is called once.
    amendments = read_amendments(record)
    if unknown := sorted(set(amendments.services) - set(pack.services)):
        logger.warning("staff have changed contacts that the pack does not have: %s", ", ".join(unknown))
    return amended(pack, amendments)
