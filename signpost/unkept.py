"""Floor 2: a turn while nothing can be read or kept: it goes by the session that the carrier brought back.

Twilio returns our cookie with each step of a call, and for hours with a person's texts. So whoever is on their way to a
contact still gets there, hears it and can be put through; nothing is promised (see `core.unkept`).
"""

from dataclasses import dataclass

from signpost.answering import answer
from signpost.core.engine import step
from signpost.core.events import Contact, Started
from signpost.core.numbers import is_mobile
from signpost.core.own_words import DANGER
from signpost.core.session import Channel, Context, Session
from signpost.core.understanding import Understand, deaf
from signpost.incoming import Incoming
from signpost.line import LineNow


@dataclass(frozen=True, slots=True)
class Unkept:
    """Turns without a store. `voice_url` is the path of every call's webhook."""

    line: LineNow
    voice_url: str
    understand: Understand = deaf

    def answer(self, incoming: Incoming, session: Session | None) -> tuple[str, Session]:
        """The TwiML for this event, and where it leads from `session`; None when nothing is known."""
        after, outputs = step(self.line.pack, session, incoming.event, self._context(incoming))
        if session is None and incoming.channel is Channel.TEXT and DANGER not in outputs:
            # Should no cookie come back, this text is all that they get from us.
            outputs = (*outputs, Contact(self.line.pack.person_signpost.service))
        return answer(self.line, self.voice_url, incoming, after, outputs), after

    def _context(self, incoming: Incoming) -> Context:
        number = incoming.number
        opens = self.line.opens()
        return Context(
            incoming.channel,
            int(self.line.clock().timestamp()),
            number if number and is_mobile(number) else None,
            holidays=self.line.holidays,
            open=opens is None,
            opens=opens or "",
            opens_on=self.line.opens(dated=True) or "",
            # Whom we put through, nobody knows now: only what shows our own number is surely our own call.
            own_call=isinstance(incoming.event, Started) and incoming.from_us,
            number=number,
            we_rang=incoming.we_rang,
            understand=self.understand,
            kept=False,
        )
