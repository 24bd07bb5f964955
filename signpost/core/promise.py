"""The day by which a team is asked to be in touch, and when to ask whether it was."""

from datetime import UTC, date, datetime, timedelta

from signpost.core.appeal import today
from signpost.core.hours import after, after_open, is_working_day
from signpost.core.menu import Callback, Delay, Pack, When, Yearly
from signpost.core.session import Context
from signpost.core.wish import Wish


def promised(pack: Pack, place: Callback, context: Context) -> date:
    """The day by which the team is asked to be in touch with whoever asks now.

    Of the team behind 0 we know when it is there: no other day counts.
    """
    now = datetime.fromtimestamp(context.now, UTC)
    if _behind_0(pack, place):
        return after_open(place.within, now, pack.line.opening, context.holidays).date()
    return after(place.within, now, context.holidays).date()


def ask_on(by: date, context: Context) -> When:
    """When to ask how it went: on the working day after the day that was told, or the next one when that is past."""
    day = by + timedelta(days=1)
    while not is_working_day(day, context.holidays):
        day += timedelta(days=1)
    return Yearly(day.day, day.month) if day > today(context) else Delay(1, "working days")


def reaches_team(pack: Pack, place: Callback, wish: Wish) -> bool:
    """Whether the team learns of a request at all: one that is told by e-mail does so only by that.

    The team behind 0 has the list of requests.
    """
    return wish.mail or not place.service.mail or _behind_0(pack, place)


def _behind_0(pack: Pack, place: Callback) -> bool:
    return place.service.key == pack.person_signpost.service.key
