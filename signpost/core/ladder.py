"""Follow-ups as a ladder: the matter that somebody came with, what is still to be asked about it, and when that ends.

A matter is the place that was chosen at the first menu. Whoever answers a follow-up has been heard, and is asked no
more about that matter unless they agree again, a rung further up. A reminder of a deadline is another thing: the next
one still comes, until an answer leads to a closing.
"""

from signpost.core import calling
from signpost.core.appeal import checker
from signpost.core.dates import written
from signpost.core.events import Answered, Contact, EndFollowUp, EndReminders, Event, FollowUpDue, NoInput, Output, Say
from signpost.core.menu import Callback, Closing, Deadline, Pack
from signpost.core.record import replace
from signpost.core.session import Channel, Context, Session
from signpost.core.standing import Move, Standing


def enter(here: Standing, name: str, *before: Output) -> Move:
    """Go on to the place `name` by a choice. From the first menu that is the matter which this person comes with.

    Whoever rings about a matter is asked about it on the phone: the text that was still to come would be out of date.
    What was agreed in this very call stays.
    """
    if here.session.place != here.pack.first:
        return here.go(name, *before)
    # A deadline's own name stands for its reminders, and a callback's for its question: they are never a matter. A call
    # back is about the matter that its caller came with.
    matter = _matter(here, name)
    entered = here.noting(matter=matter)
    if here.on_phone and matter in here.context.pending and matter not in here.session.agreed:
        return entered.go(name, EndFollowUp(matter), *before, Say(here.wording.no_later))
    return entered.go(name, *before)


def _matter(here: Standing, name: str) -> str:
    place = here.pack.places[name]
    return here.session.matter if isinstance(place, Callback) else "" if isinstance(place, Deadline) else name


def due(here: Standing, event: FollowUpDue) -> Move:
    """Open the place that a follow-up or a reminder leads to."""
    own = event.matter and not isinstance(here.pack.places.get(event.matter), Callback)
    matter = event.matter if own else here.session.matter
    # What is asked now can be agreed on anew.
    agreed = tuple(one for one in here.session.agreed if one != event.matter)
    asked = event.deadline or event.matter
    there = here.noting(matter=matter, asked=asked, asked_of=_asked_of(here, event), agreed=agreed)
    known = event.goto in here.pack.places
    session, said = there.go(event.goto, unasked=True) if known else there.start(Say(here.wording.moved))
    return session, (*_reminded(here, event), *said, Say(here.wording.stop_note))


def _asked_of(here: Standing, event: FollowUpDue) -> str:
    place = here.pack.places.get(event.deadline)
    return place.service.key if isinstance(place, Deadline) else event.service


def _reminded(here: Standing, event: FollowUpDue) -> tuple[Output, ...]:
    if event.by is None:
        return ()
    place = here.pack.places.get(event.deadline)
    service = checker(here.pack, place) if isinstance(place, Deadline) else here.pack.person_signpost.service
    return Say(here.wording.reminder.fill(day=written(event.by))), Contact(service)


def heard(pack: Pack, before: Session, event: Event, after: Session, context: Context) -> Move:
    """The session `after` an event, once it has heard the answer to what a follow-up asked `before`; and what ends."""
    asked = before.asked
    if not asked or before.channel is not Channel.TEXT or not isinstance(event, Answered | NoInput):
        return after, ()
    if isinstance(place := pack.places.get(asked), Callback):
        return calling.heard(pack, place, before, after, context)
    answered = replace(after, asked="", asked_of="")
    if not isinstance(pack.places.get(asked), Deadline):
        return answered, (EndFollowUp(asked, answered=True),)
    if after.place == before.place:
        # The reminder's question is still open.
        return after, ()
    # Not where danger words led somebody whose place was dropped.
    chosen = before.place in after.trail
    closed = chosen and isinstance(pack.places[after.place], Closing)
    return answered, (EndReminders(asked),) if closed else ()
