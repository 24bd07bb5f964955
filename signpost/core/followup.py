"""When a follow-up is due, and whether its text may go out now."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from signpost.core.hours import after, next_text_time
from signpost.core.menu import Delay, TextHours
from signpost.core.session import Session

# Somebody who texted us this recently is in the middle of something: a new question now would take their next answer.
IN_CONVERSATION = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When texts may go out: the pack's hours, and the days that are bank holidays."""

    hours: TextHours
    holidays: AbstractSet[date]

    def due(self, delay: Delay, asked: datetime) -> datetime:
        """When a follow-up that was agreed at `asked` (aware) is to be sent."""
        return next_text_time(after(delay, asked, self.holidays), self.hours, self.holidays)

    def wait_until(self, now: datetime, session: Session | None) -> datetime | None:
        """A later time at which to try, or None when the text may go out now."""
        last = datetime.fromtimestamp(session.at, now.tzinfo) if session else None
        if last and now - last < IN_CONVERSATION:
            return next_text_time(last + IN_CONVERSATION, self.hours, self.holidays)
        allowed = next_text_time(now, self.hours, self.holidays)
        return allowed if allowed > now else None
