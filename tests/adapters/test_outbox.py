import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis
from rq.utils import as_text

from signpost.adapters import keys
from signpost.adapters.jobqueue import FOLLOW_UPS, QUEUES, REPLIES
from signpost.adapters.outbox import CLAIM, BeingSentError
from signpost.adapters.records import Claimed
from signpost.adapters.store import RedisStore
from signpost.ports import OutgoingText, SendError, TextState
from tests.adapters.conftest import START, Clock, changes, save, text

LATER = START + timedelta(hours=1)


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


def test_each_change_is_counted_once(store: RedisStore, queued: OutgoingText) -> None:
    other = text()
    save(store, changes(texts=(other,)), "SM2")
    store.settle(queued.id, TextState.QUEUED, code=20429)
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


def _due(redis: Redis) -> dict[str, float]:
    """The jobs for later, of both queues, and when each is due."""
    return {as_text(job): due for queue in QUEUES for job, due in redis.zscan_iter(f"rq:scheduled:{queue}")}


def _stands(store: RedisStore, text_id: str) -> OutgoingText:
    found = store.text(text_id)
    assert found is not None
    return found


def test_a_claimed_text_is_put_off(store: RedisStore, redis: Redis, queued: OutgoingText, clock: Clock) -> None:
    store.claim(queued.id)
    store.send_later(queued.id, LATER)
    assert _stands(store, queued.id) == queued
    assert _due(redis) == {f"text-{queued.id}-{LATER.timestamp():.0f}": LATER.timestamp()}
    assert redis.zcard(f"rq:scheduled:{REPLIES}") == 1
    clock.now += 1
    assert store.claim(queued.id) == queued, "the claim was given up"


def test_a_lost_text_is_sent_anew(store: RedisStore, queued: OutgoingText) -> None:
    store.claim(queued.id)
    store.settle(queued.id, TextState.SENT, sid="SM1")
    store.send_later(queued.id, LATER, lost=30003)
    lost = replace(queued, code=30003, losses=1)
    assert store.claim(queued.id) == lost, "queued and without an id, so that the carrier is not asked for the lost one"
    store.settle(queued.id, TextState.SENT, sid="SM2")
    store.send_later(queued.id, LATER, lost=30005)
    assert _stands(store, queued.id) == replace(lost, code=30005, losses=2)


def test_a_text_that_nobody_waits_for_stays_in_its_queue(store: RedisStore, redis: Redis) -> None:
    made = replace(text(), waiting=False)
    save(store, changes(texts=(made,)))
    store.send_later(made.id, LATER)
    assert redis.zcard(f"rq:scheduled:{FOLLOW_UPS}") == 1
    assert store.jobs.next_follow_up() is None, "it is no follow-up"


def test_the_loss_may_be_told_before_the_worker_knows_that_it_was_sent(store: RedisStore, queued: OutgoingText) -> None:
    store.claim(queued.id)
    store.send_later(queued.id, LATER, lost=30003)
    store.settle(queued.id, TextState.SENT, sid="SM1")
    assert _stands(store, queued.id) == replace(queued, code=30003, losses=1)


def test_a_loss_that_is_told_twice_counts_once(store: RedisStore, redis: Redis, queued: OutgoingText) -> None:
    store.settle(queued.id, TextState.SENT, sid="SM1")
    store.send_later(queued.id, LATER, lost=30003)
    store.send_later(queued.id, LATER + timedelta(seconds=1), lost=30003)
    store.settle(queued.id, TextState.FAILED, code=30003)
    assert _stands(store, queued.id) == replace(queued, code=30003, losses=1)
    assert len(_due(redis)) == 1


def test_a_text_that_arrived_after_all_is_not_sent_anew(store: RedisStore, queued: OutgoingText) -> None:
    store.settle(queued.id, TextState.SENT, sid="SM1")
    store.send_later(queued.id, LATER, lost=30003)
    store.settle(queued.id, TextState.DELIVERED)
    assert store.claim(queued.id) is None


@pytest.mark.parametrize(
    ("state", "lost"),
    [
        (TextState.SENT, None),
        (TextState.DELIVERED, None),
        (TextState.DELIVERED, 30003),
        (TextState.FAILED, None),
        (TextState.FAILED, 30003),
    ],
)
def test_what_is_done_is_not_put_off(
    store: RedisStore, redis: Redis, queued: OutgoingText, state: TextState, lost: int | None
) -> None:
    store.settle(queued.id, state, sid="SM1")
    before = store.text(queued.id)
    store.send_later(queued.id, LATER, lost=lost)
    assert store.text(queued.id) == before
    assert _due(redis) == {}


def test_what_is_gone_is_not_put_off(store: RedisStore, redis: Redis) -> None:
    store.send_later("gone", LATER, lost=30003)
    assert redis.keys("*") == []


def test_a_text_put_off_to_this_very_second_has_a_job_of_another_name(
    store: RedisStore, redis: Redis, queued: OutgoingText, clock: Clock
) -> None:
    clock.now += 0.4
    store.send_later(queued.id, datetime.fromtimestamp(int(clock.now), UTC))
    assert _due(redis) == {f"text-{queued.id}-{START.timestamp() + 1:.0f}": START.timestamp() + 1}


def test_records_without_losses_are_read_and_written() -> None:
    made = text()
    kept = Claimed(made).to_dict()
    assert "losses" not in kept, "an older release can read it"
    assert Claimed.from_dict(kept) == Claimed(made)
    lost = Claimed(replace(made, losses=2))
    assert Claimed.from_dict(lost.to_dict()) == lost
