"""How somebody likes to be spoken to: slowly, or by way of Relay UK. Said by a key, at any question, and remembered.

Relay UK is for people who cannot hear or speak on the phone: an assistant types to them what we say, at some forty
words a minute, and says or keys what they type back. Such a call looks like any other, so only they can tell us. The
same key again undoes either: it may have been pressed by mistake, or by somebody else on that phone. But whoever was
remembered presses 7 because a leaflet says so: the first one in a call only tells them that it is on.
"""

from signpost.core.events import Prefer, Say
from signpost.core.standing import Move, Standing


def slower(here: Standing) -> Move:
    """Speak more slowly and wait twice as long, or as usual for somebody who had that already."""
    slow = not here.session.slow
    return _preferring(here.noting(slow=slow), Say(here.wording.slower if slow else here.wording.not_slower))


def relay(here: Standing) -> Move:
    """Say all in one go and wait three minutes for an answer, or as usual for somebody who chose that in this call."""
    relayed = not (here.session.relay and here.session.seven)
    there = here.noting(relay=relayed, seven=True)
    return _preferring(there, Say(here.wording.relay if relayed else here.wording.no_relay))


def _preferring(there: Standing, say: Say) -> Move:
    return there.again(Prefer(slow=there.session.slow, relay=there.session.relay), say)
