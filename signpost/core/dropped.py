"""A call that broke off: whoever is back within half an hour may carry on where they were.

Credit runs out, a child cries, a train goes into a tunnel. What is kept of such a call is where it stood after its last
turn, never a mobile that was keyed in it. By text it is offered only to the very phone that rang, and only if the
caller has said in that call that it is safe to text.
"""

from signpost.core.callback import AFTERWARDS, opening
from signpost.core.events import Busy, DialEnded, End, Event, HungUp, Output, QueueEnded, QueueResult, Say
from signpost.core.menu import Callback, Closing, Deadline, Pack, Place
from signpost.core.questions import ABOUT_A_TEXT, fits, main_question, own_question, readable
from signpost.core.record import replace
from signpost.core.session import Channel, Question, Session
from signpost.core.standing import Move, Standing

# In seconds. Later than that, people begin anew.
OFFERED_FOR = 30 * 60


def left(
    pack: Pack, before: Session | None, after: Session, event: Event, outputs: tuple[Output, ...], own: str = ""
) -> Session | None:
    """Where a call would break off if it ended after this turn, None when there is nothing to come back to.

    `before` is what was kept until now; `own` is the caller's own number. A text changes nothing, nor does the end of
    a call, nor one of ours that came back to us; but whoever has talked to somebody has what they rang for.
    """
    place = pack.places[after.place]
    match event:
        case DialEnded(reached=True) | HungUp(reached=True) | QueueEnded(result=QueueResult.TALKED):
            return None
        case _ if after.channel is Channel.TEXT or after.question is Question.CARRY_ON or isinstance(event, HungUp):
            return before
    if any(isinstance(output, Busy) for output in outputs):
        return before
    ended = any(isinstance(output, End) for output in outputs)
    if after.place == pack.first or isinstance(place, Closing) or ended:
        return None
    return _kept(place, after, own)


def _kept(place: Place, session: Session, own: str) -> Session:
    # Another call may try the line behind 0 anew, and is another visit.
    question = _main(place, session)
    kept = replace(session, question=question, mobile=None, sure=False, misses=0, tried=False, waits=0, visit=None)
    keyed = session.about or (session.wish and session.wish.number not in {"", own})
    return replace(kept, question=own_question(place), wish=None, about="") if keyed else kept


def _main(place: Place, session: Session) -> Question:
    """The question to come back to: one about the place itself."""
    if session.question is Question.WAYS:
        # The ways on are a caller's only.
        return Question.DATE if isinstance(place, Deadline) and session.letter else own_question(place)
    # What is asked before a text hangs on a mobile that may have been keyed.
    return main_question(place) if session.question in ABOUT_A_TEXT | AFTERWARDS else session.question


def offered(here: Standing) -> bool:
    """Whether this person's call broke off just now, later than they were last heard here."""
    last = here.context.person.left
    if last is None or not fits(here.pack, last) or not (here.on_phone or last.safe):
        return False
    return here.session.at < last.at and 0 <= here.context.now - last.at <= OFFERED_FOR


def begin(here: Standing, *before: Output) -> Move:
    """The first menu; for somebody whose call broke off, the question whether to carry on."""
    if not offered(here):
        return here.start(*before)
    first, _ = here.arrive(here.pack.first)
    # After who we are: a pack says it in its welcome, or in its first menu, which is not heard here.
    told = any("999" in output.prompt.voice for output in before if isinstance(output, Say))
    danger = (Say(here.wording.danger_first),) if here.on_phone and not told else ()
    return here.at(first).asked(Question.CARRY_ON, *before[:1], *danger, *before[1:])


def carry_on(here: Standing) -> Move:
    """Stand where the call broke off, with all that lies behind, and hear it."""
    last = here.context.person.left
    # It may have been forgotten while the question was open.
    if last is None or not fits(here.pack, last):
        return here.start()
    now, place = here.session, here.pack.places[last.place]
    there = replace(last, channel=now.channel, turn=now.turn, slow=now.slow, relay=now.relay, seven=now.seven)
    there = replace(there, tried=now.tried)
    if isinstance(place, Callback) and there.question is own_question(place):
        # What is asked first differs from channel to channel, and where a request stands already.
        there = replace(there, question=opening(place, there, here.context))
    return here.at(readable(here.pack, there, here.context)).again()
