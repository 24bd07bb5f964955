"""The `Store` port in Redis. Keys are in keys.py, a turn in turn.py, texts in outbox.py, follow-ups in agenda.py."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from redis import Redis
from redis.exceptions import WatchError
from redis.utils import str_if_bytes

from signpost.adapters import keys
from signpost.adapters.agenda import Agenda
from signpost.adapters.jobqueue import JobQueue
from signpost.adapters.ledger import Ledger
from signpost.adapters.outbox import Outbox
from signpost.adapters.records import Records, follow_up_from_dict
from signpost.adapters.seal import Seal
from signpost.adapters.turn import Address, RedisTurn, Tools
from signpost.adapters.watched import TRIES, ContendedError, watch_and_read
from signpost.core.menu import Keep
from signpost.ports import OutgoingText, PendingFollowUp, TextState, Tokens


class RedisStore:
    """State in one Redis database (see `connection.connect`). `clock` gives seconds since 1970.

    `tokens` name the people whose numbers others have keyed, and must be those that name whoever rings or texts.
    Every method raises redis.exceptions.RedisError when Redis cannot be reached.
    """

    def __init__(
        self, redis: Redis, seal: Seal, keep: Keep, clock: Callable[[], float] = time.time, *, tokens: Tokens
    ) -> None:
        self.jobs = JobQueue(redis)
        self._redis = redis
        self._records = Records(seal)
        self._outbox = Outbox(redis, self._records, self.jobs, clock)
        self._agenda = Agenda(self.jobs, keep)
        self._tools = Tools(self._records, self.jobs, self._agenda, tokens, keep, clock)

    @contextmanager
    def turn(self, conversation: str, person: str, message: str | None) -> Iterator[RedisTurn]:
        """Read and watch a conversation ('call:<id>' or 'text:<person>') and its person."""
        with self._redis.pipeline() as pipe:
            yield RedisTurn(self._tools, pipe, Address(conversation, person, message))

    def follow_up(self, follow_up_id: str) -> PendingFollowUp | None:
        """A pending follow-up, or None when it is over or was cancelled."""
        return self._records.read("follow-up", self._redis.get(keys.follow_up(follow_up_id)), follow_up_from_dict)

    def postpone(self, follow_up: PendingFollowUp) -> None:
        """Keep a follow-up, and run it again, for its new due time.

        Nothing happens if it has been ended meanwhile: STOP and FORGET win. Raises ContendedError.
        """
        key = keys.follow_up(follow_up.id)
        for _ in range(TRIES):
            with self._redis.pipeline() as pipe:
                if not watch_and_read(pipe, (key,), ("EXISTS", key))[0]:
                    return
                due = self._agenda.watch(pipe, {follow_up.person})[follow_up.person]
                pipe.multi()
                ledger = Ledger(pipe, self._records, int(self._tools.clock()))
                self._agenda.put(ledger, follow_up, due.get(follow_up.id))
                ledger.close()
                try:
                    pipe.execute()
                except WatchError:
                    continue
                return
        raise ContendedError

    def sent_today(self, person: str, text_id: str) -> int:
        """Count this text among those of the last day to a person, once however often it is tried; how many now."""
        key = keys.today(person)
        with self._redis.pipeline() as pipe:
            pipe.sadd(key, text_id)
            pipe.expire(key, keys.DAY, nx=True)
            pipe.scard(key)
            count: int = pipe.execute()[-1]
        return count

    def text(self, text_id: str) -> OutgoingText | None:
        """A text's record, or None when it is no longer kept."""
        return self._outbox.text(text_id)

    def claim(self, text_id: str) -> OutgoingText | None:
        """Mark a text as being sent and return it as it stood before; None when it is gone or done.

        Raises outbox.BeingSentError, a passing SendError, while another worker's claim is fresh.
        """
        return self._outbox.claim(text_id)

    def settle(self, text_id: str, state: TextState, *, sid: str | None = None, code: int | None = None) -> None:
        """Record what became of a text. A delivered or failed text stays so; nothing happens when it is gone.

        `queued` and `sending` end the claim: the next attempt may start at once, and after `sending` asks the carrier.
        The others are counted, as texts.sent, texts.delivered and texts.failed.
        """
        self._outbox.settle(text_id, state, sid=sid, code=code)

    def send_later(self, text_id: str, when: datetime, *, lost: int | None = None) -> None:
        """Put a text back into the queue, to be sent at `when`; nothing happens when it is gone, delivered or failed.

        `lost` is the carrier's code when it had taken the text and lost it: that is counted, and it is sent anew.
        """
        self._outbox.send_later(text_id, when, lost=lost)

    def counts(self) -> dict[str, int]:
        """Every counter that was ever raised."""
        return {str_if_bytes(name): int(number) for name, number in self._redis.hgetall(keys.COUNTS).items()}

    def ping(self) -> None:
        """Raises redis.exceptions.RedisError unless Redis answers."""
        self._redis.ping()
