"""What each numbered option of a question does: one table for what is heard, what is texted and what is acted on.

It serves every question: a menu's own choices, what to do at a signpost, whether a text is safe. So the keys a person
hears and the keys we act on can never differ.
"""

from dataclasses import dataclass
from enum import StrEnum

from signpost.core import callback_answers
from signpost.core.appeal import outcome, weeks_told
from signpost.core.callback import ABOUT_CALLBACK, Step, Wished
from signpost.core.menu import Callback, Choice, Deadline, Menu, Pack, Place, Signpost
from signpost.core.per_pack import per_pack
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.wording import Prompt

NOTHING = Prompt("", "")
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
    NOT_MEANT = "not meant"
    CARRY_ON = "carry on"
    START_AGAIN = "start again"


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


def behind_0(pack: Pack, place: Signpost | Deadline) -> bool:
    """Whether the line of a place is the one behind 0."""
    line = place.service.line or (pack.person_signpost.service if isinstance(place, Deadline) else None)
    return line is not None and line.key == pack.person_signpost.service.key


def options(pack: Pack, session: Session, context: Context) -> tuple[Option, ...]:
    """The options of the question that is open, in the order of their keys."""
    say = pack.wording
    match session.question, pack.places[session.place]:
        case Question.CHOICE, Menu(name=name):
            return _at_menu(pack, name)
        case Question.CONTACT, Signpost(name=name):
            return _at_signpost(pack, name, context.channel, context.open, context.kept, _may_be_texted(context))
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
        case ((Question.FORGET | Question.CARRY_ON | Question.NEAREST), _):
            return _about_all(pack, session)
        case Question.CLOSED, _ if context.channel is Channel.VOICE:
            return (Option(say.other, Goto(pack.first, say.other)),)
        case _:
            return ()


def _about_all(pack: Pack, session: Session) -> tuple[Option, ...]:
    """The options of a question that may be open anywhere, and is about no place."""
    say = pack.wording
    if session.question is Question.NEAREST:
        return _nearest(pack, session)
    if session.question is Question.CARRY_ON:
        on = Option(say.carry_on_yes, Deed.CARRY_ON, ("carry on", "continue", "go on"))
        return (on, Option(say.carry_on_no, Deed.START_AGAIN, ("first menu", "first")))
    yes = Option(say.forget_yes, Deed.FORGET_YES, ("yes", "yes erase it", "erase it"))
    return (yes, Option(say.forget_no, Deed.FORGET_NO, ("no", "no keep it", "keep it")))


def _nearest(pack: Pack, session: Session) -> tuple[Option, ...]:
    """What somebody's own words may have meant. An echo would say again what was just heard."""
    say = pack.wording
    if len(session.nearest) == 1:
        words = ("yes", "yeah", "yep", "yes it is", "that is it")
        yes = Option(say.nearest_yes, Goto(session.nearest[0], NOTHING), words)
        return (yes, Option(say.nearest_no, Deed.NOT_MEANT, ("no", "nope", "no it is not", "not that")))
    topics = [pack.topics[name] for name in session.nearest]
    offered = [Option(say.option.fill(label=it.about), Goto(it.place, it.about), (it.about.text,)) for it in topics]
    return (*offered, Option(say.nearest_none, Deed.NOT_MEANT, ("none", "no", "neither", "none of them")))


_NO_CERTIFICATE = ("no", "not yet", "none", "not sure", "dont know", "i dont", "i do not", "we dont", "no certificate")


@per_pack
def _at_menu(pack: Pack, name: str) -> tuple[Option, ...]:
    """The options of a menu."""
    menu = pack.places[name]
    return tuple(_choice(pack, choice) for choice in menu.choices) if isinstance(menu, Menu) else ()


def _choice(pack: Pack, choice: Choice) -> Option:
    label = pack.wording.option.fill(label=choice.label)
    return Option(label, Goto(choice.goto, choice.label), (*choice.words, choice.label.text))


@per_pack
def _at_signpost(
    pack: Pack, name: str, channel: Channel, is_open: bool, kept: bool, texted: bool
) -> tuple[Option, ...]:
    """The options of a signpost, by all that they depend on."""
    place, say, context = pack.places[name], pack.wording, Context(channel, now=0, open=is_open, kept=kept)
    if not isinstance(place, Signpost):
        return ()
    found: list[Option] = []
    if channel is Channel.VOICE:
        found += [*_rung(pack, place, context), *_texted(pack, context), Option(say.again, Deed.AGAIN)]
    elif place.follow_up and texted:
        label = say.ask_later.fill(when=str(place.follow_up.after))
        found.append(Option(label, Deed.ASK_LATER, ("ask me", "ask me later")))
    if place.name == pack.person and not any(option.act is Deed.CALL_BACK for option in found):
        found += _called_back(pack, context)
    if place.next:
        words = (*place.next.words, "tried", "tried that", place.next.label.text)
        found.append(Option(place.next.label, Goto(place.next.goto, NOTHING), words))
    if place.also:
        found.append(_choice(pack, place.also))
    found += _to_first(pack, place)
    # Hash says it again as well.
    return tuple(option for option in found if option.act is not Deed.AGAIN or len(found) <= MOST_OPTIONS)


def _rung(pack: Pack, place: Signpost | Deadline, context: Context) -> tuple[Option, ...]:
    """To be put through to a place's line; while it is the one behind 0, and shut, to be called back instead."""
    if behind_0(pack, place) and not context.open:
        return _called_back(pack, context)
    has_line = place.service.line is not None or isinstance(place, Deadline)
    return (Option(pack.wording.connect, Deed.CONNECT),) if has_line else ()


def _called_back(pack: Pack, context: Context) -> tuple[Option, ...]:
    words = ("call back", "callback", "a call back")
    asked = pack.callback and context.kept
    return (Option(pack.wording.call_back, Deed.CALL_BACK, words),) if asked else ()


def _texted(pack: Pack, context: Context) -> tuple[Option, ...]:
    return (Option(pack.wording.text_me, Deed.TEXT_ME),) if context.kept else ()


def _ways(pack: Pack, session: Session, context: Context) -> tuple[Option, ...]:
    say = pack.wording
    found: list[Option] = []
    if pack.line.queue and context.open and session.waits < MOST_WAITS:
        found.append(Option(say.wait, Deed.WAIT))
    found += _called_back(pack, context)
    at_first = session.place == pack.first and not session.trail
    go_on = Option(say.find_now if at_first else say.go_on, Deed.GO_ON)
    by_text = (Option(say.number_by_text, Deed.TEXT_NUMBER),) if context.kept else ()
    return (*found, *by_text, go_on)


def _at_deadline(pack: Pack, place: Deadline, session: Session, context: Context) -> tuple[Option, ...]:
    say = pack.wording
    found = outcome(session, context)
    options: list[Option] = []
    if context.channel is Channel.VOICE:
        options += [*_rung(pack, place, context), *_texted(pack, context), Option(say.again, Deed.AGAIN)]
    elif found and found.weeks and _may_be_texted(context):
        label = say.remind_me.fill(weeks=weeks_told(say, found.weeks))
        options.append(Option(label, Deed.ASK_LATER, ("remind me", "remind", "reminder")))
    options.append(Option(say.other_date, Deed.OTHER_DATE, ("another date", "other date", "another", "date")))
    return (*options, *_to_first(pack, place))


def _at_callback(pack: Pack, place: Callback, session: Session, context: Context) -> tuple[Option, ...]:
    answers = callback_answers.answers(pack, place, session, context)
    offered = tuple(Option(answer.label, answer.act, answer.words) for answer in answers)
    return (*offered, *_to_first(pack, place)) if session.question is Question.CALLBACK_MADE else offered


def _to_first(pack: Pack, place: Place) -> tuple[Option, ...]:
    words = ("something else", "other", "first")
    return (Option(pack.wording.other, Goto(pack.first, NOTHING), words),) if place.name != pack.first else ()


def _may_be_texted(context: Context) -> bool:
    return context.kept and context.mobile is not None and not context.person.stopped
