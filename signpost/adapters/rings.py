"""The `Rings` port in Redis: calls that people asked for, from the asking until the carrier has made them.

As with texts (see outbox.py) a worker claims one before it makes it, and a claim that is older than a minute was left
by a worker that died: the next one gets the record as it stood, `calling`, and so knows to ask the carrier first.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from redis import Redis
from redis.client import Pipeline

from signpost.adapters import keys
from signpost.adapters.agenda import Agenda, due_second
from signpost.adapters.ledger import Ledger
from signpost.adapters.outbox import CLAIM
from signpost.adapters.records import ClaimedCall, Records
from signpost.adapters.watched import Save, change_record
from signpost.ports import BeingSentError, ErrandKind
from signpost.ring_ports import OutgoingCall, RingState

# What follows from a record as it stands: what it becomes, and when to look at it next, None when that is over.
Change = tuple[ClaimedCall, int | None]


class Rings:
    """The calls that are to be made. `clock` gives seconds since 1970."""

    def __init__(self, redis: Redis, records: Records, agenda: Agenda, clock: Callable[[], float]) -> None:
        self._redis = redis
        self._records = records
        self._agenda = agenda
        self._clock = clock

    def put(self, ledger: Ledger, call: OutgoingCall) -> None:
        """Keep a call, and have it made at once, as part of the ledger's transaction."""
        ledger.write(call.person, keys.ring(call.id), ClaimedCall(call).to_dict(), keys.RING_LIFE)
        self._agenda.put_ring(ledger.pipe, call.id)

    def claim(self, ring_id: str) -> OutgoingCall | None:
        """Mark a call as being made and return it as it stood before; None when it is gone or over.

        Raises BeingSentError while another worker's claim is fresh.
        """
        now = int(self._clock())

        def claimed(before: ClaimedCall) -> Change:
            if now < before.at + CLAIM:
                raise BeingSentError
            return ClaimedCall(replace(before.call, state=RingState.CALLING), now), now + CLAIM

        return self._change(ring_id, claimed)

    def done(self, ring_id: str) -> bool:
        """A call was made, or will not be. False when it is no longer kept."""
        return bool(
            self._change(ring_id, lambda before: (ClaimedCall(replace(before.call, state=RingState.OVER)), None))
        )

    def again(self, ring_id: str, when: datetime, *, unknown: bool) -> None:
        """The carrier has not made a call that was claimed: claim it again at `when`.

        `unknown` says that it may have made it all the same, and is to be asked before the next try.
        """
        state = RingState.CALLING if unknown else RingState.ASKED
        self._change(ring_id, lambda before: (ClaimedCall(replace(before.call, state=state)), due_second(when)))

    def _change(self, ring_id: str, change: Callable[[ClaimedCall], Change]) -> OutgoingCall | None:
        key = keys.ring(ring_id)

        def decide(before: ClaimedCall) -> Save | None:
            if before.call.state is RingState.OVER:
                return None
            after, due = change(before)

            def save(pipe: Pipeline) -> None:
                pipe.set(key, self._records.write(after.to_dict()), keepttl=True)
                self._look_again(pipe, after, due)

            return save

        before = change_record(self._redis, key, self.built, decide)
        return before.call if before else None

    def built(self, blob: bytes | str | None) -> ClaimedCall | None:
        """The call in a record, or None when there is none that can be read."""
        return self._records.read("call", blob, ClaimedCall.from_dict)

    def _look_again(self, pipe: Pipeline, after: ClaimedCall, due: int | None) -> None:
        if due is None:
            self._agenda.drop(pipe, ErrandKind.RING, after.call.id)
        elif after.at:
            self._agenda.watch_over(pipe, after.call.id, due, ErrandKind.RING)
        else:
            self._agenda.put(pipe, ErrandKind.RING, after.call.id, due)
