"""The engine: `step` takes a session and one event, and gives the session afterwards and what follows from the event.

It is pure: the same arguments always give the same result, and nothing else happens. Two rules hold everywhere:

1. Whoever is talking to us is answered, and asked something they can answer. Only a caller who stays silent after
   hearing a person's number, with nobody there, is let go (End).
2. Two answers in a row that cannot be used, silence or a wrong key, lead to a person.

What happens to each event, in the order in which it is looked at:

    event        condition                                what follows
    -----------  ---------------------------------------  -----------------------------------------------------
    HungUp       always                                   nothing
    Started      our own call, sent back to us            the engaged tone
    Started      not forwarded                            welcome, message of the day, first menu; if a call broke off,
                                                          see `core.dropped`
    Started      forwarded from the line behind 0         that it is busy or shut, and the other ways; if a call broke
                                                          off, see `core.dropped`
    FollowUpDue  always                                   the place it opens, which is sent as a text; before it, for
                                                          a reminder, the day and whom to check it with
    Answered     danger words, texted or spoken           what the danger place says; the session stays where it was
                 a keyword                                what it means, at every menu
                 first of all, a choice's own words       what that choice leads to
    DialEnded    put through by our own trouble           who was rung, as below; where the caller was, or welcome
    any other    no session, or its place was dropped     welcome or an apology, first menu
    DialEnded    always                                   back at the same place; the number and the other ways if
    QueueEnded                                            nobody answered
    NoInput      first, second in a row                   reassure and ask again; a person
    Answered     an option of the open question           what the option does
                 a date or a number that was asked for    the next question, or what was wrong with it, as a miss
                 a sentence that sounds like danger       what the danger place says, as above
                 one's own words, that are understood     what they may be about, to be confirmed (`core.own_words`)
                 a text, after half a day or a closing    welcome, first menu
                 none of these: first, second in a row    ask again, shorter; a person

Whatever a text brings, a follow-up's question that was open is answered by it, and what was still to come about that
matter ends (see `core.ladder`).
"""

from signpost.core import calling, deed, dropped, keywords, ladder, manner, own_words
from signpost.core.callback import Step, Wished
from signpost.core.danger import names_danger
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
    QueueEnded,
    Say,
    Started,
)
from signpost.core.menu import Callback, Pack
from signpost.core.options import Goto, Option
from signpost.core.overflow import arrived, queue_ended
from signpost.core.person import dialled, missed, person, unasked
from signpost.core.questions import fits, own_question, readable
from signpost.core.record import replace
from signpost.core.reserved import Keyword
from signpost.core.ring import ring_me
from signpost.core.session import Context, Question, Session
from signpost.core.standing import Move, Standing
from signpost.core.talk import talk
from signpost.core.typed import dated, typed, unread
from signpost.core.unkept import without_promises
from signpost.core.wording import Prompt

# After this long a text that fits nothing is the start of a new conversation, not a wrong answer in an old one.
STALE_AFTER = 12 * 60 * 60
# Where a contact was just given, or all was said.
_GIVEN = frozenset({Question.CONTACT, Question.DATE, Question.CALLBACK_MADE, Question.CLOSED})


def step(pack: Pack, session: Session | None, event: Event, context: Context) -> Move:
    """One turn. `session` is None when nothing is known of this person's place."""
    moved = session is not None and not fits(pack, session)
    known = readable(pack, session, context) if session is not None and not moved else None
    here = Standing(pack, context, known or _new(pack, session, context))
    gone = session is not None and known is not None and known.question is not session.question
    if gone and _answers(here, event):
        move = here.again(Say(here.wording.callback_gone))
    else:
        move = _take(here, event, known is not None, pack.wording.moved if moved else pack.welcome)
    after, outputs = move if context.kept or isinstance(event, HungUp | FollowUpDue) else without_promises(here, move)
    after, ended = ladder.heard(pack, session, event, after, context) if session else (after, ())
    notice = context.message if any(said in outputs for said in here.today) else after.notice
    shut, unkept = not context.open, not context.kept
    after = replace(after, turn=after.turn + 1, at=context.now, shut=shut, unkept=unkept, notice=notice)
    return after, (*ended, *outputs)


def _answers(here: Standing, event: Event) -> bool:
    """Whether this answers a question at a callback: one that is not open any more is not answered by it."""
    if not isinstance(event, Answered) or not isinstance(here.place, Callback) or _keyword_in(here, event):
        return False
    return not names_danger(here.pack, event.words) and (here.on_phone or _chosen(here, event.words) is not None)


def _new(pack: Pack, old: Session | None, context: Context) -> Session:
    question = own_question(pack.places[pack.first])
    turn = old.turn if old else 0
    return Session(
        context.channel,
        place=pack.first,
        question=question,
        turn=turn,
        slow=context.person.slow,
        relay=context.person.relay,
    )


def _take(here: Standing, event: Event, known: bool, notice: Prompt) -> Move:
    match event:
        case HungUp():
            return here.session, ()
        case Started(forwarded=forwarded):
            return arrived(here) if forwarded or here.context.own_call else _begin(here, Say(notice))
        case FollowUpDue() as due:
            return ladder.due(here, due)
        case Answered() as answer if _in_words(here, answer) and _in_danger(here, answer.words):
            return own_words.danger(here, answer.words, known)
        case Answered() as answer if found := _keyword_in(here, answer):
            return _keyword(here, found, known, notice)
        case Answered() as answer if not known and _in_words(here, answer):
            return _first_words(here, answer, notice)
        case DialEnded(reached=reached, unasked=True):
            there, told = unasked(here, reached)
            return there.again(*told) if known else _begin(there, Say(notice), *told)
        case _ if not known:
            return _begin(here, Say(notice))
        case DialEnded() | QueueEnded():
            return dialled(here, event.reached) if isinstance(event, DialEnded) else queue_ended(here, event)
        case NoInput():
            return missed(here, here.wording.no_input, silent=True)
        case Answered():
            return _answered(here, event, notice)


def _in_words(here: Standing, answer: Answered) -> bool:
    return answer.spoken or not here.on_phone


def _first_words(here: Standing, answer: Answered, notice: Prompt) -> Move:
    if topic := _named_at_once(here, answer.words):
        return ladder.enter(here, topic)
    return _in_own_words(own_words.at_rest(here), answer, notice, known=False)


def _begin(here: Standing, *before: Output) -> Move:
    return dropped.begin(here, *before, *here.today)


def _keyword_in(here: Standing, answer: Answered) -> Keyword | None:
    if answer.spoken:
        return _wanted(here, keywords.heard(answer.words))
    # Where YES answers the open question it is that answer, whatever Twilio takes it for.
    wanted_again = here.context.person.stopped and _chosen(here, answer.words) is None
    # A greeting long after is no wish to have that old text again, unless it was a question of ours.
    anew = _stale(here) and not here.session.asked and keywords.greets(answer.words)
    if anew:
        return None
    found = keywords.keyword(answer.words, here.context.channel, stopped=wanted_again)
    # "Ok", after a contact, is thanks.
    pleased = not here.on_phone and here.session.question in _GIVEN and keywords.is_pleased(answer.words)
    return Keyword.THANKS if found is None and pleased and _chosen(here, answer.words) is None else found


def _wanted(here: Standing, found: Keyword | None) -> Keyword | None:
    """What a caller has said aloud. A slow voice that is asked to slow down does not speak faster: it says it again."""
    return Keyword.AGAIN if found is Keyword.SLOWER and here.session.slow else found


def _chosen(here: Standing, words: str) -> Option | None:
    offered = here.options
    named = [(option.label.text, *option.words) for option in offered]
    index = keywords.choice(words, named)
    # "Who is this?" is no choice of "who", unless it is one's very words.
    if index is None or (talk(words) and keywords.exact(words, named) is None):
        return None
    return offered[index]


def _named_at_once(here: Standing, words: str) -> str | None:
    """The place that a first text leads to when it is, word for word, a choice of the first menu: it saves a text."""
    offered = here.options
    index = keywords.exact(words, [(option.label.text, *option.words) for option in offered])
    act = offered[index].act if index is not None else None
    return act.place if isinstance(act, Goto) else None


def _in_danger(here: Standing, words: str) -> bool:
    """Whether they name a danger, or say that a text would not be safe: "dont text me he goes through my things"."""
    unsafe = here.pack.danger and keywords.gives_a_reason(words) and here.context.understand(words).danger
    return bool(unsafe) or names_danger(here.pack, words)


def _keyword(here: Standing, found: Keyword, known: bool, notice: Prompt) -> Move:
    say = here.wording
    match found:
        case Keyword.PERSON:
            return person(_lapsed(here))
        case Keyword.STOP:
            return here.session, (OptOut(), Say(say.stopped))
        case Keyword.START if here.context.person.stopped:
            return here.start(OptIn(), Say(say.started), *here.today)
        case Keyword.RING_ME:
            return ring_me(here, known)
        case Keyword.FORGET:
            return here.asked(Question.FORGET)
        case Keyword.THANKS if known:
            return _thanked(here)
        case Keyword.SLOWER | Keyword.RELAY:
            return manner.relay(here) if found is Keyword.RELAY else manner.slower(here)
        case _ if not known or found is Keyword.START or _nothing_is_asked(here):
            named = found in {Keyword.START, Keyword.MENU}
            return here.start(Say(notice), *here.today) if named else _begin(here, Say(notice))
        case Keyword.MENU:
            return _lapsed(here).go(here.pack.first)
        case Keyword.BACK:
            return here.back()
        case _ if dropped.offered(here):
            return _begin(here, Say(notice))
        case _:
            return here.again()


def _thanked(here: Standing) -> Move:
    say = here.wording
    if here.on_phone:
        return here.asked(here.session.question, Say(say.welcome_back))
    return here.session, (Say(say.welcome_back), Say(say.no_reply), Say(say.more_help))


def _stale(here: Standing) -> bool:
    return not here.on_phone and here.context.now - here.session.at > STALE_AFTER


def _lapsed(here: Standing) -> Standing:
    """As who is new, whoever begins anew long after their last text: a call back is not about what that was on.

    A follow-up that they have just been sent is.
    """
    if not _stale(here) or here.session.asked:
        return here
    return here.at(here.start()[0])


def _nothing_is_asked(here: Standing) -> bool:
    """Whether the last text was a closing: there is nothing to go back to or to hear again."""
    return not here.on_phone and here.session.question is Question.CLOSED


def _answered(here: Standing, answer: Answered, notice: Prompt) -> Move:
    words = answer.words
    chosen, given = _chosen(here, words), dated(here, words)
    taken = given or (None if chosen else typed(here, words))
    # "He drank bleach today" is no date.
    if taken and _in_words(here, answer) and own_words.tells_of_danger(here, words, here.context.understand(words)):
        return own_words.danger(here, words, known=True, by_words=False)
    if chosen and not given:
        act, place = chosen.act, here.place
        if isinstance(act, Wished | Step):
            return calling.do(here, place, act) if isinstance(place, Callback) else here.again()
        return ladder.enter(here, act.place, Echo(act.echo)) if isinstance(act, Goto) else deed.do(here, act)
    if taken:
        return taken
    over = _nothing_is_asked(here) or _stale(here) or dropped.offered(here)
    if _in_words(here, answer):
        return _in_own_words(own_words.at_rest(here) if over else here, answer, notice if over else None, known=True)
    return _begin(here, Say(notice)) if over else missed(here, unread(here))


def _in_own_words(here: Standing, answer: Answered, notice: Prompt | None, *, known: bool) -> Move:
    """What follows from words that are no choice. With a `notice` they begin a conversation, and it stands first."""
    before = (Say(notice),) if notice else ()
    understood = here.context.understand(answer.words)
    # A welcome that tells of 999 says it once.
    first = () if notice and "999" in notice.text else own_words.in_doubt(here, answer.words, understood)
    if heard := own_words.heard(here, answer.words, understood, *first, *before, known=known):
        return heard
    noted = own_words.not_understood(here, answer.words, understood)
    sorry = here.wording.not_heard if answer.spoken else unread(here)
    session, said = _begin(here, *first, *before) if notice else missed(here, sorry)
    return session, (*noted, *said) if notice else (*first, *noted, *said)
