"""What a worker does when it is woken: all in order, nothing twice, nothing lost, and no errand holds up the others."""

import logging
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

import pytest
import time_machine

from signpost.adapters import keys
from signpost.adapters.jobqueue import FOLLOW_UPS, REPLIES
from signpost.errands import Errands
from signpost.phone.numbers import MOBILE
from signpost.ports import Errand, ErrandKind, TextState
from tests.house import MORNING, House

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def number(place: int) -> str:
    """One of the thousand mobiles that Ofcom keeps for drama."""
    return f"+447700900{place:03}"


def promise(house: House, *places: int) -> list[str]:
    """Follow-ups to these mobiles, due now, each a minute after the one before it."""
    begin = MORNING - MINUTE * len(places)
    for minutes, place in enumerate(places):
        house.promise(begin + MINUTE * minutes, number(place))
    return [number(place) for place in places]


def got(house: House) -> list[str]:
    return [text.to for text in house.received()]


def state(house: House, text_id: str) -> TextState | None:
    text = house.service.store.text(text_id)
    return text.state if text else None


def test_what_is_due_is_done_in_order(house: House) -> None:
    promised = promise(house, 7, 3, 5)
    house.work()
    assert got(house) == promised
    house.work()
    assert len(got(house)) == 3


def test_a_lost_job_loses_nothing(house: House) -> None:
    promised = promise(house, 1)
    text = house.write(waiting=True, number=number(2))
    house.service.redis.delete(*house.service.redis.keys("rq:*"))
    house.service.store.agenda.sweep()
    house.work()
    assert got(house) == promised
    assert state(house, text.id) is TextState.QUEUED, "the reply's job may still come"


def test_a_reply_whose_job_was_lost_is_sent_when_its_time_is_over(house: House, clock: time_machine.Traveller) -> None:
    text = house.write(waiting=True)
    house.service.redis.delete(*house.service.redis.keys("rq:*"))
    clock.shift(MINUTE)
    house.service.store.agenda.sweep()
    house.work()
    assert got(house) == [text.to]
    assert not house.service.redis.exists(keys.AGENDA)


def test_a_worker_that_died_with_all_it_had_taken_loses_nothing(house: House, clock: time_machine.Traveller) -> None:
    promised = promise(house, 1, 2, 3)
    assert len(house.service.store.take(MORNING, 100)) == 3
    house.work()
    assert got(house) == []
    clock.shift(MINUTE)
    house.service.store.agenda.sweep()
    house.work()
    assert sorted(got(house)) == promised


@pytest.mark.parametrize("handed_over", [False, True])
def test_a_worker_that_died_over_a_follow_ups_text(
    house: House, clock: time_machine.Traveller, handed_over: bool
) -> None:
    text = house.service.follow_ups.due(house.promise(MORNING).id)
    assert text
    if handed_over:
        # Taken by the carrier, and then nobody was left to record it.
        house.carrier.send(text.to, text.body, None)
    house.work()
    clock.shift(MINUTE)
    house.service.store.agenda.sweep()
    house.work()
    assert got(house) == [MOBILE]
    assert state(house, text.id) in {TextState.SENT, TextState.DELIVERED}


def test_what_is_gone_is_taken_off_the_agenda(house: House) -> None:
    follow_up = house.promise(MORNING)
    text = house.write(waiting=False, state=TextState.SENDING)
    house.service.redis.delete(keys.follow_up(follow_up.id), keys.outbox(text.id))
    house.service.redis.zadd(keys.AGENDA, {f"t{text.id}": MORNING.timestamp()})
    house.work()
    assert not house.service.redis.exists(keys.AGENDA)
    assert got(house) == []


def test_without_room_all_waits_a_second_in_its_order(house: House, clock: time_machine.Traveller) -> None:
    promised = promise(house, 3, 1, 2)
    before = house.service.redis.zrange(keys.AGENDA, 0, -1, withscores=True)
    house.fill_the_second()
    house.work()
    assert got(house) == []
    assert house.service.redis.zrange(keys.AGENDA, 0, -1, withscores=True) == before
    wake = f"agenda-{(MORNING + SECOND).timestamp():.0f}"
    assert house.service.redis.zrange(f"rq:scheduled:{FOLLOW_UPS}", 0, -1) == [wake.encode()]
    house.end_the_second()
    house.work()
    assert got(house) == [], "nobody looks before that second"
    clock.shift(SECOND)
    house.work()
    assert got(house) == promised


def test_a_reply_goes_before_what_nobody_waits_for(house: House, clock: time_machine.Traveller) -> None:
    promised = promise(house, 3, 1)
    reply = house.write(waiting=True, number=number(9))
    house.fill_the_second()
    house.work()
    assert got(house) == []
    house.end_the_second()
    clock.shift(SECOND)
    house.work()
    assert got(house) == [reply.to, *promised]


def test_in_a_flood_there_is_room_for_a_reply(house: House, clock: time_machine.Traveller) -> None:
    promised = promise(house, 3, 1)
    reply = house.write(waiting=True, number=number(9))
    house.flood_the_second()
    house.work()
    assert got(house) == [reply.to]
    house.end_the_second()
    clock.shift(SECOND)
    house.work()
    assert got(house) == [reply.to, *promised]


def test_a_text_without_room_waits_as_the_follow_ups_do(house: House, clock: time_machine.Traveller) -> None:
    text = house.write(waiting=False, state=TextState.SENDING)
    promised = promise(house, 1)
    clock.shift(MINUTE)
    house.service.store.agenda.sweep()
    house.fill_the_second()
    house.work()
    assert got(house) == []
    house.end_the_second()
    clock.shift(SECOND)
    house.work()
    assert got(house) == [*promised, text.to]


@pytest.fixture
def most(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many errands a worker takes at once: fewer than the service's own number, for a flood of a few seconds."""
    monkeypatch.setattr("signpost.errands.MOST", 20)
    return 20


def test_a_flood_arrives_whole_and_in_order(house: House, most: int) -> None:
    due = MORNING - timedelta(hours=1)
    promised = [number(place) for place in (*range(49, 0, -2), *range(0, 49, 2))]
    assert len(promised) > 2 * most
    for place, to in enumerate(promised):
        house.promise(due + MINUTE * (place // 5), to, matter=f"{place:03}")
    house.work()
    arrived = got(house)
    assert sorted(arrived) == sorted(promised)
    for minute in range(10):
        bunch = slice(minute * 5, minute * 5 + 5)
        assert set(arrived[bunch]) == set(promised[bunch]), "those of one minute have no order among them"


def test_a_carrier_that_takes_nothing_is_left_alone_and_nothing_is_lost(
    house: House, clock: time_machine.Traveller
) -> None:
    promised = [house.promise(MORNING, number(place)).to for place in range(8)]
    for tried in range(1, 4):
        house.carrier.refuse_next(20429, 429)
        house.work()
        house.work()
        assert got(house) == []
        assert house.service.store.counts()["followups.sent"] == tried, "the others are not even begun"
        clock.shift(timedelta(seconds=10))
    for _ in range(2):
        house.work()
        clock.shift(MINUTE)
    assert sorted(got(house)) == promised


def test_a_failed_errand_holds_up_no_other(
    house: House, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    first, *others = promise(house, 1, 2, 3)
    ill = house.service.store.agenda.next_follow_up()
    sealed = house.service.redis.getdel(keys.follow_up(ill or ""))
    # Not what is kept there: Redis itself refuses to read it.
    house.service.redis.hset(keys.follow_up(ill or ""), "not", "a string")
    with caplog.at_level(logging.ERROR, "signpost"):
        house.work()
    assert got(house) == others
    [said] = caplog.messages
    assert re.fullmatch(r"an errand has failed: follow-up: ResponseError at \S+\.py:\d+", said)
    assert "WRONGTYPE" not in caplog.text, "its words may be about a person"
    house.service.redis.delete(keys.follow_up(ill or ""))
    house.service.redis.set(keys.follow_up(ill or ""), sealed or b"")
    clock.shift(MINUTE)
    house.service.store.agenda.sweep()
    house.work()
    assert got(house) == [*others, first]


def test_one_that_cannot_even_be_given_back_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    promise(house, 1)
    house.fill_the_second()

    def failing(errands: Sequence[Errand], _now: datetime) -> None:
        if errands:
            raise TimeoutError

    monkeypatch.setattr(house.service.store, "give_back", failing)
    with caplog.at_level(logging.ERROR, "signpost"):
        house.service.errands.run()
    [said] = caplog.messages
    assert said.startswith("an errand has failed: follow-up: TimeoutError at ")


def test_after_a_moment_the_rest_is_given_back(house: House) -> None:
    promised = promise(house, *range(1, 7))
    service, ticks = house.service, count()
    # Each look at this clock takes a second.
    slow = Errands(
        service.store,
        service.follow_ups,
        service.delivery,
        service.ringing,
        service.mailing,
        lambda: MORNING + SECOND * next(ticks),
    )
    slow.run()
    assert 0 < len(got(house)) < 6
    # And a job is waiting for whoever comes first.
    assert service.redis.llen(f"rq:queue:{FOLLOW_UPS}") == 1
    house.work()
    assert got(house) == promised


def test_one_worker_leaves_something_for_another(house: House, most: int) -> None:
    for place in range(most + 1):
        house.promise(MORNING - MINUTE, number(place))
    taken = house.service.store.take(MORNING, most)
    house.service.store.give_back(taken, MORNING)
    house.service.redis.delete(*house.service.redis.keys("rq:*"))
    house.service.errands.run()
    assert len(got(house)) == most
    house.work()
    assert len(got(house)) == most + 1


def test_what_another_worker_is_at_is_left_to_it(
    house: House, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    text = house.write(waiting=False, state=TextState.SENDING)
    clock.shift(MINUTE)
    assert house.service.store.claim(text.id)
    house.service.redis.zadd(keys.AGENDA, {f"t{text.id}": MORNING.timestamp()})
    house.service.errands.run()
    assert got(house) == []
    assert house.service.redis.zcard(keys.AGENDA) == 1, "in case that worker dies"
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_a_woken_worker_that_finds_nothing_does_nothing(house: House) -> None:
    house.service.store.wake()
    house.work()
    assert got(house) == []
    assert house.service.jobs.waiting() == {REPLIES: 0, FOLLOW_UPS: 0}


def test_an_errand_is_done_by_whoever_has_it(house: House) -> None:
    [promised] = promise(house, 1)
    errand = Errand(ErrandKind.FOLLOW_UP, "not taken", 0, 0)
    house.service.store.done(errand)
    house.work()
    assert got(house) == [promised]
