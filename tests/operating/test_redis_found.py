"""What `signpost doctor` says of a Redis server."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from redis import Redis

from signpost.adapters.condition import Condition, Memory, Persistence
from signpost.adapters.server import Server, look_at
from signpost.core.finding import Finding
from signpost.operating.redis_found import judged, redis_found
from signpost.settings import Settings

SOUND = Server("Valkey 9.1.2", 7, replica=False, save="", fsync="always", ahead=0.01)
KEPT = Persistence(log=True, log_sound=True, saved=0, picture_sound=True, unsaved=0, loading=False)
MEMORY = Memory(1, 0, "noeviction")
WELL = Condition(
    datetime.now(UTC), {}, None, errands=0, late=0, workers=1, callbacks=0, memory=MEMORY, persistence=KEPT
)


def told(server: Server = SOUND, now: Condition = WELL, verdict: str = "wrong") -> list[str]:
    return [f"{one.about}: {one.found}" for one in judged(server, now) if one.verdict == verdict]


def test_where_all_is_well() -> None:
    assert told() == told(verdict="look") == []


@pytest.mark.parametrize(
    ("server", "verdict", "part"),
    [
        (replace(SOUND, name="Redis 6.2.1", major=6), "wrong", "is Redis 6.2.1"),
        (replace(SOUND, replica=True), "wrong", "copy of another server"),
        (replace(SOUND, ahead=-90), "wrong", "differ by 90 seconds"),
        (replace(SOUND, ahead=5), "look", "differ by 5 seconds"),
        (replace(SOUND, fsync="everysec"), "look", "appendfsync everysec"),
        (replace(SOUND, fsync=None), "look", "look at it yourself"),
        (replace(SOUND, major=0), "look", "look at it yourself"),
    ],
)
def test_what_the_server_is(server: Server, verdict: str, part: str) -> None:
    (found,) = told(server, verdict=verdict)
    assert part in found


@pytest.mark.parametrize(
    ("save", "verdict", "part"),
    [
        ("3600 1", "look", "a picture now and then (save 3600 1)"),
        ("", "wrong", "on disk: nothing"),
        (None, "look", "no log of each change"),
    ],
)
def test_without_a_log(save: str | None, verdict: str, part: str) -> None:
    (found,) = told(replace(SOUND, save=save), replace(WELL, persistence=replace(KEPT, log=False)), verdict)
    assert part in found


@pytest.mark.parametrize(
    ("now", "verdict", "part"),
    [
        (replace(WELL, memory=Memory(1, 0, "allkeys-lru")), "wrong", "what it holds (allkeys-lru)"),
        (replace(WELL, memory=Memory(90, 100, "noeviction")), "look", "is 90% used"),
        (replace(WELL, persistence=replace(KEPT, log_sound=False)), "wrong", "could not be written"),
        (replace(WELL, persistence=replace(KEPT, picture_sound=False)), "wrong", "could not be written"),
        (replace(WELL, persistence=replace(KEPT, loading=True)), "look", "is being read just now"),
        (replace(WELL, workers=0), "wrong", "none seen"),
        (replace(WELL, late=3), "look", "3 should have been done"),
    ],
)
def test_how_it_is(now: Condition, verdict: str, part: str) -> None:
    (found,) = told(now=now, verdict=verdict)
    assert part in found


def test_a_server_that_tells_nothing() -> None:
    silent = replace(SOUND, major=0, save=None, fsync=None)
    found = told(silent, replace(WELL, memory=None, persistence=None), "look")
    assert len(found) == 4
    assert all("look at it yourself" in one for one in found)


@contextmanager
def configured(redis: Redis, name: str, value: str) -> Iterator[None]:
    before = redis.config_get(name)[name]
    redis.config_set(name, value)
    try:
        yield
    finally:
        redis.config_set(name, str(before))


def wrong(redis_url: str) -> list[Finding]:
    settings, _ = Settings.surveyed()
    found = redis_found(settings.model_copy(update={"redis_url": redis_url}))
    return [one for one in found if one.verdict == "wrong" and one.about != "workers"]


def test_a_real_server(redis: Redis, redis_url: str) -> None:
    assert wrong(redis_url) == []
    server = look_at(redis, datetime.now(UTC).timestamp())
    assert (server.fsync, server.save, server.replica) == ("always", "", False)
    assert abs(server.ahead) < 1
    with configured(redis, "maxmemory-policy", "volatile-lru"):
        assert [one.found for one in wrong(redis_url)] == ["what it holds (volatile-lru)"]
    with configured(redis, "appendonly", "no"):
        assert [one.found for one in wrong(redis_url)] == ["nothing"]


def test_a_server_that_forbids_to_ask(redis: Redis, redis_url: str) -> None:
    # As servers that one rents do.
    redis.acl_setuser(
        "guest", enabled=True, nopass=True, keys=["*"], categories=["+@all"], commands=["-config", "-info"]
    )
    try:
        with Redis.from_url(redis_url, username="guest", password="x") as guest:
            server = look_at(guest, datetime.now(UTC).timestamp())
    finally:
        redis.acl_deluser("guest")
    assert (server.major, server.save, server.fsync) == (0, None, None)
