"""Floor 2: a text on its way: handed to the carrier once, tried again when that can help, settled by its reports."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from signpost.amended import as_it_may_go
from signpost.carrier_ports import HELD_BACK, NO_ROOM, FullError, Gateway, Pace, SendError
from signpost.core.followup import Calendar
from signpost.core.menu import Pack
from signpost.noted import note_conversation
from signpost.ports import Changes, OutgoingText, Store, TextState, Turn, by_text
from signpost.render.gsm import segments
from signpost.render.sms import MAX_SEGMENTS
from signpost.turns import change_person

OPTED_OUT = 21610  # Twilio's code for a number that has sent STOP; ours for the same
# Twilio's codes for what is no mobile, or has no network: a landline may even read the text aloud.
NO_MOBILE = frozenset({21211, 21614, 21635, 30006})
# Anybody can key in somebody else's mobile: this many texts in a day is all that a phone can be made to get.
MOST_A_DAY = 10
# When to try a text again that the carrier would not take just then: its bad moment, hour, or evening.
AFTER_A_REFUSAL = tuple(timedelta(seconds=wait) for wait in (10, 60, 300, 1_800, 3_600, 7_200))
# When to send a text anew that the carrier took and then lost for a passing reason: a phone is switched on again, or
# it is not.
AFTER_A_LOSS = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))
# A text that could not go out for so long is for the staff to look at: what it says may no longer help.
GOOD_FOR = timedelta(hours=24)
# The same for what nobody waits for, which no night and no long weekend may use up.
PROMISE_GOOD_FOR = timedelta(days=5)
A_DAY = timedelta(days=1)
SECOND, AN_HOUR = timedelta(seconds=1), timedelta(hours=1)


class Delivery:
    """Sends texts and takes the carrier's reports on them."""

    def __init__(
        self,
        pack: Pack,
        store: Store,
        gateway: Gateway,
        pace: Pace,
        calendar: Calendar,
        clock: Callable[[], datetime],
    ) -> None:
        self._pack = pack
        self._store = store
        self._gateway = gateway
        self._pace = pace
        self._calendar = calendar
        self._clock = clock

    def text_due(self, text_id: str) -> bool:
        """Hand a text to the carrier, once. False when there is nothing to be done about it.

        Claim, send, record. A text found claimed was left by a worker that died on the way: the carrier is asked for it
        before it is sent again. One that nobody waits for keeps to text hours, none overtakes an earlier one to the
        same phone, and one too many for a phone's day is not sent. A number that staff have replaced since it was made
        is replaced in it; a text that holds one of a paused contact has failed, with the code HELD_BACK, for staff to
        see. Raises SendError when the carrier takes nothing just now, and FullError when our number may not send more
        in this second; the text then waits for its next time.
        Raises BeingSentError when another worker is at it.
        """
        text = self._store.claim(text_id)
        if text is None:
            return False
        note_conversation(by_text(text.person))
        if text.state is TextState.SENDING:
            if sid := self._found(text):
                self._store.settle(text_id, TextState.SENT, sid=sid)
                return True
            text = replace(text, state=TextState.QUEUED)
        with self._store.turn(by_text(text.person), text.person, None) as turn:
            stopped, record = turn.person.stopped, turn.amendments
        if stopped:
            self._store.settle(text_id, TextState.FAILED, code=OPTED_OUT)
            return True
        now_said = self._as_it_may_go(text, record)
        if now_said is None:
            self._store.settle(text_id, TextState.FAILED, code=HELD_BACK)
            return True
        text = now_said
        if later := self._not_yet(text):
            if text.waiting and later - text.made >= GOOD_FOR:
                self._store.settle(text_id, TextState.FAILED, code=NO_ROOM)
            else:
                self._store.send_later(text, later)
            return True
        self.hand_over(text)
        return True

    def _not_yet(self, text: OutgoingText) -> datetime | None:
        """When to look at a text again that may not go out now; None where it may. Raises FullError."""
        now, room = self._clock(), segments(text.body)
        if not text.waiting and (later := self._calendar.wait_until(now, None)):
            return later
        if self._store.is_behind(text):
            return now + AFTER_A_REFUSAL[0]
        if not self._pace.room(room, waiting=text.waiting):
            self._store.send_later(text, now + SECOND)
            raise FullError
        return None if self._pace.left_today(room, waiting=text.waiting) else self._calendar.text_time(now + AN_HOUR)

    def _as_it_may_go(self, text: OutgoingText, record: bytes) -> OutgoingText | None:
        """A text as it may go out now that the staff's changes are these; None to keep it back, for what it says.

        Other words are kept before they are sent: by them the carrier is asked for the text, should we die then.
        """
        words = as_it_may_go(self._pack, record, text.body)
        if words == text.body:
            return text
        if words is None or segments(words) > max(MAX_SEGMENTS, segments(text.body)):
            return None
        self._store.reword(text.id, words)
        return replace(text, body=words)

    def hand_over(self, text: OutgoingText) -> None:
        """Hand a text to the carrier that is claimed and was never taken. Raises SendError as `text_due` does."""
        if self._store.sent_today(text.person, text.id) > MOST_A_DAY:
            self._one_too_many(text)
            return
        try:
            sid = self._gateway.send(text.to, text.body, text.id)
        except SendError as error:
            self._store.fault(error.code)
            self._not_taken(text, error)
        else:
            self._store.settle(text.id, TextState.SENT, sid=sid)

    def _found(self, text: OutgoingText) -> str | None:
        """The carrier's id of a text that it may have taken from a worker that died, or gave no answer."""
        try:
            return self._gateway.find(text.to, text.body, text.made)
        except SendError as error:
            self._store.fault(error.code)
            # It is the question that was refused: of the text we know no more than before, and ask again.
            unknown = SendError(None, permanent=False)
            self._not_taken(text, unknown)
            raise unknown from None

    def _one_too_many(self, text: OutgoingText) -> None:
        # What was promised for later can wait for another day; what was asked for today, ten times, cannot be meant.
        again = None if text.waiting else self._again(text, A_DAY)
        if again is None:
            self._store.settle(text.id, TextState.FAILED)
        else:
            self._store.send_later(text, self._calendar.text_time(again))

    def _not_taken(self, text: OutgoingText, error: SendError) -> None:
        again = self._again(text, AFTER_A_REFUSAL[min(text.tries, len(AFTER_A_REFUSAL) - 1)])
        if error.permanent or again is None:
            self._give_up(text, error.code)
        else:
            self._store.try_again(text.id, again, code=error.code)
        if not error.permanent:
            raise error

    def _again(self, text: OutgoingText, wait: timedelta) -> datetime | None:
        again = self._clock() + wait
        return again if again - text.made < (GOOD_FOR if text.waiting else PROMISE_GOOD_FOR) else None

    def delivered(self, text_id: str) -> None:
        """The carrier says that a text has arrived."""
        self._store.settle(text_id, TextState.DELIVERED)

    def lost(self, text_id: str, error: SendError, sid: str | None = None) -> None:
        """The carrier says that a text which it took, as `sid` if it tells, will not arrive.

        What it says of an earlier try, sent anew since, is old news.
        """
        text = self._store.text(text_id)
        if text is None or (sid and text.sid and sid != text.sid):
            return
        self._store.fault(error.code)
        more = text.losses < len(AFTER_A_LOSS)
        again = self._again(text, AFTER_A_LOSS[text.losses]) if more and not error.permanent else None
        if again is None:
            self._give_up(text, error.code)
        else:
            self._store.send_anew(text_id, again, code=error.code)

    def _give_up(self, text: OutgoingText, code: int | None) -> None:
        self._store.settle(text.id, TextState.FAILED, code=code)
        if code == OPTED_OUT or code in NO_MOBILE:
            self._no_more(text, stopped=code == OPTED_OUT)

    def _no_more(self, text: OutgoingText, *, stopped: bool) -> None:
        """Send this phone no more: it has told the carrier STOP and not us, or it takes no texts."""

        def told(turn: Turn) -> Changes:
            known = replace(turn.person, stopped=True) if stopped else replace(turn.person, unreachable=True)
            return Changes(turn.session, known, answer="", end_all=True)

        change_person(self._store, text.person, told)
