"""A decision letter to try a deadline with, and the day on which it is tried.

They are fixed, so that a walk gives the same pages on every day, and are among the longest to write: what fits with
them fits with others, give or take a letter or two.
"""

from datetime import date, datetime, time

from signpost.core.deadline import last_day
from signpost.core.events import FollowUpDue
from signpost.core.hours import LONDON
from signpost.core.menu import Deadline, Pack
from signpost.core.wording import Prompt

TODAY, LETTER, CERTIFICATE = date(2026, 10, 5), date(2026, 9, 18), date(2026, 9, 30)
LAST_DAY = last_day(LETTER, None, frozenset())
# In seconds since 1970: on that day both reminders are still to come, and later the last day is past.
NOW = int(datetime.combine(TODAY, time(10), LONDON).timestamp())
TOO_LATE = int(datetime(2027, 1, 11, 10, tzinfo=LONDON).timestamp())
# What a parent keys, or texts, to say when the letter is of, and that there is no certificate.
LETTER_GIVEN, NO_CERTIFICATE = Prompt("1809", "18 September"), Prompt("2", "no")


def due(pack: Pack, goto: str, opener: str) -> FollowUpDue:
    """The later text that opens the place `goto`, as agreed at the place `opener`."""
    if isinstance(pack.places[opener], Deadline):
        return FollowUpDue(goto, deadline=opener, by=LAST_DAY)
    return FollowUpDue(goto)
