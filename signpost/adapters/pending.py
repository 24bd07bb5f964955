"""Follow-ups that are still to come: the sealed record and its entry on the agenda, always changed together."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from redis import Redis
from redis.client import Pipeline

from signpost.adapters import keys
from signpost.adapters.agenda import Agenda, due_minute
from signpost.adapters.ledger import Ledger
from signpost.adapters.records import Records, follow_up_from_dict, follow_up_to_dict
from signpost.adapters.watched import Save, change_record
from signpost.core.menu import Keep
from signpost.ports import ErrandKind, PendingFollowUp, Tokens


class Pending:
    """What is to come for everybody. `clock` gives seconds since 1970."""

    def __init__(
        self, redis: Redis, records: Records, agenda: Agenda, keep: Keep, clock: Callable[[], float], *, tokens: Tokens
    ) -> None:
        self._redis = redis
        self._records = records
        self._agenda = agenda
        self._keep = keep
        self._clock = clock
        self._tokens = tokens

    def read(self, follow_up_id: str) -> PendingFollowUp | None:
        """A pending follow-up, or None when it is over or was cancelled."""
        return self.built(follow_up_id, self._redis.get(keys.follow_up(follow_up_id)))

    def built(self, follow_up_id: str, blob: bytes | str | None) -> PendingFollowUp | None:
        """The follow-up in a record, or None when there is none that can be read."""
        return self._records.read("follow-up", blob, partial(follow_up_from_dict, follow_up_id, self._tokens))

    def put(self, ledger: Ledger, follow_up: PendingFollowUp) -> None:
        """Keep a follow-up, and have it done when it is due; one of the same id is moved."""
        due = due_minute(follow_up.due)
        life = max(due - ledger.now, 0) + self._keep.text * keys.DAY
        ledger.write(follow_up.person, keys.follow_up(follow_up.id), follow_up_to_dict(follow_up), life)
        self._agenda.put(ledger.pipe, ErrandKind.FOLLOW_UP, follow_up.id, due)

    def end(self, ledger: Ledger, person: str, follow_up_id: str) -> None:
        """A follow-up is over. Nothing happens if it is not there."""
        ledger.drop(person, keys.follow_up(follow_up_id))
        self._agenda.drop(ledger.pipe, ErrandKind.FOLLOW_UP, follow_up_id)

    def bring_forward(self, follow_up_id: str, note: Callable[[Pipeline], None]) -> PendingFollowUp | None:
        """Have a follow-up done now, in text hours. As it stood before; None when it is over. Raises ContendedError."""
        now = datetime.fromtimestamp(self._clock(), UTC)
        return self._change(follow_up_id, note, lambda ledger, before: self.put(ledger, replace(before, due=now)))

    def cancel(self, follow_up_id: str, note: Callable[[Pipeline], None]) -> PendingFollowUp | None:
        """A follow-up is over. As it stood before; None when it was already. Raises ContendedError."""
        return self._change(follow_up_id, note, lambda ledger, before: self.end(ledger, before.person, follow_up_id))

    def _change(
        self, follow_up_id: str, note: Callable[[Pipeline], None], change: Callable[[Ledger, PendingFollowUp], None]
    ) -> PendingFollowUp | None:

        def decide(before: PendingFollowUp) -> Save:
            def save(pipe: Pipeline) -> None:
                ledger = Ledger(pipe, self._records, int(self._clock()))
                change(ledger, before)
                ledger.close()
                note(pipe)

            return save

        key = keys.follow_up(follow_up_id)
        return change_record(self._redis, key, lambda blob: self.built(follow_up_id, blob), decide)

    def postpone(self, follow_up: PendingFollowUp, due: datetime) -> None:
        """Keep a follow-up for another due time.

        Nothing happens if it has been ended or moved meanwhile: STOP and FORGET win. Raises ContendedError.
        """

        def save(pipe: Pipeline) -> None:
            ledger = Ledger(pipe, self._records, int(self._clock()))
            self.put(ledger, replace(follow_up, due=due))
            ledger.close()

        change_record(
            self._redis,
            keys.follow_up(follow_up.id),
            lambda blob: self.built(follow_up.id, blob),
            lambda before: save if before == follow_up else None,
        )
