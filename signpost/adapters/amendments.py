"""What the staff have changed of the pack: one record, plain JSON, read with each turn and changed by one at a time."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import cast

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError

from signpost.adapters import keys
from signpost.adapters.audit import Audit
from signpost.adapters.watched import Save, change_record
from signpost.amended import amendments_to_change
from signpost.core.amendments import Amendment, Amendments
from signpost.core.hours import london_day
from signpost.staff_ports import OutdatedError

Change = Callable[[Amendments], Amendments]
Amend = Callable[[Amendment], Amendment]


class RedisAmendments:
    """The `Amended` port, and how the staff change it. `clock` gives seconds since 1970; `who` is a name of theirs.

    Every change raises redis.exceptions.RedisError when Redis cannot be reached, and UnreadableAmendmentsError, with
    nothing changed, when the record as it stands cannot be read in whole. Of a service, `seen` is the stamp of the
    amendment that `who` was shown, None for whoever means any: OutdatedError is raised, with nothing changed, when it
    is not that one which stands now. Days are added and removed each by itself, whatever else was changed meanwhile.
    """

    def __init__(self, redis: Redis, audit: Audit, clock: Callable[[], float]) -> None:
        self._redis = redis
        self._audit = audit
        self._clock = clock
        self._last = b""

    @property
    def last(self) -> bytes:
        """The record as this process saw it last; b"" when there was none."""
        return self._last

    def seen(self, blob: bytes | None) -> bytes:
        """Somebody has read the record: this is what holds from here on where Redis is away."""
        self._last = blob or b""
        return self._last

    def read(self) -> bytes:
        """The record as it stands. Where Redis is away, what this process saw last holds: a pause outlives a fault."""
        try:
            return self.seen(cast("bytes | None", self._redis.get(keys.AMENDMENTS)))
        except RedisError:
            return self._last

    def pause(self, key: str, who: str, *, seen: str | None = None) -> None:
        """Give neither the number nor the address of a service from now on."""
        self._change_service(key, who, "paused", lambda one: replace(one, paused=True), seen)

    def take_up(self, key: str, who: str, *, seen: str | None = None) -> None:
        """A service that was paused is told again."""
        self._change_service(key, who, "taken up again", lambda one: replace(one, paused=False), seen)

    def put_number(self, key: str, number: str, who: str, *, seen: str | None = None) -> None:
        """Give this number (E.164) in place of a service's own."""
        self._change_service(key, who, "number replaced", lambda one: replace(one, number=number), seen)

    def lift_number(self, key: str, who: str, *, seen: str | None = None) -> None:
        """Give the service's own number again."""
        self._change_service(key, who, "own number again", lambda one: replace(one, number=None), seen)

    def close(self, days: Iterable[date], who: str) -> None:
        """Have the line shut on these days. Days that are over are let go of."""
        added = frozenset(days)

        def change(now: Amendments) -> Amendments:
            now = self._to_come(now)
            early = {day: at for day, at in now.early.items() if day not in added}
            return replace(now, closed=now.closed | added, early=early)

        self._change(change, lambda pipe: self._note_days(pipe, who, "closed", added))

    def close_early(self, day: date, at: time, who: str) -> None:
        """Have the line shut on this day from a time on (in London). Raises OutdatedError where it is shut already."""

        def change(now: Amendments) -> Amendments:
            now = self._to_come(now)
            if day in now.closed or day in now.early:
                raise OutdatedError
            return replace(now, early={**now.early, day: at})

        self._change(change, lambda pipe: self._note_days(pipe, who, f"closed from {at:%H:%M}", [day]))

    def open(self, day: date, who: str) -> None:
        """Have the line shut no more on a day that was added, nor shut early."""

        def change(now: Amendments) -> Amendments:
            early = {other: at for other, at in now.early.items() if other != day}
            return replace(now, closed=now.closed - {day}, early=early)

        self._change(change, lambda pipe: self._note_days(pipe, who, "not closed", [day]))

    def _to_come(self, now: Amendments) -> Amendments:
        today = london_day(datetime.fromtimestamp(self._clock(), UTC))
        early = {day: at for day, at in now.early.items() if day >= today}
        return replace(now, closed=frozenset(day for day in now.closed if day >= today), early=early)

    def _note_days(self, pipe: Pipeline, who: str, what: str, days: Iterable[date]) -> None:
        for day in sorted(days):
            self._audit.note(pipe, who, what, day.isoformat(), "day")

    def _change_service(self, key: str, who: str, what: str, amend: Amend, seen: str | None) -> None:
        def change(now: Amendments) -> Amendments:
            if seen is not None and seen != now.of(key).stamp:
                raise OutdatedError
            return now.with_service(key, amend(now.of(key)))

        self._change(change, lambda pipe: self._audit.note(pipe, who, what, key, "service"))

    def _change(self, change: Change, note: Save) -> None:
        """Make a change of what is there now, and note it; nothing happens where it is so already."""

        def decide(now: Amendments) -> Save | None:
            then = change(now)
            if then == now:
                return None
            blob = json.dumps(then.to_dict(), separators=(",", ":")).encode()

            def save(pipe: Pipeline) -> None:
                pipe.set(keys.AMENDMENTS, blob)
                note(pipe)

            return save

        change_record(self._redis, keys.AMENDMENTS, amendments_to_change, decide)
        self.read()
