"""A text's record: who may send it, and what becomes of it."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from redis import Redis

from signpost.adapters import keys
from signpost.adapters.jobqueue import JOB_TIMEOUT, REPLIES
from signpost.adapters.outbox import CLAIM
from signpost.adapters.store import RedisStore
from signpost.ports import BeingSentError, OutgoingText, TextState
from tests.adapters.conftest import Clock, changes, errands, jobs, save, text


def test_a_text_comes_back_whole(store: RedisStore, queued: OutgoingText) -> None:
    assert store.text(queued.id) == queued


def test_a_claim_gives_the_text_as_it_stood(store: RedisStore, queued: OutgoingText) -> None:
    assert store.claim(queued.id) == queued
    found = store.text(queued.id)
    assert found is not None
    assert found.state is TextState.SENDING


def test_of_many_workers_one_gets_the_text(store: RedisStore, queued: OutgoingText) -> None:
    threads = 6
    barrier = threading.Barrier(threads)
    got: list[OutgoingText | None] = []
    busy: list[BeingSentError] = []

    def work() -> None:
        barrier.wait()
        try:
            got.append(store.claim(queued.id))
        except BeingSentError as error:
            busy.append(error)

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=30)
    assert got == [queued]
    assert len(busy) == threads - 1


def test_another_worker_is_told_to_leave_it(store: RedisStore, queued: OutgoingText, clock: Clock) -> None:
    store.claim(queued.id)
    clock.now += CLAIM - 1
    with pytest.raises(BeingSentError):
        store.claim(queued.id)


def test_nobody_is_still_at_it_when_a_claim_runs_out() -> None:
    assert CLAIM > JOB_TIMEOUT


def test_a_text_that_was_asked_for_has_a_job_and_is_watched_over(
    store: RedisStore, redis: Redis, queued: OutgoingText, clock: Clock
) -> None:
    assert jobs(redis, REPLIES) == [f"text-{queued.id}"]
    assert errands(redis) == {f"t{queued.id}": clock() + 60}
    clock.now += 30
    store.claim(queued.id)
    assert errands(redis) == {f"t{queued.id}": clock() + CLAIM}, "should the claimant die"


def test_a_text_that_comes_claimed_is_its_makers(store: RedisStore, redis: Redis, clock: Clock) -> None:
    made = replace(text(), waiting=False, state=TextState.SENDING)
    save(store, changes(texts=(made,)))
    assert jobs(redis, REPLIES) == []
    assert errands(redis) == {f"t{made.id}": clock() + CLAIM}
    with pytest.raises(BeingSentError):
        store.claim(made.id)
    clock.now += CLAIM
    assert store.claim(made.id) == made, "and so the carrier is asked for it"


@pytest.mark.parametrize("state", [TextState.SENT, TextState.DELIVERED, TextState.FAILED])
def test_what_is_done_is_off_the_agenda(
    store: RedisStore, redis: Redis, queued: OutgoingText, state: TextState
) -> None:
    store.claim(queued.id)
    store.settle(queued.id, state)
    assert errands(redis) == {}


def test_a_dead_workers_claim_runs_out(store: RedisStore, queued: OutgoingText, clock: Clock) -> None:
    store.claim(queued.id)
    clock.now += CLAIM
    again = store.claim(queued.id)
    assert again is not None
    assert again.state is TextState.SENDING, "whoever finds it so asks the carrier first"
    with pytest.raises(BeingSentError):
        store.claim(queued.id)


@pytest.mark.parametrize("state", [TextState.SENT, TextState.DELIVERED, TextState.FAILED])
def test_what_is_done_is_not_claimed(store: RedisStore, queued: OutgoingText, state: TextState) -> None:
    store.settle(queued.id, state)
    assert store.claim(queued.id) is None


def test_what_is_gone_is_not_claimed_and_not_settled(store: RedisStore, redis: Redis) -> None:
    assert store.claim("gone") is None
    store.settle("gone", TextState.SENT, sid="SM1")
    assert store.text("gone") is None
    assert not redis.exists(keys.outbox("gone"))


@pytest.mark.parametrize(
    ("news", "state", "sid", "code"),
    [
        ([("sent", "SM1", None), ("delivered", None, None)], "delivered", "SM1", None),
        ([("delivered", None, None), ("sent", "SM1", None)], "delivered", None, None),
        ([("failed", None, 30006), ("sent", "SM1", None), ("delivered", None, None)], "failed", None, 30006),
        ([("sent", None, None), ("sent", "SM1", None)], "sent", "SM1", None),
        ([("sent", "SM1", None), ("failed", None, 30003)], "failed", "SM1", 30003),
    ],
)
def test_news_in_any_order(
    store: RedisStore,
    queued: OutgoingText,
    news: list[tuple[str, str | None, int | None]],
    state: str,
    sid: str | None,
    code: int | None,
) -> None:
    for state_, sid_, code_ in news:
        store.settle(queued.id, TextState(state_), sid=sid_, code=code_)
    found = store.text(queued.id)
    assert found is not None
    assert (found.state.value, found.sid, found.code) == (state, sid, code)


def test_each_change_is_counted_once(store: RedisStore, queued: OutgoingText) -> None:
    other = text()
    save(store, changes(texts=(other,)), "SM2")
    assert store.counts() == {}
    for _ in range(2):
        store.settle(queued.id, TextState.SENT, sid="SM1")
        store.settle(other.id, TextState.SENT, sid="SM2")
    for _ in range(2):
        store.settle(queued.id, TextState.DELIVERED)
        store.settle(other.id, TextState.FAILED, code=30006)
    assert store.counts() == {"texts.sent": 2, "texts.delivered": 1, "texts.failed": 1}


@pytest.mark.parametrize(
    ("code", "words"),
    [(30006, "(code 30006): a landline"), (99999, "(code 99999): not a code"), (None, "(code None): the carrier gave")],
)
def test_a_failure_is_logged_once_with_its_reason_and_nobodys_name(
    store: RedisStore, queued: OutgoingText, caplog: pytest.LogCaptureFixture, code: int | None, words: str
) -> None:
    store.settle(queued.id, TextState.SENT, sid="SM1")
    for _ in range(2):
        store.settle(queued.id, TextState.FAILED, code=code)
    [line] = caplog.messages
    assert words in line
    assert queued.to[3:] not in line
    assert queued.body not in line


def test_a_change_does_not_make_a_text_live_longer(store: RedisStore, redis: Redis, queued: OutgoingText) -> None:
    redis.expire(keys.outbox(queued.id), timedelta(hours=1))
    store.claim(queued.id)
    assert 0 < redis.ttl(keys.outbox(queued.id)) <= 3600


def test_news_from_many_sides_at_once_ends_well(store: RedisStore, queued: OutgoingText) -> None:
    news = [TextState.SENT] * 5 + [TextState.DELIVERED]
    barrier = threading.Barrier(len(news))

    def tell(state: TextState) -> None:
        barrier.wait()
        store.settle(queued.id, state, sid="SM1")

    tellers = [threading.Thread(target=tell, args=(state,)) for state in news]
    for teller in tellers:
        teller.start()
    for teller in tellers:
        teller.join(timeout=30)
    found = store.text(queued.id)
    assert found is not None
    assert found.state is TextState.DELIVERED


def test_failures_are_noted_for_the_staff_the_latest_first(store: RedisStore, clock: Clock) -> None:
    made = [text() for _ in range(3)]
    save(store, changes(texts=tuple(made)))
    assert store.failed() == []
    for one in made[:2]:
        clock.now += 1
        store.settle(one.id, TextState.FAILED, code=30006)
    store.settle(made[2].id, TextState.DELIVERED)
    assert [(found.id, found.code) for found in store.failed()] == [(made[1].id, 30006), (made[0].id, 30006)]


def test_old_failures_are_no_longer_noted(store: RedisStore, redis: Redis, clock: Clock) -> None:
    old, new = text(), text()
    save(store, changes(texts=(old, new)))
    store.settle(old.id, TextState.FAILED)
    clock.now += 30 * 86_400
    store.settle(new.id, TextState.FAILED)
    assert redis.zrange(keys.FAILED, 0, -1) == [new.id.encode()]
