"""Times of day as people write them: 17:30, 17.30, 5pm, 5.30 pm."""

import re
from datetime import time

_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-5][0-9]))?\s*([ap])?\.?(?(3)m\.?)")
_HALF = 12


def clock(written: str) -> time | None:
    """The time that is written, None when it is none; raises ValueError when morning and evening might be meant.

    A bare hour from 1 to 12 is both. With minutes it is of the 24 hours, as clocks and timetables show it.
    """
    found = _CLOCK.fullmatch(written.strip().lower())
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        return time(hour % _HALF + (_HALF if half == "p" else 0), minute) if 1 <= hour <= _HALF else None
    if hour >= 24:
        return None
    if found[2] is None and 1 <= hour <= _HALF:
        raise ValueError(f"{hour} am and {hour} pm might be meant")
    return time(hour, minute)
