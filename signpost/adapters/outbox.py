"""Texts on their way: who may send one, and what became of it.

A worker claims a text before it sends. The claim is a state (`sending`) and a time. While the time is fresh nobody else
gets the text; when it is old, the claimant has died, for a job cannot run that long. Then the next worker gets the
record as it stood, `sending`, and so knows to ask the carrier first.

Until a text is sent, or has failed for good, it has an entry on the agenda: when to look at it next, at the latest.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from redis import Redis
from redis.client import Pipeline

from signpost.adapters import keys
from signpost.adapters.agenda import LEASE, Agenda, due_second
from signpost.adapters.records import Claimed, Records
from signpost.adapters.refusals import meaning
from signpost.adapters.watched import Save, change_record
from signpost.core.menu import Keep
from signpost.ports import BeingSentError, ErrandKind, OutgoingText, TextState

logger = logging.getLogger(__name__)

# Whoever has claimed a text is as sure to be gone by then.
CLAIM = LEASE
# In seconds: how long others wait at the most, each time, for one that the carrier would not take.
_IN_ORDER = 300
_OVER = frozenset({TextState.DELIVERED, TextState.FAILED})
_OPEN = frozenset({TextState.QUEUED, TextState.SENDING})
# Writes who did something into the transaction that does it.
Note = Callable[[Pipeline], None]


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of a text's record, and the second at which to look at it next; None when that is over."""

    after: Claimed
    due: int | None = None


class Outbox:
    """The records of outgoing texts. `clock` gives seconds since 1970."""

    def __init__(self, redis: Redis, records: Records, agenda: Agenda, keep: Keep, clock: Callable[[], float]) -> None:
        self._redis = redis
        self._keep = keep
        self._records = records
        self._agenda = agenda
        self._clock = clock

    def text(self, text_id: str) -> OutgoingText | None:
        """A text's record, or None when it is no longer kept."""
        found = self.built(self._redis.get(keys.outbox(text_id)))
        return found.text if found else None

    def claim(self, text_id: str) -> OutgoingText | None:
        """Mark a text as being sent and return it as it stood before; None when it is gone or done.

        Raises BeingSentError while another worker's claim is fresh.
        """
        now = int(self._clock())

        def claimed(before: Claimed) -> Change | None:
            if before.text.state not in _OPEN:
                return None
            if now < before.at + CLAIM:
                raise BeingSentError
            return Change(Claimed(replace(before.text, state=TextState.SENDING), now), now + CLAIM)

        return self._change(text_id, claimed)

    def settle(self, text_id: str, state: TextState, *, sid: str | None = None, code: int | None = None) -> None:
        """Record that a text was sent, delivered or failed.

        A delivered or failed text stays so: the carrier's callbacks come in any order. One that waits to be sent anew
        after a loss was in nobody's hands since: what comes then is late news of the loss, and only that it was
        delivered after all counts. Nothing happens when the text is gone. Each change is counted once, and a failure
        is logged and noted for the staff.
        """

        def settled(before: Claimed) -> Change | None:
            text = before.text
            if text.state in _OVER or (_waits_anew(before) and state is not TextState.DELIVERED):
                return None
            return Change(Claimed(replace(text, state=state, sid=sid or text.sid, code=code)))

        def noted(pipe: Pipeline, text: OutgoingText) -> None:
            if text.tries:
                pipe.delete(keys.behind(text.person))
            if state is not text.state:
                pipe.hincrby(keys.COUNTS, f"texts.{state}", 1)
            if state is TextState.FAILED:
                pipe.zrem(keys.SENT, text_id)
                self._list(pipe, keys.FAILED, text_id)
            else:
                self._list(pipe, keys.SENT, text_id)

        before = self._change(text_id, settled, noted)
        if before and state is TextState.FAILED:
            logger.warning("a text has failed (code %s): %s", code, meaning(code))

    def send_later(self, text: OutgoingText, when: datetime) -> None:
        """Let a text that was claimed, found as `text` then, and not handed over wait until `when`, as it stood."""
        due = self._later(when)

        def as_it_stood(before: Claimed) -> Change | None:
            if before.text.state not in _OPEN:
                return None
            return Change(Claimed(replace(before.text, state=text.state)), due)

        self._change(text.id, as_it_stood)

    def reword(self, text_id: str, words: str) -> None:
        """Give a text that was claimed other words, before it is handed over. The claim stays.

        Where it was found claimed, the carrier has just said that it has no such text: whoever finds it so again is to
        ask for these words.
        """

        def reworded(before: Claimed) -> Change | None:
            if before.text.state not in _OPEN:
                return None
            return Change(Claimed(replace(before.text, body=words), before.at), before.at + CLAIM)

        self._change(text_id, reworded)

    def try_again(self, text_id: str, when: datetime, *, code: int | None) -> None:
        """The carrier did not take a text that was claimed: claim it again at `when`. The try is counted.

        `code` is the carrier's. With none it may have the text all the same, and is asked for it before the next try.
        """
        due = self._later(when)

        def queued(before: Claimed) -> Change | None:
            text = before.text
            if text.state not in _OPEN:
                return None
            state = TextState.SENDING if code is None else TextState.QUEUED
            return Change(Claimed(replace(text, state=state, code=code, tries=text.tries + 1)), due)

        def first(pipe: Pipeline, text: OutgoingText) -> None:
            # It had its turn before all others that come meanwhile. Not for ever: those may be what is needed now.
            wait = min(due - int(self._clock()), _IN_ORDER) + CLAIM
            pipe.set(keys.behind(text.person), text_id, ex=wait, nx=True)
            # Refused once more, it is waited for until its next try again: else others were let go just then.
            pipe.expire(keys.behind(text.person), wait, gt=True)

        self._change(text_id, queued, first)

    def is_behind(self, text: OutgoingText) -> bool:
        """Whether an earlier text to the same person still waits for the carrier to take it."""
        first = self._redis.get(keys.behind(text.person))
        return first is not None and first != text.id.encode()

    def send_anew(self, text_id: str, when: datetime, *, code: int | None) -> None:
        """The carrier took a text and lost it: send it once more at `when`. The loss is counted; told twice, once."""
        due = self._later(when)

        def queued(before: Claimed) -> Change | None:
            text = before.text
            if text.state in _OVER or _waits_anew(before):
                return None
            lost = replace(text, state=TextState.QUEUED, sid=None, code=code, losses=text.losses + 1)
            return Change(Claimed(lost), due)

        self._change(text_id, queued, lambda pipe, _text: pipe.zrem(keys.SENT, text_id))

    def send_again(self, text_id: str, note: Note) -> OutgoingText | None:
        """Let a text that failed be sent once more, or one that waits for its next try be tried at once.

        As it stood before; None when it is gone, or was sent. Raises BeingSentError while a worker is at it.
        """
        soon = self._later(datetime.fromtimestamp(self._clock(), UTC))

        def queued(before: Claimed) -> Change | None:
            self._free(before)
            text = before.text
            if text.state is TextState.FAILED:
                text = _anew(text)
            return Change(Claimed(text), soon) if text.state in _OPEN else None

        def noted(pipe: Pipeline, _text: OutgoingText) -> None:
            pipe.zrem(keys.FAILED, text_id)
            note(pipe)

        return self._change(text_id, queued, noted)

    def drop(self, text_id: str, note: Note) -> OutgoingText | None:
        """Never send a text that waits: it is erased.

        As it stood before; None when it is gone, or waits no more. Raises BeingSentError while a worker is at it.
        """
        key = keys.outbox(text_id)

        def decide(before: Claimed) -> Save | None:
            self._free(before)
            if before.text.state not in _OPEN:
                return None

            def save(pipe: Pipeline) -> None:
                pipe.delete(key)
                pipe.zrem(keys.held(before.text.person), key)
                pipe.delete(keys.behind(before.text.person))
                self._agenda.drop(pipe, ErrandKind.TEXT, text_id)
                note(pipe)

            return save

        found = change_record(self._redis, key, self.built, decide)
        return found.text if found else None

    def _free(self, claimed: Claimed) -> None:
        if claimed.text.state in _OPEN and int(self._clock()) < claimed.at + CLAIM:
            raise BeingSentError

    def _list(self, pipe: Pipeline, key: str, text_id: str) -> None:
        """Put a text on a list, where it is not on it already; what is too old to be kept is let go of."""
        now = int(self._clock())
        pipe.zadd(key, {text_id: now}, nx=True)
        pipe.zremrangebyscore(key, "-inf", now - self._keep.text * keys.DAY)

    def _later(self, when: datetime) -> int:
        # The job that runs now may bear this second in its name, and is deleted by its name when it ends.
        return max(due_second(when), int(self._clock()) + 1)

    def _change(
        self,
        text_id: str,
        change: Callable[[Claimed], Change | None],
        also: Callable[[Pipeline, OutgoingText], object] = lambda _pipe, _text: None,
    ) -> OutgoingText | None:
        """The text as it stood before `change` was saved, and in one transaction with it what `also` does.

        `also` is given the text as it stood before. None when it is gone or `change` left it alone.
        """
        key = keys.outbox(text_id)

        def decide(before: Claimed) -> Save | None:
            changed = change(before)
            if changed is None:
                return None

            def save(pipe: Pipeline) -> None:
                pipe.set(key, self._records.write(changed.after.to_dict()), keepttl=True)
                self._look_again(pipe, changed)
                also(pipe, before.text)

            return save

        before = change_record(self._redis, key, self.built, decide)
        return before.text if before else None

    def _look_again(self, pipe: Pipeline, change: Change) -> None:
        text, due = change.after.text, change.due
        if due is None:
            self._agenda.drop(pipe, ErrandKind.TEXT, text.id)
        elif change.after.at:
            self._agenda.watch_over(pipe, text.id, due)
        elif text.waiting:
            self._agenda.put_reply(pipe, text.id, due)
        else:
            self._agenda.put(pipe, ErrandKind.TEXT, text.id, due)

    def built(self, blob: bytes | str | None) -> Claimed | None:
        """The text in a record, or None when there is none that can be read."""
        return self._records.read("text", blob, Claimed.from_dict)


def _anew(text: OutgoingText) -> OutgoingText:
    """A text that failed, as it is to be sent once more."""
    if text.sid:
        # The carrier had it: what it still says of that try counts no more.
        return replace(text, state=TextState.QUEUED, sid=None, losses=text.losses + 1)
    # Without a code it may have it all the same, and is asked first.
    return replace(text, state=TextState.SENDING if text.code is None else TextState.QUEUED)


def _waits_anew(claimed: Claimed) -> bool:
    return claimed.text.state is TextState.QUEUED and claimed.text.losses > 0
