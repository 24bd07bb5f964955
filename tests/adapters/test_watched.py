"""A watched transaction is run as a whole or not at all, and its connection is clean for whoever has it next."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from redis import Redis, exceptions
from redis.client import Pipeline

from signpost.adapters.connection import connect
from signpost.adapters.watched import commit, watch_and_read
from tests.between import Way, between

KEY, OTHER = "signpost:a", "signpost:b"


@contextmanager
def saving(redis: Redis) -> Iterator[Pipeline]:
    with redis.pipeline() as pipe:
        watch_and_read(pipe, (KEY,), ("GET", KEY))
        pipe.multi()
        pipe.set(KEY, "mine")
        yield pipe


def test_all_of_it_is_run_and_the_watch_is_over(redis: Redis) -> None:
    with saving(redis) as pipe:
        pipe.hset(OTHER, mapping={"n": 1, "bytes": b"\xff", "float": 0.5})
        commit(pipe)
        assert pipe.connection is None
    assert redis.get(KEY) == b"mine"
    assert redis.hgetall(OTHER) == {b"n": b"1", b"bytes": b"\xff", b"float": b"0.5"}


def test_nothing_is_run_when_the_key_has_changed(redis: Redis) -> None:
    with saving(redis) as pipe:
        redis.set(KEY, "theirs")
        with pytest.raises(exceptions.WatchError):
            commit(pipe)
    assert redis.get(KEY) == b"theirs"


def test_a_command_that_is_refused_ends_it_with_the_servers_words(redis: Redis) -> None:
    with saving(redis) as pipe:
        pipe.execute_command("SET", OTHER)  # type: ignore[no-untyped-call]
        with pytest.raises(exceptions.ResponseError, match="wrong number of arguments"):
            commit(pipe)
    assert redis.exists(KEY, OTHER) == 0


def test_a_command_that_fails_is_told(redis: Redis) -> None:
    redis.set(OTHER, "no list")
    with saving(redis) as pipe:
        pipe.rpush(OTHER, "x")
        with pytest.raises(exceptions.ResponseError, match="WRONGTYPE"):
            commit(pipe)
    # The reply that was not looked at is nobody else's.
    assert redis.get(OTHER) == b"no list"


def test_who_loses_the_connection_is_told_to_look_again(redis_url: str) -> None:
    with between(redis_url) as (relay, url), connect(url) as client, saving(client) as pipe:
        relay.way = Way.REFUSED
        with pytest.raises(exceptions.WatchError):
            commit(pipe)
        relay.way = Way.OPEN
        # Whether it was run, nobody knows; and the connection is no hindrance to whoever comes next.
        assert client.set(KEY, "later")
        assert client.get(KEY) == b"later"
