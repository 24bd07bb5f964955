"""Floor 2: what a step may know beside the session: the time, the line, and who is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from signpost.callbacks import Known, texted
from signpost.core.events import Started
from signpost.core.menu import Pack
from signpost.core.numbers import is_mobile, may_be_rung
from signpost.core.session import Channel, Context, Person
from signpost.core.understanding import Understand
from signpost.followups import FollowUps
from signpost.incoming import Incoming
from signpost.line import LineNow
from signpost.ports import Store, Tokens, Turn, by_text
from signpost.render.voice import RING_FOR

# A call that we put through rings this long at most, the time to connect it included. What the line forwards to us of
# the same caller meanwhile is that very call.
RINGING = timedelta(seconds=RING_FOR + 10)


def may_choose(incoming: Incoming) -> bool:
    """Whether this may be a caller about to choose a matter, who is told which are open; nobody else needs to be."""
    return incoming.channel is Channel.VOICE and not incoming.opens and is_mobile(incoming.number or "")


@dataclass(frozen=True, slots=True)
class Contexts:
    """Makes them. `caller_number` is the one that our own calls come from, None for none."""

    pack: Pack
    store: Store
    tokens: Tokens
    follow_ups: FollowUps
    caller_number: str | None
    understand: Understand

    def of(self, incoming: Incoming, turn: Turn, callbacks: Known, line: LineNow, now: datetime) -> Context:
        """The context of this turn, on the line as it is `now` (aware). Raises what the store raises."""
        number = incoming.number
        mobile = number if number and is_mobile(number) else None
        keyed = texted(self.pack, turn.session, callbacks)
        opens = line.opens()
        refused = bool(keyed) and keyed != mobile and self._refuses(self.tokens.person(keyed or ""))
        return Context(
            incoming.channel,
            int(now.timestamp()),
            mobile,
            turn.person,
            refused,
            pending=self._open_matters(incoming, turn),
            holidays=self.follow_ups.calendar.holidays,
            open=opens is None,
            opens=opens or "",
            opens_on=line.opens(dated=True) or "",
            message=turn.message,
            own_call=self._is_own_call(incoming, turn.person, now),
            number=number,
            callbacks={team: callback.request for team, callback in callbacks.standing.items()},
            given={team: one.request if one else None for team, one in callbacks.given.items()},
            phone=self._phone(incoming),
            we_rang=incoming.we_rang,
            understand=self.understand,
        )

    def _phone(self, incoming: Incoming) -> str | None:
        # Our own number can stand as the sender of a forged text.
        own = {self.caller_number, incoming.own_number}
        number = incoming.number
        return number if number and self.caller_number and may_be_rung(number) and number not in own else None

    def _is_own_call(self, incoming: Incoming, person: Person, now: datetime) -> bool:
        just_rung = incoming.diverted and now.timestamp() - person.dialled < RINGING.total_seconds()
        return isinstance(incoming.event, Started) and (incoming.from_us or just_rung)

    def _open_matters(self, incoming: Incoming, turn: Turn) -> frozenset[str]:
        choosing = turn.session is not None and turn.session.place == self.pack.first
        if not choosing or not turn.to_come:
            return frozenset()
        return self.follow_ups.open_matters(self.tokens.person(incoming.known_as), turn.to_come)

    def _refuses(self, person: str) -> bool:
        with self.store.turn(by_text(person), person, None) as theirs:
            return theirs.person.stopped
