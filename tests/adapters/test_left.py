"""Where a call broke off: kept for half an hour, sealed, beside the person's record and not in it."""

from dataclasses import replace

from redis import Redis

from signpost.adapters import keys
from signpost.adapters.store import RedisStore
from signpost.core.session import Channel, Person, Question, Session
from tests.adapters.conftest import PERSON, TEXT, changes, save

LEFT = Session(Channel.VOICE, "team", Question.CONTACT, ("start",), at=1_795_000_000, letter="2026-11-01")
KEY = keys.left(PERSON)


def known(store: RedisStore) -> Person:
    with store.turn(TEXT, PERSON, None) as turn:
        return turn.person


def test_it_is_found_again_and_sealed(store: RedisStore, redis: Redis) -> None:
    save(store, changes(person=Person(left=LEFT)))
    assert known(store).left == LEFT
    assert b"team" not in (redis.get(KEY) or b"team")


def test_it_lasts_half_an_hour_however_many_turns_there_are(store: RedisStore, redis: Redis) -> None:
    save(store, changes(person=Person(left=LEFT)), "1")
    assert 0 < redis.ttl(KEY) <= 1800
    redis.expire(KEY, 100)
    save(store, changes(person=known(store)), "2")
    assert redis.ttl(KEY) <= 100


def test_a_turn_that_leaves_nothing_to_come_back_to_ends_it(store: RedisStore, redis: Redis) -> None:
    save(store, changes(person=Person(left=LEFT)), "1")
    save(store, changes(person=replace(known(store), left=None)), "2")
    assert not redis.exists(KEY)


def test_forget_erases_it(store: RedisStore, redis: Redis) -> None:
    save(store, changes(person=Person(left=LEFT)), "1")
    save(store, changes(session=None, forget=True), "2")
    assert not redis.exists(KEY)


def test_the_persons_own_record_holds_none_of_it(store: RedisStore, redis: Redis) -> None:
    save(store, changes(person=Person(slow=True, left=LEFT)), "1")
    redis.delete(KEY)
    assert known(store) == Person(slow=True)
