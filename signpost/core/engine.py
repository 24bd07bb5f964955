"""The engine: `step` takes a session and one event, and gives the session afterwards and what follows from the event.

It is pure: the same arguments always give the same result, and nothing else happens. Two rules hold everywhere:

1. Whoever is talking to us is answered, and asked something they can answer. Only a caller who stays silent after
   hearing a person's number, with nobody there, is let go (End).
2. Two answers in a row that cannot be used, silence or a wrong key, lead to a person.

What happens to each event, in the order in which it is looked at:

    event        condition                                what follows
    -----------  ---------------------------------------  -----------------------------------------------------
    HungUp       always                                   nothing
    Started      always                                   welcome, first menu
    FollowUpDue  always                                   the place it opens, which is sent as a text
    Answered     danger words, in a text                  what the danger place says; the session stays where it was
                 a keyword                                what it means, at every menu
                 first of all, a choice's own words       what that choice leads to
    any other    no session, or its place was dropped     welcome or an apology, first menu
    DialEnded    always                                   back at the signpost, saying whether anybody answered
    NoInput      first, second in a row                   reassure and ask again; a person
    Answered     an option of the open question           what the option does
                 a text, after half a day or a closing    welcome, first menu
                 none of these: first, second in a row    ask again, shorter; a person
"""

from dataclasses import replace

from signpost.core import keywords
from signpost.core.events import (
    Answered,
    Contact,
    Dial,
    DialEnded,
    Echo,
    End,
    Event,
    FollowUpDue,
    Forget,
    HungUp,
    NoInput,
    OptIn,
    OptOut,
    Output,
    Prefer,
    Say,
    ScheduleFollowUp,
    SendText,
    Started,
)
from signpost.core.keywords import Keyword
from signpost.core.menu import Pack, Service, Signpost
from signpost.core.numbers import keyed_mobile
from signpost.core.questions import ABOUT_A_TEXT, Deed, Goto, Option, ask, own_question, said_of, signposted
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.standing import Move, Standing
from signpost.core.wording import Prompt

# After this long a text that fits nothing is the start of a new conversation, not a wrong answer in an old one.
STALE_AFTER = 12 * 60 * 60


def step(pack: Pack, session: Session | None, event: Event, context: Context) -> Move:
    """One turn. `session` is None when nothing is known of this person's place."""
    dropped = session is not None and not _fits(pack, session)
    known = session if session is not None and not dropped else None
    here = Standing(pack, context, known or _new(pack, session, context))
    after, outputs = _take(here, event, known is not None, pack.wording.moved if dropped else pack.welcome)
    return replace(after, turn=after.turn + 1, at=context.now), outputs


def _fits(pack: Pack, session: Session) -> bool:
    """Whether a session's place, and the question that is open there, are still in the pack."""
    place = pack.places.get(session.place)
    if place is None:
        return False
    return session.question in {own_question(place), Question.FORGET} or (
        isinstance(place, Signpost) and session.question in ABOUT_A_TEXT
    )


def _new(pack: Pack, old: Session | None, context: Context) -> Session:
    question = own_question(pack.places[pack.first])
    turn = old.turn if old else 0
    return Session(context.channel, place=pack.first, question=question, turn=turn, slow=context.person.slow)


def _take(here: Standing, event: Event, known: bool, notice: Prompt) -> Move:
    match event:
        case HungUp():
            return here.session, ()
        case Started():
            return here.start(Say(notice))
        case FollowUpDue(goto=goto):
            session, said = here.go(goto) if goto in here.pack.places else here.start(Say(here.wording.moved))
            return session, (*said, Say(here.wording.stop_note))
        case Answered(words=words) if here.context.channel is Channel.TEXT and _dangerous(here.pack, words):
            return _danger(here, known)
        case Answered(words=words) if found := _keyword_in(here, words):
            return _keyword(here, found, known, notice)
        case Answered(words=words) if not known and (topic := _named_at_once(here, words)):
            return here.go(topic)
        case _ if not known:
            return here.start(Say(notice))
        case DialEnded(reached=reached):
            return _dialled(here, reached)
        case NoInput():
            return _missed(here, here.wording.no_input, silent=True)
        case Answered(words=words):
            return _answered(here, words, notice)


def _keyword_in(here: Standing, words: str) -> Keyword | None:
    # Where YES answers the open question it is that answer, whatever Twilio takes it for.
    wanted_again = here.context.person.stopped and _chosen(here, words) is None
    return keywords.keyword(words, here.context.channel, stopped=wanted_again)


def _chosen(here: Standing, words: str) -> Option | None:
    offered = here.options
    index = keywords.choice(words, [(option.label.text, *option.words) for option in offered])
    return offered[index] if index is not None else None


def _named_at_once(here: Standing, words: str) -> str | None:
    """The place that a first text leads to when it is, word for word, a choice of the first menu: it saves a text."""
    offered = here.options
    index = keywords.exact(words, [(option.label.text, *option.words) for option in offered])
    act = offered[index].act if index is not None else None
    return act.place if isinstance(act, Goto) else None


def _dangerous(pack: Pack, words: str) -> bool:
    return pack.danger is not None and keywords.danger(words, pack.danger.words)


def in_danger(pack: Pack, event: Event) -> tuple[Output, ...]:
    """What the danger place says, when an event's words speak of danger; else nothing. Needs no session."""
    if not isinstance(event, Answered) or pack.danger is None or not _dangerous(pack, event.words):
        return ()
    return said_of(pack.places[pack.danger.goto], Channel.TEXT)


def _danger(here: Standing, known: bool) -> Move:
    goto = here.pack.danger.goto if here.pack.danger else here.pack.first
    # Who was nowhere yet has seen no menu: the next text must not be taken as a choice of one.
    return (here.session if known else here.arrive(goto)[0]), said_of(here.pack.places[goto], Channel.TEXT)


def _keyword(here: Standing, found: Keyword, known: bool, notice: Prompt) -> Move:
    say = here.wording
    match found:
        case Keyword.PERSON:
            return _put_through(here) if here.on_phone else here.go(here.pack.person)
        case Keyword.STOP:
            return here.session, (OptOut(), Say(say.stopped))
        case Keyword.START if here.context.person.stopped:
            return here.start(OptIn(), Say(say.started))
        case Keyword.FORGET:
            return here.asked(Question.FORGET)
        case Keyword.THANKS if known:
            return here.session, (Say(say.welcome_back), Say(say.no_reply), Say(say.more_help))
        case Keyword.SLOWER:
            slow = replace(here, session=replace(here.session, slow=True))
            return slow.again(Prefer(slow=True), Say(say.slower))
        case _ if not known or found is Keyword.START or _nothing_is_asked(here):
            return here.start(Say(notice))
        case Keyword.MENU:
            return here.go(here.pack.first)
        case Keyword.BACK:
            return here.back()
        case _:
            return here.again()


def _nothing_is_asked(here: Standing) -> bool:
    """Whether the last text was a closing: there is nothing to go back to or to hear again."""
    return not here.on_phone and here.session.question is Question.CLOSED


def _answered(here: Standing, words: str, notice: Prompt) -> Move:
    if here.session.question is Question.MOBILE:
        return _keyed(here, words)
    if chosen := _chosen(here, words):
        act = chosen.act
        return here.go(act.place, Echo(act.echo)) if isinstance(act, Goto) else _deed(here, act)
    stale = here.context.now - here.session.at > STALE_AFTER
    if _nothing_is_asked(here) or (stale and not here.on_phone):
        return here.start(Say(notice))
    return _missed(here, here.wording.no_match)


def _missed(here: Standing, sorry: Prompt, *, silent: bool = False) -> Move:
    missed = replace(here.session, misses=here.session.misses + 1)
    question = ask(here.pack, missed, here.context, brief=True)
    person = here.pack.person_signpost.service
    if missed.misses < 2:
        return missed, (Say(sorry), question)
    if not here.on_phone:
        return missed, (Say(sorry), Say(here.wording.to_person), Contact(person), question)
    if missed.place == here.pack.person:
        # They have been put through, and nobody was there. Whoever still presses keys is never let go.
        last = (Say(here.wording.goodbye), End()) if silent else (question,)
        return missed, (*_twice(person), *last)
    return _put_through(here, Say(here.wording.to_person))


def _put_through(here: Standing, *before: Say) -> Move:
    session, _ = here.go(here.pack.person)
    return session, (*before, *_ring(here, here.pack.person_signpost))


def _ring(here: Standing, place: Signpost) -> tuple[Say, Dial]:
    line = place.service.line or here.pack.person_signpost.service
    return Say(here.wording.connecting.fill(service=line.name)), Dial(line)


def _twice(service: Service) -> tuple[Contact, Contact]:
    return Contact(service), Contact(service, again=True)


def _dialled(here: Standing, reached: bool) -> Move:
    if not isinstance(here.place, Signpost):
        return here.again()
    service = here.place.service
    if reached:
        return here.asked(Question.CONTACT, Say(here.wording.call_over))
    return here.asked(Question.CONTACT, Say(here.wording.not_reached), *_twice(service))


def _keyed(here: Standing, digits: str) -> Move:
    # Among eleven digits a star or a hash cannot be a keyword of its own, but means the same.
    if "*" in digits:
        return here.back()
    if "#" in digits:
        return here.again()
    number = keyed_mobile(digits)
    # What was wrong with it is said by the question itself.
    return here.asked(Question.CHECK, mobile=number) if number else _missed(here, Prompt("", ""))


def _deed(here: Standing, deed: Deed) -> Move:
    say, own = here.wording, own_question(here.place)
    match deed:
        case Deed.CONNECT if isinstance(here.place, Signpost):
            return here.session, _ring(here, here.place)
        case Deed.TEXT_ME if here.context.person.stopped and not here.session.mobile:
            return here.again(Say(say.stopped_no_text))
        case Deed.TEXT_ME if here.session.mobile:
            return here.asked(Question.CHECK)
        case Deed.TEXT_ME:
            return here.asked(Question.SAFE if here.context.mobile else Question.MOBILE)
        case Deed.OTHER_MOBILE:
            return here.asked(Question.MOBILE)
        case Deed.SEND if isinstance(here.place, Signpost):
            return _send(here, here.place)
        case Deed.ASK_LATER | Deed.LATER_YES if isinstance(here.place, Signpost) and here.place.follow_up:
            return _later(here, here.place)
        case Deed.FORGET_YES:
            return here.session, (Forget(), Say(say.forgotten))
        case Deed.FORGET_NO:
            return here.asked(own, Say(say.kept), brief=True)
        case Deed.RETURN:
            return here.asked(own, Say(say.no_text))
        case _:
            return here.again()


def _send(here: Standing, place: Signpost) -> Move:
    to = here.session.mobile or here.context.mobile
    if to is None:
        return here.asked(Question.MOBILE)
    if here.context.refused and to == here.session.mobile:
        return here.asked(Question.CONTACT, Say(here.wording.stopped_no_text))
    text = SendText(to, (*signposted(place, Channel.TEXT), Say(here.wording.more_help)))
    question = Question.LATER if place.follow_up else Question.CONTACT
    return here.asked(question, text, Say(here.wording.sent), mobile=to)


def _later(here: Standing, place: Signpost) -> Move:
    to = here.session.mobile or here.context.mobile
    if to is None or place.follow_up is None:
        return here.again()
    follow_up = ScheduleFollowUp(to, place.follow_up.after, place.follow_up.goto)
    agreed = Say(here.wording.later_agreed.fill(delay=str(place.follow_up.after)))
    if here.on_phone:
        return here.asked(Question.CONTACT, follow_up, agreed)
    return here.session, (follow_up, agreed, Say(here.wording.more_help))
