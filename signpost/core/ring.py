"""RING ME: the service rings whoever texts that, with the same menus, at no cost to them.

Once a day, so that nobody can have a phone rung again and again; once more where no key was pressed, for then nobody
picked up, or a machine did. Only mobiles and landlines of the UK itself; only in the pack's hours, never on a Sunday or
a bank holiday. Whoever cannot be rung is told why, and has a person's number in the same text; whoever uses Relay UK,
how to ring us by it. "We will ring you now" is said only when that follows.
"""

from datetime import UTC, datetime

from signpost.core.appeal import today
from signpost.core.events import Answered, Contact, Event, HungUp, RingMe, Say, Spoken
from signpost.core.hours import london_day, next_text_time, told_without_year
from signpost.core.overflow import opening_dated
from signpost.core.record import replace
from signpost.core.session import Context, Person
from signpost.core.standing import Move, Standing
from signpost.core.wording import Prompt, Wording

# A phone is rung so often on one day, at the most.
MOST_RINGS = 2
# In seconds: a call that was asked for is made within five minutes or not at all; then it rings for 25 seconds.
MADE_WITHIN, RINGS_FOR = 5 * 60, 35
# For as long as this after we said something, a caller may still be listening or about to press a key.
_TURN = 90


def ring_me(here: Standing, known: bool) -> Move:
    """Ring this person, or say why not. They stay where they are; who has seen no menu yet stands at a person's."""
    session = here.session if known else here.arrive(here.pack.person)[0]
    number, person, say = here.context.phone, here.context.person, here.wording
    hindered = _hindered(here)
    if number and hindered is None:
        again = person.rung == today(here.context).isoformat()
        return session, (RingMe(number), Say(say.ring_again if again else say.ring_now))
    if hindered == say.ringing_now:
        return session, (Say(say.ringing_now),)
    return session, (Say(hindered or say.ring_cannot), *_instead(here), Say(say.more_help))


def _instead(here: Standing) -> tuple[Spoken, ...]:
    """A person's number, when they can be rung if not now, and how to be rung by them."""
    call_back = (Say(here.wording.ring_call_back),) if here.pack.callback and here.context.kept else ()
    return Contact(here.pack.person_signpost.service), *opening_dated(here), *call_back


def rung(person: Person, now: datetime) -> Person:
    """The person once they are to be rung, `now` (aware)."""
    day = london_day(now).isoformat()
    rings = person.rings + 1 if person.rung == day else 1
    return replace(person, rung=day, rings=rings, ringing=int(now.timestamp()) + MADE_WITHIN + RINGS_FOR, reached=False)


def in_call(person: Person, event: Event, context: Context) -> Person:
    """The person after an event of a call; it tells more only where we made that call."""
    if not context.we_rang:
        return person
    over = isinstance(event, HungUp)
    reached = person.reached or isinstance(event, Answered)
    return replace(person, ringing=context.now + (0 if over else _TURN), reached=reached)


def once_forgotten(person: Person, now: datetime) -> Person:
    """What stays of somebody who has had all erased, until the day is over: how they were rung on it. `now` is aware.

    Else a phone could be rung again and again, with FORGET in between.
    """
    if person.rung != london_day(now).isoformat():
        return Person()
    return Person(rung=person.rung, rings=person.rings, ringing=person.ringing, reached=person.reached)


def _hindered(here: Standing) -> Prompt | None:
    context, say, hours = here.context, here.wording, here.pack.ring_me
    if hours is None:
        return say.ring_off
    if context.phone is None:
        return say.ring_cannot
    if context.person.relay:
        # A call straight to their phone has no assistant of Relay UK's in it, and a carrier cannot dial their prefix.
        return say.ring_relay
    if context.person.rung == today(context).isoformat() and (enough := _rung_enough(context, say)):
        return enough
    now = datetime.fromtimestamp(context.now, UTC)
    next_time = next_text_time(now, hours, context.holidays)
    if next_time > now:
        return say.ring_later.fill(time=f"{next_time:%H:%M}", day=told_without_year(next_time.date()))
    return None


def _rung_enough(context: Context, say: Wording) -> Prompt | None:
    """Why somebody who was rung today is not rung once more; None where nobody was reached, and the call is over."""
    person = context.person
    if person.reached:
        return say.ring_once
    if context.now < person.ringing:
        return say.ringing_now
    return say.ring_twice if person.rings >= MOST_RINGS else None
