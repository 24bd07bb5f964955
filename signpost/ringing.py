"""Floor 2: a call that somebody asked for by text: made once, and soon or not at all.

Claim, call, record, as with a text (see `delivery`). Whoever finds an old claim asks the carrier for that very call
before making it. What answers the phone is a call like any other: the carrier asks us for its first menu.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from signpost.amended import amended_by
from signpost.carrier_ports import SendError
from signpost.core.events import Contact, Say
from signpost.core.menu import Pack
from signpost.core.numbers import is_mobile
from signpost.core.ring import MADE_WITHIN, RINGS_FOR
from signpost.noted import note_conversation
from signpost.ports import Changes, OutgoingText, Store, Tokens, Turn, by_text
from signpost.render import sms
from signpost.ring_ports import OutgoingCall, Rings, RingState, Telephone
from signpost.turns import change_person

# Who was told "now" has put the phone away by then.
GOOD_FOR = timedelta(seconds=MADE_WITHIN)
AGAIN = timedelta(seconds=20)


class Ringing:
    """Makes the calls that were asked for."""

    def __init__(
        self,
        pack: Pack,
        *,
        store: Store,
        rings: Rings,
        telephone: Telephone,
        tokens: Tokens,
        clock: Callable[[], datetime],
    ) -> None:
        self._pack = pack
        self._store = store
        self._rings = rings
        self._telephone = telephone
        self._tokens = tokens
        self._clock = clock

    def due(self, ring_id: str) -> bool:
        """Have the carrier ring somebody, once. False when there is nothing to be done about it.

        Raises SendError when the carrier makes no call just now; it is then tried again, for a few minutes. Raises
        BeingSentError when another worker is at it.
        """
        call = self._rings.claim(ring_id)
        if call is None:
            return False
        note_conversation(by_text(call.person))
        try:
            made = self._made(call)
            if not made and self._clock() - call.made > GOOD_FOR:
                self._give_up(call)
                return True
            if not made:
                self._call(call)
        except SendError as error:
            self._not_made(call, error)
        else:
            self._rings_now(call)
        return True

    def _call(self, call: OutgoingCall) -> None:
        try:
            self._telephone.call(call.to)
        except SendError as error:
            self._store.fault(error.code)
            raise

    def _rings_now(self, call: OutgoingCall) -> None:
        """Note until when the phone rings, so that who texts RING ME again meanwhile, or afterwards, is told so."""
        if not self._rings.done(call.id):
            return
        until = int(self._clock().timestamp()) + RINGS_FOR

        def ringing(turn: Turn) -> Changes | None:
            known = turn.person
            # Who has pressed a key by now has been reached; who has had all erased was not rung.
            return (
                Changes(turn.session, replace(known, ringing=until), "") if known.rung and not known.reached else None
            )

        change_person(self._store, call.person, ringing)

    def _made(self, call: OutgoingCall) -> bool:
        if call.state is not RingState.CALLING:
            return False
        try:
            return self._telephone.was_called(call.to, call.made)
        except SendError as error:
            self._store.fault(error.code)
            # It is the question that was refused: of the call we know no more than before, and ask again.
            raise SendError(None, permanent=False) from None

    def _not_made(self, call: OutgoingCall, error: SendError) -> None:
        again = self._clock() + AGAIN
        # Of a try that was not answered nobody knows whether the phone rings: that is asked, however late.
        if error.permanent or (error.code is not None and again - call.made > GOOD_FOR):
            self._give_up(call)
        else:
            self._rings.again(call.id, again, unknown=error.code is None)
        if not error.permanent:
            raise error

    def _give_up(self, call: OutgoingCall) -> None:
        """Say sorry, with a person's number, to who was told that we ring; they may ask again today."""
        # Who had all erased meanwhile is not written to.
        if not self._rings.done(call.id):
            return
        now, text_id = self._clock(), self._tokens.text()

        def sorry(turn: Turn) -> Changes:
            pack = amended_by(self._pack, turn.amendments)
            body = sms.body(pack, (Say(pack.wording.ring_failed), Contact(pack.person_signpost.service)))
            text = OutgoingText(text_id, call.person, call.to, body, waiting=True, made=now)
            texts = (text,) if is_mobile(call.to) else ()
            return Changes(turn.session, replace(turn.person, rung="", ringing=0), answer="", texts=texts)

        change_person(self._store, call.person, sorry)
