"""What is asked at each place, and what is said there. What the options of a question do stands in `core.options`."""

from collections.abc import Mapping
from typing import NamedTuple

from signpost.core import callback, callback_answers
from signpost.core.appeal import outcome, told, weeks_told
from signpost.core.callback import ABOUT_CALLBACK
from signpost.core.events import Ask, Contact, Say, Spoken
from signpost.core.menu import Callback, Closing, Deadline, Menu, Pack, Place, Signpost
from signpost.core.numbers import national
from signpost.core.options import NOTHING, behind_0, options
from signpost.core.per_pack import per_pack
from signpost.core.record import replace
from signpost.core.requested import stands
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.wording import Prompt, Wording

# The questions that lead to a text, asked at signposts and deadlines only.
ABOUT_A_TEXT = frozenset({Question.SAFE, Question.MOBILE, Question.CHECK, Question.LATER})
# The questions of a deadline, in their order.
ABOUT_DATES = (Question.LETTER, Question.CERTIFICATE, Question.CERTIFICATE_DATE, Question.DATE)
# How many keys make an answer, where it is typed rather than chosen: a number, or a day and a month.
DIGITS = {
    Question.MOBILE: 11,
    Question.LETTER: 4,
    Question.CERTIFICATE_DATE: 4,
    Question.CALLBACK: 11,
    Question.CALLBACK_NUMBER: 11,
}


def own_question(place: Place) -> Question:
    """The question that a place asks when somebody arrives there."""
    match place:
        case Menu():
            return Question.CHOICE
        case Signpost():
            return Question.CONTACT
        case Deadline():
            return Question.LETTER
        case Callback():
            return Question.CALLBACK
        case Closing():
            return Question.CLOSED


def main_question(place: Place) -> Question:
    """The question that follows when a place has said all it has to say; side questions lead back to it."""
    if isinstance(place, Callback):
        return Question.CALLBACK_MADE
    return Question.DATE if isinstance(place, Deadline) else own_question(place)


def arriving(place: Place, session: Session, context: Context) -> Question:
    """The question that is open when somebody comes to a place: where a request stands already, what to do about it."""
    if isinstance(place, Callback):
        return callback.opening(place, session, context)
    return own_question(place)


def may_be_open(place: Place, question: Question) -> bool:
    """Whether this question is ever asked at this place."""
    aside = question in ABOUT_A_TEXT and isinstance(place, Signpost | Deadline)
    dated = question in ABOUT_DATES and isinstance(place, Deadline)
    called = question in ABOUT_CALLBACK and isinstance(place, Callback)
    anywhere = {own_question(place), Question.FORGET, Question.WAYS, Question.CARRY_ON, Question.NEAREST}
    return aside or dated or called or question in anywhere


def fits(pack: Pack, session: Session) -> bool:
    """Whether a session's place, and the question that is open there, are in the pack."""
    place = pack.places.get(session.place)
    return place is not None and (_texting_the_number(session) or may_be_open(place, session.question))


def _texting_the_number(session: Session) -> bool:
    """Whether the question is about texting the number of the line behind 0: it is no matter where the caller is."""
    return session.number_only and session.question in ABOUT_A_TEXT - {Question.LATER}


def readable(pack: Pack, session: Session, context: Context) -> Session:
    """The session; at a deadline whose dates cannot be read any more, as they are asked for again.

    So it is at a callback, when what was asked there is out of date: the request was closed meanwhile. Topics that the
    pack has dropped are not asked after.
    """
    if session.question is Question.NEAREST and not (session.nearest and pack.topics.keys() >= set(session.nearest)):
        session = replace(session, question=own_question(pack.places[session.place]), nearest=())
    if _texting_the_number(session):
        return session
    if isinstance(place := pack.places[session.place], Callback):
        return callback.readable(place, session, context)
    need_none = session.question in {Question.LETTER, Question.FORGET, Question.WAYS, Question.CARRY_ON}
    if not isinstance(place, Deadline) or need_none or outcome(session, context):
        return session
    return replace(session, question=Question.LETTER, letter="", certificate="")


def ask(
    pack: Pack,
    session: Session,
    context: Context,
    *,
    brief: bool = False,
    controls: bool = False,
    silent: bool = False,
) -> Ask:
    """The open question. `brief` is its form for somebody whose answer could not be used: shorter, with more time.

    Of a `silent` one nothing can be said to look wrong.
    """
    form = _Form(brief, controls, silent)
    if session.question is Question.CHOICE:
        return _at_menu(pack, session.place, context.channel, session.slow, session.relay, form)
    return _asked(pack, session, context, form)


class _Form(NamedTuple):
    """How a question is put; as of `ask`."""

    brief: bool
    controls: bool
    silent: bool


@per_pack
def _at_menu(pack: Pack, menu: str, channel: Channel, slow: bool, relay: bool, form: _Form) -> Ask:
    """A menu's question, made once: it is the same for everybody."""
    session = Session(channel, menu, Question.CHOICE, slow=slow, relay=relay)
    return _asked(pack, session, Context(channel, now=0), form)


def _asked(pack: Pack, session: Session, context: Context, form: _Form) -> Ask:
    brief, controls, silent = form
    labels = tuple(option.label for option in options(pack, session, context))
    # What has no choices is all prompt.
    typed = session.question in DIGITS and not labels
    words = _prompt_at_callback if session.question in ABOUT_CALLBACK else _prompt
    # Relay UK brings a menu in writing, minutes after the last: half of it would make no sense.
    shorter = brief and not (session.relay and context.channel is Channel.VOICE)
    return Ask(
        prompt=words(pack, session, context, again=brief and not silent),
        labels=labels,
        brief=shorter and not typed,
        controls=controls or brief,
        # A letter has to be found, a number looked up.
        patient=brief or typed,
        digits=DIGITS[session.question] if typed else 1,
        slowed=session.slow,
        relayed=session.relay,
        hints=(hints := _hints(pack, session, context)),
        # Whoever has pressed nothing may not have found what they ring about. Others are not kept longer by it.
        invited=bool(hints) and brief and session.question is Question.CHOICE,
    )


def _hints(pack: Pack, session: Session, context: Context) -> tuple[str, ...]:
    """What a caller may say here instead of pressing a key; nothing where only keys are heard.

    Speech is never heard by way of Relay UK: what an assistant says there may be meant for somebody else.
    """
    if not pack.topics or context.channel is not Channel.VOICE or session.relay:
        return ()
    match session.question, pack.places[session.place]:
        case Question.CHOICE, Menu(name=name, choices=choices) if name == pack.first:
            labels = [choice.label.voice for choice in choices]
            return (*labels, *(topic.about.voice for topic in pack.topics.values()), *pack.hints)
        case Question.NEAREST, _:
            return ("yes", "no", *(pack.topics[name].about.voice for name in session.nearest))
        case _:
            return ()


def _prompt_at_callback(pack: Pack, session: Session, context: Context, *, again: bool) -> Prompt:
    place = pack.places[session.place]
    if not isinstance(place, Callback):
        return NOTHING
    return callback_answers.prompt(pack, place, session, context, again=again)


def _prompt(pack: Pack, session: Session, context: Context, *, again: bool) -> Prompt:
    say = pack.wording
    match session.question, pack.places[session.place]:
        case Question.CHOICE, Menu(prompt=prompt):
            return prompt
        case Question.CONTACT | Question.DATE | Question.WAYS, _:
            # Between a number just read out and "There are 4 choices" something must stand that is no number.
            return say.what_next
        case Question.MOBILE, _:
            return say.not_a_mobile if again else say.key_mobile
        case Question.CHECK, _:
            return say.check_mobile.fill(number=national(session.mobile or ""))
        case Question.LATER, Signpost(follow_up=follow_up) if follow_up:
            return say.later.fill(when=str(follow_up.after))
        case Question.LATER, Deadline() if (found := outcome(session, context)) and found.weeks:
            return say.remind.fill(weeks=weeks_told(say, found.weeks))
        case Question.NEAREST, _:
            return _nearest(pack, session)
        case _:
            return _fixed(say).get(session.question, NOTHING)


def _fixed(say: Wording) -> Mapping[Question, Prompt]:
    """The questions that are worded the same at every place."""
    return {
        Question.SAFE: say.safe,
        Question.LETTER: say.letter,
        Question.CERTIFICATE: say.certificate,
        Question.CERTIFICATE_DATE: say.certificate_date,
        Question.FORGET: say.forget,
        Question.CARRY_ON: say.carry_on,
    }


def _nearest(pack: Pack, session: Session) -> Prompt:
    say, person, nearest = pack.wording, pack.person_signpost.service, session.nearest
    prompt = say.nearest_one if len(nearest) == 1 else say.nearest_some
    return prompt.fill(topic=pack.topics[nearest[0]].about, service=person.name, number=person.number or "")


def present(pack: Pack, session: Session, context: Context, *, controls: bool = False) -> tuple[Spoken, ...]:
    """All that is said on arriving at the session's place, its question last."""
    question = ask(pack, session, context, controls=controls)
    place = pack.places[session.place]
    match place:
        case Closing() if context.channel is Channel.TEXT:
            return (Say(place.say), Say(pack.wording.no_reply), Say(pack.wording.more_help))
        case Closing():
            return (*said(pack, session, context, context.channel), question)
        case Signpost() | Deadline() | Callback() if session.question is main_question(place):
            return (*said(pack, session, context, context.channel), *_shut(pack, place, context), question)
        case _:
            return (question,)


def _shut(pack: Pack, place: Signpost | Deadline | Callback, context: Context) -> tuple[Say, ...]:
    """For a caller who was told to ring the line behind 0, and is not offered to be put through: that it is shut."""
    if context.open or context.channel is Channel.TEXT or isinstance(place, Callback) or not behind_0(pack, place):
        return ()
    return (Say(pack.wording.shut.fill(service=pack.person_signpost.service.name, when=context.opens)),)


def said(pack: Pack, session: Session, context: Context, channel: Channel) -> tuple[Spoken, ...]:
    """What is said at the session's place, in full and without its question, as it goes by `channel`."""
    place = pack.places[session.place]
    if isinstance(place, Deadline) and (found := outcome(session, context)):
        return told(pack, place, found, channel)
    if isinstance(place, Callback) and (request := callback.standing(place, context)):
        return stands(pack, place, request, session, context)
    return said_of(pack, place, channel)


def signposted(place: Signpost, channel: Channel) -> tuple[Spoken, ...]:
    """What a signpost is for: the contact, where one may be given out, and the next step.

    A text puts the contact where the eye finds it, below. A caller hears it first, while the reason to ring is still
    to come, and once more at the end, when a pen has been found.
    """
    service, say = place.service, Say(place.say)
    if channel is Channel.VOICE:
        return (Contact(service), say, Contact(service, again=True)) if service.line else (say,)
    return (say, Contact(service)) if service.line or service.address else (say,)


def said_of(pack: Pack, place: Place, channel: Channel) -> tuple[Spoken, ...]:
    """What a place says to anybody, without its question."""
    match place:
        case Signpost():
            return signposted(place, channel)
        case Deadline():
            return (Say(pack.wording.letter),)
        case Callback(service=service):
            return (Say(pack.wording.callback_key.fill(service=service.called)),)
        case Closing(say=say) | Menu(prompt=say):
            return (Say(say),)
