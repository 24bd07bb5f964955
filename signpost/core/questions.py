"""What is asked at each place, and what each of its numbered options does.

One table serves every question: a menu's own choices, what to do at a signpost, whether a text is safe. So the keys
a person hears and the keys we act on can never differ.
"""

from dataclasses import dataclass
from enum import StrEnum

from signpost.core import callback
from signpost.core.appeal import outcome, told, weeks_told
from signpost.core.callback import ABOUT_CALLBACK, Step, Wished
from signpost.core.events import Ask, Contact, Say, Spoken
from signpost.core.menu import Callback, Choice, Closing, Deadline, Menu, Pack, Place, Signpost
from signpost.core.numbers import national
from signpost.core.requested import stands
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.wording import Prompt

NOTHING = Prompt("", "")
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
# As many options as one can keep in mind.
MOST_OPTIONS = 5
# Nobody is offered to wait for the line more often than this in one call.
MOST_WAITS = 2


class Deed(StrEnum):
    """What an option does, other than to lead to another place."""

    CONNECT = "connect"
    WAIT = "wait"
    CALL_BACK = "call back"
    TEXT_NUMBER = "text number"
    GO_ON = "go on"
    TEXT_ME = "text me"
    AGAIN = "again"
    ASK_LATER = "ask later"
    SEND = "send"
    OTHER_MOBILE = "other mobile"
    RETURN = "return"
    LATER_YES = "later yes"
    FORGET_YES = "forget yes"
    FORGET_NO = "forget no"
    CERTIFICATE_YES = "certificate yes"
    CERTIFICATE_NO = "certificate no"
    OTHER_DATE = "other date"


@dataclass(frozen=True, slots=True)
class Goto:
    """Lead to another place; `echo` is said back to the caller."""

    place: str
    echo: Prompt


@dataclass(frozen=True, slots=True)
class Option:
    """One numbered option: how it is offered, what else it may be called, what it does."""

    label: Prompt
    act: Goto | Deed | Wished | Step
    words: tuple[str, ...] = ()


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
    return aside or dated or called or question in {own_question(place), Question.FORGET, Question.WAYS}


def options(pack: Pack, session: Session, context: Context) -> tuple[Option, ...]:
    """The options of the question that is open, in the order of their keys."""
    say = pack.wording
    match session.question, pack.places[session.place]:
        case Question.CHOICE, Menu(choices=choices):
            return tuple(_choice(pack, choice) for choice in choices)
        case Question.CONTACT, Signpost() as signpost:
            return _at_signpost(pack, signpost, context)
        case Question.WAYS, _:
            return _ways(pack, session, context)
        case Question.CERTIFICATE, _:
            yes = Option(say.certificate_yes, Deed.CERTIFICATE_YES, ("yes", "i do", "we do", "i have", "we have"))
            return (yes, Option(say.certificate_no, Deed.CERTIFICATE_NO, _NO_CERTIFICATE))
        case Question.DATE, Deadline() as deadline:
            return _at_deadline(pack, deadline, session, context)
        case question, Callback() as place if question in ABOUT_CALLBACK:
            return _at_callback(pack, place, session, context)
        case Question.SAFE, _:
            return (
                Option(say.safe_yes, Deed.SEND),
                Option(say.safe_other, Deed.OTHER_MOBILE),
                Option(say.safe_no, Deed.RETURN),
            )
        case Question.CHECK, _:
            again = Option(say.check_no, Deed.OTHER_MOBILE)
            return (Option(say.check_yes, Deed.SEND), again, Option(say.safe_no, Deed.RETURN))
        case Question.LATER, _:
            return (Option(say.later_yes, Deed.LATER_YES), Option(say.later_no, Deed.RETURN))
        case Question.FORGET, _:
            yes = Option(say.forget_yes, Deed.FORGET_YES, ("yes", "yes erase it", "erase it"))
            return (yes, Option(say.forget_no, Deed.FORGET_NO, ("no", "no keep it", "keep it")))
        case Question.CLOSED, _ if context.channel is Channel.VOICE:
            return (Option(say.other, Goto(pack.first, say.other)),)
        case _:
            return ()


_NO_CERTIFICATE = ("no", "not yet", "none", "not sure", "dont know", "i dont", "i do not", "we dont", "no certificate")


def _choice(pack: Pack, choice: Choice) -> Option:
    label = pack.wording.option.fill(label=choice.label)
    return Option(label, Goto(choice.goto, choice.label), (*choice.words, choice.label.text))


def _at_signpost(pack: Pack, place: Signpost, context: Context) -> tuple[Option, ...]:
    say = pack.wording
    found: list[Option] = []
    if context.channel is Channel.VOICE:
        if place.service.line:
            found.append(Option(say.connect, Deed.CONNECT))
        found += [Option(say.text_me, Deed.TEXT_ME), Option(say.again, Deed.AGAIN)]
    elif place.follow_up and _may_be_texted(context):
        label = say.ask_later.fill(when=str(place.follow_up.after))
        found.append(Option(label, Deed.ASK_LATER, ("ask me", "ask me later")))
    if context.channel is Channel.TEXT and place.name == pack.person and pack.callback:
        found.append(Option(say.call_back, Deed.CALL_BACK, ("call back", "callback", "a call back")))
    if place.next:
        words = (*place.next.words, "tried", "tried that", place.next.label.text)
        found.append(Option(place.next.label, Goto(place.next.goto, NOTHING), words))
    if place.also:
        found.append(_choice(pack, place.also))
    found += _to_first(pack, place)
    # Hash says it again as well.
    return tuple(option for option in found if option.act is not Deed.AGAIN or len(found) <= MOST_OPTIONS)


def _ways(pack: Pack, session: Session, context: Context) -> tuple[Option, ...]:
    say = pack.wording
    found: list[Option] = []
    if pack.line.queue and context.open and session.waits < MOST_WAITS:
        found.append(Option(say.wait, Deed.WAIT))
    if pack.callback:
        found.append(Option(say.call_back, Deed.CALL_BACK))
    at_first = session.place == pack.first and not session.trail
    go_on = Option(say.find_now if at_first else say.go_on, Deed.GO_ON)
    return (*found, Option(say.number_by_text, Deed.TEXT_NUMBER), go_on)


def _at_deadline(pack: Pack, place: Deadline, session: Session, context: Context) -> tuple[Option, ...]:
    say = pack.wording
    found = outcome(session, context)
    options: list[Option] = []
    if context.channel is Channel.VOICE:
        connect = Option(say.connect, Deed.CONNECT)
        options += [connect, Option(say.text_me, Deed.TEXT_ME), Option(say.again, Deed.AGAIN)]
    elif found and found.weeks and _may_be_texted(context):
        label = say.remind_me.fill(weeks=weeks_told(say, found.weeks))
        options.append(Option(label, Deed.ASK_LATER, ("remind me", "remind", "reminder")))
    options.append(Option(say.other_date, Deed.OTHER_DATE, ("another date", "other date", "another", "date")))
    return (*options, *_to_first(pack, place))


def _at_callback(pack: Pack, place: Callback, session: Session, context: Context) -> tuple[Option, ...]:
    answers = callback.answers(pack, place, session, context)
    offered = tuple(Option(answer.label, answer.act, answer.words) for answer in answers)
    return (*offered, *_to_first(pack, place)) if session.question is Question.CALLBACK_MADE else offered


def _to_first(pack: Pack, place: Place) -> tuple[Option, ...]:
    words = ("something else", "other", "first")
    return (Option(pack.wording.other, Goto(pack.first, NOTHING), words),) if place.name != pack.first else ()


def _may_be_texted(context: Context) -> bool:
    return context.mobile is not None and not context.person.stopped


def ask(pack: Pack, session: Session, context: Context, *, brief: bool = False, controls: bool = False) -> Ask:
    """The open question. `brief` is its form for somebody whose answer could not be used: shorter, with more time."""
    labels = tuple(option.label for option in options(pack, session, context))
    # What has no choices is all prompt.
    typed = session.question in DIGITS and not labels
    words = _prompt_at_callback if session.question in ABOUT_CALLBACK else _prompt
    return Ask(
        prompt=words(pack, session, context, again=brief),
        labels=labels,
        brief=brief and not typed,
        controls=controls or brief,
        # A letter has to be found, a number looked up.
        patient=brief or typed,
        digits=DIGITS[session.question] if typed else 1,
    )


def _prompt_at_callback(pack: Pack, session: Session, context: Context, *, again: bool) -> Prompt:
    place = pack.places[session.place]
    return callback.prompt(pack, place, session, context, again=again) if isinstance(place, Callback) else NOTHING


def _prompt(pack: Pack, session: Session, context: Context, *, again: bool) -> Prompt:
    say = pack.wording
    match session.question, pack.places[session.place]:
        case Question.CHOICE, Menu(prompt=prompt):
            return prompt
        case Question.CONTACT | Question.DATE | Question.WAYS, _:
            # Between a number just read out and "There are 4 choices" something must stand that is no number.
            return say.what_next
        case Question.SAFE, _:
            return say.safe
        case Question.MOBILE, _:
            return say.not_a_mobile if again else say.key_mobile
        case Question.CHECK, _:
            return say.check_mobile.fill(number=national(session.mobile or ""))
        case Question.LATER, Signpost(follow_up=follow_up) if follow_up:
            return say.later.fill(when=str(follow_up.after))
        case Question.LATER, Deadline() if (found := outcome(session, context)) and found.weeks:
            return say.remind.fill(weeks=weeks_told(say, found.weeks))
        case Question.LETTER, _:
            return say.letter
        case Question.CERTIFICATE, _:
            return say.certificate
        case Question.CERTIFICATE_DATE, _:
            return say.certificate_date
        case Question.FORGET, _:
            return say.forget
        case _:
            return NOTHING


def present(pack: Pack, session: Session, context: Context, *, controls: bool = False) -> tuple[Spoken, ...]:
    """All that is said on arriving at the session's place, its question last."""
    question = ask(pack, session, context, controls=controls)
    place = pack.places[session.place]
    match place:
        case Closing() if context.channel is Channel.TEXT:
            return (Say(place.say), Say(pack.wording.no_reply), Say(pack.wording.more_help))
        case Signpost() | Closing():
            return (*said(pack, session, context, context.channel), question)
        case Deadline() | Callback() if session.question is main_question(place):
            return (*said(pack, session, context, context.channel), question)
        case _:
            return (question,)


def said(pack: Pack, session: Session, context: Context, channel: Channel) -> tuple[Spoken, ...]:
    """What is said at the session's place, in full and without its question, as it goes by `channel`."""
    place = pack.places[session.place]
    if isinstance(place, Deadline) and (found := outcome(session, context)):
        return told(pack, place, found, channel)
    if isinstance(place, Callback) and (request := callback.standing(place, context)):
        return stands(pack, place, request)
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
            return (Say(pack.wording.callback_key.fill(service=service.name)),)
        case Closing(say=say) | Menu(prompt=say):
            return (Say(say),)
