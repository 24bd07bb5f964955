"""Times of day and working days, in the United Kingdom's clock. Holidays are given, never looked up."""

from calendar import day_name, month_name, monthrange
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from signpost.core.line import Opening, Span
from signpost.core.menu import TextHours, When, Yearly

LONDON = ZoneInfo("Europe/London")
SATURDAY, SUNDAY = 5, 6
# No line is shut for longer than this, unless for good.
_LONGEST_SHUT = 400


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


def after_open(when: When, start: datetime, opening: Opening, holidays: AbstractSet[date]) -> datetime:
    """As `after`, for whoever is there only on days on which the line is open: no other working day counts.

    A line that is never open on a working day is taken for one that we do not know.
    """
    if opening.week is not None and not any(opening.week[:SATURDAY]):
        return after(when, start, holidays)
    days = (london_day(start) + timedelta(days=ahead) for ahead in range(_LONGEST_SHUT))
    shut = {day for day in days if _span(day, opening, holidays) is None}
    found = after(when, start, holidays | shut)
    while found.date() in shut:
        found += timedelta(days=1)
    return found


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


def is_open(moment: datetime, opening: Opening, holidays: AbstractSet[date]) -> bool:
    """Whether somebody answers the line at `moment` (aware)."""
    local = moment.astimezone(LONDON)
    span = _span(local.date(), opening, holidays)
    return span is not None and (span is _ALL_DAY or span.start <= local.time() < span.end)


def next_opening(moment: datetime, opening: Opening, holidays: AbstractSet[date]) -> datetime | None:
    """`moment` itself while the line is open, else when it opens next, in London; None if it does not in a year."""
    if is_open(moment, opening, holidays):
        return moment.astimezone(LONDON)
    moment = moment.astimezone(UTC)
    today = london_day(moment)
    for day in (today + timedelta(days=ahead) for ahead in range(_LONGEST_SHUT)):
        span = _span(day, opening, holidays)
        # Where the clocks go back an hour comes twice; where they go forward its times stand for an hour later.
        for fold in (0, 1) if span else ():
            starts = datetime.combine(day, span.start if span else time.min, LONDON).replace(fold=fold)
            real = starts.astimezone(UTC)
            if real > moment and is_open(real, opening, holidays):
                return real.astimezone(LONDON)
    return None


_ALL_DAY = Span(time.min, time.max)


def told_without_year(day: date) -> str:
    """A day that is near, for people: 'Monday 30 November'."""
    return f"{day_name[day.weekday()]} {day.day} {month_name[day.month]}"


def opening_told(opens: datetime | None, now: datetime, *, dated: bool = False) -> str:
    """When the line opens, for people: 'at 9 am tomorrow', 'at 9:30 am on Monday 30 November', 'on another day'.

    `dated` never says 'today' or 'tomorrow', for who may read it on another day.
    """
    if opens is None:
        return "on another day"
    local = opens.astimezone(LONDON)
    days = (local.date() - london_day(now)).days
    near = {} if dated else {0: "today", 1: "tomorrow"}
    day = near.get(days, f"on {told_without_year(local.date())}")
    return day if local.time() == time.min else f"at {_clock(local.time())} {day}"


def _clock(at: time) -> str:
    minutes = f":{at:%M}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes} {'am' if at.hour < 12 else 'pm'}"


def _span(day: date, opening: Opening, holidays: AbstractSet[date]) -> Span | None:
    if day in opening.closed:
        return None
    span = _ALL_DAY if opening.week is None else None if day in holidays else opening.week[day.weekday()]
    until = opening.early.get(day)
    if span is None or until is None or until >= span.end:
        return span
    return Span(span.start, until) if until > span.start else None
