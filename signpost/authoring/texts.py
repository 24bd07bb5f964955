"""Every text that a pack can send: the real engine's outputs, with all their words even where one is too long."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from signpost.authoring import callback_texts
from signpost.authoring.deadline_texts import occasions
from signpost.authoring.places import opened_later
from signpost.authoring.sample_dates import NOW, due
from signpost.core.engine import step
from signpost.core.events import Answered, Contact, Event, NoInput, Output, Say, SendText
from signpost.core.hours import LONDON
from signpost.core.line import Opening
from signpost.core.menu import Callback, Closing, Danger, Deadline, Pack, Place, Signpost
from signpost.core.questions import own_question
from signpost.core.ring import MOST_RINGS
from signpost.core.session import Channel, Context, Person, Question, Session
from signpost.core.standing import Standing
from signpost.core.understanding import Understood
from signpost.render.sms import whole

# Ofcom keeps this number for drama: no text is ever sent to it.
_MOBILE = "+447700900000"
_DAY = 24 * 60 * 60
# No word of any language, so no choice's own and no keyword.
_UNKNOWN = "qzxj qzxj"
_THREE_WORDS = f"{_UNKNOWN} qzxj"
# As long as the words for an opening time can be.
_LONG_OPENING = "at 10:30 am on Wednesday 30 September"
FOLLOW_UP, REMINDER = "as a follow-up", "as a reminder"


@dataclass(frozen=True, slots=True)
class Sent:
    """One text. `when` says on what occasion; `place` is where the person then stands; `words` are GSM-7, uncut.

    `unasked` is for a follow-up or a reminder: it comes days later, perhaps to a phone that somebody else holds.
    """

    place: str
    when: str
    words: str
    unasked: bool = False


def texts(pack: Pack) -> Iterator[Sent]:
    """Every text of the pack that is made of its own words: arrivals, answers that were not understood, follow-ups."""
    yield from openings(pack)
    for when, words in _ring_me(pack):
        yield _sent(pack, pack.first, when, words)
    if pack.danger:
        yield from _danger(pack, pack.danger)
    for place in pack.places.values():
        yield from _of(pack, place)
    for name, openers in sorted(opened_later(pack).items()):
        kinds = {REMINDER if isinstance(pack.places[opener], Deadline) else FOLLOW_UP: opener for opener in openers}
        for when, opener in kinds.items():
            yield _sent(pack, name, when, _after(pack, None, due(pack, name, opener)), unasked=True)


def _danger(pack: Pack, danger: Danger) -> Iterator[Sent]:
    """The answers to danger: to a word for it, to one from who wants no texts, and to what sounds like it twice."""
    words, when = danger.words[0], "as the answer to danger"
    yield _sent(pack, danger.goto, when, _after(pack, None, Answered(words)))
    yield _sent(
        pack, danger.goto, f"{when} of who wants no texts", _after(pack, None, Answered(f"dont text me {words}"))
    )
    guessed = replace(_at(pack.places[pack.first]), turn=1, alarm=1)
    context = Context(Channel.TEXT, NOW, _MOBILE, understand=lambda _words: Understood(danger=True))
    yield _sent(
        pack, danger.goto, f"{when} that is guessed twice", step(pack, guessed, Answered(_THREE_WORDS), context)[1]
    )


def openings(pack: Pack) -> Iterator[Sent]:
    """The texts that begin a conversation. A message of the day stands in each."""
    yield _sent(pack, pack.first, "as the very first text", _after(pack, None, Answered("hello")))
    lost = Session(Channel.TEXT, place="", question=Question.CHOICE, at=NOW)
    yield _sent(pack, pack.first, "as the first text after the menus have changed", _after(pack, lost, Answered("1")))
    stopped = Person(stopped=True)
    again = _after(pack, _at(pack.places[pack.first]), Answered("start"), stopped)
    yield _sent(pack, pack.first, "as the answer to START", again)
    broke_off = Person(left=Session(Channel.VOICE, pack.person, Question.CONTACT, at=NOW, safe=True))
    if pack.person != pack.first:
        yield _sent(pack, pack.first, "after a call that broke off", _after(pack, None, Answered("hello"), broke_off))
    usual = Context(Channel.TEXT, NOW, _MOBILE)
    shut = {"as the answer to PERSON when the line is shut": _shut(pack, usual)} if _is_ever_shut(pack) else {}
    for when, context in {"as the answer to PERSON": usual, **shut}.items():
        asked = step(pack, _at(pack.places[pack.first]), Answered("person"), context)[1]
        yield _sent(pack, pack.person, when, asked)


def _is_ever_shut(pack: Pack) -> bool:
    return pack.line.opening != Opening()


def _shut(pack: Pack, context: Context) -> Context:
    """The same; at a time when the line is shut, where it ever is."""
    opens = _LONG_OPENING if _is_ever_shut(pack) else ""
    return replace(context, open=not opens, opens=opens, opens_on=opens)


def _ring_me(pack: Pack) -> Iterator[tuple[str, tuple[Output, ...]]]:
    """The answers to RING ME: at noon, again on that day, by Relay UK, at night, and where we cannot ring."""
    noon = NOW - NOW % _DAY + _DAY // 2
    rung = Person(rung=datetime.fromtimestamp(noon, LONDON).date().isoformat(), rings=1)
    for when, at, phone, person in (
        ("as the answer to RING ME", noon, _MOBILE, Person()),
        ("as the answer to RING ME when the phone rings", noon, _MOBILE, replace(rung, ringing=noon + 1)),
        ("as the answer to RING ME when nobody picked up", noon, _MOBILE, rung),
        ("as the answer to RING ME when nobody picked up twice", noon, _MOBILE, replace(rung, rings=MOST_RINGS)),
        ("as the answer to RING ME on the same day", noon, _MOBILE, replace(rung, reached=True)),
        ("as the answer to RING ME of who uses Relay UK", noon, _MOBILE, Person(relay=True)),
        ("as the answer to RING ME at night", noon + _DAY // 2, _MOBILE, Person()),
        ("as the answer to RING ME from a phone that we cannot ring", noon, None, Person()),
    ):
        context = _shut(pack, Context(Channel.TEXT, at, _MOBILE, person, phone=phone))
        yield when, step(pack, None, Answered("ring me"), context)[1]
    failed = (Say(pack.wording.ring_failed), Contact(pack.person_signpost.service))
    yield "when we could not ring", failed


def _of(pack: Pack, place: Place) -> Iterator[Sent]:
    here = _at(place)
    arrived = Standing(pack, Context(Channel.TEXT, NOW, _MOBILE), here).arrive(place.name)[1]
    yield _sent(pack, place.name, "as an answer", arrived)
    if isinstance(place, Closing):
        return
    for misses in range(2):
        missed = replace(here, misses=misses)
        when = "after one answer that is not understood" if not misses else "after two answers that are not understood"
        yield _sent(pack, place.name, when, _after(pack, missed, Answered(_UNKNOWN)))
        yield _sent(pack, place.name, f"{when}, a picture", _after(pack, missed, NoInput()))
    if isinstance(place, Signpost):
        yield from _from_a_call(pack, place)
        if place.follow_up:
            yield _sent(pack, place.name, "when a later text is agreed", _after(pack, here, Answered("ask me")))
    if isinstance(place, Deadline):
        for when, outputs in occasions(pack, place, _MOBILE):
            yield _sent(pack, place.name, when, outputs)
    if isinstance(place, Callback):
        for when, outputs in callback_texts.occasions(pack, place, _MOBILE):
            yield _sent(pack, place.name, when, outputs)


def _from_a_call(pack: Pack, place: Signpost) -> Iterator[Sent]:
    calling = Session(Channel.VOICE, place.name, Question.SAFE)
    for output in step(pack, calling, Answered("1"), _shut(pack, Context(Channel.VOICE, NOW, _MOBILE)))[1]:
        if isinstance(output, SendText):
            yield _sent(pack, place.name, "as it is sent to a caller", output.spoken)


def _at(place: Place) -> Session:
    return Session(Channel.TEXT, place.name, own_question(place), at=NOW)


def _after(pack: Pack, session: Session | None, event: Event, person: Person | None = None) -> tuple[Output, ...]:
    return step(pack, session, event, Context(Channel.TEXT, NOW, _MOBILE, person or Person()))[1]


def _sent(pack: Pack, place: str, when: str, outputs: Iterable[Output], *, unasked: bool = False) -> Sent:
    return Sent(place, when, whole(pack, outputs), unasked)
