"""A server that hangs: nobody waits long for it, and nobody gets what was meant for somebody else."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from redis import Redis, exceptions

from signpost.adapters import keys
from signpost.adapters.connection import connect
from signpost.adapters.embedded import ensure, stop
from signpost.adapters.seal import Seal
from signpost.adapters.store import RedisStore
from signpost.adapters.watched import watch_and_read
from signpost.core.menu import Keep
from tests.adapters.conftest import PERSON, TEXT, TOKENS, changes, save, session

TIMEOUT = 1.0


@dataclass(frozen=True)
class Held:
    """A store whose server can be held up."""

    client: Redis
    store: RedisStore
    process: int

    @contextmanager
    def up(self) -> Iterator[None]:
        os.kill(self.process, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.process, signal.SIGCONT)

    def in_use(self) -> int:
        return sum(count for count, of in self.client.connection_pool.get_connection_count() if "used" in of.values())


@pytest.fixture
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    folder = tmp_path_factory.mktemp("held")
    with connect(ensure(folder), TIMEOUT) as client:
        store = RedisStore(client, Seal("one"), Keep(), tokens=TOKENS)
        yield Held(client, store, int(client.info("server")["process_id"]))
    stop(folder)


def _patience(wait: Callable[[], object]) -> float:
    """For how many times the time-out somebody waits before hearing that there is no answer."""
    before = time.monotonic()
    with pytest.raises(exceptions.TimeoutError):
        wait()
    return (time.monotonic() - before) / TIMEOUT


def test_a_person_hears_within_three_seconds() -> None:
    # A turn that fails is two waits at the most, and there must be time left for the rest.
    with connect("redis://127.0.0.1:1") as client:
        settings = client.connection_pool.connection_kwargs
    assert (settings["socket_timeout"], settings["socket_connect_timeout"]) == (1, 1)


def test_a_server_that_hangs_is_asked_once(held: Held) -> None:
    def turn() -> None:
        with held.store.turn(TEXT, PERSON, "SM1"):
            pass

    with held.up():
        assert _patience(held.store.ping) < 1.9
        # The ping has lost its connection, so this one hangs while it connects.
        assert _patience(turn) < 1.9
    assert held.in_use() == 0


def test_a_server_that_hangs_while_saving_is_waited_for_once(held: Held) -> None:
    def saves() -> None:
        with held.store.turn(TEXT, PERSON, "SM1") as turn, held.up():
            turn.save(changes())

    assert _patience(saves) < 1.9
    assert held.in_use() == 0, "the connection went back to the pool"


def test_after_a_time_out_the_next_reader_gets_its_own_reply(held: Held) -> None:
    save(held.store, changes("senco"))
    with held.up(), pytest.raises(exceptions.TimeoutError), held.store.turn(TEXT, PERSON, "SM2"):
        pass
    with held.up(), pytest.raises(exceptions.TimeoutError):
        held.store.counts()
    held.client.set("signpost:test", "mine")
    assert held.client.get("signpost:test") == b"mine"
    with held.store.turn(TEXT, PERSON, None) as turn:
        assert turn.session == session("senco")


def test_a_reply_that_is_still_to_come_is_nobody_elses(redis: Redis, redis_url: str) -> None:
    redis.hset(keys.session(TEXT), "not", "a string")
    redis.set("signpost:test", "mine")
    with connect(redis_url) as client:
        with client.pipeline() as pipe, pytest.raises(exceptions.ResponseError, match="WRONGTYPE"):
            # The last reply comes a good while after the one that is a fault.
            watch_and_read(pipe, ("signpost:test",), ("GET", keys.session(TEXT)), ("BLPOP", "signpost:none", "0.3"))
        assert client.get("signpost:test") == b"mine"


def test_a_command_whose_connection_is_lost_is_tried_on_another(
    redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with connect(redis_url) as client:
        mine = client.client_id()
        get = client.connection_pool.get_connection

        def get_and_lose(*args: object) -> object:
            found = get(*args)
            redis.client_kill_filter(_id=str(mine))
            return found

        monkeypatch.setattr(client.connection_pool, "get_connection", get_and_lose)
        assert client.client_id() != mine
