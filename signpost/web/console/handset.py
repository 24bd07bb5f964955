"""A conversation rehearsed: the engine of every call and text, with nothing behind it that sends, keeps or counts."""

from dataclasses import replace
from datetime import datetime, timedelta

from signpost.authoring.speech_time import seconds
from signpost.authoring.walk.call import MOBILE, Heard, breaths
from signpost.core.dropped import left
from signpost.core.engine import step
from signpost.core.events import (
    Answered,
    Ask,
    Busy,
    Dial,
    DialEnded,
    End,
    Enqueue,
    Event,
    FollowUpDue,
    HungUp,
    NoInput,
    Output,
    QueueEnded,
    QueueResult,
    Started,
)
from signpost.core.hours import LONDON, is_open, next_opening, opening_told
from signpost.core.session import Channel, Context, Person, Session
from signpost.render import sms
from signpost.render.gsm import segments
from signpost.web.console.rehearsal import LineIs, Rehearsal, Stage, Stands
from signpost.web.console.rehearsed import Entry, Said, after

_LONGEST_TEXT = 1_600


def ring(stage: Stage, line: LineIs, before: Rehearsal | None = None) -> Rehearsal:
    """A new call, of somebody new or, after a call `before`, of the same person."""
    here = Rehearsal(Channel.VOICE, line)
    if before:
        here = replace(before, line=line, session=None, keyed="", heard=0.0)
        here = here.noting(Entry(Said.DONE, ("You ring again.",)))
    return _take(stage, here, Started(line.passed_on))


def press(stage: Stage, here: Rehearsal, keys: str) -> Rehearsal:
    """Press keys, one after another, as long as somebody listens."""
    for key in keys:
        if here.stands is not Stands.ASKED or key not in "0123456789*#":
            continue
        here = replace(here, keyed=here.keyed + key)
        if len(here.keyed) >= here.digits:
            here = _answer(stage, here)
    return here


def wait(stage: Stage, here: Rehearsal) -> Rehearsal:
    """Let the time to answer pass."""
    return _answer(stage, here) if here.stands is Stands.ASKED else here


def _answer(stage: Stage, here: Rehearsal) -> Rehearsal:
    keyed = here.keyed
    told = Entry(Said.DONE, (f"You press {keyed}.",) if keyed else ("You press nothing, and wait.",))
    here = replace(here, keyed="").noting(told)
    return _take(stage, here, Answered(keyed) if keyed else NoInput())


def speak(stage: Stage, here: Rehearsal, words: str) -> Rehearsal:
    """Say something, where that is listened to."""
    if here.stands is not Stands.ASKED or not here.speech or not words.strip():
        return here
    return _take(stage, here.noting(Entry(Said.YOU, (words,))), Answered(words, spoken=True))


def ended(stage: Stage, here: Rehearsal, how: str) -> Rehearsal:
    """Somebody who was rung answered or did not; whoever queued was answered, left, or was not let in."""
    if here.stands is Stands.RINGING:
        reached = how == "reached"
        told = "They answer. You talk, and then they ring off." if reached else "Nobody answers."
        return _take(stage, here.noting(Entry(Said.DONE, (told,))), DialEnded(reached))
    if here.stands is not Stands.QUEUING:
        return here
    result = {"reached": QueueResult.TALKED, "full": QueueResult.FULL}.get(how, QueueResult.LEFT)
    queue = stage.pack.line.queue
    told, waited = {
        "reached": ("Somebody answers. You talk, and then they ring off.", 60),
        "full": ("Too many wait already.", 0),
        "longest": ("Nobody came, as long as anybody may wait.", queue.longest * 60 if queue else 0),
    }.get(how, ("You press a key, and leave the queue.", 60))
    return _take(stage, here.noting(Entry(Said.DONE, (told,))), QueueEnded(result, waited))


def hang_up(stage: Stage, here: Rehearsal) -> Rehearsal:
    """Ring off."""
    if here.stands is Stands.OVER:
        return here
    here = replace(here, keyed="").noting(Entry(Said.DONE, ("You hang up.",)))
    return replace(_take(stage, here, HungUp(here.stands is Stands.RINGING)), stands=Stands.OVER)


def text(stage: Stage, here: Rehearsal, words: str) -> Rehearsal:
    """Send a text."""
    words = words[:_LONGEST_TEXT]
    here = here.noting(Entry(Said.YOU, (words or "(a text without words)",)))
    return _take(stage, here, Answered(words) if words.strip() else NoInput())


def arrive(stage: Stage, here: Rehearsal, which: int) -> Rehearsal:
    """Let a text arrive that was to come later. After a call, it is the first one of a thread."""
    if not 0 <= which < len(here.coming):
        return here
    one = here.coming[which]
    if one.goto not in stage.pack.places:
        return here.noting(Entry(Said.DONE, ("What this text would open is no longer in the menus.",)))
    if here.channel is Channel.VOICE:
        here = replace(here, channel=Channel.TEXT, session=None, stands=Stands.ASKED, speech=False)
    here = replace(here, coming=tuple(other for other in here.coming if other != one))
    here = here.noting(Entry(Said.DONE, (f"It is {one.when}. A text arrives.",)))
    return _take(stage, here, FollowUpDue(one.goto, one.matter, one.deadline, one.by))


def _take(stage: Stage, here: Rehearsal, event: Event) -> Rehearsal:
    context = _context(stage, here)
    session, outputs = step(stage.pack, here.session, event, context)
    broke_off = left(stage.pack, here.person.left, session, event, outputs, own=MOBILE)
    here = replace(here, person=replace(here.person, left=broke_off))
    on_phone = here.channel is Channel.VOICE
    here = _heard(stage, here, session, outputs, event) if on_phone else _read(stage, here, outputs)
    told = after(stage.pack, outputs, here.requests, here.coming, stage.calendar, stage.now)
    person = Person() if told.forgotten else replace(here.person, **told.person)
    here = replace(here, session=None if told.forgotten else session, person=person)
    here = replace(here, requests=told.requests, coming=told.coming).noting(*told.entries)
    # Whoever is not there does not let us wait to be told so.
    behind_0 = stage.pack.person_signpost.service.key
    dialled = any(isinstance(output, Dial) and output.service.key == behind_0 for output in outputs)
    return ended(stage, here, "not reached") if dialled and not here.line.answered else here


def _context(stage: Stage, here: Rehearsal) -> Context:
    opening = stage.pack.line.opening
    is_shut = here.line.shut or (here.line is LineIs.NOW and not is_open(stage.now, opening, stage.holidays))
    opens = _opens(stage) if is_shut else None
    return Context(
        here.channel,
        int(stage.now.timestamp()),
        MOBILE,
        here.person,
        pending=frozenset(one.matter for one in here.coming) if here.channel is Channel.VOICE else frozenset(),
        holidays=stage.holidays,
        open=not is_shut,
        opens=opening_told(opens, stage.now) if is_shut else "",
        opens_on=opening_told(opens, stage.now, dated=True) if is_shut else "",
        message=stage.message,
        number=MOBILE,
        callbacks={one.team: one for one in here.requests if one.team in stage.pack.services},
        phone=MOBILE,
        understand=stage.understand,
    )


def _opens(stage: Stage) -> datetime | None:
    """When the line opens next. Where it is open now, we play that today is over."""
    opening = stage.pack.line.opening
    if not is_open(stage.now, opening, stage.holidays):
        return next_opening(stage.now, opening, stage.holidays)
    tomorrow = stage.now.astimezone(LONDON).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return next_opening(tomorrow, opening, stage.holidays)


def _heard(stage: Stage, here: Rehearsal, session: Session, outputs: tuple[Output, ...], event: Event) -> Rehearsal:
    heard = Heard(stage.pack, outputs, session, answering=not isinstance(event, Started))
    lasts = seconds(heard.ahead, heard.slow) + seconds(heard.question, heard.slow)
    words = (*breaths(heard.ahead), *breaths(heard.question))
    ask = heard.ask
    here = replace(
        here,
        stands=_stands(outputs),
        digits=ask.digits if ask else 1,
        speech=bool(ask and ask.hints),
        heard=here.heard + lasts,
    )
    here = here.noting(Entry(Said.HEARD, words, seconds=lasts)) if words else here
    rung = [output.service.name.text for output in outputs if isinstance(output, Dial)]
    return here.noting(*(Entry(Said.DONE, (f"You are put through to: {name}.",)) for name in rung))


def _stands(outputs: tuple[Output, ...]) -> Stands:
    for output in outputs:
        match output:
            case Dial():
                return Stands.RINGING
            case Enqueue():
                return Stands.QUEUING
            case End() | Busy():
                return Stands.OVER
            case Ask():
                return Stands.ASKED
    return Stands.OVER


def _read(stage: Stage, here: Rehearsal, outputs: tuple[Output, ...]) -> Rehearsal:
    body = sms.body(stage.pack, outputs)
    if not body:
        return here.noting(Entry(Said.DONE, ("No text is sent back.",)))
    lines = tuple(body.splitlines())
    return here.noting(Entry(Said.TEXTED, lines, segments=segments(body), cut=body != sms.whole(stage.pack, outputs)))
