"""What is asked at each place, and what each of its numbered options does.

One table serves every question: a menu's own choices, what to do at a signpost, whether a text is safe. So the keys
a person hears and the keys we act on can never differ.
"""

from dataclasses import dataclass
from enum import StrEnum

from signpost.core.events import Ask, Contact, Say, Spoken
from signpost.core.menu import Choice, Closing, Menu, Pack, Place, Signpost
from signpost.core.numbers import national
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.wording import Prompt

NOTHING = Prompt("", "")
# The questions that lead to a text, asked at signposts only.
ABOUT_A_TEXT = frozenset({Question.SAFE, Question.MOBILE, Question.CHECK, Question.LATER})


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
        case Closing():
            return Question.CLOSED


def options(pack: Pack, session: Session, context: Context) -> tuple[Option, ...]:
    """The options of the question that is open, in the order of their keys."""
    say = pack.wording
    match session.question, pack.places[session.place]:
        case Question.CHOICE, Menu(choices=choices):
            return tuple(_choice(pack, choice) for choice in choices)
        case Question.CONTACT, Signpost() as signpost:
            return _at_signpost(pack, signpost, context)
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
    elif place.follow_up and context.mobile and not context.person.stopped:
        label = say.ask_later.fill(delay=str(place.follow_up.after))
        found.append(Option(label, Deed.ASK_LATER, ("ask me", "ask me later")))
    if place.next:
        words = (*place.next.words, "tried", "tried that", place.next.label.text)
        found.append(Option(place.next.label, Goto(place.next.goto, NOTHING), words))
    if place.name != pack.first:
        found.append(Option(say.other, Goto(pack.first, NOTHING), ("something else", "other", "first")))
    return tuple(found)


def ask(pack: Pack, session: Session, context: Context, *, brief: bool = False, controls: bool = False) -> Ask:
    """The open question. `brief` is its form for somebody whose answer could not be used: shorter, with more time."""
    labels = tuple(option.label for option in options(pack, session, context))
    number = session.question is Question.MOBILE
    return Ask(
        prompt=_prompt(pack, session, again=brief),
        labels=labels,
        brief=brief and not number,
        controls=controls or brief,
        patient=brief,
        digits=11 if number else 1,
    )


def _prompt(pack: Pack, session: Session, *, again: bool) -> Prompt:
    say = pack.wording
    match session.question, pack.places[session.place]:
        case Question.CHOICE, Menu(prompt=prompt):
            return prompt
        case Question.CONTACT, _:
            # Between a number just read out and "There are 4 choices" something must stand that is no number.
            return say.what_next
        case Question.SAFE, _:
            return say.safe
        case Question.MOBILE, _:
            return say.not_a_mobile if again else say.key_mobile
        case Question.CHECK, _:
            return say.check_mobile.fill(number=national(session.mobile or ""))
        case Question.LATER, Signpost(follow_up=follow_up) if follow_up:
            return say.later.fill(delay=str(follow_up.after))
        case Question.FORGET, _:
            return say.forget
        case _:
            return NOTHING


def present(pack: Pack, session: Session, context: Context, *, controls: bool = False) -> tuple[Spoken, ...]:
    """All that is said on arriving at the session's place, its question last."""
    question = ask(pack, session, context, controls=controls)
    place = pack.places[session.place]
    match place:
        case Menu():
            return (question,)
        case Closing() if context.channel is Channel.TEXT:
            return (Say(place.say), Say(pack.wording.no_reply), Say(pack.wording.more_help))
        case _:
            return (*said_of(place, context.channel), question)


def signposted(place: Signpost, channel: Channel) -> tuple[Spoken, ...]:
    """What a signpost is for: the contact, where one may be given out, and the next step.

    A text puts the contact where the eye finds it, below. A caller hears it first, while the reason to ring is still
    to come, and once more at the end, when a pen has been found.
    """
    service, say = place.service, Say(place.say)
    if channel is Channel.VOICE:
        return (Contact(service), say, Contact(service, again=True)) if service.line else (say,)
    return (say, Contact(service)) if service.line or service.address else (say,)


def said_of(place: Place, channel: Channel) -> tuple[Spoken, ...]:
    """What a place says, without its question."""
    match place:
        case Signpost():
            return signposted(place, channel)
        case Closing(say=say) | Menu(prompt=say):
            return (Say(say),)
