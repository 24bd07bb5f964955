"""When the line behind 0 is busy or shut: what a caller hears, and the other ways on.

They are asked with one question, WAYS, which is open wherever the caller was: so going on leads back to that very
place. Nobody is rung through again unless they ask for it, and waiting is offered twice at most: there is no circle.
"""

from signpost.core.dropped import offered
from signpost.core.events import Busy, Contact, Enqueue, Output, QueueEnded, QueueResult, Say
from signpost.core.menu import Service
from signpost.core.options import MOST_WAITS
from signpost.core.session import Question
from signpost.core.standing import Move, Standing
from signpost.core.wording import Prompt


def arrived(here: Standing) -> Move:
    """A caller whom the line has passed on to us: no welcome, but what can be done instead of ringing on.

    Who came that way and lost the call rings the line again, not us: they may carry on here as well.
    """
    if here.context.own_call:
        return here.session, (Busy(),)
    state = here.wording.busy.fill(service=_line(here).name) if here.context.open else is_shut(here)
    there = here.noting(place=here.pack.first, trail=(), tried=True)
    said = (Say(here.wording.danger_first), *here.today, Say(state))
    return there.asked(Question.CARRY_ON, *said) if offered(here) else other_ways(there, *said)


def other_ways(here: Standing, *before: Output) -> Move:
    """Ask which of the other ways a caller wants, at the place where they are."""
    return here.asked(Question.WAYS, *before)


def shut(here: Standing) -> Move:
    """The line is shut: when it opens, its number, and the other ways."""
    return other_ways(here, Say(is_shut(here)), *twice(_line(here)))


def is_shut(here: Standing) -> Prompt:
    """The sentence that the line is shut."""
    return here.wording.shut.fill(service=_line(here).name, when=here.context.opens)


def opening_dated(here: Standing) -> tuple[Say, ...]:
    """When the line opens, for a text that may be read on another day; nothing while it is open."""
    context = here.context
    if context.open:
        return ()
    return (Say(here.wording.opens.fill(service=_line(here).name, when=context.opens_on)),)


def not_reached(here: Standing, service: Service) -> Move:
    """Nobody answered at a service: its number, and the other ways."""
    return other_ways(here, Say(here.wording.not_reached), *twice(service))


def wait(here: Standing) -> Move:
    """Let a caller wait in the queue; the other ways when it has gone meanwhile."""
    if here.pack.line.queue is None:
        return other_ways(here)
    return here.noting(waits=here.session.waits + 1, misses=0).session, (Enqueue(),)


def queue_ended(here: Standing, event: QueueEnded) -> Move:
    """A caller is back from the queue. Who waited as long as anybody may, or could not, is not asked to wait again."""
    line, queue = _line(here), here.pack.line.queue
    if event.result is QueueResult.TALKED:
        return here.resume(Say(here.wording.call_over), talked=True)
    if event.result is QueueResult.LEFT and queue and event.seconds < queue.longest * 60:
        return other_ways(here, Contact(line))
    no_more = here.noting(waits=MOST_WAITS)
    match event.result:
        case QueueResult.FULL:
            return other_ways(no_more, Say(here.wording.queue_full), Contact(line))
        case QueueResult.FAILED:
            return not_reached(no_more, line)
        case _:
            return other_ways(no_more, Contact(line))


def twice(service: Service) -> tuple[Contact, Contact]:
    """A contact, and once more: for somebody who had nothing else to hear it by."""
    return Contact(service), Contact(service, again=True)


def _line(here: Standing) -> Service:
    return here.pack.person_signpost.service
