"""How many segments go in a second. The second is Redis's own, so here it is held, and ended, by hand."""

from redis import Redis

from signpost.adapters.connection import connect
from signpost.adapters.pace import SenderPace
from signpost.ports import Pace


def _hold_the_second(redis: Redis) -> None:
    [second] = redis.keys("signpost:pace:*")
    assert redis.persist(second), "it would have ended by itself"


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
    assert pace.room(3)
    _hold_the_second(redis)
    assert [pace.room(3) for _ in range(2)] == [True, True]
    assert not pace.room(2)
    _end_the_second(redis)
    assert pace.room(10)


def test_the_count_ends_with_the_second(redis: Redis) -> None:
    pace = SenderPace(redis, 10)
    pace.room(10)
    for _ in range(3):
        pace.room(10)
    [second] = redis.keys("signpost:pace:*")
    assert 0 < redis.pttl(second) <= 1000, "and whoever is refused does not lengthen it"


def test_two_workers_share_the_second(redis: Redis, redis_url: str) -> None:
    one = SenderPace(redis, 4)
    with connect(redis_url) as client:
        other = SenderPace(client, 4)
        assert one.room(2)
        _hold_the_second(redis)
        assert other.room(2)
        assert not one.room(1)
        assert not other.room(1)


def test_a_text_that_is_larger_than_a_seconds_worth_has_one_to_itself(redis: Redis) -> None:
    pace = SenderPace(redis, 2)
    assert pace.room(1)
    _hold_the_second(redis)
    assert not pace.room(5)
    _end_the_second(redis)
    assert pace.room(5)
    _hold_the_second(redis)
    assert not pace.room(1)
