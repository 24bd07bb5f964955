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
    FollowUpDue  always                                   the place it opens, which is sent as a text; before it, for
                                                          a reminder, the day and whom to check it with
    Answered     danger words, in a text                  what the danger place says; the session stays where it was
                 a keyword                                what it means, at every menu
                 first of all, a choice's own words       what that choice leads to
    any other    no session, or its place was dropped     welcome or an apology, first menu
    DialEnded    always                                   back at the signpost, saying whether anybody answered
    NoInput      first, second in a row                   reassure and ask again; a person
    Answered     an option of the open question           what the option does
                 a date or a number that was asked for    the next question, or what was wrong with it, as a miss
                 a text, after half a day or a closing    welcome, first menu
                 none of these: first, second in a row    ask again, shorter; a person

Whatever a text brings, a follow-up's question that was open is answered by it, and what was still to come about that
matter ends (see `core.ladder`).
"""

from dataclasses import replace

from signpost.core import deed, keywords, ladder
from signpost.core.appeal import outcome
from signpost.core.events import (
    Answered,
    DialEnded,
    Echo,
    Event,
    FollowUpDue,
    HungUp,
    NoInput,
    OptIn,
    OptOut,
    Output,
    Prefer,
    Say,
    Started,
)
from signpost.core.keywords import Keyword
from signpost.core.menu import Deadline, Pack
from signpost.core.person import dialled, missed, put_through
from signpost.core.questions import Goto, Option, may_be_open, own_question, said_of
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.standing import Move, Standing
from signpost.core.typed import dated, typed, unread
from signpost.core.wording import Prompt

# After this long a text that fits nothing is the start of a new conversation, not a wrong answer in an old one.
STALE_AFTER = 12 * 60 * 60


def step(pack: Pack, session: Session | None, event: Event, context: Context) -> Move:
    """One turn. `session` is None when nothing is known of this person's place."""
    dropped = session is not None and not _fits(pack, session)
    known = _readable(pack, session, context) if session is not None and not dropped else None
    here = Standing(pack, context, known or _new(pack, session, context))
    after, outputs = _take(here, event, known is not None, pack.wording.moved if dropped else pack.welcome)
    after, ended = ladder.heard(pack, session, event, after) if session else (after, ())
    return replace(after, turn=after.turn + 1, at=context.now), (*ended, *outputs)


def _fits(pack: Pack, session: Session) -> bool:
    """Whether a session's place, and the question that is open there, are still in the pack."""
    place = pack.places.get(session.place)
    return place is not None and may_be_open(place, session.question)


def _readable(pack: Pack, session: Session, context: Context) -> Session:
    """The session; at a deadline whose dates cannot be read any more, as they are asked for again."""
    need_none = session.question in {Question.LETTER, Question.FORGET}
    if not isinstance(pack.places[session.place], Deadline) or need_none or outcome(session, context):
        return session
    return replace(session, question=Question.LETTER, letter="", certificate="")


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
        case FollowUpDue() as due:
            return ladder.due(here, due)
        case Answered(words=words) if here.context.channel is Channel.TEXT and _dangerous(here.pack, words):
            return _danger(here, known)
        case Answered(words=words) if found := _keyword_in(here, words):
            return _keyword(here, found, known, notice)
        case Answered(words=words) if not known and (topic := _named_at_once(here, words)):
            return ladder.enter(here, topic)
        case _ if not known:
            return here.start(Say(notice))
        case DialEnded(reached=reached):
            return dialled(here, reached)
        case NoInput():
            return missed(here, here.wording.no_input, silent=True)
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
    return said_of(pack, pack.places[pack.danger.goto], Channel.TEXT)


def _danger(here: Standing, known: bool) -> Move:
    goto = here.pack.danger.goto if here.pack.danger else here.pack.first
    # Who was nowhere yet has seen no menu: the next text must not be taken as a choice of one.
    return (here.session if known else here.arrive(goto)[0]), said_of(here.pack, here.pack.places[goto], Channel.TEXT)


def _keyword(here: Standing, found: Keyword, known: bool, notice: Prompt) -> Move:
    say = here.wording
    match found:
        case Keyword.PERSON:
            return put_through(here) if here.on_phone else here.go(here.pack.person)
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
    if given := dated(here, words):
        return given
    if chosen := _chosen(here, words):
        act = chosen.act
        return ladder.enter(here, act.place, Echo(act.echo)) if isinstance(act, Goto) else deed.do(here, act)
    if taken := typed(here, words):
        return taken
    stale = here.context.now - here.session.at > STALE_AFTER
    if _nothing_is_asked(here) or (stale and not here.on_phone):
        return here.start(Say(notice))
    return missed(here, unread(here))
