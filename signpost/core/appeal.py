"""The last day to appeal that follows from the dates somebody gave at a deadline, and what is said of it."""

from calendar import month_name
from dataclasses import dataclass
from datetime import UTC, date, datetime

from signpost.core.dates import written
from signpost.core.deadline import last_day, reminders
from signpost.core.events import Contact, Say, Spoken
from signpost.core.hours import london_day
from signpost.core.menu import Deadline, Pack, Service
from signpost.core.session import Channel, Context, Session
from signpost.core.wording import Prompt, Wording


@dataclass(frozen=True, slots=True)
class Outcome:
    """The dates that were given, and the last `day` that follows from them, as it stands on the day `today`."""

    letter: date
    certificate: date | None
    day: date
    today: date

    @property
    def weeks(self) -> tuple[int, ...]:
        """How many weeks before the last day a reminder can still be sent; none when it is too late for any."""
        return reminders(self.day, self.today)


def today(context: Context) -> date:
    """The day it is in London."""
    return london_day(datetime.fromtimestamp(context.now, UTC))


def read(kept: str) -> date | None:
    """A date as a session keeps it, or None when there is none that can be read."""
    try:
        return date.fromisoformat(kept)
    except ValueError:
        return None


def outcome(session: Session, context: Context) -> Outcome | None:
    """What follows from the dates in the session; None when these cannot be read."""
    letter, certificate = read(session.letter), read(session.certificate)
    if letter is None or (session.certificate and certificate is None):
        return None
    return Outcome(letter, certificate, last_day(letter, certificate, context.holidays), today(context))


def weeks_told(say: Wording, weeks: tuple[int, ...]) -> Prompt:
    """How long before the last day the reminders come, in words."""
    return say.weeks_both if len(weeks) > 1 else say.weeks_one


def checker(pack: Pack, place: Deadline) -> Service:
    """Who checks the day with the person: the place's own service, or a person when that cannot be rung."""
    return place.service if place.service.line else pack.person_signpost.service


def told(pack: Pack, place: Deadline, found: Outcome, channel: Channel) -> tuple[Spoken, ...]:
    """The last day, and whom to check it with. A caller hears the number once more at the end."""
    service = checker(pack, place)
    statement = _statement(pack.wording, found).fill(
        letter=_as_given(found.letter),
        certificate=_as_given(found.certificate) if found.certificate else "",
        day=written(found.day),
        service=service.name,
    )
    again = (Contact(service, again=True),) if channel is Channel.VOICE else ()
    return (Say(statement), Contact(service), *again)


def _statement(say: Wording, found: Outcome) -> Prompt:
    if found.day < found.today:
        return say.appeal_late
    if found.day == found.today:
        return say.appeal_today
    return say.appeal_by_certificate if found.certificate else say.appeal_by


def _as_given(day: date) -> str:
    # As it stands on a letter: without the weekday, for which a text has no room either.
    return f"{day.day} {month_name[day.month]} {day.year}"
