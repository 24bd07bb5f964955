"""Times of day and working days, in the United Kingdom's clock. Holidays are given, never looked up."""

from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from signpost.core.menu import Delay, TextHours

LONDON = ZoneInfo("Europe/London")
SUNDAY = 6


def is_working_day(day: date, holidays: AbstractSet[date]) -> bool:
    """Monday to Friday, bank holidays apart."""
    return day.weekday() < 5 and day not in holidays


def after(delay: Delay, start: datetime, holidays: AbstractSet[date]) -> datetime:
    """The moment `delay` after `start` (aware), at the same time of day in London unless the delay is in hours."""
    if delay.unit == "hours":
        return start + timedelta(hours=delay.amount)
    local = start.astimezone(LONDON)
    if delay.unit == "days":
        return local + timedelta(days=delay.amount)
    left = delay.amount
    while left:
        local += timedelta(days=1)
        left -= is_working_day(local.date(), holidays)
    return local


def next_text_time(moment: datetime, hours: TextHours, holidays: AbstractSet[date]) -> datetime:
    """`moment` itself if a text nobody waits for may go out then, else the next start of text hours.

    Never on a Sunday or a bank holiday: no law says so for UK texts, but the Service Manual and the DMA code ask
    senders to keep to sociable hours.
    """
    local = moment.astimezone(LONDON)
    if local.time() >= hours.end:
        local = datetime.combine(local.date() + timedelta(days=1), hours.start, LONDON)
    elif local.time() < hours.start:
        local = datetime.combine(local.date(), hours.start, LONDON)
    while local.weekday() == SUNDAY or local.date() in holidays:
        local = datetime.combine(local.date() + timedelta(days=1), hours.start, LONDON)
    return local
