"""How the console writes days and times: in UK time, short, and with the day of the week."""

from datetime import UTC, date, datetime

from signpost.core.hours import LONDON


def moment(when: datetime | float) -> str:
    """'Mon 23 Nov, 09:30', of an aware time or of seconds since 1970."""
    at = when if isinstance(when, datetime) else datetime.fromtimestamp(when, UTC)
    return f"{at.astimezone(LONDON):%a %-d %b, %H:%M}"


def day(when: date) -> str:
    """'Mon 23 Nov 2026'."""
    return f"{when:%a %-d %b %Y}"


def moment_year(when: datetime) -> str:
    """'23 Nov 2026, 09:30', of an aware time: for what may be long ago."""
    return f"{when.astimezone(LONDON):%-d %b %Y, %H:%M}"


FILTERS = {"moment": moment, "day": day, "moment_year": moment_year}
