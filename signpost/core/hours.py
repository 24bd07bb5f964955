"""Times of day and working days, in the United Kingdom's clock. Holidays are given, never looked up."""

from calendar import monthrange
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from signpost.core.menu import TextHours, When, Yearly

LONDON = ZoneInfo("Europe/London")
SUNDAY = 6


def is_working_day(day: date, holidays: AbstractSet[date]) -> bool:
    """Monday to Friday, bank holidays apart."""
    return day.weekday() < 5 and day not in holidays


def london_day(moment: datetime) -> date:
    """The date in London at `moment` (aware)."""
    return moment.astimezone(LONDON).date()


def day_of_month(year: int, month: int, day: int) -> date:
    """That day of that month, or the month's last day where it has no such day: 29 February 2027 is 28 February."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def after(when: When, start: datetime, holidays: AbstractSet[date]) -> datetime:
    """The moment in London that is `when` after `start` (aware).

    A delay keeps the time of day in London, unless it is in hours. A day of the year is where its next one after
    `start`'s own day begins, at 00:00.
    """
    local = start.astimezone(LONDON)
    if isinstance(when, Yearly):
        return datetime.combine(_next_yearly(when, local.date()), time.min, LONDON)
    if when.unit == "hours":
        # Sums of local time are of what clocks show, not of what passes: wrong by an hour where the clocks change.
        return (start.astimezone(UTC) + timedelta(hours=when.amount)).astimezone(LONDON)
    if when.unit == "days":
        return local + timedelta(days=when.amount)
    left = when.amount
    while left:
        local += timedelta(days=1)
        left -= is_working_day(local.date(), holidays)
    return local


def _next_yearly(yearly: Yearly, today: date) -> date:
    this_year = day_of_month(today.year, yearly.month, yearly.day)
    return this_year if this_year > today else day_of_month(today.year + 1, yearly.month, yearly.day)


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
