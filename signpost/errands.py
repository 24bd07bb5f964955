"""Floor 2: what a worker does when it is woken: the errands that are due, in order, for a moment.

What somebody waits for comes first, and all else has its share. A moment only, so that a worker can be asked to stop;
what is left is given back, and another look at the agenda is due at once. Where the carrier lets an errand wait, the
next is begun meanwhile (see hands.py). When our number may not send more in this second, or the carrier takes nothing,
the next look is due later.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from traceback import extract_tb

from signpost.carrier_ports import FullError, SendError
from signpost.delivery import SECOND, Delivery
from signpost.followups import FollowUps
from signpost.hands import Hands
from signpost.mailing import Mailing
from signpost.noted import note, work
from signpost.ports import BeingSentError, Errand, ErrandKind, Store
from signpost.ringing import Ringing

logger = logging.getLogger(__name__)

MOST = 100
MOMENT = timedelta(seconds=2)
# For as long others are begun while the carrier lets one wait: a job may last twice as long (see adapters/jobqueue.py).
LONGEST = timedelta(seconds=20)
# How long to leave the carrier alone that takes nothing; the text itself has its own next time.
REST = timedelta(seconds=10)
# It takes nothing when it refuses so many in a row. One alone may have met its bad moment.
IN_A_ROW = 3
# Twilio's code, and the status without one, for more requests than it takes at once.
TOO_MANY = frozenset({20429, 429})


@dataclass(slots=True)
class _Run:
    """One look at what is due: how many in a row the carrier refused, and how long to leave all else alone."""

    refused: int = 0
    pause: timedelta | None = None


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

    def run(self, first: Errand | None = None) -> None:
        """Do `first` and what is due, as much as a moment allows, and have the rest looked at when that can help."""
        started, run = self._clock(), _Run()
        with Hands[Errand](partial(self._do, run)) as hands:
            if first:
                hands.begin(self._store.whose([first])[0], first)
            if not run.pause:
                self._do_what_is_due(run, hands, started + MOMENT)
            while hands.busy and not run.pause and self._clock() - started < LONGEST:
                if not self._do_what_is_due(run, hands, started + LONGEST):
                    hands.rest()
        if run.pause:
            self._store.wake(self._clock() + run.pause)

    def _do_what_is_due(self, run: _Run, hands: Hands[Errand], until: datetime) -> bool:
        """Begin what is due, in order, until a pause is needed or that time has come; whether there was anything."""
        taken = self._store.take(self._clock(), MOST)
        if len(taken) == MOST:
            # There may be more than one worker can do: let another one have what comes after these.
            self._store.wake()
        begun, left = False, taken
        for whose, errand in zip(self._store.whose(taken), taken, strict=True):
            begun, left = hands.begin(whose, errand) or begun, left[1:]
            if run.pause or (left and self._clock() > until):
                break
        self._store.give_back([*hands.put_aside(), *left], self._clock())
        if left and not run.pause:
            self._store.wake()
        return begun

    def _do(self, run: _Run, errand: Errand) -> None:
        with work("errand", kind=errand.kind):
            try:
                self._try(run, errand)
            except Exception as fault:
                # It comes again when its minute is over. The others must not wait for it: it would always be the first.
                # Its words are left out: they may be about a person.
                where = extract_tb(fault.__traceback__)[-1]
                kind, place = type(fault).__name__, f"{where.filename}:{where.lineno}"
                note(bad=True, outcome="failed", fault=kind)
                logger.error("an errand has failed: %s: %s at %s", errand.kind, kind, place)

    def _try(self, run: _Run, errand: Errand) -> None:
        """Do one errand, and note in `run` when all others are to be left alone for a while."""
        try:
            self._done(errand)
            run.refused = 0
        except BeingSentError:
            note(outcome="taken by another")
        except FullError:
            note(outcome="waits")
            run.pause = SECOND
            # A text that somebody waits for has its next time already.
            if not errand.waited:
                self._store.give_back([errand], self._clock())
        except SendError as refusal:
            note(bad=True, outcome="not taken")
            run.refused += 1
            if refusal.code in TOO_MANY or run.refused == IN_A_ROW:
                run.pause = REST

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
