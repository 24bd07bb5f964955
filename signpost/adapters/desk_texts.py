"""Texts and follow-ups as the staff see them: what is to come, what was sent, what failed; and what they do about it.

Each list is read a page at a time, in two round trips. What staff do is in the audit log, saved with it or not at all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from redis import Redis
from redis.client import Pipeline

from signpost.adapters import keys
from signpost.adapters.agenda import Agenda
from signpost.adapters.audit import Audit
from signpost.adapters.callbacks import RedisCallbacks
from signpost.adapters.outbox import Note, Outbox
from signpost.adapters.pending import Pending
from signpost.adapters.rings import Rings
from signpost.callback_ports import OpenCallback
from signpost.ports import ErrandKind, OutgoingText, PendingFollowUp
from signpost.ring_ports import OutgoingCall

Record = PendingFollowUp | OutgoingText | OutgoingCall | OpenCallback


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that is to be done, and when (seconds since 1970). `record` is None when it is over by now."""

    kind: ErrandKind
    id: str
    due: float
    record: Record | None

    @property
    def taken(self) -> bool:
        """Whether somebody is at it."""
        return self.due % 1 != 0


@dataclass(frozen=True, slots=True)
class Listed:
    """A text on a list, and since when (seconds since 1970) it is there."""

    text: OutgoingText
    at: float


@dataclass(frozen=True, slots=True)
class Stands:
    """How far a text has come; each time in seconds since 1970, None where it does not hold."""

    text: OutgoingText
    due: float | None
    sent: float | None
    failed: float | None


class DeskTexts:
    """The texts and follow-ups of one Redis database."""

    def __init__(
        self,
        redis: Redis,
        agenda: Agenda,
        audit: Audit,
        *,
        outbox: Outbox,
        pending: Pending,
        rings: Rings,
        callbacks: RedisCallbacks,
    ) -> None:
        self._redis = redis
        self._agenda = agenda
        self._audit = audit
        self._outbox = outbox
        self._pending = pending
        self._kinds: dict[ErrandKind, tuple[Callable[[str], str], Callable[[str, bytes | None], Record | None]]] = {
            ErrandKind.FOLLOW_UP: (keys.follow_up, pending.built),
            ErrandKind.TEXT: (keys.outbox, lambda _id, blob: self._text(blob)),
            ErrandKind.RING: (keys.ring, lambda _id, blob: call.call if (call := rings.built(blob)) else None),
            ErrandKind.MAIL: (keys.callback, callbacks.built),
        }

    def coming(self, start: int, count: int) -> tuple[list[Coming], int]:
        """So much of what is to be done at most, the next first, from that place on; and how much there is in all."""
        errands, total = self._agenda.page(start, count)
        blobs = self._read([self._kinds[kind][0](errand_id) for kind, errand_id, _ in errands])
        return [
            Coming(kind, errand_id, due, self._kinds[kind][1](errand_id, blob))
            for (kind, errand_id, due), blob in zip(errands, blobs, strict=True)
        ], total

    def sent(self, start: int, count: int) -> tuple[list[Listed], int]:
        """So many texts at most that were sent, the latest first, from that place on; and how many there are."""
        return self._listed(keys.SENT, start, count)

    def failed(self, start: int, count: int) -> tuple[list[Listed], int]:
        """So many texts at most that failed, the latest first, from that place on; and how many there are."""
        return self._listed(keys.FAILED, start, count)

    def count_failed(self) -> int:
        """How many texts failed."""
        return int(self._redis.zcard(keys.FAILED))

    def lately_failed_with(self, code: int, most: int) -> int:
        """How many of the `most` latest texts that failed did so with this code."""
        return sum(listed.text.code == code for listed in self.failed(0, most)[0])

    def stands(self, text_id: str) -> Stands | None:
        """How far a text has come, or None when it is no longer kept."""
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.get(keys.outbox(text_id))
            self._agenda.due(pipe, ErrandKind.TEXT, text_id)
            pipe.zscore(keys.SENT, text_id)
            pipe.zscore(keys.FAILED, text_id)
            blob, due, sent, failed = pipe.execute()
        text = self._text(blob)
        return Stands(text, due, sent, failed) if text else None

    def opened(self, who: str, what: str, about: str, kind: ErrandKind) -> None:
        """Note that `who` is going to see what a text or follow-up says, or whom it goes to."""
        with self._redis.pipeline() as pipe:
            self._audit.note(pipe, who, what, about, str(kind))
            pipe.execute()

    def send_again(self, text_id: str, who: str) -> OutgoingText | None:
        """Have `who` send a text once more: see `Outbox.send_again`."""
        return self._outbox.send_again(text_id, self._note(who, "sent again", text_id, ErrandKind.TEXT))

    def drop(self, text_id: str, who: str) -> OutgoingText | None:
        """Have `who` let a text that waits never be sent: see `Outbox.drop`."""
        return self._outbox.drop(text_id, self._note(who, "cancelled", text_id, ErrandKind.TEXT))

    def send_now(self, follow_up_id: str, who: str) -> PendingFollowUp | None:
        """Have `who` bring a follow-up forward: see `Pending.bring_forward`."""
        note = self._note(who, "brought forward", follow_up_id, ErrandKind.FOLLOW_UP)
        return self._pending.bring_forward(follow_up_id, note)

    def cancel(self, follow_up_id: str, who: str) -> PendingFollowUp | None:
        """Have `who` end a follow-up. As it stood; None when it is over."""
        return self._pending.cancel(follow_up_id, self._note(who, "cancelled", follow_up_id, ErrandKind.FOLLOW_UP))

    def _note(self, who: str, what: str, about: str, kind: ErrandKind) -> Note:
        def note(pipe: Pipeline) -> None:
            self._audit.note(pipe, who, what, about, str(kind))

        return note

    def _listed(self, key: str, start: int, count: int) -> tuple[list[Listed], int]:
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.zrange(key, start, start + count - 1, desc=True, withscores=True)
            pipe.zcard(key)
            found, total = cast("tuple[list[tuple[bytes, float]], int]", tuple(pipe.execute()))
        blobs = self._read([keys.outbox(name.decode()) for name, _ in found])
        pairs = list(zip(found, blobs, strict=True))
        # A text is kept from when it was made, and stands here since a later time.
        if ended := [name for (name, _), blob in pairs if blob is None]:
            self._redis.zrem(key, *ended)
        return [Listed(text, at) for (_, at), blob in pairs if (text := self._text(blob))], total - len(ended)

    def _read(self, names: Sequence[str]) -> list[bytes | None]:
        return cast("list[bytes | None]", self._redis.mget(names)) if names else []

    def _text(self, blob: Any) -> OutgoingText | None:
        found = self._outbox.built(blob)
        return found.text if found else None
