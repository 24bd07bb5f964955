"""What a rehearsed turn would have led to: texts, follow-ups, requests, in words; nothing of it happens."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Self

from signpost.authoring.places import said
from signpost.core.deadline import remind_on
from signpost.core.events import (
    CallbackHeard,
    EndFollowUp,
    EndReminders,
    Forget,
    Learn,
    OptIn,
    OptOut,
    Output,
    Prefer,
    RequestCallback,
    RingMe,
    ScheduleFollowUp,
    ScheduleReminders,
    SendText,
)
from signpost.core.followup import Calendar
from signpost.core.hours import LONDON
from signpost.core.menu import Pack
from signpost.core.numbers import national
from signpost.core.wish import Request, Wish
from signpost.render import sms
from signpost.render.gsm import segments
from signpost.web.console.moments import day, moment


class Said(StrEnum):
    """Who said or did something."""

    YOU = "you"
    HEARD = "heard"
    TEXTED = "texted"
    DONE = "done"
    WOULD = "would"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said or done, line by line; how many seconds or segments it took; whether words had to be cut."""

    who: Said
    lines: tuple[str, ...]
    seconds: float = 0.0
    segments: int = 0
    cut: bool = False

    def to_list(self) -> list[Any]:
        """The entry as plain JSON data."""
        return [self.who, self.lines, round(self.seconds, 1), self.segments, self.cut]

    @classmethod
    def from_list(cls, kept: Iterable[Any]) -> Self:
        """The entry that `to_list` wrote. Raises TypeError or ValueError."""
        who, lines, lasts, size, cut = kept
        return cls(Said(who), tuple(lines), lasts, size, cut)


@dataclass(frozen=True, slots=True)
class Coming:
    """A text that would come later: it opens the place `goto`; a reminder is of the day `by`."""

    goto: str
    matter: str
    due: datetime
    deadline: str = ""
    by: date | None = None

    @property
    def when(self) -> str:
        """When it would come, in words."""
        return moment(self.due)

    def to_dict(self) -> dict[str, Any]:
        """The text to come as plain JSON data."""
        by = self.by.isoformat() if self.by else None
        return {"goto": self.goto, "matter": self.matter, "due": self.due.isoformat(), "at": self.deadline, "by": by}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Self:
        """The text that `to_dict` wrote. Raises KeyError, TypeError or ValueError."""
        by = date.fromisoformat(kept["by"]) if kept["by"] else None
        return cls(kept["goto"], kept["matter"], datetime.fromisoformat(kept["due"]), kept["at"], by)


@dataclass(slots=True)
class After:
    """What is to come and open after a turn, what would be remembered of the person, and all that in words."""

    requests: tuple[Request, ...]
    coming: tuple[Coming, ...]
    person: dict[str, Any] = field(default_factory=dict)
    forgotten: bool = False
    entries: list[Entry] = field(default_factory=list)

    def would(self, *lines: str) -> None:
        """Tell what would happen."""
        self.entries.append(Entry(Said.WOULD, lines))


def after(
    pack: Pack,
    outputs: Iterable[Output],
    requests: tuple[Request, ...],
    coming: tuple[Coming, ...],
    calendar: Calendar,
    now: datetime,
) -> After:
    """What would follow from a turn's outputs."""
    told = After(requests, coming)
    for output in outputs:
        match output:
            case SendText(to=to, spoken=spoken):
                body = sms.body(pack, spoken)
                told.would(f"Would be texted to {national(to)}:")
                cut = body != sms.whole(pack, spoken)
                told.entries.append(Entry(Said.TEXTED, tuple(body.splitlines()), segments=segments(body), cut=cut))
            case ScheduleFollowUp() | ScheduleReminders() | EndFollowUp() | EndReminders():
                _later(pack, told, output, calendar, now)
            case RequestCallback() | CallbackHeard():
                _asked(pack, told, output)
            case Forget():
                told.requests, told.coming, told.forgotten = (), (), True
                told.would("All that is kept of your number would be erased.")
            case _:
                _remembered(told, output)
    return told


def _later(
    pack: Pack,
    told: After,
    output: ScheduleFollowUp | ScheduleReminders | EndFollowUp | EndReminders,
    calendar: Calendar,
    now: datetime,
) -> None:
    match output:
        case ScheduleFollowUp(when=when, goto=goto, matter=matter):
            made = Coming(goto, matter, calendar.due(when, now))
            told.coming = (*(one for one in told.coming if one.deadline or one.matter != matter), made)
            told.would(f"On {made.when} you would be asked by text: {said(pack.places[goto]).text}")
        case ScheduleReminders(by=by, weeks=weeks, goto=goto, deadline=deadline, matter=matter):
            mornings = (datetime.combine(remind_on(by, week), time(), LONDON) for week in weeks)
            made_all = tuple(Coming(goto, matter, calendar.text_time(at), deadline, by) for at in mornings)
            told.coming = (*(one for one in told.coming if one.deadline != deadline), *made_all)
            days = " and ".join(one.when for one in made_all)
            told.would(f"You would be reminded by text of {day(by)}: on {days}.")
        case EndFollowUp(matter=matter, answered=answered):
            kept = tuple(one for one in told.coming if answered or one.deadline or one.matter != matter)
            _called_off(told, kept)
        case EndReminders(deadline=deadline):
            _called_off(told, tuple(one for one in told.coming if one.deadline != deadline))


def _called_off(told: After, kept: tuple[Coming, ...]) -> None:
    for one in set(told.coming) - set(kept):
        told.would(f"The text of {one.when} would be called off.")
    told.coming = kept


def _asked(pack: Pack, told: After, output: RequestCallback | CallbackHeard) -> None:
    match output:
        case RequestCallback(request=request):
            others = tuple(one for one in told.requests if one.team != request.team)
            told.requests = (*others, request)
            name = pack.services[request.team].name.text
            told.would(f"It would be noted that {name} is to be in touch by {day(request.by)}.")
        case CallbackHeard(team=team, rang=rang):
            others = tuple(one for one in told.requests if one.team != team)
            same = () if rang else tuple(replace(one, unrung=True) for one in told.requests if one.team == team)
            told.requests = (*others, *same)
            told.would("The request would be closed." if rang else "It would be noted that they have not rung.")


def _remembered(told: After, output: Output) -> None:
    match output:
        case Prefer(slow=slow, relay=relay):
            told.person.update(slow=slow, relay=relay)
            how = "slowly" if slow else "by way of Relay UK" if relay else "as usual"
            told.would(f"It would be remembered that you are spoken to {how}.")
        case RingMe():
            told.would("Your phone would ring within five minutes, with the same menus.")
        case OptOut():
            told.person["stopped"] = True
            told.coming = ()
            told.would("You would get no text that you did not ask for.")
        case OptIn():
            told.person["stopped"] = False
            told.would("You would get texts again.")
        case Learn():
            told.would("Your words were not understood. Where the pack says so they are kept, with names masked.")
        case _:
            pass


def requests_to(requests: Iterable[Request]) -> list[dict[str, Any]]:
    """Requests as plain JSON data."""
    names = ("team", "place", "made", "matter", "last", "tries", "unrung")
    return [
        {
            **{name: getattr(one, name) for name in names},
            "wish": one.wish.to_dict(),
            "by": one.by.isoformat(),
        }
        for one in requests
    ]


def requests_from(kept: Iterable[Mapping[str, Any]]) -> tuple[Request, ...]:
    """The requests that `requests_to` wrote. Raises KeyError, TypeError or ValueError."""
    return tuple(
        Request(**{**one, "wish": Wish.from_dict(one["wish"]), "by": date.fromisoformat(one["by"])}) for one in kept
    )
