"""FORGET leaves nothing of a person behind, wherever it stands, and nothing of others is touched."""

from datetime import timedelta

from redis import Redis
from redis.utils import str_if_bytes

from signpost.adapters import keys
from signpost.adapters.jobqueue import QUEUES
from signpost.adapters.store import RedisStore
from signpost.core.session import Channel, Person, Session
from signpost.ports import TextState
from tests.adapters.conftest import (
    NUMBER,
    PERSON,
    START,
    TEXT,
    TOKENS,
    changes,
    errands,
    follow_up,
    jobs,
    save,
    session,
    text,
)

OTHER = "+447700900456"
CALLER = TOKENS.person("+441632960123")


def _ours(redis: Redis) -> set[str]:
    return {str_if_bytes(key) for key in redis.keys("signpost:*")}


def test_forget_erases_everything_but_the_answer(store: RedisStore, redis: Redis) -> None:
    save(store, changes(texts=(text(),), follow_ups=(follow_up("one"), follow_up("two"))), "SM1")
    save(store, changes(session=session(channel=Channel.VOICE), person=Person(stopped=True)), "1", "call:CA1")
    store.sent_today(PERSON, "t1")
    save(store, changes(answer="erased", session=None, forget=True, counts=("forgotten",)), "SM3")
    assert _ours(redis) == {keys.answer(TEXT, "SM3"), keys.held(PERSON), keys.COUNTS}
    with store.turn(TEXT, PERSON, "SM3") as again:
        assert (again.session, again.person, again.answer) == (None, Person(), "erased")


def test_forget_takes_texts_and_follow_ups_off_the_agenda_and_the_list_of_failures(
    store: RedisStore, redis: Redis
) -> None:
    waits, failed, lost, theirs = text(), text(), text(), text(to=OTHER)
    save(store, changes(texts=(waits, failed, lost, theirs), follow_ups=(follow_up(),)), "SM1")
    store.settle(failed.id, TextState.FAILED, code=30006)
    store.send_anew(lost.id, START + timedelta(minutes=10), code=30003)
    store.settle(theirs.id, TextState.FAILED, code=30006)
    save(store, changes(session=None, forget=True), "SM2")
    assert errands(redis) == {}
    assert [found.id for found in store.failed()] == [theirs.id]
    assert redis.zrange(keys.FAILED, 0, -1) == [theirs.id.encode()]


def test_the_jobs_that_are_left_name_nobody(store: RedisStore, redis: Redis) -> None:
    save(store, changes(texts=(text(),), follow_ups=(follow_up(),)), "SM1")
    save(store, changes(session=None, forget=True), "SM2")
    left = [name for queue in QUEUES for name in jobs(redis, queue)]
    assert left
    assert not any(PERSON in name for name in left)


def test_forget_leaves_other_people_alone(store: RedisStore, redis: Redis) -> None:
    theirs, mine = text(to=OTHER), text()
    save(store, changes(texts=(theirs, mine), follow_ups=(follow_up(to=OTHER),)), "SM1")
    save(store, changes(session=None, forget=True), "SM2")
    assert store.text(mine.id) is None
    assert store.text(theirs.id) == theirs
    assert store.follow_up(follow_up(to=OTHER).id) == follow_up(to=OTHER)
    assert set(errands(redis)) == {f"t{theirs.id}", f"f{follow_up(to=OTHER).id}"}


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


def test_what_a_worker_was_at_stays_forgotten(store: RedisStore, redis: Redis) -> None:
    one, two, three, later = text(), text(), text(), follow_up()
    save(store, changes(texts=(one, two, three), follow_ups=(later,)), "SM1")
    claimed = [store.claim(made.id) for made in (one, two, three)]
    assert claimed == [one, two, three]
    save(store, changes(session=None, forget=True), "SM2")
    before = _ours(redis)
    store.settle(one.id, TextState.SENT, sid="SM1")
    store.send_later(two, START + timedelta(hours=1))
    store.try_again(three.id, START + timedelta(hours=1), code=20429)
    store.send_anew(one.id, START + timedelta(hours=1), code=30003)
    store.postpone(later, START + timedelta(days=20))
    assert _ours(redis) == before
    assert store.counts() == {}
