"""One real server for the whole test run, emptied for each test that asks for it, and the service on it."""

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, settings
from redis import Redis

from signpost.adapters import staff
from signpost.adapters.connection import connect
from signpost.adapters.embedded import ensure, stop
from signpost.callbacks import without_mail
from tests.house import EXAMPLE, House, opened
from tests.shipped import shipped

pytest_plugins = ["tests.browser", "tests.leaks", "tests.web.seen"]


# How long an example takes is the machine's affair: on a busy one, Hypothesis's own limits fail a sound test.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


# What waits for other processes, or starts many.
_LONG = {"end_to_end", "faults"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first, that none is left to run by itself at the end while others idle."""
    long = {item.path for item in items if item.path.parent.name in _LONG or item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in long)


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """Services that are built in this process share what they read of the packs that we ship; nothing changes it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("signpost.bootstrap.load", shipped)
        # One and the same pack each time: what understands own words is fitted to it for seconds, and kept by it.
        patch.setattr("signpost.bootstrap.without_mail", cache(without_mail))
        yield


@pytest.fixture(scope="session", autouse=True)
def _hashed_once() -> Iterator[None]:
    """Each password is hashed once, and looked at once: scrypt is slow on purpose, and gives the same each time."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("generate_password_hash", "check_password_hash"):
            patch.setattr(staff, name, cache(getattr(staff, name)))
        yield


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real server that lives as long as the test run."""
    folder = tmp_path_factory.mktemp("valkey")
    yield ensure(folder)
    stop(folder)


@pytest.fixture
def redis(redis_url: str) -> Iterator[Redis]:
    """A client of an empty database."""
    with connect(redis_url) as client:
        client.flushall()
        yield client


@pytest.fixture
def house(redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The whole service on the example pack."""
    assert redis.dbsize() == 0
    with opened(redis_url, monkeypatch, EXAMPLE) as house:
        yield house
