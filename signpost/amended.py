"""Floor 2: the pack as the staff have changed it just now.

A change reaches every process with the next turn that it reads: the record comes with the turn. To amend a pack takes
milliseconds, so it is done once for each record; while nothing is changed, it is the pack itself.
"""

import json
import logging
from functools import lru_cache

from signpost.core.amendments import Amendments, amended
from signpost.core.menu import Pack

logger = logging.getLogger(__name__)


def amended_by(pack: Pack, record: bytes) -> Pack:
    """The pack as amended by the record that is kept; b"" for none."""
    return _amended_by(pack, record) if record else pack


def read_amendments(record: bytes | None) -> Amendments:
    """The amendments in the record that is kept. None, with a line in the log, in one that we cannot read."""
    if not record:
        return Amendments()
    try:
        return Amendments.from_dict(json.loads(record))
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        logger.error("what staff have changed of contacts and closures cannot be read: %s", type(fault).__name__)
        return Amendments()


@lru_cache(maxsize=8)
def _amended_by(pack: Pack, record: bytes) -> Pack:
    # Whatever is wrong is logged once: for each record this is called once.
    amendments = read_amendments(record)
    if unknown := sorted(set(amendments.services) - set(pack.services)):
        logger.warning("staff have changed contacts that the pack does not have: %s", ", ".join(unknown))
    return amended(pack, amendments)
