"""RING ME: the service rings whoever texts that, with the same menus, at no cost to them.

Once a day, so that nobody can have a phone rung again and again; only UK mobiles and landlines; only in the pack's
hours, never on a Sunday or a bank holiday. Whoever cannot be rung is told why, and has a person's number in the same
text; whoever uses Relay UK, how to ring us by it. "We will ring you now" is said only when that follows.
"""

from datetime import UTC, datetime

from signpost.core.appeal import today
from signpost.core.dates import written
from signpost.core.events import Contact, RingMe, Say
from signpost.core.hours import next_text_time
from signpost.core.session import Context
from signpost.core.standing import Move, Standing
from signpost.core.wording import Prompt


def ring_me(here: Standing, known: bool) -> Move:
    """Ring this person, or say why not. They stay where they are; who has seen no menu yet stands at a person's."""
    session = here.session if known else here.arrive(here.pack.person)[0]
    number, hindered = here.context.phone, _hindered(here)
    if number and hindered is None:
        return session, (RingMe(number), Say(here.wording.ring_now))
    person = Contact(here.pack.person_signpost.service)
    return session, (Say(hindered or here.wording.ring_cannot), person, Say(here.wording.more_help))


def rung_on(context: Context) -> str:
    """What `Person.rung` is once somebody is rung at this moment."""
    return today(context).isoformat()


def _hindered(here: Standing) -> Prompt | None:
    context, say = here.context, here.wording
    if context.phone is None:
        return say.ring_cannot
    if context.person.relay:
        # A call straight to their phone has no assistant of Relay UK's in it, and a carrier cannot dial their prefix.
        return say.ring_relay
    if context.person.rung == rung_on(context):
        return say.ring_once
    now = datetime.fromtimestamp(context.now, UTC)
    next_time = next_text_time(now, here.pack.ring_me, context.holidays)
    if next_time > now:
        return say.ring_later.fill(time=f"{next_time:%H:%M}", day=written(next_time.date()))
    return None
