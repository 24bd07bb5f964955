"""When a follow-up is due, and whether its text may go out now."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from signpost.core.hours import after, next_text_time
from signpost.core.menu import Delay, TextHours, When
from signpost.core.session import Question, Session

# Somebody who texted us this recently is in the middle of something: a new question now would take their next answer.
IN_CONVERSATION = timedelta(minutes=30)
# A follow-up that brings no answer is sent again so much later, and no more than so often in all: silence is an answer.
ASK_AGAIN = Delay(5, "working days")
MOST_UNANSWERED = 3
# A "yes" to whether all should be erased, or to another follow-up, must never be taken as the answer to this one.
ONE_AT_A_TIME = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When texts may go out: the pack's hours, and the days that are bank holidays."""

    hours: TextHours
    holidays: AbstractSet[date]

    def due(self, when: When, asked: datetime) -> datetime:
        """When a follow-up that was agreed at `asked` (aware) is to be sent."""
        return next_text_time(after(when, asked, self.holidays), self.hours, self.holidays)

    def text_time(self, moment: datetime) -> datetime:
        """`moment` (aware) itself if a text that nobody waits for may go out then, else the next time when it may."""
        return next_text_time(moment, self.hours, self.holidays)

    def wait_until(self, now: datetime, session: Session | None) -> datetime | None:
        """A later time at which to try, or None when the text may go out now."""
        if session:
            last = datetime.fromtimestamp(session.at, now.tzinfo)
            wait = ONE_AT_A_TIME if session.asked or session.question is Question.FORGET else IN_CONVERSATION
            if now - last < wait:
                return next_text_time(last + wait, self.hours, self.holidays)
        allowed = next_text_time(now, self.hours, self.holidays)
        return allowed if allowed > now else None
