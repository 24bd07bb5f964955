"""What the console asks of Redis: pages of things, never all of them, and never which keys there are."""

from collections.abc import Callable

import pytest
from redis import Redis

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.benchmarks.console import fill, pages
from tests.web.console import HOST, MANAGER, Browser, employ

# A page shows 25 of what there are 60 of; nothing that it reads may be as long as that.
KEPT, MOST = 60, 50
# No service has more, and each of them is looked at.
WORKERS = 100
# What is asked for one key by its whole, and how long that may grow is bounded: by the pack's places, by a day's
# counters, by the staff, by the codes of a minute.
BOUNDED = ("signpost:counts", "signpost:day:", "signpost:staff", "signpost:faults:", "rq:worker")


NEVER = frozenset({"KEYS", "SCAN", "SSCAN", "HSCAN", "ZSCAN", "SMEMBERS"})


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    service = make_service(SIGNPOST_PUBLIC_URL=HOST)
    employ(service.store.staff)
    fill(service, KEPT, KEPT, 3)
    return service


@pytest.fixture
def browser(service: Service) -> Browser:
    browser = Browser(make_app(service))
    browser.sign_in(MANAGER)
    return browser


def asked(redis: Redis, browser: Browser, path: str) -> list[list[str]]:
    """The commands, with their arguments, that one page leads to."""
    redis.slowlog_reset()
    browser.page(f"/staff/{path}")
    return [entry["command"].decode().split(" ") for entry in redis.slowlog_get(-1)]


def test_no_page_reads_a_whole_collection(service: Service, browser: Browser, redis: Redis) -> None:
    redis.config_set("slowlog-log-slower-than", 0)
    redis.config_set("slowlog-max-len", 10_000)
    for path in pages(service, browser):
        commands = asked(redis, browser, path)
        assert commands, path
        for name, *arguments in commands:
            _check(name.upper(), arguments, path)


def _check(name: str, arguments: list[str], path: str) -> None:
    assert name not in NEVER, (path, name)
    match name:
        case "HGETALL" | "HKEYS" | "HVALS":
            assert arguments[0].startswith(BOUNDED), (path, name, arguments[0])
        case "ZRANGE" | "ZREVRANGE" | "ZRANGEBYSCORE" | "LRANGE":
            assert _how_many(arguments) <= MOST, (path, name, arguments)
        case "SORT":
            assert _how_many(arguments) <= WORKERS, (path, name, arguments)
        case "MGET":
            assert len(arguments) <= MOST, (path, name)


def _how_many(arguments: list[str]) -> int:
    """The most that such a command can give."""
    if "LIMIT" in arguments:
        return int(arguments[arguments.index("LIMIT") + 2])
    first, last = int(arguments[1]), int(arguments[2])
    return last - first + 1 if last >= 0 else 10**9
