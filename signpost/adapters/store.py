"""The `Store` port in Redis.

Keys are in keys.py, a turn in turn.py, texts in outbox.py, calls that we make in rings.py, follow-ups in pending.py,
when each is due in agenda.py.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import cast

from redis import Redis
from redis.utils import str_if_bytes

from signpost.adapters import keys
from signpost.adapters.agenda import Agenda
from signpost.adapters.amendments import RedisAmendments
from signpost.adapters.arrivals import Arrivals
from signpost.adapters.audit import Audit
from signpost.adapters.callbacks import RedisCallbacks
from signpost.adapters.carried import CarriedSessions
from signpost.adapters.condition import Conditions
from signpost.adapters.days import Days
from signpost.adapters.desk_texts import DeskTexts
from signpost.adapters.faults import Faults
from signpost.adapters.figures import ShownFigures
from signpost.adapters.floods import RedisFloods
from signpost.adapters.jobqueue import JobQueue
from signpost.adapters.message import DayMessage
from signpost.adapters.outbox import Outbox
from signpost.adapters.patience import Patience
from signpost.adapters.pending import Pending
from signpost.adapters.records import Records
from signpost.adapters.rings import Rings
from signpost.adapters.seal import Seal
from signpost.adapters.staff import Staff
from signpost.adapters.turn import Address, RedisTurn, Tools
from signpost.adapters.unread import UnreadTexts
from signpost.core.menu import Keep
from signpost.flood_ports import Coming
from signpost.ports import Errand, ErrandKind, OutgoingText, PendingFollowUp, TextState, Tokens


class RedisStore:
    """State in one Redis database (see `connection.connect`). `clock` gives seconds since 1970.

    `tokens` name the people whose numbers others have keyed, and must be those that name whoever rings or texts.
    `teams` are the keys of the services that are asked to ring back.
    Every method raises redis.exceptions.RedisError when Redis cannot be reached.
    """

    def __init__(
        self,
        redis: Redis,
        seal: Seal,
        keep: Keep,
        clock: Callable[[], float] = time.time,
        *,
        tokens: Tokens,
        teams: tuple[str, ...] = (),
    ) -> None:
        self.floods = RedisFloods(redis)
        self.jobs = JobQueue(redis)
        self.agenda = Agenda(redis, self.jobs, clock)
        self.audit = audit = Audit(redis, clock)
        self.message = DayMessage(redis, audit, clock)
        self.amendments = RedisAmendments(redis, audit, clock)
        self.days = Days(redis)
        self._redis = redis
        self.carried = CarriedSessions(seal)
        self._records = Records(seal)
        self._outbox = Outbox(redis, self._records, self.agenda, keep, clock)
        self._pending = Pending(redis, self._records, self.agenda, keep, clock, tokens=tokens)
        self.rings = Rings(redis, self._records, self.agenda, clock)
        self.callbacks = RedisCallbacks(redis, self._records, self.agenda, keep, clock, tokens=tokens)
        self.unread = UnreadTexts(redis, self._records, keep.words)
        self.faults = Faults(redis, clock)
        self.arrivals = Arrivals(redis)
        self.figures = ShownFigures(redis)
        self.condition = Conditions(redis, self.faults, clock)
        self.staff = Staff(redis, self._records)
        self.texts = DeskTexts(
            redis,
            self.agenda,
            audit,
            outbox=self._outbox,
            pending=self._pending,
            rings=self.rings,
            callbacks=self.callbacks,
        )
        self._tools = Tools(
            self._records,
            self.agenda,
            self._pending,
            self.rings,
            tokens,
            keep,
            clock,
            self.callbacks,
            self.unread,
            self.amendments,
            self.carried,
            Patience(),
            teams,
        )

    @contextmanager
    def turn(
        self,
        conversation: str,
        person: str,
        message: str | None,
        *,
        follow_up_id: str | None = None,
        coming: Coming | None = None,
        to_come: bool = False,
    ) -> Iterator[RedisTurn]:
        """Read and watch a conversation ('call:<id>' or 'text:<person>') and its person, and maybe a follow-up."""
        address = Address(conversation, person, message, follow_up_id, coming, to_come)
        with self._redis.pipeline() as pipe:
            yield RedisTurn(self._tools, pipe, address)

    def forgotten(self, person: str) -> int:
        """When all about a person was erased in the last four hours, but not by their own FORGET; else 0."""
        return int(self._redis.get(keys.forgotten(person)) or 0)

    def follow_up(self, follow_up_id: str) -> PendingFollowUp | None:
        """A pending follow-up, or None when it is over or was cancelled."""
        return self._pending.read(follow_up_id)

    def postpone(self, follow_up: PendingFollowUp, due: datetime) -> None:
        """Keep a follow-up, and have it done, for another due time; see `Pending.postpone`."""
        self._pending.postpone(follow_up, due)

    def take(self, now: datetime, most: int) -> list[Errand]:
        """The errands that are due, in the order in which to do them, for the taker alone; see the port."""
        return self.agenda.take(int(now.timestamp()), most)

    def whose(self, errands: Sequence[Errand]) -> list[str]:
        """Whom each of these is for, as far as their order matters; its own id where that is nobody."""
        with self._redis.pipeline(transaction=False) as pipe:
            for errand in errands:
                # A call and an e-mail have neither, and no order.
                pipe.get(keys.outbox(errand.id) if errand.kind is ErrandKind.TEXT else keys.follow_up(errand.id))
            blobs = pipe.execute(raise_on_error=False)
        return [self._whose(errand, blob) or errand.id for errand, blob in zip(errands, blobs, strict=True)]

    def _whose(self, errand: Errand, blob: object) -> str | None:
        if not isinstance(blob, bytes):
            return None
        if errand.kind is ErrandKind.TEXT:
            claimed = self._outbox.built(blob)
            return claimed.text.person if claimed else None
        pending = self._pending.built(errand.id, blob)
        return pending.person if pending else None

    def done(self, errand: Errand) -> None:
        """An errand that was taken leads to nothing more; nothing happens when it was put off meanwhile."""
        self.agenda.give_back([errand])

    def give_back(self, errands: Sequence[Errand], now: datetime) -> None:
        """Let errands that were taken be taken again, from `now` on and in their old order."""
        self.agenda.give_back(errands, int(now.timestamp()))

    def wake(self, when: datetime | None = None) -> None:
        """Have a worker look for errands at `when`, or at once."""
        self.agenda.wake(when)

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

    def is_behind(self, text: OutgoingText) -> bool:
        """Whether an earlier text to the same person still waits for the carrier to take it."""
        return self._outbox.is_behind(text)

    def claim(self, text_id: str) -> OutgoingText | None:
        """Mark a text as being sent and return it as it stood before; None when it is gone or done.

        Raises BeingSentError while another worker's claim is fresh.
        """
        return self._outbox.claim(text_id)

    def settle(self, text_id: str, state: TextState, *, sid: str | None = None, code: int | None = None) -> None:
        """Record that a text was sent, delivered or failed; see `Outbox.settle`.

        They are counted, as texts.sent, texts.delivered and texts.failed.
        """
        self._outbox.settle(text_id, state, sid=sid, code=code)

    def send_later(self, text: OutgoingText, when: datetime) -> None:
        """Let a text that was claimed, found as `text` then, and not handed over wait until `when`, as it stood."""
        self._outbox.send_later(text, when)

    def reword(self, text_id: str, words: str) -> None:
        """Give a text that was claimed other words, before it is handed over: see `Outbox.reword`."""
        self._outbox.reword(text_id, words)

    def try_again(self, text_id: str, when: datetime, *, code: int | None) -> None:
        """The carrier did not take a text that was claimed: see `Outbox.try_again`."""
        self._outbox.try_again(text_id, when, code=code)

    def send_anew(self, text_id: str, when: datetime, *, code: int | None) -> None:
        """The carrier took a text and lost it: send it once more at `when`. The loss is counted, once."""
        self._outbox.send_anew(text_id, when, code=code)

    def fault(self, code: int | None) -> None:
        """Count a fault of the carrier's, for the staff; see `Faults.note`."""
        self.faults.note(code)

    def failed(self) -> list[OutgoingText]:
        """The texts that failed, the latest first, as far as they are still kept."""
        found = cast("list[bytes]", self._redis.zrange(keys.FAILED, 0, -1, desc=True))
        return [text for text in map(self.text, map(bytes.decode, found)) if text]

    def counts(self) -> dict[str, int]:
        """Every counter that was ever raised."""
        return {str_if_bytes(name): int(number) for name, number in self._redis.hgetall(keys.COUNTS).items()}

    def ping(self) -> None:
        """Raises redis.exceptions.RedisError unless Redis answers."""
        self._redis.ping()
