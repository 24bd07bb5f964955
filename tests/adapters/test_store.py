import logging
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from redis import Redis, exceptions
from redis.connection import AbstractConnection
from rq.utils import as_text

from signpost.adapters import keys
from signpost.adapters.agenda import due_minute
from signpost.adapters.connection import connect
from signpost.adapters.embedded import ensure, stop
from signpost.adapters.seal import Seal
from signpost.adapters.store import RedisStore
from signpost.core.menu import Keep
from signpost.core.session import Channel, Person, Session
from signpost.ports import Store
from tests.adapters.conftest import NUMBER, PERSON, START, TEXT, TOKENS, Clock, changes, follow_up, save, session, text

DAY = 86_400
OTHER = "+447700900456"

# A store, and how to end and start its server.
Mortal = tuple[RedisStore, Callable[[], None], Callable[[], str]]


def _stands(store: RedisStore, message: str | None = "SM9", conversation: str = TEXT) -> tuple[Session | None, Person]:
    with store.turn(conversation, PERSON, message) as turn:
        return turn.session, turn.person


def test_it_is_the_port(store: RedisStore) -> None:
    port: Store = store
    assert port is store


def test_a_stranger_has_no_session(store: RedisStore) -> None:
    with store.turn(TEXT, PERSON, "SM1") as turn:
        assert (turn.session, turn.person, turn.answer) == (None, Person(), None)


def test_what_is_saved_is_read(store: RedisStore) -> None:
    person = Person(slow=True, stopped=True)
    save(store, changes("senco", person=person, session=session("senco", trail=("first",), mobile=NUMBER)))
    assert _stands(store) == (session("senco", trail=("first",), mobile=NUMBER), person)


def test_a_message_is_answered_alike_twice(store: RedisStore) -> None:
    save(store, changes(answer="<Response><Message>Hallo</Message></Response>"), "SM1")
    with store.turn(TEXT, PERSON, "SM1") as again, store.turn(TEXT, PERSON, "SM2") as other:
        assert again.answer == "<Response><Message>Hallo</Message></Response>"
        assert other.answer is None


def test_a_turn_without_a_message_keeps_no_answer(store: RedisStore, redis: Redis) -> None:
    save(store, changes(), None)
    assert not redis.keys("signpost:answer:*")


def test_a_call_and_a_text_of_one_person_share_the_person_alone(store: RedisStore) -> None:
    save(store, changes("senco", person=Person(slow=True)))
    assert _stands(store, conversation="call:CA1") == (None, Person(slow=True))


def test_a_session_can_end(store: RedisStore, redis: Redis) -> None:
    save(store, changes())
    save(store, changes(session=None), "SM2")
    assert _stands(store)[0] is None
    assert keys.session(TEXT).encode() not in redis.zrange(keys.held(PERSON), 0, -1)


def test_how_long_things_are_kept(store: RedisStore, redis: Redis) -> None:
    sent, later = text(), follow_up()
    save(store, changes(texts=(sent,), follow_ups=(later,)))
    save(store, changes(session=session(channel=Channel.VOICE)), "1", "call:CA1")
    keep = Keep()
    wanted = {
        keys.session(TEXT): keep.session * DAY,
        keys.session("call:CA1"): keep.call * DAY,
        keys.person(PERSON): keep.person * DAY,
        keys.answer(TEXT, "SM1"): DAY,
        keys.answer("call:CA1", "1"): 3600,
        keys.outbox(sent.id): keep.text * DAY,
        keys.follow_up(later.id): due_minute(later.due) - START.timestamp() + keep.text * DAY,
        keys.held(PERSON): keep.person * DAY,
    }
    lives = {key: redis.ttl(key) for key in wanted}
    assert lives == {key: pytest.approx(life, abs=5) for key, life in wanted.items()}
    assert {as_text(key) for key in redis.keys("signpost:*")} == {*wanted, keys.AGENDA}


def test_the_list_of_held_keys_sheds_what_has_ended(store: RedisStore, redis: Redis, clock: Clock) -> None:
    save(store, changes(), "SM1")
    clock.now += DAY + 1
    save(store, changes(), "SM2")
    held = redis.zrange(keys.held(PERSON), 0, -1)
    assert keys.answer(TEXT, "SM1").encode() not in held
    assert keys.answer(TEXT, "SM2").encode() in held


def test_counts(store: RedisStore) -> None:
    assert store.counts() == {}
    save(store, changes(counts=("turns.text", "places.first")), "SM1")
    save(store, changes(counts=("turns.text",)), "SM2")
    assert store.counts() == {"turns.text": 2, "places.first": 1}


def test_of_two_turns_at_once_the_second_is_told(store: RedisStore) -> None:
    with store.turn(TEXT, PERSON, "SM1") as first, store.turn(TEXT, PERSON, "SM2") as second:
        assert first.save(changes("one", counts=("turns",)))
        assert not second.save(changes("two", counts=("turns",), texts=(text(),), follow_ups=(follow_up(),)))
    assert _stands(store)[0] == session("one")
    assert store.counts() == {"turns": 1}
    assert store.agenda.next_follow_up() is None


def test_a_turn_may_be_about_a_follow_up(store: RedisStore) -> None:
    asked = follow_up()
    save(store, changes(follow_ups=(asked,)))
    with store.turn(TEXT, PERSON, None, follow_up_id=asked.id) as turn:
        assert turn.follow_up == asked
    with store.turn(TEXT, PERSON, None, follow_up_id="gone") as turn:
        assert turn.follow_up is None
    with store.turn(TEXT, PERSON, "SM2") as turn:
        assert turn.follow_up is None


def test_a_follow_up_that_another_person_moves_is_watched(store: RedisStore) -> None:
    save(store, changes(follow_ups=(follow_up(),)))
    moved, other = follow_up(after=timedelta(days=20)), TOKENS.person(OTHER)
    with store.turn(TEXT, PERSON, None, follow_up_id=moved.id) as turn:
        with store.turn(f"text:{other}", other, "SM1") as theirs:
            assert theirs.save(changes(follow_ups=(moved,)))
        assert not turn.save(changes(ended=((PERSON, moved.id),)))
    assert store.follow_up(moved.id) == moved


def test_a_call_and_a_text_at_once_do_not_overwrite_the_person(store: RedisStore) -> None:
    with store.turn(TEXT, PERSON, "SM1") as by_text, store.turn("call:CA1", PERSON, "1") as by_call:
        assert by_text.save(changes(person=Person(stopped=True)))
        assert not by_call.save(changes(person=Person(slow=True)))
    assert _stands(store)[1] == Person(stopped=True)


def test_no_turn_is_lost_among_threads(store: RedisStore) -> None:
    threads, each = 4, 15
    barrier = threading.Barrier(threads)

    def work(name: int) -> None:
        barrier.wait()
        for number in range(each):
            saved = False
            while not saved:
                with store.turn(TEXT, PERSON, f"SM{name}-{number}") as turn:
                    before = turn.session.turn if turn.session else 0
                    saved = turn.save(changes(session=session(turn=before + 1), counts=("turns",)))

    workers = [threading.Thread(target=work, args=(name,)) for name in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert _stands(store)[0] == session(turn=threads * each)
    assert store.counts() == {"turns": threads * each}


def test_a_turn_takes_two_round_trips(store: RedisStore, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    save(store, changes())
    packets = 0
    connection = redis.connection_pool.get_connection()
    send = type(connection).send_packed_command

    def counted(self: AbstractConnection, *args: object, **kwargs: object) -> object:
        nonlocal packets
        packets += 1
        return send(self, *args, **kwargs)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(type(connection), "send_packed_command", counted)
    redis.connection_pool.release(connection)
    save(store, changes("next"), "SM2")
    assert packets == 2


def test_an_unsaved_turn_leaves_its_connection_clean(store: RedisStore, redis: Redis) -> None:
    with store.turn(TEXT, PERSON, "SM1"):
        pass
    save(store, changes())
    # Had the watch stayed, this transaction would fail on the change just made.
    with redis.pipeline() as pipe:
        pipe.set("signpost:test", "1")
        assert pipe.execute() == [True]


def test_a_fault_while_reading_does_not_confuse_the_next_reader(store: RedisStore, redis: Redis) -> None:
    redis.set(keys.held(PERSON), "not a sorted set")
    with pytest.raises(exceptions.ResponseError), store.turn(TEXT, PERSON, "SM1", to_come=True):
        pass
    redis.delete(keys.held(PERSON))
    save(store, changes("senco"))
    assert _stands(store)[0] == session("senco")


def test_records_of_an_unknown_version_count_as_absent(
    store: RedisStore, redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    sealed = Seal("a test's secret").seal({"version": 99, "to": NUMBER})
    for key in (keys.session(TEXT), keys.person(PERSON), keys.answer(TEXT, "SM9"), keys.outbox("t")):
        redis.set(key, sealed)
    redis.set(keys.follow_up("f"), Seal("a test's secret").seal({"version": 1, "to": NUMBER}))
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert _stands(store) == (None, Person())
            assert store.text("t") is None
            assert store.claim("t") is None
            assert store.follow_up("f") is None
    assert len(caplog.records) == 5, "each kind is told of once"
    assert NUMBER[3:] not in caplog.text
    save(store, changes("senco"), "SM10")
    assert _stands(store)[0] == session("senco")


def test_an_opt_out_outlives_everything_else_that_is_known(
    make_store: Callable[..., RedisStore], redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    save(make_store("old"), changes(person=Person(slow=True, stopped=True)))
    assert redis.get(keys.stopped(PERSON)) == b"1"
    assert redis.ttl(keys.stopped(PERSON)) == -1
    assert _stands(make_store("other")) == (None, Person(stopped=True)), caplog.text
    redis.set(keys.person(PERSON), Seal("old").seal({"version": 99}))
    assert _stands(make_store("old"))[1] == Person(stopped=True)
    redis.delete(keys.person(PERSON))
    assert _stands(make_store("old"))[1] == Person(stopped=True)
    save(make_store("old"), changes(person=Person(stopped=True)), "SM2")
    assert _stands(make_store("old"))[1] == Person(stopped=True)


def test_an_opt_out_ends_when_texts_are_welcome_again(store: RedisStore, redis: Redis) -> None:
    save(store, changes(person=Person(stopped=True)), "SM1")
    save(store, changes(person=Person()), "SM2")
    assert _stands(store)[1] == Person()
    assert not redis.exists(keys.stopped(PERSON))


def test_an_opt_out_that_only_the_record_knows_of_is_kept_by_the_next_turn(store: RedisStore, redis: Redis) -> None:
    # As a release that did not have the key has left it.
    save(store, changes(person=Person(stopped=True)), "SM1")
    redis.delete(keys.stopped(PERSON))
    assert _stands(store)[1] == Person(stopped=True)
    save(store, changes(person=Person(stopped=True)), "SM2")
    assert redis.exists(keys.stopped(PERSON))


def test_records_move_to_a_new_secret(make_store: Callable[..., RedisStore]) -> None:
    save(make_store("old"), changes("senco"))
    rotating = make_store("new,old")
    assert _stands(rotating)[0] == session("senco")
    save(rotating, changes("senco"), "SM2")
    assert _stands(make_store("new"))[0] == session("senco")
    assert _stands(make_store("other"))[0] is None


@pytest.fixture
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    folder = tmp_path_factory.mktemp("mortal")
    with connect(ensure(folder)) as client:
        yield RedisStore(client, Seal("one"), Keep(), tokens=TOKENS), lambda: stop(folder), lambda: ensure(folder)
    stop(folder)


def test_a_server_that_goes_and_comes_back(mortal: Mortal) -> None:
    store, end, start = mortal
    save(store, changes("senco"))
    end()
    with pytest.raises(exceptions.ConnectionError):
        store.ping()
    with pytest.raises(exceptions.ConnectionError), store.turn(TEXT, PERSON, "SM2"):
        pass
    start()
    store.ping()
    assert _stands(store)[0] == session("senco")


def test_a_server_that_goes_between_reading_and_saving(mortal: Mortal) -> None:
    store, end, start = mortal
    with store.turn(TEXT, PERSON, "SM1") as turn:
        end()
        start()
        assert not turn.save(changes("senco")), "its watch was lost, so nobody knows who came first"
    assert _stands(store)[0] is None
