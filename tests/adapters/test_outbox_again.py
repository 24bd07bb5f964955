"""Texts that could not be handed over yet, or were lost: when they are looked at again, and how they stand then."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis

from signpost.adapters.jobqueue import FOLLOW_UPS, REPLIES
from signpost.adapters.outbox import CLAIM
from signpost.adapters.records import Claimed
from signpost.adapters.store import RedisStore
from signpost.ports import BeingSentError, OutgoingText, TextState
from tests.adapters.conftest import START, Clock, changes, errands, jobs, save, text

LATER = START + timedelta(hours=1)
DUE = int(LATER.timestamp())

# A way to have a text looked at again at a later time.
Again = Callable[[RedisStore, OutgoingText, datetime], None]
AGAIN: dict[str, Again] = {
    "send later": lambda store, text, when: store.send_later(text, when),
    "try again": lambda store, text, when: store.try_again(text.id, when, code=20429),
    "try again unanswered": lambda store, text, when: store.try_again(text.id, when, code=None),
    "send anew": lambda store, text, when: store.send_anew(text.id, when, code=30003),
}
again_each_way = pytest.mark.parametrize("again", AGAIN.values(), ids=AGAIN.keys())


def _stands(store: RedisStore, text_id: str) -> OutgoingText:
    found = store.text(text_id)
    assert found is not None
    return found


@again_each_way
def test_the_claim_is_given_up_and_the_text_has_its_next_time(
    store: RedisStore, redis: Redis, queued: OutgoingText, again: Again
) -> None:
    store.claim(queued.id)
    redis.delete(f"rq:queue:{REPLIES}")
    again(store, queued, LATER)
    assert jobs(redis, REPLIES) == [f"text-{queued.id}-{DUE}"]
    assert errands(redis) == {f"t{queued.id}": DUE + 60}, "in case that job is lost"
    assert store.claim(queued.id)
    with pytest.raises(BeingSentError):
        store.claim(queued.id)


@again_each_way
def test_a_text_that_nobody_waits_for_waits_on_the_agenda(store: RedisStore, redis: Redis, again: Again) -> None:
    made = replace(text(), waiting=False, state=TextState.SENDING)
    save(store, changes(texts=(made,)))
    again(store, made, LATER)
    assert jobs(redis, REPLIES) == []
    assert jobs(redis, FOLLOW_UPS) == [f"agenda-{DUE}"]
    assert errands(redis) == {f"t{made.id}": DUE}
    assert store.agenda.next_follow_up() is None, "it is no follow-up"


@again_each_way
def test_this_very_second_is_the_next_one(
    store: RedisStore, redis: Redis, queued: OutgoingText, clock: Clock, again: Again
) -> None:
    # RQ deletes the job that runs now by its name, which may have this second in it.
    clock.now += 0.4
    redis.delete(f"rq:queue:{REPLIES}")
    again(store, queued, datetime.fromtimestamp(int(clock.now), UTC))
    assert jobs(redis, REPLIES) == [f"text-{queued.id}-{START.timestamp() + 1:.0f}"]


@again_each_way
@pytest.mark.parametrize("state", [TextState.DELIVERED, TextState.FAILED])
def test_what_is_over_is_left_alone(
    store: RedisStore, redis: Redis, queued: OutgoingText, state: TextState, again: Again
) -> None:
    store.settle(queued.id, state, sid="SM1")
    before = store.text(queued.id)
    again(store, queued, LATER)
    assert store.text(queued.id) == before
    assert errands(redis) == {}


@again_each_way
def test_what_is_gone_is_left_alone(store: RedisStore, redis: Redis, again: Again) -> None:
    again(store, text("gone"), LATER)
    assert redis.keys("*") == []


@pytest.mark.parametrize("again", list(AGAIN.values())[:3], ids=list(AGAIN)[:3])
def test_what_was_sent_is_not_sent_again_unless_it_is_lost(
    store: RedisStore, redis: Redis, queued: OutgoingText, again: Again
) -> None:
    store.settle(queued.id, TextState.SENT, sid="SM1")
    again(store, queued, LATER)
    assert _stands(store, queued.id).state is TextState.SENT
    assert errands(redis) == {}


def test_a_text_is_put_off_as_it_stood(store: RedisStore, queued: OutgoingText) -> None:
    claimed = store.claim(queued.id)
    assert claimed
    store.send_later(claimed, LATER)
    assert _stands(store, queued.id) == queued


def test_a_text_whose_sender_died_is_put_off_and_still_asked_for(
    store: RedisStore, queued: OutgoingText, clock: Clock
) -> None:
    store.claim(queued.id)
    clock.now += CLAIM
    found = store.claim(queued.id)
    assert found
    store.send_later(found, LATER)
    after = store.claim(queued.id)
    assert after
    assert after.state is TextState.SENDING


@pytest.mark.parametrize(("code", "state"), [(20429, TextState.QUEUED), (None, TextState.SENDING)])
def test_after_no_answer_the_carrier_is_asked_and_after_a_refusal_it_is_not(
    store: RedisStore, queued: OutgoingText, code: int | None, state: TextState
) -> None:
    for tries in (1, 2):
        store.claim(queued.id)
        store.try_again(queued.id, LATER, code=code)
        assert _stands(store, queued.id) == replace(queued, state=state, code=code, tries=tries)


def test_a_lost_text_is_sent_anew(store: RedisStore, queued: OutgoingText) -> None:
    store.claim(queued.id)
    store.settle(queued.id, TextState.SENT, sid="SM1")
    store.send_anew(queued.id, LATER, code=30003)
    lost = replace(queued, code=30003, losses=1)
    assert store.claim(queued.id) == lost, "queued and without an id, so that the carrier is not asked for the lost one"
    store.settle(queued.id, TextState.SENT, sid="SM2")
    store.send_anew(queued.id, LATER, code=30005)
    assert _stands(store, queued.id) == replace(lost, code=30005, losses=2)


def test_the_loss_may_be_told_before_the_worker_knows_that_it_was_sent(
    store: RedisStore, redis: Redis, queued: OutgoingText
) -> None:
    store.claim(queued.id)
    store.send_anew(queued.id, LATER, code=30003)
    store.settle(queued.id, TextState.SENT, sid="SM1")
    assert _stands(store, queued.id) == replace(queued, code=30003, losses=1)
    assert errands(redis) == {f"t{queued.id}": DUE + 60}


def test_a_loss_that_is_told_twice_counts_once(store: RedisStore, redis: Redis, queued: OutgoingText) -> None:
    store.settle(queued.id, TextState.SENT, sid="SM1")
    store.send_anew(queued.id, LATER, code=30003)
    store.send_anew(queued.id, LATER + timedelta(seconds=1), code=30003)
    store.settle(queued.id, TextState.FAILED, code=30003)
    assert _stands(store, queued.id) == replace(queued, code=30003, losses=1)
    assert errands(redis) == {f"t{queued.id}": DUE + 60}


def test_a_text_that_arrived_after_all_is_not_sent_anew(store: RedisStore, redis: Redis, queued: OutgoingText) -> None:
    store.settle(queued.id, TextState.SENT, sid="SM1")
    store.send_anew(queued.id, LATER, code=30003)
    store.settle(queued.id, TextState.DELIVERED)
    assert store.claim(queued.id) is None
    assert errands(redis) == {}


@pytest.mark.parametrize("entry", ["losses", "tries"])
def test_records_without_losses_and_tries_are_read_and_written(entry: str) -> None:
    made = text()
    kept = Claimed(made).to_dict()
    assert entry not in kept, "an older release can read it"
    assert Claimed.from_dict(kept) == Claimed(made)
    more = Claimed(replace(made, **{entry: 2}))  # type: ignore[arg-type]
    assert Claimed.from_dict(more.to_dict()) == more
