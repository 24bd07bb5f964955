"""What is counted of a turn, day by day: how people came, what about, what came of it, where they gave up.

A mark raises one counter of one day. No mark holds anything personal: its name is made of words of our own and of names
that stand in the pack, places and services. What is counted of a visit counts for the day on which that began, all else
for the day on which it happens; what a day's counters come to is settled at four in the morning after (`core.visit`).

    begun.<channel>, hour.<hour>, entry.<entry>   how somebody came, and at which hour in London
    topic.<channel>.<place>                       what they chose first at the first menu
    outcome.<channel>.<outcome>                   what came of it, each once in a visit
    within.<channel>.<bucket>                     how long it took until a contact was given: seconds, or texts sent
    stood.<place>                                 where they stand who got nothing so far
    through, through.reached, through.unreached   callers put through, and whether anybody answered
    wait.<result>, wait.<result>.<bucket>         how waits for the line ended, after how many minutes
    understood.<what>.<place>, missed.<channel>.<how>    own words; answers that could not be used
    callback.rang.<yes or no>                     whether somebody was rung, as they say
    callback.closed.<outcome>, callback.within.<bucket>    requests that are over, and how long they were open, in hours
    asked.<service>, heard.<service>.<menu>.<goto>     later texts, and what they were answered

`stood` goes down again where somebody moves on, and when something comes of their visit. So it needs no end of a call,
which we are not always told, nor one of a conversation by text, which there is not.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from signpost.core.events import (
    Answered,
    Busy,
    CallbackHeard,
    Contact,
    Count,
    Dial,
    DialEnded,
    Enqueue,
    Event,
    Forget,
    HungUp,
    NoInput,
    OptOut,
    Output,
    QueueEnded,
    RequestCallback,
    RingMe,
    SendText,
    Started,
)
from signpost.core.hours import LONDON, london_day
from signpost.core.menu import Closing, Menu, Pack, Signpost
from signpost.core.record import replace
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.visit import Visit
from signpost.core.wish import Request

# The upper ends of what times are counted in; longer ones are "more".
SECONDS = (15, 30, 45, 60, 90, 120, 180)
TEXTS = (1, 2, 3, 4, 5, 6)
MINUTES = (1, 2, 3, 5, 10, 15)
HOURS = (4, 24, 48, 72, 120, 168, 240)
MORE = "more"


@dataclass(frozen=True, slots=True)
class Mark:
    """Raise the counter `name` of a day in London, or lower it."""

    day: date
    name: str
    by: int = 1


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn, once it is taken: the sessions before and after it, the event, what follows, and what was known."""

    pack: Pack
    before: Session | None
    event: Event
    after: Session
    outputs: tuple[Output, ...]
    context: Context


def tally(turn: Turn) -> tuple[Visit | None, tuple[Mark, ...]]:
    """The visit as it stands after a turn, None where there is none, and what is to be counted."""
    visit, begun = _visit(turn)
    if any(isinstance(output, Busy) for output in turn.outputs):
        # Our own call, sent back to us: nobody has come.
        return turn.before.visit if turn.before else None, ()
    today = _day(turn.context.now)
    others = tuple(Mark(today, name) for name in (*_answer(turn), *_callbacks(turn)))
    if visit is None:
        return None, others
    if not begun and visit.over(turn.context.now):
        return visit, others
    now, names = _step(turn, visit)
    stands, day = _stands(turn, now), visit.day
    named = [Mark(day, name) for name in (*(_came(turn) if begun else ()), *names)]
    moved = [Mark(day, f"stood.{visit.place}", -1)] if visit.place and visit.place != stands else []
    moved += [Mark(day, f"stood.{stands}")] if stands and visit.place != stands else []
    return replace(now, place=stands), (*named, *moved, *others)


def closed(request: Request, outcome: str, now: datetime) -> tuple[Mark, ...]:
    """What is counted when a request to be rung back is over: its outcome, and how long it was open. `now` is aware."""
    hours = (int(now.timestamp()) - request.made) / 3600
    names = (f"callback.closed.{outcome}", f"callback.within.{bucket(hours, HOURS)}")
    return tuple(Mark(london_day(now), name) for name in names)


def asked(service: str, now: datetime) -> tuple[Mark, ...]:
    """What is counted when a later text asks about a contact, the service of that key. `now` is aware."""
    return (Mark(london_day(now), f"asked.{service}"),) if service else ()


def bucket(amount: float, ends: Sequence[int]) -> str:
    """The upper end of the bucket that an amount falls into, or MORE."""
    place = bisect_left(ends, amount)
    return str(ends[place]) if place < len(ends) else MORE


def _day(now: int) -> date:
    return london_day(datetime.fromtimestamp(now, UTC))


def _visit(turn: Turn) -> tuple[Visit | None, bool]:
    """The visit that this turn is part of, and whether it begins with it."""
    known, now = turn.before.visit if turn.before else None, turn.context.now
    if known and (turn.context.channel is Channel.VOICE or not known.over(now)):
        return known, False
    if not isinstance(turn.event, Started | Answered | NoInput):
        return known, False
    return Visit(now), True


def _came(turn: Turn) -> tuple[str, str, str]:
    context, event = turn.context, turn.event
    forwarded = isinstance(event, Started) and event.forwarded
    asked = context.channel is Channel.TEXT and turn.before is not None and bool(turn.before.asked)
    entry = "forwarded" if forwarded else "rung" if context.we_rang else "later" if asked else "direct"
    hour = datetime.fromtimestamp(context.now, LONDON).hour
    return f"begun.{context.channel}", f"hour.{hour:02}", f"entry.{entry}"


def _step(turn: Turn, visit: Visit) -> tuple[Visit, list[str]]:
    """The visit after this turn, but for where it stands, and what is counted for its day."""
    channel, event = turn.context.channel, turn.event
    names = [*_ended(turn, visit), *_words(turn)]
    if channel is Channel.TEXT and isinstance(event, Answered | NoInput):
        visit = replace(visit, texts=visit.texts + 1)
    if not visit.topic and (topic := _topic(turn)):
        visit = replace(visit, topic=topic)
        names.append(f"topic.{channel}.{topic}")
    fresh = [outcome for outcome in _outcomes(turn) if outcome not in visit.had]
    names += [f"outcome.{channel}.{outcome}" for outcome in fresh]
    if "contact" in fresh:
        took = bucket(visit.texts, TEXTS) if channel is Channel.TEXT else bucket(turn.context.now - visit.at, SECONDS)
        names.append(f"within.{channel}.{took}")
    kinds = {type(output) for output in turn.outputs}
    names += ["through"] if Dial in kinds else []
    on = "dial" if Dial in kinds else "queue" if Enqueue in kinds else ""
    return replace(visit, had=(*visit.had, *fresh), on=on), names


def _stands(turn: Turn, visit: Visit) -> str:
    # Whoever hangs up gives up where they were.
    return "" if visit.had else visit.place if isinstance(turn.event, HungUp) else turn.after.place


def _topic(turn: Turn) -> str:
    """The place that was chosen at the first menu in this turn; "" for none."""
    before, matter = turn.before, turn.after.matter
    if not isinstance(turn.event, Answered) or turn.after.place == turn.pack.first:
        return ""
    chosen = before is None or before.matter != matter or before.place == turn.pack.first
    return matter if chosen and matter in turn.pack.places else ""


def _outcomes(turn: Turn) -> list[str]:
    """What came of this turn, for the person, each once."""
    place = turn.pack.places.get(turn.after.place)
    came = turn.before is None or turn.before.place != turn.after.place
    found = ["contact"] if came and isinstance(place, Signpost) else []
    for output in turn.outputs:
        match output:
            case Contact() | Dial():
                found.append("contact")
            case SendText():
                found.append("text")
            case RequestCallback(request=request) if request.made == turn.context.now:
                found.append("callback")
            case RingMe():
                found.append("ring")
            case OptOut() | Forget():
                found.append("stopped")
            case Count(what="danger"):
                found.append("danger")
    if came and isinstance(place, Closing):
        found.append("closed")
    if turn.after.question is Question.CALLBACK_MADE:
        # They hear where a request stands that they have made.
        found.append("stands")
    return list(dict.fromkeys(found))


def _ended(turn: Turn, visit: Visit) -> Iterator[str]:
    """How it ended that a caller was put through, or waited for the line."""
    waited = turn.context.now - (turn.before.at if turn.before else turn.context.now)
    match turn.event:
        case DialEnded(reached=reached, unasked=False) if visit.on == "dial":
            yield "through.reached" if reached else "through.unreached"
        case HungUp(reached=True) if visit.on == "dial":
            yield "through.reached"
        case QueueEnded(result=result, seconds=seconds) if visit.on == "queue":
            yield from _waited(str(result), seconds)
        case HungUp(reached=True, waited=seconds) if visit.on == "queue":
            yield from _waited("talked", seconds)
        case HungUp(waited=seconds) if visit.on == "queue":
            yield from _waited("gone", seconds or waited)


def _waited(result: str, seconds: int) -> tuple[str, str]:
    return f"wait.{result}", f"wait.{result}.{bucket(seconds / 60, MINUTES)}"


def _words(turn: Turn) -> Iterator[str]:
    """What came of people's own words, and of answers that could not be used."""
    before, after = turn.before, turn.after
    for output in turn.outputs:
        if isinstance(output, Count) and output.what.startswith("understood."):
            yield output.what
    if before is None or not isinstance(turn.event, Answered | NoInput):
        return
    if before.question is Question.NEAREST and after.place in before.nearest and after.question is not before.question:
        yield f"understood.right.{after.place}"
    if after.misses > before.misses:
        yield f"missed.{turn.context.channel}.{'silent' if isinstance(turn.event, NoInput) else 'other'}"


def _answer(turn: Turn) -> Iterator[str]:
    """What a later text was answered, for the contact that it asked about."""
    before, after = turn.before, turn.after
    if before is None or not before.asked or not before.asked_of or not isinstance(turn.event, Answered):
        return
    menu = turn.pack.places.get(before.place)
    chosen = after.trail[-1:] == (before.place,) and isinstance(menu, Menu)
    if chosen and isinstance(menu, Menu) and after.place in {choice.goto for choice in menu.choices}:
        yield f"heard.{before.asked_of}.{menu.name}.{after.place}"


def _callbacks(turn: Turn) -> Iterator[str]:
    """What somebody says of the call that they asked for."""
    for output in turn.outputs:
        if isinstance(output, CallbackHeard):
            yield f"callback.rang.{'yes' if output.rang else 'no'}"
            if output.rang and (request := turn.context.callbacks.get(output.team)):
                over = closed(request, "rung", datetime.fromtimestamp(turn.context.now, UTC))
                yield from (mark.name for mark in over)
