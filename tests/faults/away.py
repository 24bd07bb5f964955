"""Every way in which Redis can fail, while people walk to their contact: the Procfile's own processes, a real server.

Nobody may be left standing. Whoever wants no more than the contact gets there in the midst of it, hears the number and
can be put through; whoever wants something kept is refused kindly, or has it. Once the fault is over all is whole, with
the very processes that were there before.
"""

import os
import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis

from signpost.adapters import embedded
from signpost.adapters.connection import connect
from signpost.adapters.seal import Seal
from signpost.adapters.store import RedisStore
from signpost.core.menu import Keep
from tests.between import Way
from tests.faults.asking import TO_BE_RUNG, TO_BE_TEXTED, Asker, Diary
from tests.faults.crowd import number
from tests.faults.moody import Moody, moody
from tests.faults.processes import Processes, started
from tests.faults.rough import EVERY, ROUND_TRIP, Rough, Roughness, rough
from tests.faults.table import Row
from tests.faults.waiting import until
from tests.faults.walking import Walk, Walker
from tests.house import SECRET, TOKENS, environment

PACK = Path("tests/packs/team")
TEAM = "case-team"
# Bounds, far above what is needed.
_TO_WALK, _TO_SETTLE = 90.0, 240.0
# Whoever was told late that Redis was away may have asked just before it was back.
_GRACE = 3.0
# Phones of those who walk, and for each fault so many of those to be rung and so many to be texted.
_WALKERS, _ASKERS, _EACH = 10, 100, 40


@dataclass(frozen=True, slots=True)
class Stand:
    """The service, what it stands on, and how that is broken: `redis` is the test's own way to the server."""

    folder: Path
    redis: Redis
    relay: Rough
    carrier: Moody
    processes: Processes

    def signal_server(self, number: signal.Signals) -> None:
        """Have the server stop where it is, or go on."""
        os.kill(int((self.folder / "valkey.pid").read_text()), number)

    def set(self, name: str, value: str) -> None:
        """Change a setting of the server."""
        self.redis.config_set(name, value)


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail. `total`: nothing at all can be kept while it lasts."""

    name: str
    begin: Callable[[Stand], object]
    end: Callable[[Stand], object]
    total: bool = True


def _way(way: Way) -> Callable[[Stand], None]:
    def take(stand: Stand) -> None:
        stand.relay.way = way

    return take


def _be(roughness: Callable[[], Roughness]) -> Callable[[Stand], None]:
    def be(stand: Stand) -> None:
        stand.relay.roughness = roughness()

    return be


def _fill_disk(stand: Stand) -> None:
    """Have the server's copy on the disk fail, as when that is full: where its file should be there is a folder."""
    (stand.folder / "dump.rdb").mkdir()
    stand.set("save", "86400 1000000")
    _save(stand, "err")


def _empty_disk(stand: Stand) -> None:
    shutil.rmtree(stand.folder / "dump.rdb")
    _save(stand, "ok")
    stand.set("save", "")


def _save(stand: Stand, becomes: str) -> None:
    stand.redis.bgsave()
    until(lambda: stand.redis.info("persistence")["rdb_last_bgsave_status"] == becomes, 20)


_SMOOTH = _be(Roughness)
REFUSED = Fault("Redis refuses connections", _way(Way.REFUSED), _way(Way.OPEN))
STOPPED = Fault(
    "Redis hangs (SIGSTOP)",
    lambda stand: stand.signal_server(signal.SIGSTOP),
    lambda stand: stand.signal_server(signal.SIGCONT),
)
SWALLOWED = Fault("Redis's replies are swallowed", _way(Way.HUNG), _way(Way.OPEN))
TORN = Fault("Redis's replies are cut in the middle", _be(lambda: Roughness(torn=True)), _SMOOTH)
RESET = Fault(
    f"every {EVERY}th packet to Redis is reset", _be(lambda: Roughness(reset_every=EVERY)), _SMOOTH, total=False
)
SLOW = Fault(
    f"Redis takes {ROUND_TRIP * 1000:.0f} ms a round trip", _be(lambda: Roughness(ROUND_TRIP)), _SMOOTH, total=False
)
READ_ONLY = Fault(
    "Redis is read-only (REPLICAOF)",
    lambda stand: stand.redis.replicaof("127.0.0.1", "1"),
    lambda stand: stand.redis.replicaof("NO", "ONE"),
)
ALONE = Fault(
    "Redis has too few replicas (min-replicas-to-write)",
    lambda stand: stand.set("min-replicas-to-write", "1"),
    lambda stand: stand.set("min-replicas-to-write", "0"),
)
FULL = Fault(
    "Redis is out of memory (noeviction)",
    lambda stand: stand.set("maxmemory", "1mb"),
    lambda stand: stand.set("maxmemory", "0"),
)
DISK = Fault("Redis cannot write its disk (MISCONF)", _fill_disk, _empty_disk)
FAULTS = (REFUSED, STOPPED, SWALLOWED, TORN, RESET, SLOW, READ_ONLY, ALONE, FULL, DISK)


@dataclass(frozen=True, slots=True)
class Met:
    """What people lived through in one fault, which was from `began` to `ended` by `time.monotonic`."""

    fault: Fault
    walking: Diary = field(default_factory=Diary)
    texted: Diary = field(default_factory=Diary)
    rung: Diary = field(default_factory=Diary)
    wrong: list[str] = field(default_factory=list)
    span: list[float] = field(default_factory=list)

    @property
    def diaries(self) -> tuple[Diary, ...]:
        """All of them."""
        return self.walking, self.texted, self.rung


def run(
    folder: Path, commands: Mapping[str, str], *, people: int, seconds: float, faults: Sequence[Fault] = FAULTS
) -> list[Row]:
    """Meet each fault, so many callers and so many texters each time, for so long at least, and see what is left."""
    with stand(folder, commands) as at:
        before = {name: process.pid for name, process in at.processes.started.items()}
        met = [_meet(at, fault, people, seconds, place) for place, fault in enumerate(faults)]
        store = RedisStore(at.redis, Seal(SECRET), Keep(), tokens=TOKENS, teams=(TEAM,))
        there = Counter(one.request.wish.number for one in store.callbacks.open())
        until(lambda: all(_arrived(at.carrier, one.texted) for one in met), _TO_SETTLE)
        rows = [_judged(at.carrier, one, there) for one in met]
        for name, process in at.processes.started.items():
            assert process.poll() is None, f"{name} has ended:\n{at.processes.last_words()}"
            assert process.pid == before[name]
        return rows


@contextmanager
def stand(folder: Path, commands: Mapping[str, str], pack: Path = PACK) -> Iterator[Stand]:
    """The service's processes with `commands`, a server of their own, a relay before it, and a carrier."""
    with ExitStack() as ends:
        own = embedded.ensure(folder)
        ends.callback(embedded.stop, folder)
        redis = connect(own, timeout=20)
        ends.callback(redis.close)
        relay, url = ends.enter_context(rough(own))
        carrier, api = ends.enter_context(moody())
        processes = started(ends, folder, commands, environment(url, "", api, pack))
        yield Stand(folder, redis, relay, carrier, processes)


def _meet(at: Stand, fault: Fault, people: int, seconds: float, place: int) -> Met:
    met, over, url = Met(fault), threading.Event(), at.processes.url
    walked: list[list[Walk]] = [[] for _ in range(2 * people)]
    with ThreadPoolExecutor(4 * people) as pool:
        for one, walks in enumerate(walked):
            pool.submit(Walker(url, number(_WALKERS + one), one % 2 == 1, met.walking).walk_until, over, walks)
        try:
            _all_walk(walked, 0.0, met, "before")
            fault.begin(at)
            began = time.monotonic()
            try:
                asking = [pool.submit(asker.ask) for asker in _askers(url, met, people, place)]
                _all_walk(walked, began, met, "during")
                time.sleep(max(0.0, began + seconds - time.monotonic()))
            finally:
                met.span[:] = began, time.monotonic()
                fault.end(at)
            _all_walk(walked, time.monotonic(), met, "after", kept=True)
            for each in asking:
                each.result()
        finally:
            over.set()
    met.wrong.extend(_judged_walks(walked, met))
    return met


def _askers(url: str, met: Met, people: int, place: int) -> Iterator[Asker]:
    first = _ASKERS + place * _EACH
    for one in range(people):
        yield Asker(url, number(first + one), "morning", False, met.texted, TO_BE_TEXTED)
        yield Asker(url, number(first + _EACH // 2 + one), "morning", one % 2 == 1, met.rung, TO_BE_RUNG)


def _all_walk(walked: Sequence[Sequence[Walk]], since: float, met: Met, when: str, *, kept: bool = False) -> None:
    """Wait until each has walked once since then, and with `kept` all was kept on the way."""

    def all_have() -> bool:
        return all(any(one.began >= since and (one.kept or not kept) for one in list(walks)) for walks in walked)

    if not until(all_have, _TO_WALK):
        met.wrong.append(f"not all got there {when} it")


def _judged_walks(walked: Sequence[Sequence[Walk]], met: Met) -> Iterator[str]:
    began, ended = met.span
    within = [one.kept for walks in walked for one in walks if one.began > began and one.ended < ended]
    if met.fault.total and any(within):
        yield "something was kept: the fault was none"
    for happened in (*met.texted.troubles, *met.rung.troubles):
        if not (began <= happened.ended and happened.began <= ended + _GRACE):
            yield f"for nothing: {happened.what}"


def _arrived(carrier: Moody, diary: Diary) -> bool:
    return all(carrier.bodies(phone) for phone, _ in diary.told)


def _judged(carrier: Moody, met: Met, there: Mapping[str, int]) -> Row:
    unsure = Counter(met.texted.unsure)
    came = {phone: len(carrier.bodies(phone)) for phone, _ in met.texted.told}
    lost = [phone for phone, count in came.items() if not count]
    lost += [phone for phone, _ in met.rung.told if not there.get(phone)]
    doubled = [phone for phone, count in came.items() if count > 1 + unsure[phone]]
    doubled += [phone for phone, _ in met.rung.told if there.get(phone, 0) > 1]
    seconds = [second for diary in met.diaries for second in diary.seconds]
    bad = [wrong for diary in met.diaries for wrong in diary.wrong]
    # Each that was not answered is asked again, and counted again.
    unanswered = [fault for diary in met.diaries for fault in diary.tried_again]
    unheard = [one.what for diary in met.diaries for one in diary.unheard]
    wrong = (*met.wrong, *bad, *(f"no answer: {fault}" for fault in (*unanswered, *unheard)))
    requests = len(seconds) + len(unanswered) + len(unheard)
    answered = len(seconds) - len(bad)
    return Row(met.fault.name, requests, answered, len(lost), len(doubled), max(seconds), wrong)
