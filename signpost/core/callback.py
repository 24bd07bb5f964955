"""A request to be rung back: its questions in their order, what each offers, and what is told of it.

By phone: which number, when, how, in which language, whether the team has a reason to ring sooner, and whether it may
be mailed. A text leaves the first one out, for it shows the number with the next. The matter is known already: it is
the path that was walked. Whoever has asked this team before hears where that stands instead, and may change it.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from signpost.core.appeal import today
from signpost.core.hours import after, is_working_day
from signpost.core.menu import Callback, Delay, Pack, When, Yearly
from signpost.core.numbers import is_mobile, national
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.wish import Manner, Request, Time, Wish
from signpost.core.wording import Prompt, Wording

# In their order, as far as they are asked.
ASKED = (
    Question.CALLBACK,
    Question.CALLBACK_TIME,
    Question.CALLBACK_MANNER,
    Question.CALLBACK_LANGUAGE,
    Question.CALLBACK_FIRST,
    Question.CALLBACK_MAIL,
)
# Asked once a request stands.
AFTERWARDS = frozenset({Question.CALLBACK_MADE, Question.CALLBACK_SAFE, Question.CALLBACK_LATER})
ABOUT_CALLBACK = frozenset({*ASKED, *AFTERWARDS, Question.CALLBACK_NUMBER})


class Step(StrEnum):
    """What an option does here, other than to say how one wants to be rung."""

    HERE = "here"
    OTHER = "other"
    CHANGE = "change"
    TEXT = "text"
    SEND = "send"
    LATER = "later"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Wished:
    """What an option says of the wish: its entry of this name has this value."""

    entry: str
    value: Time | Manner | str | bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One option: how it is offered, what it does, and what else it may be called."""

    label: Prompt
    act: Wished | Step
    words: tuple[str, ...] = ()


_YES = ("yes", "yeah", "yep", "yes please")
_NO = ("no", "nope", "no thanks", "none", "not sure")


def wish_of(session: Session) -> Wish:
    """What was said so far."""
    return session.wish or Wish()


def number_of(session: Session, context: Context) -> str | None:
    """The number to be rung (E.164): another that was given, or that of the phone in use; None while there is none."""
    return wish_of(session).number or context.number or context.mobile


def standing(place: Callback, context: Context) -> Request | None:
    """The request to this team that is open, or None."""
    return context.callbacks.get(place.service.key)


def first_asked(session: Session, context: Context) -> Question:
    """The question that a request begins with. `session` counts for a number that was given in it."""
    known = context.channel is Channel.TEXT and number_of(session, context)
    return Question.CALLBACK_TIME if known else Question.CALLBACK


def opening(place: Callback, session: Session, context: Context) -> Question:
    """The question that is open on arrival."""
    return Question.CALLBACK_MADE if standing(place, context) else first_asked(session, context)


def readable(place: Callback, session: Session, context: Context) -> Session:
    """The session; with the first question where the open one has lost what it was about."""
    question, lost = session.question, False
    if question in AFTERWARDS:
        lost = standing(place, context) is None
    elif question in ASKED and question is not Question.CALLBACK:
        lost = number_of(session, context) is None or question not in _asked(place, wish_of(session))
    if not lost:
        return session
    return replace(session, question=opening(place, session, context), wish=Wish())


def _asked(place: Callback, wish: Wish) -> tuple[Question, ...]:
    left_out = set()
    if wish.manner is not Manner.LANGUAGE:
        left_out.add(Question.CALLBACK_LANGUAGE)
    if place.first is None:
        left_out.add(Question.CALLBACK_FIRST)
    if place.address is None:
        left_out.add(Question.CALLBACK_MAIL)
    return tuple(question for question in ASKED if question not in left_out)


def following(place: Callback, question: Question, wish: Wish) -> Question | None:
    """The question after this one, or None when all was asked."""
    asked = _asked(place, wish)
    return next((later for later in asked if ASKED.index(later) > ASKED.index(question)), None)


def earlier(place: Callback, session: Session, context: Context) -> Question | None:
    """The question before the open one, or None when it is the first, or all is done."""
    question = session.question
    if question is Question.CALLBACK_NUMBER:
        return Question.CALLBACK if number_of(session, context) else None
    if question in AFTERWARDS:
        return None if question is Question.CALLBACK_MADE else Question.CALLBACK_MADE
    before = [one for one in _asked(place, wish_of(session)) if ASKED.index(one) < ASKED.index(question)]
    return before[-1] if before and question is not first_asked(session, context) else None


def promised(place: Callback, context: Context) -> date:
    """The day by which the team is asked to ring whoever asks now."""
    return after(place.within, datetime.fromtimestamp(context.now, UTC), context.holidays).date()


def ask_on(by: date, context: Context) -> When:
    """When to ask if they rang: on the working day after the day that was told, or the next one when that is past."""
    day = by + timedelta(days=1)
    while not is_working_day(day, context.holidays):
        day += timedelta(days=1)
    return Yearly(day.day, day.month) if day > today(context) else Delay(1, "working days")


def textable(place: Callback, session: Session, context: Context) -> str | None:
    """The mobile (E.164) that can be texted about the request, if it wants texts: the one to ring, or that in use."""
    request = standing(place, context)
    number = wish_of(session).number or (request.wish.number if request else "")
    to = number if is_mobile(number) else context.mobile
    if to == context.mobile:
        return None if context.person.stopped or context.person.unreachable else to
    return None if context.refused else to


def answers(pack: Pack, place: Callback, session: Session, context: Context) -> tuple[Answer, ...]:
    """The options of the open question, in the order of their keys; none where a number is to be given."""
    say = pack.wording
    match session.question:
        case Question.CALLBACK if number_of(session, context):
            yes = Answer(say.callback_yes, Step.HERE, _YES)
            return yes, Answer(say.callback_other, Step.OTHER, ("no", "another number", "another", "other"))
        case Question.CALLBACK_TIME:
            return (
                Answer(say.callback_morning, Wished("time", Time.MORNING), ("morning", "am", "mornings")),
                Answer(say.callback_afternoon, Wished("time", Time.AFTERNOON), ("afternoon", "pm", "afternoons")),
                Answer(say.callback_either, Wished("time", Time.EITHER), ("either", "any", "any time", "anytime")),
            )
        case Question.CALLBACK_MANNER:
            return _manners(pack, number_of(session, context) or "")
        case Question.CALLBACK_LANGUAGE:
            return tuple(_language(say, name) for name in pack.languages)
        case Question.CALLBACK_FIRST:
            return _yes_or_no(say, "first")
        case Question.CALLBACK_MAIL:
            return _yes_or_no(say, "mail")
        case Question.CALLBACK_MADE:
            return _afterwards(say, place, session, context)
        case Question.CALLBACK_SAFE:
            return Answer(say.callback_yes, Step.SEND, _YES), Answer(say.callback_no, Step.DONE, _NO)
        case Question.CALLBACK_LATER:
            return Answer(say.callback_yes, Step.LATER, _YES), Answer(say.callback_no, Step.DONE, _NO)
        case _:
            return ()


def _yes_or_no(say: Wording, entry: str) -> tuple[Answer, ...]:
    return (
        Answer(say.callback_yes, Wished(entry, value=True), _YES),
        Answer(say.callback_no, Wished(entry, value=False), _NO),
    )


def _manners(pack: Pack, number: str) -> tuple[Answer, ...]:
    say = pack.wording
    offered = [
        Answer(say.callback_usual, Wished("manner", Manner.USUAL), ("usual", "normal", "call")),
        Answer(say.callback_slowly, Wished("manner", Manner.SLOWLY), ("slow", "slowly")),
        Answer(say.callback_relay, Wished("manner", Manner.RELAY), ("relay", "relay uk")),
    ]
    if pack.languages:
        offered.append(
            Answer(say.callback_language, Wished("manner", Manner.LANGUAGE), ("language", "another language"))
        )
    if is_mobile(number):
        offered.insert(2, Answer(say.callback_text, Wished("manner", Manner.TEXT), ("text", "text me")))
    return tuple(offered)


def _language(say: Wording, name: Prompt) -> Answer:
    return Answer(say.option.fill(label=name), Wished("language", name.text), (name.text,))


def _afterwards(say: Wording, place: Callback, session: Session, context: Context) -> tuple[Answer, ...]:
    found = [Answer(say.callback_change, Step.CHANGE, ("change", "change it"))]
    if context.channel is Channel.VOICE:
        if textable(place, session, context):
            found.insert(0, Answer(say.callback_text_me, Step.TEXT))
    elif context.mobile and not context.person.stopped:
        request = standing(place, context)
        by = request.by if request else promised(place, context)
        label = say.callback_ask.fill(when=str(ask_on(by, context)))
        found.insert(0, Answer(label, Step.LATER, ("ask me", "ask me later")))
    return tuple(found)


def prompt(pack: Pack, place: Callback, session: Session, context: Context, *, again: bool) -> Prompt:
    """The words of the open question; `again` after an answer to it that could not be used."""
    say, service = pack.wording, place.service.name
    number = number_of(session, context)
    match session.question:
        case Question.CALLBACK if number:
            return say.callback_number.fill(service=service, number=national(number))
        case Question.CALLBACK | Question.CALLBACK_NUMBER:
            return say.callback_no_number if again else say.callback_key.fill(service=service)
        case Question.CALLBACK_TIME:
            return say.callback_time.fill(service=service, number=national(number or ""))
        case Question.CALLBACK_MANNER:
            return say.callback_manner
        case Question.CALLBACK_LANGUAGE:
            return say.callback_which
        case Question.CALLBACK_FIRST if place.first:
            return place.first
        case Question.CALLBACK_MAIL:
            return say.callback_mail.fill(service=service)
        case Question.CALLBACK_SAFE:
            return say.callback_safe.fill(number=national(textable(place, session, context) or ""))
        case Question.CALLBACK_LATER:
            request = standing(place, context)
            when = str(ask_on(request.by if request else promised(place, context), context))
            return say.callback_later.fill(when=when)
        case _:
            return say.what_next
