"""A person with the stand-in phone, doing one thing after another: the real Player of a conversation file."""

import re
from collections.abc import Callable

from signpost.phone.call import Call
from signpost.phone.carrier import Carrier
from signpost.phone.faults import NotNowError
from signpost.phone.ledger import Kind, Text
from signpost.phone.numbers import MOBILE
from signpost.phone.seen import Seen, heard, received

_PATIENCE = 20.0


class PhonePlayer:
    """One person, whose mobile is `mobile`, ringing as `caller` (see numbers.CALLERS; 'mobile' rings from `mobile`).

    `deliver_now` brings the next follow-up forward and says whether there was one. A text that the service sends is
    waited for up to `patience` seconds. `forwarded` calls were for another line. A mobile that is keyed in during a
    call counts as this person's too.
    """

    def __init__(
        self,
        carrier: Carrier,
        deliver_now: Callable[[], bool],
        *,
        caller: str = "mobile",
        mobile: str = MOBILE,
        forwarded: bool = False,
        patience: float = _PATIENCE,
    ) -> None:
        self._carrier = carrier
        self._deliver_now = deliver_now
        self._caller = mobile if caller == "mobile" else caller
        self._mobile = mobile
        self._mine = {mobile}
        self._forwarded = forwarded
        self._patience = patience
        self._read = len(carrier.ledger.texts())
        self._call: Call | None = None

    def ring(self) -> tuple[Seen, ...]:
        """Ring the service."""
        if self._call is not None and not self._call.over:
            raise NotNowError("a call is going on: hang up first")
        self._call, sounds = self._carrier.call(self._caller, forwarded=self._forwarded)
        return heard(sounds)

    def pick_up(self) -> tuple[Seen, ...]:
        """Wait until the service rings, and answer."""
        if self._call is not None and not self._call.over:
            raise NotNowError("a call is going on: hang up first")
        if not self._carrier.ledger.wait(lambda _: self._carrier.ringing(self._mobile), self._patience):
            raise NotNowError(f"the phone has not rung within {self._patience:g} seconds")
        self._call, sounds = self._carrier.pick_up(self._mobile)
        return heard(sounds)

    def press(self, keys: str) -> tuple[Seen, ...]:
        """Press keys; when they are not yet a whole answer, wait, as a person does who thinks they are done."""
        call = self._on_call()
        if re.fullmatch(r"07\d{9}", keys):
            self._mine.add(f"+44{keys[1:]}")
        sounds = call.press(keys)
        return heard((*sounds, *call.silence()) if call.keys else sounds)

    def say(self, words: str) -> tuple[Seen, ...]:
        """Speak, where the service listens."""
        return heard(self._on_call().say(words))

    def silence(self) -> tuple[Seen, ...]:
        """Press nothing until the time is up."""
        return heard(self._on_call().silence())

    def dial(self, status: str) -> tuple[Seen, ...]:
        """The call put through has ended so."""
        return heard(self._on_call().dial_ended(status))

    def queue(self, result: str) -> tuple[Seen, ...]:
        """The wait in the queue has ended so."""
        return heard(self._on_call().queue_ended(result))

    def hang_up(self) -> tuple[Seen, ...]:
        """Put the phone down."""
        self._on_call().hang_up()
        return ()

    def send(self, words: str) -> tuple[Seen, ...]:
        """Text the service, and read what comes straight back."""
        return tuple(map(received, self._carrier.text(words, self._mobile)))

    def arrives(self) -> tuple[Seen, ...]:
        """Read the next text that the service sends on its own."""
        self._carrier.ledger.wait(lambda _: self._next() is not None, self._patience)
        found = self._next()
        if found is None:
            raise NotNowError(f"no text came within {self._patience:g} seconds")
        self._read, text = found
        return (received(text),)

    def later(self) -> tuple[Seen, ...]:
        """Have the next follow-up delivered now, and read it."""
        if not self._deliver_now():
            raise NotNowError("no follow-up is waiting to be sent")
        return self.arrives()

    def _on_call(self) -> Call:
        if self._call is None:
            raise NotNowError("there is no call: ring first")
        return self._call

    def _next(self) -> tuple[int, Text] | None:
        for place, text in enumerate(self._carrier.ledger.texts(self._read), self._read + 1):
            if text.kind is Kind.SENT and text.to in self._mine:
                return place, text
        return None
