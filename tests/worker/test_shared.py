"""One look at what is due: replies and all else have their share, and a carrier that stalls holds up nobody else."""

import threading
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from signpost import hands
from signpost.adapters import keys
from signpost.adapters.jobqueue import FOLLOW_UPS, REPLIES
from signpost.errands import IN_A_ROW
from signpost.ports import TextState
from tests.house import MORNING, House


def number(place: int) -> str:
    return f"+447700900{place:03}"


def got(house: House) -> list[str]:
    return [text.to for text in house.received()]


def test_a_flood_of_replies_leaves_a_share_to_follow_ups(house: House) -> None:
    for place in range(3):
        house.promise(MORNING - timedelta(minutes=3 - place), number(900 + place))
    for place in range(16):
        house.write(waiting=True, number=number(place))
    house.work()
    arrived = got(house)
    assert len(arrived) == 19
    # One reply has a job of its own; of what follows each fifth is a follow-up, the oldest first.
    assert [arrived.index(number(900 + place)) for place in range(3)] == [5, 10, 15]


def test_all_replies_that_wait_need_one_job(house: House) -> None:
    texts = [house.write(waiting=True, number=number(place)) for place in range(10)]
    worker = house.service.jobs.worker()
    [first, *others] = worker.queues[0].job_ids
    house.service.jobs.take(1)
    assert first == f"text-{texts[0].id}"
    assert len(others) == 9
    house.service.errands.run()
    assert got(house) == [text.to for text in texts[1:]]
    assert house.service.jobs.waiting()[REPLIES] == 0
    assert not house.service.redis.exists(*(f"rq:job:{job}" for job in others))


def test_replies_that_were_given_back_keep_their_place(house: House) -> None:
    texts = [house.write(waiting=True, number=number(place)) for place in range(5)]
    taken = house.service.store.take(MORNING, 100)
    late = house.write(waiting=True, number=number(9))
    house.service.store.give_back(taken[2:], MORNING)
    jobs = house.service.jobs.worker().queues[0].job_ids
    assert jobs == [f"text-{text.id}" for text in (*texts[2:], late)]
    house.work()
    assert got(house) == [text.to for text in (*texts[2:], late)]


def test_a_worker_that_died_with_replies_in_its_hands_loses_none(house: House, clock: time_machine.Traveller) -> None:
    texts = [house.write(waiting=True, number=number(place)) for place in range(3)]
    assert len(house.service.store.take(MORNING, 100)) == 3
    house.work()
    assert got(house) == []
    clock.shift(timedelta(minutes=1))
    house.service.store.agenda.sweep()
    house.work()
    assert sorted(got(house)) == [text.to for text in texts]
    assert not house.service.redis.exists(keys.AGENDA)


def test_one_refusal_holds_up_no_other_text(house: House) -> None:
    promised = [house.promise(MORNING, number(place)).to for place in range(6)]
    house.carrier.refuse_next(20500, 500)
    house.work()
    assert len(got(house)) == len(promised) - 1


def test_a_carrier_that_refuses_so_many_in_a_row_is_left_alone(house: House) -> None:
    for place in range(IN_A_ROW + 2):
        house.promise(MORNING, number(place))
    for _ in range(IN_A_ROW):
        house.carrier.refuse_next(20500, 500)
    house.work()
    assert got(house) == []
    assert house.service.store.counts()["followups.sent"] == IN_A_ROW
    rested = f"agenda-{(MORNING + timedelta(seconds=10)).timestamp():.0f}"
    assert rested.encode() in house.service.redis.zrange(f"rq:scheduled:{FOLLOW_UPS}", 0, -1)


def test_a_stalled_carrier_holds_up_nobody_but_that_phone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    stalled, another = number(1), number(2)
    came, send = threading.Event(), house.carrier.send

    def slow(to: str, *given: Any, **named: Any) -> Any:
        # Until the other phone has its text; much longer than that must never be needed.
        if to == another:
            came.set()
        elif not came.is_set():
            came.wait(8)
        return send(to, *given, **named)

    monkeypatch.setattr(house.carrier, "send", slow)
    monkeypatch.setattr(hands, "PATIENCE", 0.25)
    texts = [
        house.write(waiting=True, number=to, words=words)
        for to, words in ((stalled, "One."), (stalled, "Two."), (another, "Three."))
    ]
    house.work()
    assert [text.body for text in house.received() if text.to == stalled] == ["One.", "Two."]
    assert {house.service.store.text(text.id).state for text in texts} <= {TextState.SENT, TextState.DELIVERED}  # type: ignore[union-attr]
    assert [text.to for text in house.received()].index(another) < 2, "it did not wait for both"
    assert came.is_set()
