"""Texts that were not understood: masked by whoever keeps them, and here sealed, few, and for so many days."""

import pytest
from redis import Redis

from signpost.adapters import keys, unread
from signpost.adapters.records import Records
from signpost.adapters.seal import Seal
from signpost.adapters.unread import UnreadTexts
from signpost.ports import Unread

NOW = 1_795_000_000
OURS, THEIRS = Seal("a test's secret"), Seal("another")
ONE = Unread("they keep [word] us about", "mistake")


def texts(redis: Redis, days: int, seal: Seal = OURS) -> UnreadTexts:
    return UnreadTexts(redis, Records(seal), days)


def put(redis: Redis, kept: UnreadTexts, *them: Unread, now: int = NOW) -> None:
    with redis.pipeline() as pipe:
        for one in them:
            kept.put(pipe, one, now)
        pipe.execute()


def test_they_are_kept_the_oldest_first_and_two_alike_are_two(redis: Redis) -> None:
    kept, other = texts(redis, 30), Unread("qwerty", "")
    put(redis, kept, ONE)
    put(redis, kept, other, now=NOW + 60)
    put(redis, kept, other, now=NOW + 120)
    assert kept.all(NOW + 120) == [ONE, other, other]


def test_unless_the_pack_says_so_none_is_kept(redis: Redis) -> None:
    kept = texts(redis, 0)
    put(redis, kept, ONE)
    assert kept.all(NOW) == []
    assert redis.dbsize() == 0


def test_each_goes_when_its_own_days_are_over(redis: Redis) -> None:
    kept = texts(redis, 2)
    put(redis, kept, ONE)
    put(redis, kept, Unread("later", ""), now=NOW + keys.DAY)
    assert [one.words for one in kept.all(NOW + 2 * keys.DAY + 1)] == ["later"]
    put(redis, kept, Unread("last", ""), now=NOW + 2 * keys.DAY + 1)
    assert redis.zcard(keys.UNREAD) == 2


def test_the_key_itself_does_not_outlive_the_last(redis: Redis) -> None:
    put(redis, texts(redis, 2), ONE)
    assert 0 < redis.ttl(keys.UNREAD) <= 2 * keys.DAY


def test_a_flood_leaves_the_latest(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unread, "MOST", 5)
    kept = texts(redis, 30)
    for number in range(8):
        put(redis, kept, Unread(f"text {'x' * number}", ""), now=NOW + number)
    assert [len(one.words) - 5 for one in kept.all(NOW + 8)] == [3, 4, 5, 6, 7]


def test_no_plain_words_are_in_the_store(redis: Redis) -> None:
    put(redis, texts(redis, 30), ONE)
    (blob,) = redis.zrange(keys.UNREAD, 0, -1)
    assert isinstance(blob, bytes)
    for word in (b"keep", b"about", b"mistake", b"word"):
        assert word not in blob


def test_what_another_secret_sealed_is_passed_over(redis: Redis) -> None:
    put(redis, texts(redis, 30, THEIRS), ONE)
    put(redis, texts(redis, 30), Unread("ours", ""))
    assert [one.words for one in texts(redis, 30).all(NOW)] == ["ours"]


def test_clear_lets_go_of_all(redis: Redis) -> None:
    kept = texts(redis, 30)
    put(redis, kept, ONE)
    kept.clear()
    assert kept.all(NOW) == []
    assert redis.dbsize() == 0
