"""Follow-ups that are still to come: asked for, moved, ended and put off, the record and the agenda always together."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from redis import Redis
from redis.client import Pipeline

from signpost.adapters import keys
from signpost.adapters import watched as watched_module
from signpost.adapters.agenda import due_minute
from signpost.adapters.jobqueue import FOLLOW_UPS
from signpost.adapters.store import RedisStore
from signpost.adapters.watched import TRIES, ContendedError, watch_and_read
from signpost.core.session import Person
from signpost.ports import PendingFollowUp
from tests.adapters.conftest import PERSON, START, changes, errands, follow_up, jobs, save

DAY = 86_400
OTHER = "+447700900456"


def _entry(what: PendingFollowUp) -> dict[str, float]:
    return {f"f{what.id}": due_minute(what.due)}


def test_a_follow_up_comes_back_whole(store: RedisStore) -> None:
    asked = replace(follow_up(), matter="decision", asked=2)
    reminder = replace(follow_up("sent", to=OTHER), matter="decision", deadline="appeal", by=date(2026, 12, 1))
    save(store, changes(follow_ups=(asked, reminder)))
    assert store.follow_up(asked.id) == asked
    assert store.follow_up(reminder.id) == reminder


def test_it_is_on_the_agenda_at_the_full_minute(store: RedisStore, redis: Redis) -> None:
    soon = replace(follow_up(), due=START.replace(second=0) + timedelta(days=1, seconds=1))
    save(store, changes(follow_ups=(soon,)))
    minute = soon.due.timestamp() + 59
    assert errands(redis) == {f"f{soon.id}": minute}
    assert jobs(redis, FOLLOW_UPS) == [f"agenda-{minute:.0f}"]


def test_asking_twice_moves_the_follow_up(store: RedisStore, redis: Redis) -> None:
    save(store, changes(follow_ups=(follow_up(),)), "SM1")
    moved = follow_up(after=timedelta(days=20))
    save(store, changes(follow_ups=(moved,)), "SM2")
    assert store.follow_up(moved.id) == moved
    assert errands(redis) == _entry(moved)
    assert redis.ttl(keys.follow_up(moved.id)) == pytest.approx((20 + 30) * DAY, abs=70)


def test_another_persons_follow_up_moves_too(store: RedisStore, redis: Redis) -> None:
    save(store, changes(follow_ups=(follow_up(to=OTHER),)), "SM1")
    moved = follow_up(to=OTHER, after=timedelta(days=20))
    save(store, changes(follow_ups=(moved, follow_up())), "SM2")
    assert store.follow_up(moved.id) == moved
    assert errands(redis) == {**_entry(moved), **_entry(follow_up())}


def test_an_ended_follow_up_is_gone_from_the_agenda(store: RedisStore, redis: Redis) -> None:
    stays, goes, theirs = follow_up("stays"), follow_up("goes"), follow_up(to=OTHER)
    save(store, changes(follow_ups=(stays, goes, theirs)), "SM1")
    ended = ((PERSON, goes.id), (PERSON, "never-there"), (theirs.person, theirs.id))
    save(store, changes(ended=ended), "SM2")
    assert store.follow_up(goes.id) is store.follow_up(theirs.id) is None
    assert store.follow_up(stays.id) == stays
    assert errands(redis) == _entry(stays)
    for person, ended_id in ended:
        assert redis.zscore(keys.held(person), keys.follow_up(ended_id)) is None


def test_a_follow_up_may_end_and_be_asked_for_in_one_turn(store: RedisStore, redis: Redis) -> None:
    save(store, changes(follow_ups=(follow_up(),)), "SM1")
    again = follow_up(after=timedelta(days=15))
    save(store, changes(ended=((PERSON, again.id),), follow_ups=(again,)), "SM2")
    assert store.follow_up(again.id) == again
    assert errands(redis) == _entry(again)
    assert redis.zscore(keys.held(PERSON), keys.follow_up(again.id)) is not None


def test_stop_ends_every_follow_up(store: RedisStore, redis: Redis) -> None:
    both, theirs = (follow_up("one"), follow_up("two")), follow_up(to=OTHER)
    save(store, changes(follow_ups=(*both, theirs)), "SM1")
    save(store, changes(person=Person(stopped=True), end_all=True), "SM2")
    assert errands(redis) == _entry(theirs)
    assert not redis.exists(*(keys.follow_up(ended.id) for ended in both))


def test_a_follow_up_asked_for_in_the_turn_that_ends_all_is_kept(store: RedisStore, redis: Redis) -> None:
    save(store, changes(follow_ups=(follow_up("one"), follow_up("two"))), "SM1")
    save(store, changes(end_all=True, follow_ups=(follow_up("one"),)), "SM2")
    assert store.follow_up(follow_up("one").id) == follow_up("one")
    assert errands(redis) == _entry(follow_up("one"))
    assert redis.zscore(keys.held(PERSON), keys.follow_up(follow_up("one").id)) is not None


def test_which_are_still_to_come(store: RedisStore) -> None:
    one, two = follow_up("one"), follow_up("two")
    save(store, changes(follow_ups=(one, two)))
    save(store, changes(ended=((PERSON, two.id),)), "SM2")
    with store.turn("call:CA1", PERSON, "1", to_come=True) as turn:
        assert turn.to_come == {one.id}
    with store.turn("call:CA1", PERSON, "1") as turn:
        assert turn.to_come == frozenset(), "nobody asked"


def test_postponing(store: RedisStore, redis: Redis) -> None:
    save(store, changes(follow_ups=(follow_up(),)))
    later = follow_up(after=timedelta(days=11))
    store.postpone(follow_up(), later.due)
    assert store.follow_up(later.id) == later
    assert errands(redis) == _entry(later)
    assert redis.ttl(keys.follow_up(later.id)) == pytest.approx((11 + 30) * DAY, abs=70)


def test_a_follow_up_that_was_ended_is_not_postponed(store: RedisStore, redis: Redis) -> None:
    save(store, changes(follow_ups=(follow_up(),)), "SM1")
    save(store, changes(end_all=True), "SM2")
    store.postpone(follow_up(), follow_up(after=timedelta(days=11)).due)
    assert store.follow_up(follow_up().id) is None
    assert errands(redis) == {}


def test_a_follow_up_that_was_moved_is_not_postponed(store: RedisStore) -> None:
    moved = follow_up(after=timedelta(days=20))
    save(store, changes(follow_ups=(follow_up(),)), "SM1")
    save(store, changes(follow_ups=(moved,)), "SM2")
    store.postpone(follow_up(), follow_up(after=timedelta(days=11)).due)
    assert store.follow_up(moved.id) == moved


@pytest.fixture
def disturb(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Has somebody else write a follow-up's record, the first so many times that it is watched."""

    def begin(times: int) -> None:
        left = iter(range(times))

        def disturbed(pipe: Pipeline, watched: tuple[str, ...], *reads: tuple[str, ...]) -> list[Any]:
            found = watch_and_read(pipe, watched, *reads)
            if next(left, None) is not None:
                redis.append(watched[0], "")
            return found

        monkeypatch.setattr(watched_module, "watch_and_read", disturbed)

    return begin


def test_postponing_is_tried_again_when_others_came_first(store: RedisStore, disturb: Callable[[int], None]) -> None:
    save(store, changes(follow_ups=(follow_up(),)))
    later = follow_up(after=timedelta(days=11))
    disturb(TRIES - 1)
    store.postpone(follow_up(), later.due)
    assert store.follow_up(later.id) == later


def test_postponing_gives_up_in_the_end(store: RedisStore, disturb: Callable[[int], None]) -> None:
    save(store, changes(follow_ups=(follow_up(),)))
    disturb(TRIES)
    with pytest.raises(ContendedError):
        store.postpone(follow_up(), follow_up(after=timedelta(days=11)).due)
    assert store.follow_up(follow_up().id) == follow_up()
