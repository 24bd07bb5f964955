"""What follow-ups cost: bytes for each that waits, and how fast a flood of them is handed to the carrier.

`python -m tests.benchmarks.followups` does both with the service's own processes and, on the same machine in the same
run, with what RQ gives by itself: one `enqueue_at` for each, and two of its default workers. There each job reads its
record, sends the same text through the same gateway, and notes that it was sent: no more than any service would have
to do, and less than ours does. Its workers have all modules loaded before they fork, which RQ leaves to the user.
"""

import argparse
import math
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from redis import Redis

from signpost.adapters import embedded
from signpost.adapters.connection import connect
from signpost.adapters.seal import Seal, SecretTokens
from signpost.adapters.store import RedisStore
from signpost.core.menu import Keep
from signpost.core.session import Person
from signpost.phone.stack import PROCESSES
from signpost.ports import Changes, PendingFollowUp, by_text
from tests import at_ten
from tests.benchmarks import plain
from tests.house import SECRET, environment
from tests.lean_carrier import LeanCarrier
from tests.lean_carrier import running as carrier_running

GOTO = "helped-or-provision-coordinator"
MATTER = "provision"
# The longest that a follow-up of the Hertfordshire pack waits is a month, its hours for texts are 10.5 a day.
DAYS, MINUTES = 30, 630


@contextmanager
def emptied() -> Iterator[tuple[Redis, str]]:
    """A server of our own with nothing in it, and its address."""
    with tempfile.TemporaryDirectory() as folder:
        url = embedded.ensure(Path(folder))
        redis = connect(url, timeout=30)
        try:
            yield redis, url
        finally:
            redis.close()
            embedded.stop(Path(folder))


def mobiles(count: int) -> Iterator[str]:
    """So many numbers that no network has given out: Ofcom's drama range is too small, so its prefix is lengthened."""
    return (f"+447700900{number:06d}" for number in range(count))


def schedule(redis: Redis, count: int, due: Callable[[], datetime], skip: int = 0) -> None:
    """Have so many follow-ups agreed, each by a person of its own, as a turn saves them; not by the first `skip`."""
    tokens = SecretTokens(SECRET)
    store = RedisStore(redis, Seal(SECRET), Keep(), tokens=tokens)
    for mobile in islice(mobiles(count), skip, None):
        whose = tokens.person(mobile)
        made = PendingFollowUp(tokens.follow_up(whose, MATTER), whose, mobile, GOTO, due(), MATTER)
        with store.turn(by_text(whose), whose, None) as turn:
            turn.save(Changes(None, Person(), answer="", follow_ups=(made,)))


def some_time() -> Callable[[], datetime]:
    """Due times as they come: any minute of the hours for texts, up to a month ahead."""
    chance, start = Random(1), datetime.now(UTC)  # noqa: S311
    return lambda: start + timedelta(days=chance.randint(1, DAYS), minutes=chance.randint(0, MINUTES))


def bytes_each(count: int, fill: Callable[[Redis], None]) -> float:
    """Bytes of Redis memory for each of `count` that `fill` puts there, everything counted."""
    with emptied() as (redis, _url):
        before = redis.info("memory")["used_memory"]
        fill(redis)
        return float(redis.info("memory")["used_memory"] - before) / count


@contextmanager
def working(command: list[str], settings: Mapping[str, str], count: int = 2) -> Iterator[None]:
    """So many workers, two if nothing is said."""
    with ExitStack() as ends:
        for _ in range(count):
            worker = subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            ends.callback(worker.communicate)
            ends.callback(worker.terminate)
        yield


def wait_for_workers(redis: Redis, count: int = 2) -> None:
    """Until so many workers have registered."""
    while redis.scard("rq:workers") < count:
        time.sleep(0.05)


def rate(carrier: LeanCarrier, count: int, longest: float = math.inf) -> float:
    """Texts a second, from the first that the carrier took to the last, or of so many seconds after the first."""
    first, began = carrier.number(), time.monotonic()
    while (now := carrier.number()) < count:
        if not first:
            first, began = now, time.monotonic()
        elif time.monotonic() - began > longest:
            break
        time.sleep(0.05)
    return (now - first) / (time.monotonic() - began)


def ours(count: int, pack: Path, shift: int) -> float:
    """Texts a second with the Procfile's worker, twice."""
    with emptied() as (redis, url), carrier_running() as carrier:
        settings = {
            **os.environ,
            **environment(url, "http://127.0.0.1:1", carrier.url, pack),
            "SIGNPOST_SMS_RATE": "1000000",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }
        due = datetime.now(UTC) - timedelta(minutes=1)
        schedule(redis, count, lambda: due)
        _signpost, *command = shlex.split(PROCESSES["worker"])
        with working([sys.executable, "-m", "tests.at_ten", str(shift), *command], settings):
            wait_for_workers(redis)
            found = rate(carrier, count)
        assert set(carrier.tally().values()) == {1}, "each exactly once"
    return found


def theirs(count: int, shift: int) -> float:
    """Texts a second with `enqueue_at` and RQ's default worker, twice."""
    with emptied() as (redis, url), carrier_running() as carrier:
        settings = {**os.environ, "BENCH_REDIS": url, "BENCH_CARRIER": carrier.url, "BENCH_SHIFT": str(shift)}
        plain.schedule(redis, list(mobiles(count)), lambda: datetime.now(UTC))
        with working([sys.executable, "-m", "tests.benchmarks.plain"], settings):
            wait_for_workers(redis)
            found = rate(carrier, count)
    return found


def main() -> None:
    """Read what to measure, and do it on a Monday at ten: at night no follow-up is sent."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--waiting", type=int, default=100_000, help="follow-ups that wait [100000]")
    options.add_argument("--due", type=int, default=10_000, help="follow-ups due at once [10000]")
    options.add_argument("--plain-due", type=int, default=2_000, help="the same for plain RQ, which is slow [2000]")
    options.add_argument("--pack", type=Path, default=Path("menus/hertfordshire"))
    wanted = options.parse_args()
    shift = at_ten.shift()
    with at_ten.shifted(shift):
        measure(wanted, shift)


def measure(wanted: argparse.Namespace, shift: int) -> None:
    """Measure, and print a table."""
    times = some_time()
    print(f"bytes for each of {wanted.waiting} that wait, all counted ...", flush=True)
    mine = bytes_each(wanted.waiting, lambda redis: schedule(redis, wanted.waiting, times))
    print(f"  signpost    {mine:6.0f}", flush=True)
    plainly = bytes_each(
        wanted.waiting, lambda redis: plain.schedule(redis, list(mobiles(wanted.waiting)), some_time())
    )
    print(f"  plain RQ    {plainly:6.0f}", flush=True)
    print(f"texts a second, {wanted.due} due at once, two workers ...", flush=True)
    fast = ours(wanted.due, wanted.pack, shift)
    print(f"  signpost    {fast:6.0f}   ({wanted.due / fast:.0f} s for all)", flush=True)
    slow = theirs(wanted.plain_due, shift)
    print(f"  plain RQ    {slow:6.0f}   (measured on {wanted.plain_due})", flush=True)
    print(f"  per worker process {fast / slow:.1f} times as fast")


if __name__ == "__main__":
    main()
