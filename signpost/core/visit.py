"""One time that somebody comes to us, as far as it is counted: nothing in it says who."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self

from signpost.core.hours import LONDON, london_day
from signpost.core.record import made, told

# A visit by text is over in the night after the day on which it began, at this time in London; a call has no more than
# four hours at Twilio. So nothing that is counted for a day changes once this hour of the next is past.
OVER_AT = time(4)


@dataclass(frozen=True)
class Visit:
    """A call, or the texts that somebody sends us on one day.

    `at` is when it began, in seconds since 1970; `texts` how many texts the person sent; `topic` the place that was
    chosen first at the first menu; `place` where they stand for as long as nothing came of it, as it was counted last;
    `had` what came of it so far; `on` what the caller is doing meanwhile: "dial", "queue", or "" for talking to us.
    """

    at: int
    texts: int = 0
    topic: str = ""
    place: str = ""
    had: tuple[str, ...] = ()
    on: str = ""

    @property
    def day(self) -> date:
        """The day in London for which it counts."""
        return london_day(datetime.fromtimestamp(self.at, UTC))

    def over(self, now: int) -> bool:
        """Whether whoever is heard `now`, in seconds since 1970, has come anew."""
        return now >= datetime.combine(self.day + timedelta(days=1), OVER_AT, LONDON).timestamp()

    def to_dict(self) -> dict[str, Any]:
        """The visit as plain JSON data; what is as it was at first is left out."""
        return told(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The visit that `to_dict` wrote. Raises TypeError for what is none."""
        return made(cls, {**kept, "had": tuple(kept.get("had", ()))})
