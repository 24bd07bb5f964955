"""What is asked at each place, and what each of its numbered options does.

One table serves every question: a menu's own choices, what to do at a signpost, whether a text is safe. So the keys
a person hears and the keys we act on can never differ.
"""

from dataclasses import dataclass
from enum import StrEnum

from signpost.core.appeal import outcome, told, weeks_told
from signpost.core.events import Ask, Contact, Say, Spoken
from signpost.core.menu import Choice, Closing, Deadline, Menu, Pack, Place, Signpost
from signpost.core.numbers import national
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.wording import Prompt

NOTHING = Prompt("", "")
# The questions that lead to a text, asked at signposts and deadlines only.
ABOUT_A_TEXT = frozenset({Question.SAFE, Question.MOBILE, Question.CHECK, Question.LATER})
# The questions of a deadline, in their order.
ABOUT_DATES = (Question.LETTER, Question.CERTIFICATE, Question.CERTIFICATE_DATE, Question.DATE)
# How many keys make an answer, where it is typed rather than chosen: a mobile, or a day and a month.
DIGITS = {Question.MOBILE: 11, Question.LETTER: 4, Question.CERTIFICATE_DATE: 4}
# As many options as one can keep in mind.
MOST_OPTIONS = 5


class Deed(StrEnum):
    """What an option does, other than to lead to another place."""

    CONNECT = "connect"
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
    act: Goto | Deed
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
        case Closing():
            return Question.CLOSED


def main_question(place: Place) -> Question:
    """The question that follows when a place has said all it has to say; side questions lead back to it."""
    return Question.DATE if isinstance(place, Deadline) else own_question(place)


def may_be_open(place: Place, question: Question) -> bool:
    """Whether this question is ever asked at this place."""
    aside = question in ABOUT_A_TEXT and isinstance(place, Signpost | Deadline)
    dated = question in ABOUT_DATES and isinstance(place, Deadline)
    return aside or dated or question in {own_question(place), Question.FORGET}


def options(pack: Pack, session: Session, context: Context) -> tuple[Option, ...]:
    """The options of the question that is open, in the order of their keys."""
    say = pack.wording
    match session.question, pack.places[session.place]:
        case Question.CHOICE, Menu(choices=choices):
            return tuple(_choice(pack, choice) for choice in choices)
        case Question.CONTACT, Signpost() as signpost:
            return _at_signpost(pack, signpost, context)
        case Question.CERTIFICATE, _:
            yes = Option(say.certificate_yes, Deed.CERTIFICATE_YES, ("yes", "i do", "we do", "i have", "we have"))
            return (yes, Option(say.certificate_no, Deed.CERTIFICATE_NO, _NO_CERTIFICATE))
        case Question.DATE, Deadline() as deadline:
            return _at_deadline(pack, deadline, session, context)
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
    if place.next:
        words = (*place.next.words, "tried", "tried that", place.next.label.text)
        found.append(Option(place.next.label, Goto(place.next.goto, NOTHING), words))
    if place.also:
        found.append(_choice(pack, place.also))
    found += _to_first(pack, place)
    # Hash says it again as well.
    return tuple(option for option in found if option.act is not Deed.AGAIN or len(found) <= MOST_OPTIONS)


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


def _to_first(pack: Pack, place: Place) -> tuple[Option, ...]:
    words = ("something else", "other", "first")
    return (Option(pack.wording.other, Goto(pack.first, NOTHING), words),) if place.name != pack.first else ()


def _may_be_texted(context: Context) -> bool:
    return context.mobile is not None and not context.person.stopped


def ask(pack: Pack, session: Session, context: Context, *, brief: bool = False, controls: bool = False) -> Ask:
    """The open question. `brief` is its form for somebody whose answer could not be used: shorter, with more time."""
    labels = tuple(option.label for option in options(pack, session, context))
    return Ask(
        prompt=_prompt(pack, session, context, again=brief),
        labels=labels,
        # What has no choices is all prompt.
        brief=brief and session.question not in DIGITS,
        controls=controls or brief,
        # A letter has to be found, a number looked up.
        patient=brief or session.question in DIGITS,
        digits=DIGITS.get(session.question, 1),
    )


def _prompt(pack: Pack, session: Session, context: Context, *, again: bool) -> Prompt:
    say = pack.wording
    match session.question, pack.places[session.place]:
        case Question.CHOICE, Menu(prompt=prompt):
            return prompt
        case Question.CONTACT | Question.DATE, _:
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
        case Deadline() if session.question is Question.DATE:
            return (*said(pack, session, context, context.channel), question)
        case _:
            return (question,)


def said(pack: Pack, session: Session, context: Context, channel: Channel) -> tuple[Spoken, ...]:
    """What is said at the session's place, in full and without its question, as it goes by `channel`."""
    place = pack.places[session.place]
    if isinstance(place, Deadline) and (found := outcome(session, context)):
        return told(pack, place, found, channel)
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
        case Closing(say=say) | Menu(prompt=say):
            return (Say(say),)
