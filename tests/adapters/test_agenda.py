"""What is due comes in order, to one worker at a time, and nothing is lost when a worker or a job is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from redis import Redis

from signpost.adapters import keys
from signpost.adapters.agenda import LEASE, Agenda, due_minute, due_second
from signpost.adapters.jobqueue import FOLLOW_UPS, JOB_TIMEOUT
from signpost.adapters.store import RedisStore
from signpost.ports import Errand, ErrandKind
from tests.adapters.conftest import Clock, errands, jobs

FOLLOW_UP, TEXT = ErrandKind.FOLLOW_UP, ErrandKind.TEXT


@pytest.fixture
def agenda(store: RedisStore) -> Agenda:
    return store.agenda


@pytest.fixture
def put(redis: Redis, agenda: Agenda, clock: Clock) -> Callable[..., None]:
    """Puts errands on the agenda, each due so many seconds from now."""

    def begin(*due: tuple[ErrandKind, str, int]) -> None:
        with redis.pipeline() as pipe:
            for kind, name, seconds in due:
                agenda.put(pipe, kind, name, int(clock()) + seconds)
            pipe.execute()

    return begin


@pytest.fixture
def drop(redis: Redis, agenda: Agenda) -> Callable[..., None]:
    def begin(kind: ErrandKind, name: str) -> None:
        with redis.pipeline() as pipe:
            agenda.drop(pipe, kind, name)
            pipe.execute()

    return begin


def _taken(agenda: Agenda, clock: Clock, most: int = 100) -> list[str]:
    return [errand.id for errand in agenda.take(int(clock()), most)]


def test_what_is_due_comes_in_order_and_nothing_else(agenda: Agenda, put: Callable[..., None], clock: Clock) -> None:
    put((FOLLOW_UP, "last", 0), (TEXT, "first", -20), (FOLLOW_UP, "later", 1), (FOLLOW_UP, "second", -10))
    now = int(clock())
    found = agenda.take(now, 100)
    assert [(errand.kind, errand.id, errand.due - now) for errand in found] == [
        (TEXT, "first", -20),
        (FOLLOW_UP, "second", -10),
        (FOLLOW_UP, "last", 0),
    ]
    clock.now += 1
    assert _taken(agenda, clock) == ["later"]


def test_no_more_are_taken_than_were_asked_for(agenda: Agenda, put: Callable[..., None], clock: Clock) -> None:
    put(*((TEXT, f"{number}", -9 + number) for number in range(5)))
    assert _taken(agenda, clock, 2) == ["0", "1"]
    assert _taken(agenda, clock, 9) == ["2", "3", "4"]


def test_an_errand_that_was_taken_comes_again_after_a_minute(
    agenda: Agenda, put: Callable[..., None], clock: Clock
) -> None:
    put((TEXT, "one", 0))
    assert _taken(agenda, clock) == ["one"]
    clock.now += LEASE - 1
    assert _taken(agenda, clock) == []
    clock.now += 1
    assert _taken(agenda, clock) == ["one"]
    assert _taken(agenda, clock) == []
    clock.now += LEASE
    assert _taken(agenda, clock) == ["one"], "whoever takes it over may die as well"


def test_nobody_is_still_at_it_when_the_minute_is_over() -> None:
    assert LEASE - 1 > JOB_TIMEOUT


def test_what_is_given_back_keeps_its_order(agenda: Agenda, put: Callable[..., None], clock: Clock) -> None:
    put(*((FOLLOW_UP, name, -seconds) for name, seconds in (("b", 30), ("a", 20), ("c", 10))))
    first, *others = agenda.take(int(clock()), 100)
    put((FOLLOW_UP, "d", -5))
    agenda.give_back(others, int(clock()))
    assert _taken(agenda, clock) == ["a", "c", "d"]
    assert first.id == "b"


def test_what_moved_or_ended_meanwhile_is_not_given_back(
    agenda: Agenda, put: Callable[..., None], drop: Callable[..., None], redis: Redis, clock: Clock
) -> None:
    put((FOLLOW_UP, "moved", 0), (FOLLOW_UP, "over", 0), (FOLLOW_UP, "mine", 0))
    taken = agenda.take(int(clock()), 100)
    put((FOLLOW_UP, "moved", 3600))
    drop(FOLLOW_UP, "over")
    agenda.give_back(taken, int(clock()))
    assert errands(redis) == {"fmine": clock(), "fmoved": clock() + 3600}


def test_nothing_to_give_back(agenda: Agenda, redis: Redis, clock: Clock) -> None:
    agenda.give_back([], int(clock()))
    assert redis.keys("*") == []


def test_what_is_done_is_gone(agenda: Agenda, put: Callable[..., None], redis: Redis, clock: Clock) -> None:
    put((TEXT, "one", 0), (TEXT, "two", 0))
    one, _ = agenda.take(int(clock()), 100)
    agenda.give_back([one])
    assert set(errands(redis)) == {"ttwo"}


@pytest.mark.parametrize("wait", [1, LEASE - 1, LEASE, LEASE + 1, 86_400])
def test_what_was_put_off_meanwhile_is_not_done(
    agenda: Agenda, put: Callable[..., None], redis: Redis, clock: Clock, wait: int
) -> None:
    put((FOLLOW_UP, "one", 0))
    taken = agenda.take(int(clock()), 100)
    put((FOLLOW_UP, "one", wait))
    agenda.give_back(taken)
    assert errands(redis) == {"fone": clock() + wait}


def test_what_another_has_taken_over_is_not_done(
    agenda: Agenda, put: Callable[..., None], redis: Redis, clock: Clock
) -> None:
    put((TEXT, "one", 0))
    slow = agenda.take(int(clock()), 100)
    clock.now += LEASE
    agenda.take(int(clock()), 100)
    agenda.give_back(slow)
    agenda.give_back(slow, int(clock()))
    assert errands(redis)["tone"] > clock()


def test_a_follow_up_and_a_text_of_one_name_are_two_errands(put: Callable[..., None], redis: Redis) -> None:
    put((FOLLOW_UP, "same", 5), (TEXT, "same", 9))
    assert len(errands(redis)) == 2


def test_the_next_follow_up_stands_behind_however_many_texts(agenda: Agenda, put: Callable[..., None]) -> None:
    assert agenda.next_follow_up() is None
    put(*((TEXT, f"{number}", number) for number in range(250)))
    assert agenda.next_follow_up() is None
    put((FOLLOW_UP, "late", 9000), (FOLLOW_UP, "soon", 300))
    assert agenda.next_follow_up() == "soon"


def test_the_sweep_wakes_a_worker_when_something_is_due(
    agenda: Agenda, put: Callable[..., None], redis: Redis, clock: Clock
) -> None:
    put((TEXT, "one", 1))
    # The job that was to wake a worker is lost.
    redis.delete(f"rq:scheduled:{FOLLOW_UPS}")
    agenda.sweep()
    assert jobs(redis, FOLLOW_UPS) == []
    clock.now += 1
    agenda.sweep()
    assert len(jobs(redis, FOLLOW_UPS)) == 1
    agenda.take(int(clock()), 1)
    redis.delete(f"rq:queue:{FOLLOW_UPS}")
    agenda.sweep()
    assert jobs(redis, FOLLOW_UPS) == [], "it is in good hands"


def test_the_sweep_does_not_fill_the_queue(agenda: Agenda, put: Callable[..., None], redis: Redis) -> None:
    put((TEXT, "one", 0))
    for _ in range(20):
        agenda.sweep()
    assert redis.llen(f"rq:queue:{FOLLOW_UPS}") == 8


def test_what_shares_a_second_shares_the_job_that_wakes_a_worker(
    agenda: Agenda, put: Callable[..., None], redis: Redis, clock: Clock
) -> None:
    put(*((FOLLOW_UP, f"{number}", 60) for number in range(30)), (FOLLOW_UP, "other", 61))
    agenda.wake(datetime.fromtimestamp(clock() + 60.5, UTC))
    assert jobs(redis, FOLLOW_UPS) == [f"agenda-{clock() + 60:.0f}", f"agenda-{clock() + 61:.0f}"]


def test_nothing_is_put_before_its_transaction_is_run(redis: Redis, agenda: Agenda) -> None:
    with redis.pipeline() as pipe:
        pipe.multi()
        agenda.put(pipe, TEXT, "one", 1)
        agenda.put_reply(pipe, "two")
        agenda.watch_over(pipe, "three", 1)
        assert redis.keys("*") == []
        pipe.execute()
    assert redis.zcard(keys.AGENDA) == 3


def test_nothing_is_due_early() -> None:
    exact = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
    assert due_second(exact) == due_minute(exact) == exact.timestamp()
    for late in (timedelta(microseconds=1), timedelta(seconds=1)):
        assert due_second(exact + late) == exact.timestamp() + 1
        assert due_minute(exact + late) == exact.timestamp() + 60


def test_an_errand_names_its_kind(agenda: Agenda, put: Callable[..., None], clock: Clock) -> None:
    put((TEXT, "f00", 0))
    now = int(clock())
    assert agenda.take(now, 1) == [Errand(TEXT, "f00", now, now + LEASE - 0.5)]
