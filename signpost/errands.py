"""Floor 2: what a worker does when it is woken: the errands that are due, in order, for a moment.

A moment only, so that a text somebody waits for never comes far behind a flood of follow-ups; what is left is given
back, and another look at the agenda is due at once. No wait blocks the worker: when our number may not send more in
this second, or the carrier takes nothing, the next look is due later.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from traceback import extract_tb

from signpost.delivery import SECOND, Delivery
from signpost.followups import FollowUps
from signpost.mailing import Mailing
from signpost.noted import note, work
from signpost.ports import BeingSentError, Errand, ErrandKind, FullError, SendError, Store
from signpost.ringing import Ringing

logger = logging.getLogger(__name__)

MOST = 200
MOMENT = timedelta(seconds=2)
# How long to leave the carrier alone that takes nothing; the text itself has its own next time.
REST = timedelta(seconds=10)


class Errands:
    """The errands of a service."""

    def __init__(
        self,
        store: Store,
        follow_ups: FollowUps,
        delivery: Delivery,
        ringing: Ringing,
        mailing: Mailing,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._follow_ups = follow_ups
        self._delivery = delivery
        self._ringing = ringing
        self._mailing = mailing
        self._clock = clock

    def run(self) -> None:
        """Do what is due, as much as a moment allows, and have the rest looked at when that can help."""
        started = self._clock()
        taken = self._store.take(started, MOST)
        if len(taken) == MOST:
            # There may be more than one worker can do: let another one have what comes after these.
            self._store.wake()
        for index, errand in enumerate(taken):
            with work("errand", kind=errand.kind):
                pause = self._do(errand)
            if pause is not None:
                self._store.give_back(taken[index + 1 :], self._clock())
                self._store.wake(self._clock() + pause)
                return
            if self._clock() - started > MOMENT and index + 1 < len(taken):
                self._store.give_back(taken[index + 1 :], self._clock())
                self._store.wake()
                return

    def _do(self, errand: Errand) -> timedelta | None:
        """Do one errand; how long to leave all others alone, None when the next may come at once."""
        try:
            self._done(errand)
        except BeingSentError:
            note(outcome="taken by another")
            return None
        except FullError:
            note(outcome="waits")
            self._store.give_back([errand], self._clock())
            return SECOND
        except SendError:
            note(bad=True, outcome="not taken")
            return REST
        except Exception as fault:
            # It comes again when its minute is over. The others must not wait for it: it would always be the first.
            # Its words are left out: they may be about a person.
            where = extract_tb(fault.__traceback__)[-1]
            note(bad=True, outcome="failed", fault=type(fault).__name__)
            logger.error(
                "an errand has failed: %s: %s at %s:%s", errand.kind, type(fault).__name__, where.filename, where.lineno
            )
        return None

    def _done(self, errand: Errand) -> None:
        if errand.kind is ErrandKind.TEXT:
            found = self._delivery.text_due(errand.id)
        elif errand.kind is ErrandKind.RING:
            found = self._ringing.due(errand.id)
        elif errand.kind is ErrandKind.MAIL:
            found = self._mailing.due(errand.id)
        else:
            text = self._follow_ups.due(errand.id)
            found = text is not None
            if text:
                self._delivery.hand_over(text)
        note(outcome="done" if found else "nothing to do")
        if not found:
            self._store.done(errand)
