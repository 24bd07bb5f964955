"""How long the staff's pages take when very much is kept.

`python -m tests.benchmarks.console` fills a real server with 100,000 follow-ups, 10,000 requests to be rung back and
25 months of counts, asks for each page forty times, in turn, by one client within one process, and prints what took
how long. It ends with 1 when a page's 95th percentile is over the goal.
"""

import argparse
import itertools
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from unittest.mock import patch

from redis import Redis

from signpost.adapters import keys
from signpost.adapters.ledger import Ledger
from signpost.adapters.turn import Tools
from signpost.bootstrap import Service, build
from signpost.callback_ports import OpenCallback
from signpost.callbacks import new
from signpost.core.menu import Menu
from signpost.core.wish import Request, Time, Wish
from signpost.ports import PendingFollowUp
from signpost.settings import Settings
from signpost.web import make_app
from tests.benchmarks.followups import GOTO, MATTER, emptied, mobiles
from tests.house import PACK, TOKENS, environment
from tests.web.console import HOST, MANAGER, Browser, employ

GOAL = 0.200
TRIES = 40
_BATCH = 100


def fill(service: Service, follow_ups: int, requests: int, days: int) -> None:
    """Put so many of each into the store, as turns leave them there."""
    tools: Tools = service.store._tools
    random = Random(0)  # noqa: S311 - the same each time
    for batch in _batches(mobiles(follow_ups)):
        with service.redis.pipeline() as pipe:
            ledger = Ledger(pipe, tools.records, int(time.time()))
            for number in batch:
                tools.pending.put(ledger, _follow_up(number, random))
            ledger.close()
            pipe.execute()
    for batch in _batches(mobiles(requests)):
        with service.redis.pipeline() as pipe:
            ledger = Ledger(pipe, tools.records, int(time.time()))
            for number in batch:
                tools.callbacks.put(ledger, _request(service, number, random), None)
            ledger.close()
            pipe.execute()
    _count(service, days, random)


def _batches(numbers: Iterator[str]) -> Iterator[tuple[str, ...]]:
    while batch := tuple(itertools.islice(numbers, _BATCH)):
        yield batch


def _follow_up(number: str, random: Random) -> PendingFollowUp:
    person = TOKENS.person(number)
    due = datetime.now(UTC) + timedelta(minutes=random.randrange(-600, 60 * 24 * 30))
    return PendingFollowUp(TOKENS.follow_up(person, MATTER), person, number, GOTO, due, MATTER)


def _request(service: Service, number: str, random: Random) -> OpenCallback:
    made = datetime.now(UTC) - timedelta(minutes=random.randrange(60 * 24 * 20))
    wish = Wish(number, random.choice((*Time, None)), first=random.random() < 0.1)
    team = service.pack.person_signpost.service.key
    request = Request(team, "call-back", wish, int(made.timestamp()), made.date(), matter=MATTER)
    asked = new(request, TOKENS.person(number), TOKENS, personal=True)
    return replace(asked, request=replace(request, unrung=random.random() < 0.05))


def _count(service: Service, days: int, random: Random) -> None:
    today = datetime.now(UTC).date()
    menu = service.pack.places[service.pack.first]
    topics = [choice.goto for choice in menu.choices] if isinstance(menu, Menu) else []
    with service.redis.pipeline() as pipe:
        for back in range(days):
            key = keys.day(today - timedelta(days=back))
            names = [f"{what}.{hour}" for what in ("hour.voice", "hour.text") for hour in range(24)]
            names += [f"topic.{channel}.{topic}" for channel in ("voice", "text") for topic in topics]
            names += [f"gave-up.{place}" for place in service.pack.places]
            pipe.hset(key, mapping={name: random.randrange(400) for name in names})
        pipe.execute()


def pages(service: Service, browser: Browser) -> list[str]:
    """The address of each page that shows something, one of each kind."""
    request = service.store.callbacks.page(0, 1).callbacks[0].id
    follow_up = service.store.agenda.next_follow_up()
    place = service.pack.first
    month = f"{datetime.now(UTC).replace(day=1) - timedelta(days=1):%Y-%m}"
    duty_line = service.pack.person_signpost.service.key
    lists = (
        "callbacks callbacks?page=400 callbacks?show=due&page=200 callbacks?show=unclaimed callbacks?show=morning "
        "texts texts?page=2000 texts/sent texts/failed contacts messages closures".split()
    )
    ones = [f"callbacks/{request}", f"texts/follow-up/{follow_up}", f"contacts/{duty_line}", f"map/{place}"]
    found = ["", *lists, *ones, "needs", f"needs?period={month}", "map", "health", "phone", "phone/texts"]
    for path in found:
        status = browser.get(f"/staff/{path}").status_code
        assert status == 200, (path, status)
    return found


def measured(browser: Browser, path: str, tries: int) -> list[float]:
    """The seconds that each of so many requests for a page took."""
    took = []
    for _ in range(tries):
        began = time.perf_counter()
        response = browser.get(f"/staff/{path}")
        took.append(time.perf_counter() - began)
        assert response.status_code == 200, path
    return took


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--follow-ups", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=760)
    wanted = parser.parse_args()
    with emptied() as (_redis, url), patch.dict("os.environ", environment(url, HOST, pack=PACK)):
        service = build(Settings.from_env())
        print(f"filling: {wanted.follow_ups:,} follow-ups, {wanted.requests:,} requests ...", file=sys.stderr)
        fill(service, wanted.follow_ups, wanted.requests, wanted.days)
        employ(service.store.staff)
        browser = Browser(make_app(service))
        browser.sign_in(MANAGER)
        slowest = _print(service, browser, service.redis)
        service.redis.close()
    sys.exit(slowest > GOAL)


def _print(service: Service, browser: Browser, redis: Redis) -> float:
    held = redis.info("memory")["used_memory_human"]
    print(f"Redis holds {held}. Milliseconds for a page, of {TRIES} requests:\n")
    print(f"{'page':<44}{'median':>8}{'p95':>8}")
    slowest = 0.0
    for path in pages(service, browser):
        took = measured(browser, path, TRIES)
        p95 = statistics.quantiles(took, n=20)[-1]
        slowest = max(slowest, p95)
        shown = "/staff/" + "/".join(part if len(part) < 30 else "ID" for part in path.split("/"))
        print(f"{shown:<44}{1000 * statistics.median(took):8.0f}{1000 * p95:8.0f}")
    return slowest


if __name__ == "__main__":
    main()
