"""Follow-ups, asked for, moved, ended and forgotten, with the jobs that run them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from redis import Redis
from redis.client import Pipeline
from rq.utils import as_text

from signpost.adapters import keys
from signpost.adapters.agenda import Due
from signpost.adapters.jobqueue import FOLLOW_UPS, REPLIES
from signpost.adapters.store import RedisStore
from signpost.adapters.watched import TRIES, ContendedError
from signpost.core.session import Channel, Person, Session
from signpost.ports import TextState
from tests.adapters.conftest import (
    NUMBER,
    PERSON,
    START,
    TEXT,
    TOKENS,
    changes,
    follow_up,
    lasting,
    save,
    session,
    text,
)

DAY = 86_400
OTHER = "+447700900456"
CALLER = TOKENS.person("+441632960123")


def _jobs(redis: Redis) -> list[str]:
    queued = redis.lrange(f"rq:queue:{REPLIES}", 0, -1) + redis.lrange(f"rq:queue:{FOLLOW_UPS}", 0, -1)
    found = [*queued, *redis.zrange(f"rq:scheduled:{FOLLOW_UPS}", 0, -1)]
    return sorted(as_text(job) for job in found)


def test_asking_twice_moves_the_follow_up(store: RedisStore, redis: Redis) -> None:
    save(store, changes(follow_ups=(follow_up(),)), "SM1")
    moved = follow_up(after=timedelta(days=20))
    save(store, changes(follow_ups=(moved,)), "SM2")
    assert store.follow_up(moved.id) == moved
    assert _jobs(redis) == [f"followup-{moved.id}-{moved.due.timestamp():.0f}"]
    assert redis.ttl(keys.pending(PERSON)) == pytest.approx((20 + 30) * DAY, abs=5)


def test_another_persons_follow_up_moves_too(store: RedisStore, redis: Redis) -> None:
    save(store, changes(follow_ups=(follow_up(to=OTHER),)), "SM1")
    moved = follow_up(to=OTHER, after=timedelta(days=20))
    save(store, changes(follow_ups=(moved, follow_up())), "SM2")
    assert store.follow_up(moved.id) == moved
    assert len(_jobs(redis)) == 2
    assert redis.hlen(keys.pending(moved.person)) == redis.hlen(keys.pending(PERSON)) == 1


def test_an_ended_follow_up_is_gone_with_its_job(store: RedisStore, redis: Redis) -> None:
    stays, goes = follow_up("stays"), follow_up("goes")
    save(store, changes(follow_ups=(stays, goes)), "SM1")
    save(store, changes(ended=(goes.id, "never-there")), "SM2")
    assert store.follow_up(goes.id) is None
    assert store.follow_up(stays.id) == stays
    assert [job.split("-")[1] for job in _jobs(redis)] == [stays.id]
    assert lasting(redis, "rq:job:*") == {f"rq:job:followup-{stays.id}-{stays.due.timestamp():.0f}"}


def test_stop_ends_every_follow_up(store: RedisStore, redis: Redis) -> None:
    save(store, changes(follow_ups=(follow_up("one"), follow_up("two"))), "SM1")
    save(store, changes(person=Person(stopped=True), end_all=True), "SM2")
    assert _jobs(redis) == []
    assert not lasting(redis, "rq:job:*")
    assert not redis.exists(keys.pending(PERSON), keys.follow_up(follow_up("one").id))
    assert store.jobs.next_follow_up() is None


def test_a_follow_up_asked_for_in_the_turn_that_ends_all_is_kept(store: RedisStore, redis: Redis) -> None:
    save(store, changes(follow_ups=(follow_up("one"),)), "SM1")
    save(store, changes(end_all=True, follow_ups=(follow_up("one"),)), "SM2")
    assert store.follow_up(follow_up("one").id) == follow_up("one")
    [job] = _jobs(redis)
    assert lasting(redis, "rq:job:*") == {f"rq:job:{job}"}
    assert keys.follow_up(follow_up("one").id).encode() in redis.zrange(keys.held(PERSON), 0, -1)


def test_forget_erases_everything_but_the_answer(store: RedisStore, redis: Redis) -> None:
    save(store, changes(texts=(text(),), follow_ups=(follow_up("one"), follow_up("two"))), "SM1")
    save(store, changes(session=session(channel=Channel.VOICE), person=Person(stopped=True)), "1", "call:CA1")
    save(store, changes(answer="erased", session=None, forget=True, counts=("forgotten",)), "SM3")
    left = lasting(redis) - {"rq:queues"}
    assert left == {keys.answer(TEXT, "SM3"), keys.held(PERSON), keys.COUNTS}
    with store.turn(TEXT, PERSON, "SM3") as again:
        assert (again.session, again.person, again.answer) == (None, Person(), "erased")


def test_forget_drops_the_jobs_of_texts_that_were_put_off(store: RedisStore, redis: Redis) -> None:
    one, two = text(), replace(text(), waiting=False)
    save(store, changes(texts=(one, two)), "SM1")
    for again in (one, two, one):
        store.settle(again.id, TextState.SENT)
        store.send_later(again.id, START + timedelta(minutes=10), lost=30003)
        assert store.claim(again.id)
    store.send_later(one.id, START + timedelta(minutes=20))
    assert redis.zcard(f"rq:scheduled:{REPLIES}") == 2
    assert redis.zcard(f"rq:scheduled:{FOLLOW_UPS}") == 1
    save(store, changes(session=None, forget=True), "SM2")
    assert redis.zcard(f"rq:scheduled:{REPLIES}") == redis.zcard(f"rq:scheduled:{FOLLOW_UPS}") == 0
    assert not lasting(redis, "rq:job:*")
    # Not gone at once: one of them may be running.
    assert len(redis.keys("rq:job:*")) == 5


def test_forget_leaves_other_people_alone(store: RedisStore) -> None:
    theirs, mine = text(to=OTHER), text()
    save(store, changes(texts=(theirs, mine), follow_ups=(follow_up(to=OTHER),)), "SM1")
    save(store, changes(session=None, forget=True), "SM2")
    assert store.text(mine.id) is None
    assert store.text(theirs.id) == theirs
    assert store.follow_up(follow_up(to=OTHER).id) == follow_up(to=OTHER)


def test_forget_reaches_the_call_of_another_phone_in_which_this_mobile_was_keyed(
    store: RedisStore, redis: Redis
) -> None:
    def stand(step: str, place: Session) -> None:
        with store.turn("call:CA1", CALLER, step) as turn:
            assert turn.save(changes(session=place))

    before, keyed = session(channel=Channel.VOICE), session(channel=Channel.VOICE, mobile=NUMBER)
    stand("1", before)
    stand("2", keyed)
    save(store, changes(session=None, forget=True))
    assert not redis.exists(keys.session("call:CA1"), keys.answer("call:CA1", "2"))
    assert redis.exists(keys.answer("call:CA1", "1"), keys.person(CALLER)) == 2, "they say nothing of this mobile"


def test_a_text_queued_for_somebody_while_they_are_forgotten_is_not_left_behind(store: RedisStore) -> None:
    with store.turn(TEXT, PERSON, "SM1") as forgetting:
        other = text(to=NUMBER)
        watch_held = forgetting._watch_held

        def disturbed() -> tuple[str, ...]:
            found = watch_held()
            with store.turn("text:somebody", "somebody", "SM2") as turn:
                assert turn.save(changes(texts=(other,)))
            return found

        forgetting._watch_held = disturbed  # type: ignore[method-assign]
        assert not forgetting.save(changes(session=None, forget=True))


def test_postponing(store: RedisStore, redis: Redis) -> None:
    save(store, changes(follow_ups=(follow_up(),)))
    later = follow_up(after=timedelta(days=11))
    store.postpone(later)
    assert store.follow_up(later.id) == later
    assert _jobs(redis) == [f"followup-{later.id}-{later.due.timestamp():.0f}"]


def test_a_follow_up_that_was_ended_is_not_postponed(store: RedisStore, redis: Redis) -> None:
    save(store, changes(follow_ups=(follow_up(),)), "SM1")
    save(store, changes(end_all=True), "SM2")
    store.postpone(follow_up(after=timedelta(days=11)))
    assert store.follow_up(follow_up().id) is None
    assert _jobs(redis) == []


@pytest.fixture
def disturb(store: RedisStore, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Has somebody else change a person's follow-ups, the first so many times that they are watched."""

    def begin(times: int) -> None:
        watch, left = store._agenda.watch, iter(range(times))

        def disturbed(pipe: Pipeline, people: set[str]) -> dict[str, Due]:
            found = watch(pipe, people)
            if next(left, None) is not None:
                redis.hincrby(keys.pending(PERSON), "another", 1)
            return found

        monkeypatch.setattr(store._agenda, "watch", disturbed)

    return begin


def test_postponing_is_tried_again_when_others_came_first(store: RedisStore, disturb: Callable[[int], None]) -> None:
    save(store, changes(follow_ups=(follow_up(),)))
    later = follow_up(after=timedelta(days=11))
    disturb(TRIES - 1)
    store.postpone(later)
    assert store.follow_up(later.id) == later


def test_postponing_gives_up_in_the_end(store: RedisStore, disturb: Callable[[int], None]) -> None:
    save(store, changes(follow_ups=(follow_up(),)))
    disturb(TRIES)
    with pytest.raises(ContendedError):
        store.postpone(follow_up(after=timedelta(days=11)))
    assert store.follow_up(follow_up().id) == follow_up()


def test_the_first_follow_up_due(store: RedisStore) -> None:
    soon = follow_up("soon", timedelta(hours=1))
    save(store, changes(follow_ups=(follow_up("late"), soon, follow_up("mid", timedelta(days=2)))))
    assert store.jobs.next_follow_up() == soon.id
