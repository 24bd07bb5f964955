"""One run: three texts are due, somebody is killed, and the texts arrive exactly once all the same.

Each run has a Redis of its own, embedded, with its file that is appended to; the carrier is shared, for it survives.
"""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from redis import Redis
from redis.exceptions import ConnectionError as GoneError
from redis.utils import str_if_bytes

from signpost.adapters import embedded, keys
from signpost.adapters.connection import connect
from signpost.adapters.seal import Seal
from signpost.adapters.store import RedisStore
from signpost.core.menu import Keep
from signpost.core.session import Person
from signpost.ports import Changes, OutgoingText, PendingFollowUp, TextState, by_text
from tests import at_ten
from tests.faults import carrier as carriers
from tests.faults import doomed, hurry
from tests.faults.steps import REDIS_DIES, TEXTS, WORKER_DIES, Case, Sort
from tests.house import EXAMPLE, SECRET, TOKENS, environment
from tests.lean_carrier import LeanCarrier

# Bounds, far above what is needed on a machine that is busy with other things.
_TO_DIE, _TO_RECOVER = 60.0, 90.0
# How long Redis stays away: whoever meets its absence gives up at once.
_AWAY = 0.5
_START = "start"  # the example pack's first menu

# Workers are forked from a process that has loaded everything, so that a run costs no start of Python.
_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload([doomed.__name__])
# Whoever starts a process also looks after all others, and would read from what another thread has closed meanwhile.
_forking = threading.Lock()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one run. `recovery` is the seconds from the kill until all was sent and recorded."""

    case: Case
    lost: int
    doubled: int
    wrong: tuple[str, ...]
    recovery: float

    @property
    def fine(self) -> bool:
        """Every text came once, and the store knows."""
        return not (self.lost or self.doubled or self.wrong)

    @property
    def told(self) -> str:
        """All of it, in words."""
        return "\n".join([f"{self.case}: {self.lost} lost, {self.doubled} doubled", *self.wrong])


@dataclass(frozen=True, slots=True)
class Workers:
    """The workers of one run."""

    place: doomed.Place
    started: list[multiprocessing.process.BaseProcess] = field(default_factory=list)

    def start(self, case: Case | None = None) -> None:
        """One more; with a case, one that is doomed."""
        with _forking:
            worker = _forks.Process(target=doomed.work, args=(self.place, case))
            worker.start()
            self.started.append(worker)

    def end(self) -> None:
        """Kill those that still live, each with its scheduler."""
        with _forking:
            for worker in self.started:
                if worker.is_alive() and worker.pid:
                    with suppress(ProcessLookupError):
                        os.killpg(worker.pid, signal.SIGKILL)
                worker.join()
                worker.close()


@dataclass(frozen=True, slots=True)
class Stand:
    """What all runs share: a carrier, the clock's `shift` in seconds, a folder, and how long to wait for a second text.

    Once it has `ended` no run waits for anything more.
    """

    carrier: LeanCarrier
    shift: int
    folder: Path
    linger: float
    ended: threading.Event = field(default_factory=threading.Event)

    def run(self, number: int, case: Case) -> Outcome:
        """Run one case; `number` must be another one each time."""
        folder = self.folder / f"{number}"
        phones = [f"+447700900{number * TEXTS + text:03d}" for text in range(TEXTS)]
        with ExitStack() as ends:
            url = embedded.ensure(folder)
            ends.callback(embedded.stop, folder)
            redis = connect(url)
            ends.callback(redis.close)
            store = RedisStore(redis, Seal(SECRET), Keep(), tokens=TOKENS)
            settings = environment(url, "http://127.0.0.1:1", self.carrier.url, EXAMPLE)
            workers = Workers(doomed.Place(folder, settings, self.shift))
            ends.callback(workers.end)
            _make_due(store, case.sort, phones)
            workers.start(case)
            if not self._wait((folder / doomed.DIED).exists, _TO_DIE):
                return Outcome(case, 0, 0, ("nobody died", _last_words(folder)), 0)
            died = time.monotonic()
            if case.dies in REDIS_DIES:
                time.sleep(_AWAY)
                embedded.ensure(folder)
            if case.dies in WORKER_DIES or case.joined:
                workers.start()
            recovered = self._wait(lambda: _settled(redis, store), _TO_RECOVER)
            recovery = time.monotonic() - died
            self.ended.wait(self.linger)
            wrong = () if recovered and _settled(redis, store) else ("not settled", _last_words(folder))
            return self._judged(case, phones, (*wrong, *_miscounted(store, case.sort)), recovery)

    def _wait(self, done: Callable[[], bool], seconds: float) -> bool:
        """Wait until it is done, so many seconds at most; whether it is."""
        deadline = time.monotonic() + seconds
        while not done():
            if time.monotonic() > deadline or self.ended.wait(0.05):
                return False
        return True

    def _judged(self, case: Case, phones: Sequence[str], wrong: tuple[str, ...], recovery: float) -> Outcome:
        tally = self.carrier.tally()
        lost = sum(tally[phone] == 0 for phone in phones)
        return Outcome(case, lost, sum(max(tally[phone] - 1, 0) for phone in phones), wrong, recovery)


@contextmanager
def stand(folder: Path, linger: float) -> Iterator[Stand]:
    """The carrier runs, and this process has the workers' time and haste."""
    shift = at_ten.shift()
    with carriers.running(shift) as carrier, hurry.hurried(), at_ten.shifted(shift):
        yield Stand(carrier, shift, folder, linger)


@contextmanager
def running(stand: Stand, cases: Sequence[Case], at_once: int) -> Iterator[list[Future[Outcome]]]:
    """The cases' runs, so many at once: most of a run is spent waiting. Those not over at the end are broken off."""
    pool = ThreadPoolExecutor(at_once)
    try:
        yield [pool.submit(stand.run, number, case) for number, case in enumerate(cases)]
    finally:
        stand.ended.set()
        pool.shutdown(cancel_futures=True)


def _make_due(store: RedisStore, sort: Sort, phones: Sequence[str]) -> None:
    now = datetime.now(UTC)
    for phone in phones:
        whose = TOKENS.person(phone)
        changes = Changes(None, Person(), answer="")
        if sort is Sort.REPLY:
            text = OutgoingText(TOKENS.text(), whose, phone, "Ring us.", waiting=True, made=now)
            changes = Changes(None, Person(), answer="", texts=(text,))
        else:
            due = PendingFollowUp(TOKENS.follow_up(whose, ""), whose, phone, _START, now - timedelta(minutes=1))
            changes = Changes(None, Person(), answer="", follow_ups=(due,))
        with store.turn(by_text(whose), whose, None) as turn:
            assert turn.save(changes)


def _settled(redis: Redis, store: RedisStore) -> bool:
    """Whether all texts are recorded as sent, and nothing is left to do now or soon."""
    try:
        found = map(str_if_bytes, redis.keys(keys.outbox("*")))
        texts = [store.text(name) for name in map(keys.outbox_id, found) if name]
        soon = time.time() + timedelta(hours=1).total_seconds()
        return (
            len(texts) == TEXTS
            and all(text is not None and text.state is TextState.SENT for text in texts)
            and redis.zcount(keys.AGENDA, "-inf", soon) == 0
            and not any(store.jobs.waiting().values())
        )
    except GoneError:
        return False


def _miscounted(store: RedisStore, sort: Sort) -> tuple[str, ...]:
    expected = {"texts.sent": TEXTS} | ({"followups.sent": TEXTS} if sort is Sort.FOLLOW_UP else {})
    counts = store.counts()
    return () if counts == expected else (f"counted {counts}",)


def _last_words(folder: Path) -> str:
    return (folder / doomed.LOG).read_text(errors="replace")[-6000:]
