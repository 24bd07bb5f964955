"""When a follow-up goes out: by day, when its person is not busy with us, and one a day."""

from datetime import datetime, timedelta

import pytest
import time_machine

from signpost.core.hours import LONDON
from tests.house import MORNING, House
from tests.worker.conftest import in_line, next_time


@pytest.mark.parametrize(
    ("due", "sent"),
    [
        (datetime(2026, 11, 23, 8, 29), datetime(2026, 11, 23, 8, 30)),
        (datetime(2026, 11, 23, 19, 0), datetime(2026, 11, 24, 8, 30)),
        (datetime(2026, 11, 28, 23, 0), datetime(2026, 11, 30, 8, 30)),
        (datetime(2027, 5, 1, 19, 0), datetime(2027, 5, 4, 8, 30)),
    ],
    ids=["early", "evening", "before a Sunday", "before a bank holiday"],
)
def test_at_quiet_hours_it_waits(house: House, clock: time_machine.Traveller, due: datetime, sent: datetime) -> None:
    due, sent = due.replace(tzinfo=LONDON), sent.replace(tzinfo=LONDON)
    clock.move_to(due)
    promised = house.promise(due)
    house.work()
    assert house.received() == []
    assert next_time(house, promised) == sent
    clock.move_to(sent)
    house.work()
    assert len(house.received()) == 1


@pytest.mark.parametrize("seconds", [0, 20, 40, 59])
def test_it_waits_until_a_conversation_is_over(house: House, clock: time_machine.Traveller, seconds: int) -> None:
    # 20 to 59 seconds before half an hour is over: the next look is then just when the worker's minute is over, too.
    texted = MORNING - timedelta(minutes=30) + timedelta(seconds=seconds)
    promised = house.promise(MORNING)
    clock.move_to(texted)
    house.carrier.text("hello")
    clock.move_to(MORNING)
    house.work()
    assert len(house.received()) == (seconds == 0)
    if seconds:
        assert next_time(house, promised) == MORNING + timedelta(seconds=seconds)
    clock.move_to(MORNING + timedelta(minutes=1))
    house.work()
    assert len(house.received()) == 1


def test_after_the_question_whether_to_erase_all_it_waits_a_day(house: House, clock: time_machine.Traveller) -> None:
    house.carrier.text("FORGET")
    promised = house.promise(MORNING + timedelta(hours=1))
    clock.shift(timedelta(hours=1))
    house.work()
    assert next_time(house, promised) == MORNING + timedelta(days=1)


def test_two_that_are_due_at_once_come_a_day_apart(house: House, clock: time_machine.Traveller) -> None:
    house.promise(MORNING, matter="one")
    house.promise(MORNING, matter="two")
    house.work()
    clock.shift(timedelta(hours=23, minutes=59))
    house.work()
    assert len(house.received()) == 1
    clock.shift(timedelta(minutes=1))
    house.work()
    assert len(house.received()) == 2


def test_once_the_first_is_answered_the_other_waits_for_no_day(house: House, clock: time_machine.Traveller) -> None:
    house.promise(MORNING, matter="one")
    other = house.promise(MORNING + timedelta(hours=1), matter="two")
    house.work()
    house.carrier.text("2")
    clock.move_to(other.due)
    house.work()
    assert len(house.received()) == 2


def test_by_hand_no_hour_is_waited_for(house: House, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 11, 22, 23, 0, tzinfo=LONDON))
    house.promise(MORNING)
    assert house.deliver_now()
    assert len(house.received()) == 1
    assert in_line(house) == datetime(2026, 11, 28, 8, 30, tzinfo=LONDON)
    assert house.service.store.agenda.take(int(MORNING.timestamp()), 9) == []
