"""A text that was made before staff paused a contact, or gave another number for it, as it goes out then."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from redis import Redis

from signpost.adapters.refusals import advice, meaning
from signpost.carrier_ports import HELD_BACK
from signpost.core.hours import LONDON
from signpost.delivery import Delivery
from signpost.phone.numbers import MOBILE
from signpost.ports import TextState
from tests.house import PACK, House, opened
from tests.worker.conftest import state

DUTY, NEW, NEWER = "send-duty-line", "+441632960777", "+441632960888"
OMBUDSMAN = "Local Government Ombudsman: 0300 061 0614."
NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=LONDON)


@pytest.fixture
def house(redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """The whole service on the Hertfordshire pack, which has contacts to pause."""
    assert redis.dbsize() == 0
    with opened(redis_url, monkeypatch, PACK) as house:
        yield house


def received(house: House) -> list[str]:
    house.work()
    return [text.body for text in house.received()]


@pytest.mark.parametrize("waiting", [True, False])
def test_a_number_that_was_replaced_since_is_replaced_in_the_text(house: House, *, waiting: bool) -> None:
    house.write(waiting=waiting, words="Ring the Duty Line on 01442 453300 today.")
    house.service.store.amendments.put_number(DUTY, NEW, "Mo")
    assert received(house) == ["Ring the Duty Line on 01632 960777 today."]


def test_a_number_that_took_the_place_of_another_and_is_over_is_replaced_too(house: House) -> None:
    board = house.service.store.amendments
    board.put_number(DUTY, NEW, "Mo")
    first = house.write(waiting=True, words="Ring 01632 960777.")
    board.put_number(DUTY, NEWER, "Mo")
    assert received(house) == ["Ring 01632 960888."]
    house.write(waiting=True, words="Ring 01632 960777, or 01632 960888.")
    board.lift_number(DUTY, "Mo")
    assert received(house)[-1] == "Ring 01442 453300, or 01442 453300."
    assert state(house, first)[0] is TextState.DELIVERED


def test_a_number_that_stands_again_is_left_alone(house: House) -> None:
    board = house.service.store.amendments
    board.put_number(DUTY, NEW, "Mo")
    board.put_number(DUTY, NEWER, "Mo")
    board.put_number("ombudsman", NEW, "Mo")
    house.write(waiting=True, words="Ombudsman: 01632 960777.")
    assert received(house) == ["Ombudsman: 01632 960777."]


def test_a_text_with_a_paused_number_is_kept_back_and_staff_are_told(house: House) -> None:
    text = house.write(waiting=True, words=OMBUDSMAN)
    house.service.store.amendments.pause("ombudsman", "Mo")
    assert received(house) == []
    assert state(house, text) == (TextState.FAILED, HELD_BACK)
    assert [one.id for one in house.service.store.failed()] == [text.id]
    assert "paused now" in meaning(HELD_BACK)
    assert "Once the contact is taken up again, send it again" in advice(HELD_BACK)


def test_a_replacement_that_is_paused_itself_keeps_the_text_back(house: House) -> None:
    board = house.service.store.amendments
    board.put_number("ombudsman", NEW, "Mo")
    texts = [house.write(waiting=True, words=words) for words in ("Ring 01632 960777.", OMBUDSMAN)]
    board.pause("ombudsman", "Mo")
    assert received(house) == []
    assert {state(house, text) for text in texts} == {(TextState.FAILED, HELD_BACK)}


def test_an_address_of_a_paused_contact_keeps_the_text_back(house: House) -> None:
    text = house.write(waiting=True, words="Or write to Sendresolutions@hertfordshire.gov.uk.")
    house.service.store.amendments.pause("send-resolution-team", "Mo")
    assert received(house) == []
    assert state(house, text) == (TextState.FAILED, HELD_BACK)


def test_a_text_kept_back_goes_out_once_the_contact_is_taken_up_again(house: House) -> None:
    text = house.write(waiting=True, words=OMBUDSMAN)
    board = house.service.store.amendments
    board.pause("ombudsman", "Mo")
    house.work()
    board.take_up("ombudsman", "Mo")
    assert house.service.store.texts.send_again(text.id, "Mo")
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=2), tick=False):
        assert received(house) == [OMBUDSMAN]


def test_a_text_that_waits_for_the_morning_is_looked_at_when_it_goes(house: House) -> None:
    with time_machine.travel(NIGHT, tick=False) as clock:
        text = house.write(waiting=False, words=OMBUDSMAN)
        assert received(house) == []
        assert state(house, text) == (TextState.QUEUED, None)
        house.service.store.amendments.put_number("ombudsman", NEW, "Mo")
        clock.move_to(datetime(2026, 11, 23, 9, 30, tzinfo=LONDON))
        assert received(house) == ["Local Government Ombudsman: 01632 960777."]


def test_a_text_that_grows_out_of_its_room_is_kept_back(house: House) -> None:
    words = "Ring 08001111. " + "x" * (2 * 153 - 15)
    text = house.write(waiting=True, words=words)
    house.service.store.amendments.put_number("childline", "+443000610614", "Mo")
    assert received(house) == []
    assert state(house, text) == (TextState.FAILED, HELD_BACK)


def test_a_worker_that_dies_after_it_gave_the_new_number_sends_it_once(house: House) -> None:
    text = house.write(waiting=True, words=OMBUDSMAN)
    house.service.store.amendments.put_number("ombudsman", NEW, "Mo")
    follow_ups = house.service.follow_ups

    class Dying:
        """The real carrier, to which we hand a text, and die before we hear that it took it."""

        def send(self, to: str, body: str, text_id: str) -> str:
            house.service.gateway.send(to, body, text_id)
            raise KeyboardInterrupt

        find = house.service.gateway.find

    dying = Delivery(
        house.service.pack,
        house.service.store,
        Dying(),
        follow_ups.pace,
        follow_ups.calendar,
        lambda: datetime.now(UTC),
    )
    with pytest.raises(KeyboardInterrupt):
        dying.text_due(text.id)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=5), tick=False):
        assert received(house) == ["Local Government Ombudsman: 01632 960777."]
        assert state(house, text)[0] is TextState.DELIVERED


def test_nothing_is_looked_for_while_nothing_is_amended(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    monkeypatch.setattr("signpost.amended._withdrawn", lambda *_: looked.append("looked"))
    text = house.write(waiting=True, words=OMBUDSMAN)
    assert received(house) == [OMBUDSMAN]
    assert (looked, state(house, text)[0], text.to) == ([], TextState.DELIVERED, MOBILE)
