"""What is offered at each question of a callback, and the question's words. Their order stands in `core.callback`."""

from collections.abc import Mapping
from dataclasses import dataclass

from signpost.core.callback import Step, Wished, is_safe, number_of, shown, standing, textable, wish_of
from signpost.core.menu import Callback, Pack
from signpost.core.numbers import is_mobile
from signpost.core.promise import ask_on, promised
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.wish import Manner, Time
from signpost.core.wording import Prompt, Wording


@dataclass(frozen=True, slots=True)
class Answer:
    """One option: how it is offered, what it does, and what else it may be called."""

    label: Prompt
    act: Wished | Step
    words: tuple[str, ...] = ()


_YES = ("yes", "yeah", "yep", "yes please")
_NO = ("no", "nope", "no thanks", "none", "not sure")


def answers(pack: Pack, place: Callback, session: Session, context: Context) -> tuple[Answer, ...]:
    """The options of the open question, in the order of their keys; none where a number is to be given."""
    say = pack.wording
    match session.question:
        case Question.CALLBACK if number_of(place, session, context):
            yes = Answer(say.callback_yes, Step.HERE, _YES)
            return yes, Answer(say.callback_other, Step.OTHER, ("no", "another number", "another", "other"))
        case Question.CALLBACK_TIME:
            return (
                Answer(say.callback_morning, Wished("time", Time.MORNING), ("morning", "am", "mornings")),
                Answer(say.callback_afternoon, Wished("time", Time.AFTERNOON), ("afternoon", "pm", "afternoons")),
                Answer(say.callback_either, Wished("time", Time.EITHER), ("either", "any", "any time", "anytime")),
            )
        case Question.CALLBACK_MANNER:
            no_text = wish_of(session).no_text
            return _manners(pack, text=not no_text and is_mobile(number_of(place, session, context) or ""))
        case Question.CALLBACK_LANGUAGE:
            return tuple(_language(say, name) for name in pack.languages)
        case Question.CALLBACK_MADE:
            return _afterwards(pack, place, session, context)
        case Question.CALLBACK_CHANGE:
            return _changes(say, place)
        case question if question in _YES_OR_NO:
            yes_act, no_act = _YES_OR_NO[question]
            return Answer(say.callback_yes, yes_act, _YES), Answer(say.callback_no, no_act, _NO)
        case _:
            return ()


_YES_OR_NO: Mapping[Question, tuple[Wished | Step, Wished | Step]] = {
    Question.CALLBACK_TEXT: (Step.SAFE, Step.UNSAFE),
    Question.CALLBACK_FIRST: (Wished("first", value=True), Wished("first", value=False)),
    Question.CALLBACK_MAIL: (Wished("mail", value=True), Wished("mail", value=False)),
    Question.CALLBACK_SAFE: (Step.SEND, Step.DONE),
    Question.CALLBACK_LATER: (Step.LATER, Step.DONE),
}


def _manners(pack: Pack, *, text: bool) -> tuple[Answer, ...]:
    say = pack.wording
    offered = [
        Answer(say.callback_usual, Wished("manner", Manner.USUAL), ("usual", "normal", "call")),
        Answer(say.callback_slowly, Wished("manner", Manner.SLOWLY), ("slow", "slowly")),
        Answer(say.callback_relay, Wished("manner", Manner.RELAY), ("relay", "relay uk")),
    ]
    if pack.languages:
        words = ("language", "another language")
        offered.append(Answer(say.callback_language, Wished("manner", Manner.LANGUAGE), words))
    if text:
        offered.insert(2, Answer(say.callback_text, Wished("manner", Manner.TEXT), ("text", "text me")))
    return tuple(offered)


def _language(say: Wording, name: Prompt) -> Answer:
    return Answer(say.option.fill(label=name), Wished("language", name.text), (name.text,))


def _changes(say: Wording, place: Callback) -> tuple[Answer, ...]:
    found = [
        Answer(say.callback_change_number, Step.NUMBER, ("number", "another number")),
        Answer(say.callback_change_time, Step.TIME, ("time", "the time", "another time")),
        Answer(say.callback_change_manner, Step.MANNER, ("how", "way to talk", "language")),
    ]
    if place.first:
        found.append(Answer(say.callback_change_first, Step.FIRST, ("reason", "sooner", "a reason")))
    if place.address:
        found.append(Answer(say.callback_change_mail, Step.MAIL, ("email", "mail", "the email")))
    return tuple(found)


def _afterwards(pack: Pack, place: Callback, session: Session, context: Context) -> tuple[Answer, ...]:
    say = pack.wording
    found = [Answer(say.callback_change, Step.CHANGE, ("change", "change it"))]
    if context.channel is Channel.VOICE:
        if textable(place, session, context):
            found.insert(0, Answer(say.callback_text_me, Step.TEXT))
    elif context.mobile and not context.person.stopped and place.name not in session.agreed:
        label = say.callback_ask.fill(when=_asked_on(pack, place, context))
        found.insert(0, Answer(label, Step.LATER, ("check back", "ask me", "ask me later")))
    return tuple(found)


def _asked_on(pack: Pack, place: Callback, context: Context) -> str:
    request = standing(place, context)
    return str(ask_on(request.by if request else promised(pack, place, context), context))


def prompt(pack: Pack, place: Callback, session: Session, context: Context, *, again: bool) -> Prompt:
    """The words of the open question; `again` after an answer to it that could not be used."""
    say, service = pack.wording, place.service.called
    number = number_of(place, session, context)
    told = shown(say, number, session, context) if number else ""
    match session.question:
        case Question.CALLBACK if number:
            return say.callback_number.fill(service=service, number=told)
        case Question.CALLBACK | Question.CALLBACK_NUMBER:
            return say.callback_no_number if again else say.callback_key.fill(service=service)
        case Question.CALLBACK_TIME:
            if wish_of(session).changing:
                return say.callback_time_anew
            return say.callback_time.fill(service=service, number=told)
        case Question.CALLBACK_TEXT:
            return say.callback_text_safe.fill(number=told)
        case Question.CALLBACK_FIRST if place.first:
            return place.first
        case Question.CALLBACK_MAIL:
            return say.callback_mail.fill(service=service)
        case Question.CALLBACK_SAFE:
            return _send(say, place, session, context)
        case Question.CALLBACK_LATER:
            return say.callback_later.fill(when=_asked_on(pack, place, context))
        case question:
            plain = {
                Question.CALLBACK_MANNER: say.callback_manner,
                Question.CALLBACK_LANGUAGE: say.callback_which,
                Question.CALLBACK_CHANGE: say.callback_what,
            }
            return plain.get(question, say.what_next)


def _send(say: Wording, place: Callback, session: Session, context: Context) -> Prompt:
    to = textable(place, session, context) or ""
    asked = say.callback_offer if is_safe(place, session, context, to) else say.callback_safe
    return asked.fill(number=shown(say, to, session, context))
