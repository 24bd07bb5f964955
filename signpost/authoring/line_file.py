"""The shape of `line:` in pack.yaml: the line behind 0, its hours, the numbers that it forwards to, its queue."""

from collections.abc import Iterable

from pydantic import ConfigDict, Field, model_validator

from signpost.authoring.scalars import ClosedDay, Count, DaySpan, Minutes, OwnNumber, fault
from signpost.authoring.sentences import Shape
from signpost.authoring.yaml_lines import Document
from signpost.core.line import Line, Opening, Queue, Span
from signpost.core.numbers import e164

# Twilio takes no longer name for a queue.
_LONGEST_NAME = 64


class HoursFile(Shape):
    """When the line is open, in UK time. It is shut on days that are left out, and on bank holidays."""

    model_config = ConfigDict(title="hours")

    monday: DaySpan | None = Field(None, description="On a Monday.", examples=["09:00-17:00"])
    tuesday: DaySpan | None = Field(None, description="On a Tuesday.", examples=["09:00-17:00"])
    wednesday: DaySpan | None = Field(None, description="On a Wednesday.", examples=["09:00-17:00"])
    thursday: DaySpan | None = Field(None, description="On a Thursday.", examples=["09:00-17:00"])
    friday: DaySpan | None = Field(None, description="On a Friday.", examples=["09:00-16:30"])
    saturday: DaySpan | None = Field(None, description="On a Saturday.", examples=["09:00-12:00"])
    sunday: DaySpan | None = Field(None, description="On a Sunday.", examples=["10:00-12:00"])

    @model_validator(mode="before")
    @classmethod
    def _some_day(cls, written: object) -> object:
        if not isinstance(written, dict) or not written:
            raise fault("has no day", "write each day that it is open, such as monday: 09:00-17:00, or leave hours out")
        return written

    @property
    def week(self) -> tuple[Span | None, ...]:
        """What each weekday has, Monday first."""
        return tuple(getattr(self, day) for day in type(self).model_fields)


class QueueFile(Shape):
    """A queue in which callers may wait for the line."""

    model_config = ConfigDict(title="queue")

    longest: Minutes = Field(description="For how many minutes, at most; an hour is the most there is.", examples=[15])
    most: Count = Field(description="How many callers, at most.", examples=[10])


def check_arrivals(document: Document, arrivals: Iterable[str], phone: str | None) -> None:
    """Report the line's own `phone` where it stands among the numbers (E.164) that the line forwards its callers to."""
    try:
        own = e164(phone or "")
    except ValueError:
        return
    for index, number in enumerate(arrivals):
        if number == own:
            mend = "write the number of your own that the switchboard forwards to"
            document.report(("line", "arrivals", index), "arrivals has the number of the line itself", mend)


class LineFile(Shape):
    """The line that 0 and PERSON lead to."""

    model_config = ConfigDict(title="line")

    hours: HoursFile | None = Field(
        None,
        description="When it is open, in UK time. Left out: not known, and so it is always tried.",
        examples=[{"monday": "09:00-17:00"}],
    )
    closed: list[ClosedDay] = Field(
        [], description="Days on which it is shut, bank holidays apart.", examples=[["2026-12-24"]]
    )
    arrivals: list[OwnNumber] = Field(
        [],
        description="Numbers of your own with Twilio that the line forwards its callers to, when it is busy or shut.",
        examples=[["01632 960050"]],
    )
    queue: QueueFile | None = Field(
        None,
        description="Callers may wait in it, if you answer it: see the README. Left out: nobody is offered to wait.",
        examples=[{"longest": 15, "most": 10}],
    )

    def line(self, key: str) -> Line:
        """The line as the core knows it, of the pack `key`."""
        queue = Queue(key[:_LONGEST_NAME], self.queue.longest, self.queue.most) if self.queue else None
        opening = Opening(self.hours.week if self.hours else None, frozenset(self.closed))
        return Line(opening, frozenset(self.arrivals), queue)
