"""A request to be rung back: its questions in their order, and what each hangs on. Their words: `callback_answers`.

By phone: which number, when, how, in which language, whether a text is safe, whether the team has a reason to ring
sooner, and whether it may be mailed. A text leaves the first one out, for it shows the number with the next; and who
uses Relay UK is not asked how. The matter is known already: it is the path that was walked. Whoever has asked this team
before hears where that stands instead, and may change one thing of it: the rest stays.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from signpost.core.menu import Callback
from signpost.core.numbers import is_mobile, national
from signpost.core.prompt import Prompt
from signpost.core.record import replace
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.wish import Manner, Request, Time, Wish
from signpost.core.wording import Wording

# In their order, as far as they are asked.
ASKED = (
    Question.CALLBACK,
    Question.CALLBACK_TIME,
    Question.CALLBACK_MANNER,
    Question.CALLBACK_LANGUAGE,
    Question.CALLBACK_TEXT,
    Question.CALLBACK_FIRST,
    Question.CALLBACK_MAIL,
)
# Asked once a request stands.
AFTERWARDS = frozenset(
    {Question.CALLBACK_MADE, Question.CALLBACK_CHANGE, Question.CALLBACK_SAFE, Question.CALLBACK_LATER}
)
ABOUT_CALLBACK = frozenset({*ASKED, *AFTERWARDS, Question.CALLBACK_NUMBER})


class Step(StrEnum):
    """What an option does here, other than to say how one wants to be rung."""

    HERE = "here"
    OTHER = "other"
    SAFE = "safe"
    UNSAFE = "unsafe"
    CHANGE = "change"
    NUMBER = "number"
    TIME = "time"
    MANNER = "manner"
    FIRST = "first"
    MAIL = "mail"
    TEXT = "text"
    SEND = "send"
    LATER = "later"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Wished:
    """What an option says of the wish: its entry of this name has this value."""

    entry: str
    value: Time | Manner | str | bool


def wish_of(session: Session) -> Wish:
    """What was said so far."""
    return session.wish or Wish()


def standing(place: Callback, context: Context) -> Request | None:
    """The request to this team that is open, or None."""
    return context.callbacks.get(place.service.key)


def changing(request: Request, given: str = "") -> Wish:
    """A wish to change `request`: all is as it stands, until it is said.

    Its number is left out unless it is the one that was `given`, so that a number in a wish is one that was said or
    shown in this very conversation.
    """
    return replace(request.wish, number=given if given == request.wish.number else "", changing=True)


def in_use(session: Session, context: Context) -> str | None:
    """The number (E.164) of the phone in use, or a mobile that was keyed and confirmed; None while there is none."""
    return context.number or context.mobile or (session.mobile if session.sure else None)


def number_of(place: Callback, session: Session, context: Context) -> str | None:
    """The number to be rung (E.164): the one given, or that of the request that is changed, or the one in use."""
    wish, request = wish_of(session), standing(place, context)
    stood = request.wish.number if request and wish.changing else ""
    return wish.number or stood or in_use(session, context)


def shown(say: Wording, number: str, session: Session, context: Context) -> Prompt:
    """A number of a request, for whoever has this phone: in full only where they have it, or gave it just now.

    Another may have been given because this phone is not safe.
    """
    if number in {context.number, context.mobile, wish_of(session).number, session.mobile, session.about}:
        return Prompt(national(number), national(number))
    return say.callback_ends.fill(digits=Prompt(" ".join(number[-3:]), number[-3:]))


def first_asked(place: Callback, session: Session, context: Context) -> Question:
    """The question that a request begins with. `session` counts for a number that was given in it."""
    known = context.channel is Channel.TEXT and number_of(place, session, context)
    return Question.CALLBACK_TIME if known else Question.CALLBACK


def opening(place: Callback, session: Session, context: Context) -> Question:
    """The question that is open on arrival."""
    return Question.CALLBACK_MADE if standing(place, context) else first_asked(place, session, context)


def readable(place: Callback, session: Session, context: Context) -> Session:
    """The session; with the first question where the open one has lost what it was about."""
    question, lost = session.question, False
    if question in AFTERWARDS or (question in ABOUT_CALLBACK and wish_of(session).changing):
        lost = standing(place, context) is None
    elif question in ASKED and question is not Question.CALLBACK:
        lost = number_of(place, session, context) is None or question not in _asked(place, session, context)
    if not lost:
        return session
    fresh = replace(session, wish=Wish())
    return replace(fresh, question=opening(place, fresh, context))


def is_safe(place: Callback, session: Session, context: Context, number: str | None = None) -> bool:
    """Whether a mobile, or else the number to be rung, was called safe to text; or texts us just now."""
    number = number or number_of(place, session, context)
    if number == context.mobile:
        return session.safe or context.channel is Channel.TEXT
    return session.sure and number == session.mobile


def _asked(place: Callback, session: Session, context: Context) -> tuple[Question, ...]:
    wish, left_out = wish_of(session), set()
    if session.relay and context.channel is Channel.VOICE and not wish.changing:
        left_out.add(Question.CALLBACK_MANNER)
    if wish.manner is not Manner.LANGUAGE:
        left_out.add(Question.CALLBACK_LANGUAGE)
    if wish.manner is not Manner.TEXT or is_safe(place, session, context):
        left_out.add(Question.CALLBACK_TEXT)
    if place.first is None:
        left_out.add(Question.CALLBACK_FIRST)
    if place.address is None:
        left_out.add(Question.CALLBACK_MAIL)
    # Whoever presses 7 at a question may still answer it.
    return tuple(question for question in ASKED if question not in left_out - {session.question})


def following(place: Callback, session: Session, context: Context) -> Question | None:
    """The question after the open one, now that it is answered; None when all was asked."""
    asked = _asked(place, session, context)
    later = [one for one in asked if ASKED.index(one) > ASKED.index(session.question)]
    if wish_of(session).changing:
        entailed = _entailed(place, session, context)
        later = [one for one in later if one in entailed]
    return next(iter(later), None)


def _entailed(place: Callback, session: Session, context: Context) -> AbstractSet[Question]:
    """What else has to be asked once the open question was answered anew."""
    wish, number = wish_of(session), number_of(place, session, context)
    match session.question:
        case Question.CALLBACK if wish.manner is Manner.TEXT:
            return {Question.CALLBACK_TEXT if is_mobile(number or "") else Question.CALLBACK_MANNER}
        case Question.CALLBACK_MANNER:
            return {Question.CALLBACK_LANGUAGE, Question.CALLBACK_TEXT}
        case _:
            return frozenset()


def earlier(place: Callback, session: Session, context: Context) -> Question | None:
    """The question before the open one, or None when it is the first, or all is done."""
    question = session.question
    if question in AFTERWARDS:
        return None if question is Question.CALLBACK_MADE else Question.CALLBACK_MADE
    if wish_of(session).changing:
        return Question.CALLBACK_CHANGE
    if question is Question.CALLBACK_NUMBER:
        return Question.CALLBACK if number_of(place, session, context) else None
    before = [one for one in _asked(place, session, context) if ASKED.index(one) < ASKED.index(question)]
    return before[-1] if before and question is not first_asked(place, session, context) else None


def textable(place: Callback, session: Session, context: Context) -> str | None:
    """The mobile (E.164) that can be texted about the request, if it wants texts: the one to ring, or that in use."""
    wish, request = wish_of(session), standing(place, context)
    stood = request.wish if request else Wish()
    number = wish.number or stood.number
    unsafe = wish.no_text or (stood.no_text and number == stood.number)
    to = number if is_mobile(number) and not unsafe else context.mobile
    if to is None or (unsafe and to == number):
        return None
    if to == context.mobile:
        return None if context.person.stopped or context.person.unreachable else to
    return None if context.refused else to
