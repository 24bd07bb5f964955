"""Requests to be rung back: the sealed record, its place in the list, and the errand of its e-mail, changed together.

A request is kept by the number to be rung, so its owner is told of it, whoever asked. Who asked from a mobile of their
own to be rung elsewhere has a record there which only names the request: so they are told too, and do not make a second
one. The lists are
scored so that they stand in the order in which to see to them.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import cast

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import WatchError

from signpost.adapters import keys
from signpost.adapters.agenda import Agenda, due_second
from signpost.adapters.audit import Audit
from signpost.adapters.callback_lists import CallbackLists
from signpost.adapters.callback_records import callback_from_dict, callback_to_dict
from signpost.adapters.days import put_marks
from signpost.adapters.ledger import Ledger
from signpost.adapters.records import VERSION, Records, checked
from signpost.adapters.watched import Save, change_record, watch_and_read
from signpost.callback_ports import (
    AuditPage,
    CallbackPage,
    ChangedError,
    Claim,
    MailState,
    OpenCallback,
    Outcome,
    Shelf,
    Sight,
    Try,
    Waiting,
)
from signpost.core.menu import Keep
from signpost.core.tally import closed
from signpost.ports import ErrandKind, Tokens

_ALIAS = "same as"
# So many requests that are in the order of before are read at a time.
_BATCH = 50
_ALL = Sight()


class RedisCallbacks:
    """The `Callbacks` port. `clock` gives seconds since 1970."""

    def __init__(
        self, redis: Redis, records: Records, agenda: Agenda, keep: Keep, clock: Callable[[], float], *, tokens: Tokens
    ) -> None:
        self._redis = redis
        self._records = records
        self._agenda = agenda
        self._audit = Audit(redis, clock)
        self._life = keep.callback * keys.DAY
        self._lists = CallbackLists(redis, self._life)
        self._clock = clock
        self._tokens = tokens

    def open(self) -> list[OpenCallback]:
        """All of them, in the order in which to see to them. What is no longer kept is taken off the list."""
        return list(self.page(0, 0).callbacks)

    def page(self, start: int, count: int, sight: Sight = _ALL) -> CallbackPage:
        """So many of those on a shelf at most from that place on; see the port."""
        self._reorder()
        ids, total = self._lists.ids(start, count, sight)
        blobs = cast("list[bytes | None]", self._redis.mget([keys.callback(one) for one in ids])) if ids else []
        records = dict(zip(ids, blobs, strict=True))
        built = {one: found for one, blob in records.items() if (found := self.built(one, blob))}
        gone = [one for one, blob in records.items() if blob is None]
        astray = [one for one, found in built.items() if not sight.has(found)]
        self._lists.forget(gone, astray, sight)
        shown = tuple(found for one, found in built.items() if one not in astray)
        return CallbackPage(shown, total - len(gone) - len(astray))

    def shelves(self, who: str, today: date) -> dict[Shelf, int]:
        """How many stand on each shelf."""
        self._reorder()
        return self._lists.count(who, today)

    def waiting(self, today: date) -> Waiting:
        """How many are open, and how urgent they are."""
        self._reorder()
        return self._lists.waiting(today)

    def find(self, callback_id: str) -> OpenCallback | None:
        """One of them, or None when it is closed or was erased."""
        return self.built(callback_id, self._redis.get(keys.callback(callback_id)))

    def show(self, callback_id: str, who: str) -> OpenCallback | None:
        """The same for `who`, who is going to see its number: that is noted first."""
        with self._redis.pipeline() as pipe:
            self._audit.note(pipe, who, "shown", callback_id)
            pipe.get(keys.callback(callback_id))
            return self.built(callback_id, pipe.execute()[-1])

    def close(self, callback_id: str, outcome: Outcome, who: str, *, seen: str = "") -> OpenCallback | None:
        """Say what came of it: it is over, unless that was a try. As it stood before; None when it is gone.

        Raises ChangedError, and nothing has happened, when it is no longer what was `seen`.
        """

        def change(pipe: Pipeline, ledger: Ledger, before: OpenCallback) -> None:
            if seen and seen != before.stamp:
                raise ChangedError
            if outcome.is_try:
                tried = replace(before.request, tries=before.request.tries + 1, unrung=False)
                last = Try(who, self._now())
                self._rewrite(ledger, replace(before, request=tried, claim=None, tried=last), before)
            else:
                self.end(ledger, before)
                put_marks(ledger.batch, closed(before.request, outcome, self._now()))
            pipe.hincrby(keys.COUNTS, f"callbacks.{outcome}", 1)
            self._audit.note(pipe, who, str(outcome), callback_id)

        return self._change(callback_id, change)

    def matching(self, start: str) -> list[str]:
        """The ids of those whose id begins so."""
        return [callback.id for callback in self.open() if callback.id.startswith(start)]

    def claim(self, callback_id: str, who: str, now: datetime) -> Claim | None:
        """Let `who` alone see to a request. The claim that stands: of whoever came first; None when it is gone."""
        made = Claim(who, now.astimezone(UTC).replace(microsecond=0))

        def change(pipe: Pipeline, ledger: Ledger, before: OpenCallback) -> None:
            if before.claim is None:
                self._rewrite(ledger, replace(before, claim=made), before)
                self._audit.note(pipe, who, "claimed", callback_id)

        before = self._change(callback_id, change)
        return (before.claim or made) if before else None

    def release(self, callback_id: str, who: str, *, of: str) -> OpenCallback | None:
        """Have `who` end the claim of `of`, and no other's. As it stood before; None when it is gone."""

        def change(pipe: Pipeline, ledger: Ledger, before: OpenCallback) -> None:
            if before.claim and before.claim.by == of:
                self._rewrite(ledger, replace(before, claim=None), before)
                self._audit.note(pipe, who, "released", callback_id)

        return self._change(callback_id, change)

    def audit(self, before: str = "", most: int = 50) -> AuditPage:
        """A page of the audit log: the latest lines, or with the `next` of a page those before it."""
        return self._audit.page(before, most)

    def mailed(self, callback: OpenCallback, state: MailState, again: datetime | None = None) -> None:
        """Note what became of the e-mail of `callback`, unless the request was changed since; see the port."""

        def change(pipe: Pipeline, ledger: Ledger, before: OpenCallback) -> None:
            # `since` tells a change of the matter alone, the wish one that needs no e-mail.
            if (before.since, before.request.wish) != (callback.since, callback.request.wish):
                return
            tries = before.tries + 1 if again else before.tries
            self._rewrite(ledger, replace(before, mail=state, tries=tries), before)
            if again:
                self._agenda.put(pipe, ErrandKind.MAIL, callback.id, due_second(again))
            else:
                self._agenda.drop(pipe, ErrandKind.MAIL, callback.id)

        self._change(callback.id, change)

    def mail_again(self, callback_id: str, who: str) -> OpenCallback | None:
        """Have `who` let an e-mail that failed be tried again, from the start. As it stood before; None when gone."""

        def change(pipe: Pipeline, ledger: Ledger, before: OpenCallback) -> None:
            if before.mail is MailState.FAILED and before.request.wish.mail:
                self._rewrite(ledger, replace(before, mail=MailState.DUE, tries=0), before)
                self._agenda.put(pipe, ErrandKind.MAIL, callback_id, ledger.now)
                self._audit.note(pipe, who, "e-mailed again", callback_id)

        return self._change(callback_id, change)

    def put(self, ledger: Ledger, callback: OpenCallback, before: OpenCallback | None) -> None:
        """Keep a request, in place of what it was `before`, and have it mailed if it is to be."""
        if before and before.person != callback.person:
            # Its owner has made it theirs: FORGET of whoever asked first no longer erases it.
            self._drop_alias(ledger, before)
            ledger.let_go(before.person, keys.callback(before.id))
        ledger.write(callback.person, keys.callback(callback.id), callback_to_dict(callback), self._life)
        self._write_alias(ledger, callback)
        self._lists.put(ledger.pipe, callback, before)
        if callback.mail is MailState.DUE:
            self._agenda.put(ledger.pipe, ErrandKind.MAIL, callback.id, ledger.now)

    def end(self, ledger: Ledger, callback: OpenCallback) -> None:
        """A request is over. Nothing happens if it is not there."""
        ledger.drop(callback.person, keys.callback(callback.id))
        self._drop_alias(ledger, callback)
        ledger.let_go(self._owner(callback), keys.callback(callback.id))
        self._lists.end(ledger.pipe, callback)
        self._agenda.drop(ledger.pipe, ErrandKind.MAIL, callback.id)

    def off_the_list(self, pipe: Pipeline, callback_id: str) -> None:
        """A request is no longer to be seen to, nor to be mailed."""
        self._lists.drop(pipe, callback_id)
        self._agenda.drop(pipe, ErrandKind.MAIL, callback_id)

    def other(self, blob: bytes | str | None) -> str | None:
        """The id of the request that this record names as the same, or None when it is one itself."""
        same = self._records.read("callback", blob, lambda data: str(checked(data).get(_ALIAS, "")))
        return same or None

    def built(self, callback_id: str, blob: bytes | str | None) -> OpenCallback | None:
        """The request in a record, or None when there is none in it."""
        if self.other(blob):
            return None
        return self._records.read("callback", blob, lambda data: callback_from_dict(callback_id, data))

    def concerns(self, callback: OpenCallback, person: str) -> bool:
        """Whether this is the request of `person`, or is to ring that very number."""
        return person in {callback.person, self._owner(callback)}

    def _now(self) -> datetime:
        return datetime.fromtimestamp(int(self._clock()), UTC)

    def _reorder(self) -> None:
        """Put what an older version of us has kept where it belongs now, a batch at a time: see keys.py."""
        while ids := self._lists.outdated(_BATCH):
            names = tuple(keys.callback(one) for one in ids)
            with self._redis.pipeline() as pipe:
                [blobs] = watch_and_read(pipe, names, ("MGET", *names))
                pipe.multi()
                for one, blob in zip(ids, blobs, strict=True):
                    self._replace(pipe, one, blob)
                try:
                    pipe.execute()
                except WatchError:
                    # Those that were changed meanwhile have been put there by that.
                    continue

    def _replace(self, pipe: Pipeline, callback_id: str, blob: bytes | None) -> None:
        if found := self.built(callback_id, blob):
            self._lists.put(pipe, found, None)
        elif blob is None:
            self._lists.drop(pipe, callback_id)
        else:
            self._lists.put_last(pipe, callback_id)

    def _owner(self, callback: OpenCallback) -> str:
        return self._tokens.person(callback.request.wish.number)

    def _rewrite(self, ledger: Ledger, callback: OpenCallback, before: OpenCallback) -> None:
        """Change a request that is kept, for as long as it was going to be."""
        ledger.pipe.set(keys.callback(callback.id), self._records.write(callback_to_dict(callback)), keepttl=True)
        self._lists.put(ledger.pipe, callback, before)

    def _write_alias(self, ledger: Ledger, callback: OpenCallback) -> None:
        # FORGET of the number's owner erases the request as well.
        ledger.hold(self._owner(callback), keys.callback(callback.id), self._life)
        if alias := self._alias(callback):
            ledger.write(callback.person, alias, {"version": VERSION, _ALIAS: callback.id}, self._life)

    def _drop_alias(self, ledger: Ledger, callback: OpenCallback) -> None:
        if alias := self._alias(callback):
            ledger.drop(callback.person, alias)

    def _alias(self, callback: OpenCallback) -> str | None:
        if not callback.personal or self._owner(callback) == callback.person:
            return None
        return keys.callback(self._tokens.callback(callback.person, callback.request.team))

    def _change(
        self, callback_id: str, change: Callable[[Pipeline, Ledger, OpenCallback], None]
    ) -> OpenCallback | None:

        def decide(before: OpenCallback) -> Save:
            def save(pipe: Pipeline) -> None:
                ledger = Ledger(pipe, self._records, int(self._clock()))
                change(pipe, ledger, before)
                ledger.close()

            return save

        key = keys.callback(callback_id)
        return change_record(self._redis, key, lambda blob: self.built(callback_id, blob), decide)
