"""How many segments go in a second. The second is Redis's own, so here it is held, and ended, by hand."""

import pytest
from redis import Redis

from signpost.adapters.connection import connect
from signpost.adapters.pace import SenderPace
from signpost.carrier_ports import Pace


def _hold_the_second(redis: Redis) -> None:
    assert all(redis.persist(second) for second in redis.keys("signpost:pace:*")), "it would have ended by itself"


def _end_the_second(redis: Redis) -> None:
    redis.delete(*redis.keys("signpost:pace:*"))


def test_it_is_the_port(redis: Redis) -> None:
    port: Pace = SenderPace(redis, 1)
    assert port


def test_nothing_is_asked_of_redis_before_it_is_needed() -> None:
    with connect("redis://127.0.0.1:1") as nowhere:
        SenderPace(nowhere, 1)


def test_a_seconds_worth_and_no_more(redis: Redis) -> None:
    pace = SenderPace(redis, 10)
    assert pace.room(3, waiting=True)
    _hold_the_second(redis)
    assert [pace.room(3, waiting=True) for _ in range(2)] == [True, True]
    assert not pace.room(2, waiting=True)
    _end_the_second(redis)
    assert pace.room(10, waiting=True)


def test_the_count_ends_with_the_second(redis: Redis) -> None:
    pace = SenderPace(redis, 10)
    pace.room(10, waiting=True)
    for _ in range(3):
        pace.room(10, waiting=True)
    [second] = redis.keys("signpost:pace:*")
    assert 0 < redis.pttl(second) <= 1000, "and whoever is refused does not lengthen it"


def test_two_workers_share_the_second(redis: Redis, redis_url: str) -> None:
    one = SenderPace(redis, 4)
    with connect(redis_url) as client:
        other = SenderPace(client, 4)
        assert one.room(2, waiting=True)
        _hold_the_second(redis)
        assert other.room(2, waiting=True)
        assert not one.room(1, waiting=True)
        assert not other.room(1, waiting=True)


def test_a_text_that_is_larger_than_a_seconds_worth_has_one_to_itself(redis: Redis) -> None:
    pace = SenderPace(redis, 2)
    assert pace.room(1, waiting=True)
    _hold_the_second(redis)
    assert not pace.room(5, waiting=True)
    _end_the_second(redis)
    assert pace.room(5, waiting=True)
    _hold_the_second(redis)
    assert not pace.room(1, waiting=True)


def test_a_flood_leaves_room_for_a_reply_of_two_segments(redis: Redis) -> None:
    pace = SenderPace(redis, 10)
    assert pace.room(2, waiting=False)
    _hold_the_second(redis)
    assert [pace.room(2, waiting=False) for _ in range(4)] == [True, True, True, False]
    assert pace.room(2, waiting=True)
    assert not pace.room(1, waiting=True)


def test_a_reply_takes_its_room_from_what_nobody_waits_for(redis: Redis) -> None:
    pace = SenderPace(redis, 4)
    assert pace.room(4, waiting=True)
    _hold_the_second(redis)
    assert not pace.room(1, waiting=False)


@pytest.mark.parametrize("rate", [1, 2, 3])
def test_a_number_too_slow_to_keep_room_still_sends_what_nobody_waits_for(redis: Redis, rate: int) -> None:
    assert SenderPace(redis, rate).room(2, waiting=False)


@pytest.mark.parametrize("rate", [2, 3])
def test_a_slow_number_keeps_the_room_it_has(redis: Redis, rate: int) -> None:
    pace = SenderPace(redis, rate)
    assert pace.room(1, waiting=False)
    _hold_the_second(redis)
    assert not pace.room(1, waiting=False)
    assert pace.room(1, waiting=True)
