import threading
from datetime import timedelta

import pytest
from redis import Redis

from signpost.adapters import keys
from signpost.adapters.outbox import CLAIM, BeingSentError
from signpost.adapters.store import RedisStore
from signpost.ports import OutgoingText, SendError, TextState
from tests.adapters.conftest import Clock, changes, save, text


@pytest.fixture
def queued(store: RedisStore) -> OutgoingText:
    made = text()
    save(store, changes(texts=(made,)))
    return made


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


def test_another_worker_is_told_to_come_back(store: RedisStore, queued: OutgoingText, clock: Clock) -> None:
    store.claim(queued.id)
    clock.now += CLAIM - 1
    with pytest.raises(SendError, match="another worker") as caught:
        store.claim(queued.id)
    assert not caught.value.permanent


def test_a_dead_workers_claim_runs_out(store: RedisStore, queued: OutgoingText, clock: Clock) -> None:
    store.claim(queued.id)
    clock.now += CLAIM
    again = store.claim(queued.id)
    assert again is not None
    assert again.state is TextState.SENDING, "whoever finds it so asks the carrier first"
    with pytest.raises(BeingSentError):
        store.claim(queued.id)


@pytest.mark.parametrize("state", [TextState.QUEUED, TextState.SENDING])
def test_a_worker_that_gives_up_lets_the_next_begin(store: RedisStore, queued: OutgoingText, state: TextState) -> None:
    store.claim(queued.id)
    store.settle(queued.id, state, code=30001)
    again = store.claim(queued.id)
    assert again is not None
    assert (again.state, again.code) == (state, 30001)


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
        ([("sent", "SM1", None), ("queued", None, None)], "sent", "SM1", None),
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
