"""Texts on their way: who may send one, and what became of it.

A worker claims a text before it sends. The claim is a state (`sending`) and a time. While the time is fresh nobody else
gets the text; when it is old, the claimant has died, for a job cannot run that long. Then, and after `settle` has given
the text back, the next worker gets the record as it stood, `sending`, and so knows to ask the carrier first.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import WatchError

from signpost.adapters import keys
from signpost.adapters.jobqueue import JOB_LIFE, JobQueue, due_second
from signpost.adapters.ledger import Ledger
from signpost.adapters.records import Claimed, Records
from signpost.adapters.refusals import meaning
from signpost.adapters.watched import TRIES, ContendedError, watch_and_read
from signpost.ports import OutgoingText, SendError, TextState

logger = logging.getLogger(__name__)

CLAIM = 60
_OVER = frozenset({TextState.DELIVERED, TextState.FAILED})
_OPEN = frozenset({TextState.QUEUED, TextState.SENDING})
_COUNTED = _OVER | {TextState.SENT}


class BeingSentError(SendError):
    """Another worker is at this text just now: come back in a minute. Passing, as any job that raises it is retried."""

    def __init__(self) -> None:
        super().__init__(None, permanent=False)
        self.args = ("another worker is sending this text",)


class Outbox:
    """The records of outgoing texts. `clock` gives seconds since 1970."""

    def __init__(self, redis: Redis, records: Records, jobs: JobQueue, clock: Callable[[], float]) -> None:
        self._redis = redis
        self._records = records
        self._jobs = jobs
        self._clock = clock

    def text(self, text_id: str) -> OutgoingText | None:
        """A text's record, or None when it is no longer kept."""
        found = self._read(self._redis.get(keys.outbox(text_id)))
        return found.text if found else None

    def claim(self, text_id: str) -> OutgoingText | None:
        """Mark a text as being sent and return it as it stood before; None when it is gone or done.

        Raises BeingSentError while another worker's claim is fresh.
        """
        now = int(self._clock())

        def claimed(before: Claimed) -> Claimed | None:
            if before.text.state not in _OPEN:
                return None
            if now < before.at + CLAIM:
                raise BeingSentError
            return Claimed(replace(before.text, state=TextState.SENDING), now)

        before = self._change(text_id, claimed, lambda _pipe, _text: None)
        return before.text if before else None

    def settle(self, text_id: str, state: TextState, *, sid: str | None = None, code: int | None = None) -> None:
        """Record what became of a text, and give up the claim on it.

        A delivered or failed text stays so, and a sent one is not put back into the queue: the carrier's callbacks
        come in any order. One that waits to be sent anew after a loss was in nobody's hands since: what comes then is
        late news of the loss, and only that it was delivered after all counts. Nothing happens when the text is gone.
        Each change to sent, delivered or failed is counted once, and a failure is logged.
        """

        def settled(before: Claimed) -> Claimed | None:
            text = before.text
            if text.state in _OVER or (text.state is TextState.SENT and state in _OPEN):
                return None
            if _waits_anew(text) and state is not TextState.DELIVERED:
                return None
            return Claimed(replace(text, state=state, sid=sid or text.sid, code=code))

        def counted(pipe: Pipeline, text: OutgoingText) -> None:
            if state in _COUNTED and state is not text.state:
                pipe.hincrby(keys.COUNTS, f"texts.{state}", 1)

        before = self._change(text_id, settled, counted)
        if before and state is TextState.FAILED:
            logger.warning("a text has failed (code %s): %s", code, meaning(code))

    def send_later(self, text_id: str, when: datetime, *, lost: int | None = None) -> None:
        """Put a text back into the queue, to be sent at `when`, and give up the claim on it.

        Nothing happens when it is gone, delivered or failed. A sent one is put back only with `lost`, the carrier's
        code when it took the text and lost it; that is counted, and told twice it counts once.
        """
        now = int(self._clock())
        # The job that runs now may bear this second in its name, and is deleted by its name when it ends.
        due = max(due_second(when), now + 1)

        def queued(before: Claimed) -> Claimed | None:
            text = before.text
            if text.state in _OVER or (text.state is TextState.SENT if lost is None else _waits_anew(text)):
                return None
            if lost is None:
                return Claimed(replace(text, state=TextState.QUEUED))
            return Claimed(replace(text, state=TextState.QUEUED, sid=None, code=lost, losses=text.losses + 1))

        def scheduled(pipe: Pipeline, text: OutgoingText) -> None:
            ledger = Ledger(pipe, self._records, now)
            job = self._jobs.text_later(pipe, text_id, due, waiting=text.waiting)
            ledger.hold(text.person, job, due - now + JOB_LIFE)
            ledger.close()

        self._change(text_id, queued, scheduled)

    def _change(
        self,
        text_id: str,
        change: Callable[[Claimed], Claimed | None],
        also: Callable[[Pipeline, OutgoingText], None],
    ) -> Claimed | None:
        """The record as it stood before `change` was saved, and in one transaction with it what `also` does.

        `also` is given the text as it stood before. None when it is gone or `change` left it alone.
        """
        key = keys.outbox(text_id)
        for _ in range(TRIES):
            with self._redis.pipeline() as pipe:
                before = self._read(watch_and_read(pipe, (key,), ("GET", key))[0])
                after = change(before) if before else None
                if before is None or after is None:
                    return None
                pipe.multi()
                pipe.set(key, self._records.write(after.to_dict()), keepttl=True)
                also(pipe, before.text)
                try:
                    pipe.execute()
                except WatchError:
                    continue
                return before
        raise ContendedError

    def _read(self, blob: bytes | str | None) -> Claimed | None:
        return self._records.read("text", blob, Claimed.from_dict)


def _waits_anew(text: OutgoingText) -> bool:
    return text.state is TextState.QUEUED and text.losses > 0
