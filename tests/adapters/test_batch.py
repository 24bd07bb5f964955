"""Many writes as one command of the transaction: all of them in order, or none."""

import pytest
from redis import Redis, exceptions

from signpost.adapters.batch import Batch


def test_commands_are_done_in_order_with_words_of_any_kind(redis: Redis) -> None:
    batch = Batch()
    batch.add("SET", "signpost:a", b"\x00\xff\r\n", "EX", 60)
    batch.add("APPEND", "signpost:a", "é")
    batch.add("HINCRBY", "signpost:b", "2", -3)
    with redis.pipeline() as pipe:
        batch.run(pipe)
        pipe.set("signpost:c", "d")
        assert len(pipe.command_stack) == 2
        pipe.execute()
    assert redis.get("signpost:a") == b"\x00\xff\r\n" + "é".encode()
    assert redis.hgetall("signpost:b") == {b"2": b"-3"}
    assert 0 < redis.ttl("signpost:a") <= 60


def test_an_empty_one_is_no_command(redis: Redis) -> None:
    with redis.pipeline() as pipe:
        Batch().run(pipe)
        assert not pipe.command_stack


def test_when_a_key_has_changed_nothing_is_done(redis: Redis) -> None:
    batch = Batch()
    batch.add("SET", "signpost:a", "1")
    with redis.pipeline() as pipe:
        pipe.watch("signpost:w")  # type: ignore[no-untyped-call]
        redis.set("signpost:w", "changed")
        pipe.multi()
        batch.run(pipe)
        with pytest.raises(exceptions.WatchError):
            pipe.execute()
    assert redis.get("signpost:a") is None


def test_a_server_that_may_not_write_says_why(redis: Redis) -> None:
    batch = Batch()
    batch.add("SET", "signpost:a", "1")
    redis.config_set("maxmemory", "1")
    try:
        with redis.pipeline() as pipe:
            batch.run(pipe)
            with pytest.raises(exceptions.OutOfMemoryError):
                pipe.execute()
    finally:
        redis.config_set("maxmemory", "0")


def test_more_words_than_one_command_has(redis: Redis) -> None:
    batch = Batch()
    for number in range(5_000):
        batch.add("SADD", "signpost:many", number)
    with redis.pipeline() as pipe:
        batch.run(pipe)
        pipe.execute()
    assert redis.scard("signpost:many") == 5_000
