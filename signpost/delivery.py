"""Floor 2: a text on its way: handed to the carrier once, tried again when that can help, settled by its reports."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from signpost.core.followup import Calendar
from signpost.ports import Changes, Gateway, OutgoingText, SendError, Store, TextState, TooBusyError, by_text

TRIES = 20
OPTED_OUT = 21610  # Twilio's code for a number that has sent STOP; ours for the same
# Anybody can key in somebody else's mobile: this many texts in a day is all that a phone can be made to get.
MOST_A_DAY = 10
# When to send a text anew that the carrier took and then lost for a passing reason: a phone is switched on again, or
# it is not.
AFTER_A_LOSS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))


class Delivery:
    """Sends texts and takes the carrier's reports on them."""

    def __init__(self, store: Store, gateway: Gateway, calendar: Calendar, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._gateway = gateway
        self._calendar = calendar
        self._clock = clock

    def text_due(self, text_id: str, *, last_try: bool = False) -> None:
        """Hand a text to the carrier, once.

        Claim, send, record. A text found claimed was left by a worker that died on the way: the carrier is asked for it
        before it is sent again. One that nobody waits for keeps to text hours; one too many for a phone's day is not
        sent. Raises SendError when it should be tried again soon.
        """
        text = self._store.claim(text_id)
        if text is None:
            return
        with self._store.turn(by_text(text.person), text.person, None) as turn:
            stopped = turn.person.stopped
        if stopped:
            self._store.settle(text_id, TextState.FAILED, code=OPTED_OUT)
            return
        if self._store.sent_today(text.person, text_id) > MOST_A_DAY:
            self._store.settle(text_id, TextState.FAILED)
            return
        later = None if text.waiting else self._calendar.wait_until(self._clock(), None)
        if later and text.state is TextState.QUEUED:
            self._store.send_later(text_id, later)
            return
        try:
            sid = self._hand_over(text)
        except SendError as error:
            self._not_taken(text, error, last_try)
        else:
            self._store.settle(text_id, TextState.SENT, sid=sid)

    def _hand_over(self, text: OutgoingText) -> str:
        asked = text.state is TextState.SENDING
        taken = self._gateway.find(text.to, text.body, text.made) if asked else None
        return taken or self._gateway.send(text.to, text.body, text.id)

    def _not_taken(self, text: OutgoingText, error: SendError, last_try: bool) -> None:
        if error.permanent or last_try:
            self._give_up(text, error.code)
        else:
            # Without a code the carrier gave no answer that we can read, and may have the text: ask it next time.
            unsure = error.code is None
            self._store.settle(text.id, TextState.SENDING if unsure else TextState.QUEUED, code=error.code)
        if not error.permanent:
            raise error

    def delivered(self, text_id: str) -> None:
        """The carrier says that a text has arrived."""
        self._store.settle(text_id, TextState.DELIVERED)

    def lost(self, text_id: str, error: SendError) -> None:
        """The carrier says that a text which it took will not arrive."""
        text = self._store.text(text_id)
        if text is None:
            return
        if error.permanent or text.losses >= len(AFTER_A_LOSS):
            self._give_up(text, error.code)
        else:
            self._store.send_later(text_id, self._clock() + AFTER_A_LOSS[text.losses], lost=error.code or 0)

    def _give_up(self, text: OutgoingText, code: int | None) -> None:
        self._store.settle(text.id, TextState.FAILED, code=code)
        if code == OPTED_OUT:
            self._stop(text)

    def _stop(self, text: OutgoingText) -> None:
        """The phone has told the carrier STOP, in a way that did not come to us: hold to it as if it had."""
        for _ in range(TRIES):
            with self._store.turn(by_text(text.person), text.person, None) as turn:
                stopped = replace(turn.person, stopped=True)
                if turn.save(Changes(turn.session, stopped, answer="", end_all=True)):
                    return
        raise TooBusyError
