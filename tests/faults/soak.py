"""Mixed load for a while, with everything broken at random: nothing that was accepted is lost, or comes twice.

The Procfile's own processes and a Valkey of their own; the clock stands at ten on a Monday, when texts may go out.
People ring and text: to be rung back, to be texted a contact, to be told it. Follow-ups fall due meanwhile. The RQ
worker, one of gunicorn's, the whole web process and Redis are killed by SIGKILL; Redis is cut off, and hangs; one
answer in twenty-five of the carrier's is a bad one. `make soak` does it for half an hour.
"""

import argparse
import math
import os
import random
import re
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from redis.exceptions import RedisError

from signpost.adapters import embedded, keys
from signpost.adapters.connection import connect
from signpost.adapters.seal import Seal
from signpost.adapters.store import RedisStore
from signpost.core.menu import Keep
from signpost.core.session import Person
from signpost.phone.stack import PROCESSES
from signpost.ports import Changes, PendingFollowUp, by_text
from tests import at_ten
from tests.between import Between, Way, between
from tests.faults import carrier as carriers
from tests.faults.asking import NO_WAY_ON, Diary, Happened
from tests.faults.crowd import AT_ONCE, FOLLOWED, TEXTED, People, number
from tests.faults.processes import Death, Processes, started
from tests.house import SECRET, TOKENS, environment
from tests.lean_carrier import LeanCarrier

PACK = Path("tests/packs/team")
TEAM = "case-team"
BAD_ANSWERS = 0.04
# Seconds: between two faults, and how long Redis is cut off or hangs.
_PAUSES, _AWAY = (3.0, 12.0), (1.0, 4.0)
# Whoever was told late that Redis was away may have asked just before it was back.
_GRACE = 3.0
# As long as there is less and less to do, we wait. A text that was refused twice waits five minutes, those behind it as
# long, and a lease is a minute more. Half an hour is the bound.
_NO_LESS, _TO_SETTLE, _ANOTHER_DAY = 420.0, 1800.0, 10 * 3600
# What did not come, when all is settled, and when it is not.
_MISSING = ("lost", "lost, or still waiting")


@dataclass
class Service:
    """What is broken: the processes, and the way to Redis."""

    processes: Processes
    relay: Between
    store: RedisStore
    carrier: LeanCarrier
    cut: Counter[Way] = field(default_factory=Counter)

    def stall(self, way: Way) -> None:
        """Have Redis out of reach for a moment."""
        self.cut[way] += 1
        began = time.monotonic()
        self.relay.way = way
        time.sleep(random.uniform(*_AWAY))  # noqa: S311
        self.relay.way = Way.OPEN
        self.processes.away.append(Happened(Death.REDIS, began, time.monotonic() + _GRACE))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it all: figures by name, and whatever is wrong."""

    figures: Mapping[str, object]
    wrong: tuple[str, ...]


def soak(folder: Path, seconds: float, *, told: bool = True, seed: int | None = None) -> Outcome:
    """Run for so many seconds, and then until all is settled; `told` says every minute how far it is."""
    random.seed(seed)
    shift = at_ten.shift()
    with at_ten.shifted(shift), _service(folder, shift) as service:
        promised = _promise(service.store, seconds)
        people = People(service.processes.url, time.monotonic() + seconds)
        threads = [threading.Thread(target=people.come, name=f"person {one}") for one in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        _break(service, people.until, told=told)
        for thread in threads:
            thread.join()
        settled = _settled(service, told=told)
        bodies = service.carrier.bodies()
        wrong = [*people.rung.wrong, *people.texted.wrong, *people.told.wrong]
        wrong += [
            *_texts(people.texted, bodies, settled=settled),
            *_follow_ups(promised, bodies, settled=settled),
            *_requests(people.rung, service.store),
        ]
        wrong += _unexcused(people, service.processes.away)
        wrong += _meanwhile(wrong, service.processes.away)
        if not settled:
            wrong.append(f"not settled\n{service.processes.last_words()}")
        return Outcome(_figures(service, people, promised, bodies), tuple(wrong))


@contextmanager
def _service(folder: Path, shift: int) -> Iterator[Service]:
    with ExitStack() as ends:
        own = embedded.ensure(folder)
        ends.callback(embedded.stop, folder)
        redis = connect(own)
        ends.callback(redis.close)
        relay, url = ends.enter_context(between(own))
        carrier = ends.enter_context(carriers.running(shift, BAD_ANSWERS))
        clock = f"{sys.executable} -m signpost.phone.clock {shift}"
        commands = {name: f"{clock} {command}" for name, command in PROCESSES.items()}
        processes = started(ends, folder, commands, environment(url, "", carrier.url, PACK))
        store = RedisStore(redis, Seal(SECRET), Keep(), tokens=TOKENS, teams=(TEAM,))
        yield Service(processes, relay, store, carrier)


def _promise(store: RedisStore, seconds: float) -> Counter[str]:
    """Have follow-ups fall due at random while it runs; how many for each phone."""
    found: Counter[str] = Counter()
    # A phone is sent one a day.
    for to in map(number, FOLLOWED):
        whose = TOKENS.person(to)
        due = datetime.now(UTC) + timedelta(seconds=random.uniform(0, seconds))  # noqa: S311
        made = PendingFollowUp(TOKENS.follow_up(whose, "start"), whose, to, "start", due, "start")
        with store.turn(by_text(whose), whose, None) as turn:
            turn.save(Changes(None, Person(), answer="", follow_ups=(made,)))
        found[to] += 1
    return found


def _break(service: Service, until: float, *, told: bool) -> None:
    """One fault after the other, at random."""
    faults: list[Death | Way] = [*Death, Way.REFUSED, Way.HUNG]
    minute = time.monotonic() + 60
    while time.monotonic() < until:
        time.sleep(min(random.uniform(*_PAUSES), max(until - time.monotonic(), 0)))  # noqa: S311
        fault = random.choice(faults)  # noqa: S311
        if isinstance(fault, Way):
            service.stall(fault)
        else:
            service.processes.die(fault)
        if told and time.monotonic() > minute:
            minute += 60
            left = max(until - time.monotonic(), 0) / 60
            _tell(service, f"{left:.0f} minutes to go")


def _settled(service: Service, *, told: bool) -> bool:
    """Wait until nothing is left to do but to ask again on another day; whether that came."""
    deadline, minute = time.monotonic() + _TO_SETTLE, time.monotonic()
    fewest, since = math.inf, time.monotonic()
    while left := _to_do(service):
        now = time.monotonic()
        if left < fewest:
            fewest, since = left, now
        if now > deadline or now - since > _NO_LESS:
            return False
        if told and now > minute:
            minute = now + 60
            _tell(service, "until it has settled")
        time.sleep(0.5)
    return True


def _to_do(service: Service) -> int:
    with connect(embedded.ensure(service.processes.folder)) as redis:
        while True:
            # It may still be reading its file.
            with suppress(RedisError):
                return int(redis.zcount(keys.AGENDA, "-inf", time.time() + _ANOTHER_DAY))
            time.sleep(0.1)


def _tell(service: Service, what: str) -> None:
    killed, came = sum(service.processes.deaths.values()), service.carrier.number()
    print(f"{what}: {killed} killed, {came} texts came, {_to_do(service)} things left to do", flush=True)


def _texts(diary: Diary, bodies: Mapping[str, list[str]], *, settled: bool) -> Iterator[str]:
    """Phones that got fewer texts than were promised on them, or more than may have been noted."""
    promised, unsure = Counter(phone for phone, _ in diary.told), Counter(diary.unsure)
    for phone in {number(one) for one in TEXTED}:
        came = len(bodies.get(phone, []))
        if came < promised[phone]:
            yield f"{_missing(settled)}: {promised[phone] - came} of {promised[phone]} texts to {phone}"
        if came > promised[phone] + unsure[phone]:
            yield f"doubled: {came} texts to {phone} that was promised {promised[phone]}"


def _missing(settled: bool) -> str:
    return _MISSING[not settled]


def _follow_ups(promised: Mapping[str, int], bodies: Mapping[str, list[str]], *, settled: bool) -> Iterator[str]:
    for phone, count in promised.items():
        if (came := len(bodies.get(phone, []))) != count:
            yield f"{_missing(settled) if came < count else 'doubled'}: {came} of {count} follow-ups to {phone}"


def _requests(diary: Diary, store: RedisStore) -> Iterator[str]:
    """Requests to be rung back that were told to be noted and are not there, and phones that have two."""
    there = Counter(one.request.wish.number for one in store.callbacks.open())
    for phone, count in there.items():
        if count > 1:
            yield f"doubled: {count} requests of {phone}"
    for phone in {phone for phone, _ in diary.told} - set(there):
        yield f"lost: the request of {phone}"


def _unexcused(people: People, away: list[Happened]) -> Iterator[str]:
    """Silence while the web was there, and trouble while Redis was."""
    for diary in (people.rung, people.texted, people.told):
        met = [(one, Death.WEB) for one in diary.unheard] + [(one, Death.REDIS) for one in diary.troubles]
        for happened, death in met:
            excused = (one for one in away if one.what == death)
            if not any(one.began <= happened.ended and happened.began <= one.ended for one in excused):
                yield f"for nothing: {happened.what}"


def _meanwhile(wrong: list[str], away: list[Happened]) -> Iterator[str]:
    """What was away when, for whoever looks why somebody found no way on."""
    if any(one.startswith(NO_WAY_ON) for one in wrong):
        for one in away:
            yield f"meanwhile: {one.what} away, {one.began:.1f} to {one.ended:.1f} s"


def _figures(
    service: Service, people: People, promised: Mapping[str, int], bodies: Mapping[str, list[str]]
) -> dict[str, object]:
    diaries = (people.rung, people.texted, people.told)
    seconds = sorted(second for diary in diaries for second in diary.seconds)
    return {
        **{f"killed: {death}": count for death, count in service.processes.deaths.items()},
        **{f"Redis {way.value}": count for way, count in service.cut.items()},
        **{f"the carrier: {kind}": count for kind, count in sorted(service.carrier.bad().items())},
        "requests made": len(seconds),
        "sent again by the carrier": sum(len(diary.tried_again) for diary in diaries),
        "unheard, while the web was away": sum(len(diary.unheard) for diary in diaries),
        "refused kindly, while Redis was away": sum(len(diary.troubles) for diary in diaries),
        "times somebody was told: we have asked the team": len(people.rung.told),
        "texts promised in a call": len(people.texted.told),
        "texts that came for them": sum(len(bodies.get(number(one), [])) for one in TEXTED),
        "follow-ups promised": sum(promised.values()),
        "follow-ups that came": sum(len(bodies.get(phone, [])) for phone in promised),
        "answer, median": f"{statistics.median(seconds) * 1000:.0f} ms",
        "answer, longest": f"{seconds[-1]:.1f} s",
    }


def main() -> None:
    """Run, print, and end with an error unless all is kept."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=30, help="for how long [30]")
    options.add_argument("--seed", type=int, default=None, help="for the same faults in the same order")
    wanted = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    seed = random.randrange(10**6) if wanted.seed is None else wanted.seed  # noqa: S311
    print(f"seed: {seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        outcome = soak(Path(folder), wanted.minutes * 60, seed=seed)
    print(f"load average: {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    for name, figure in outcome.figures.items():
        print(f"{name}: {figure}")
    kinds = Counter(wrong.partition(":")[0] for wrong in outcome.wrong)
    others = sum(count for kind, count in kinds.items() if kind not in {*_MISSING, "doubled", "meanwhile"})
    print(f"lost: {sum(kinds[kind] for kind in _MISSING)}\ndoubled: {kinds['doubled']}\notherwise wrong: {others}")
    for wrong in outcome.wrong:
        print(re.sub(r"\+44\d+", "(a number)", wrong))
    if outcome.wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
