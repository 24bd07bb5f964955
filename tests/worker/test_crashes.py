"""A worker died or the carrier gave no answer: whether a text was taken is unknown, and it comes once all the same."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from signpost.adapters.gateway import TwilioGateway
from signpost.carrier_ports import SendError
from signpost.core.hours import LONDON
from signpost.delivery import Delivery
from signpost.ports import OutgoingText, TextState
from tests.house import ACCOUNT, NUMBER, House
from tests.worker.conftest import state


def dead_worker(house: House, clock: time_machine.Traveller, text: OutgoingText) -> None:
    """A worker claims the text and dies; a minute later nobody can still be at it."""
    assert house.service.store.claim(text.id)
    clock.shift(timedelta(minutes=1))


def test_after_a_crash_the_carrier_is_asked_before_a_text_is_sent_again(
    house: House, text: OutgoingText, clock: time_machine.Traveller
) -> None:
    sid = house.carrier.send(text.to, text.body, None).sid
    # It had been taken, and nobody was left to record it.
    dead_worker(house, clock, text)
    house.work()
    assert [sent.sid for sent in house.received()] == [sid]
    assert state(house, text)[0] is TextState.SENT


def test_a_crash_before_the_carrier_took_it_loses_nothing(
    house: House, text: OutgoingText, clock: time_machine.Traveller
) -> None:
    dead_worker(house, clock, text)
    house.work()
    assert len(house.received()) == 1


@pytest.mark.parametrize("taken", [True, False])
def test_after_a_crash_the_carrier_is_asked_even_in_a_full_second(
    house: House, text: OutgoingText, clock: time_machine.Traveller, taken: bool
) -> None:
    if taken:
        house.carrier.send(text.to, text.body, None)
    dead_worker(house, clock, text)
    house.fill_the_second()
    house.work()
    assert state(house, text)[0] is (TextState.SENT if taken else TextState.QUEUED)
    house.end_the_second()
    clock.shift(timedelta(seconds=1))
    house.work()
    assert len(house.received()) == 1


class Closed(TwilioGateway):
    """One that does not say which texts it has, and says so with a code."""

    def find(self, to: str, body: str, since: datetime) -> str | None:  # noqa: ARG002
        raise SendError(20003, permanent=True)


def test_a_carrier_that_does_not_say_is_asked_again(
    house: House, text: OutgoingText, clock: time_machine.Traveller
) -> None:
    house.carrier.send(text.to, text.body, None)
    dead_worker(house, clock, text)
    follow_ups = house.service.follow_ups
    closed = Closed(ACCOUNT, "a token", NUMBER, "http://127.0.0.1:1/status")
    delivery = Delivery(
        house.service.pack, house.service.store, closed, follow_ups.pace, follow_ups.calendar, lambda: datetime.now(UTC)
    )
    with pytest.raises(SendError):
        delivery.text_due(text.id)
    assert state(house, text)[0] is TextState.SENDING
    clock.shift(timedelta(seconds=10))
    house.work()
    assert len(house.received()) == 1


class Silent(TwilioGateway):
    """One that gives no answer, whether it has taken the text or not."""

    def send(self, to: str, body: str, text_id: str) -> str:  # noqa: ARG002
        raise SendError(None, permanent=False)


SATURDAY = datetime(2026, 11, 28, 18, 58, tzinfo=LONDON)


def unanswered(house: House, clock: time_machine.Traveller) -> OutgoingText:
    """A follow-up's text that was handed over on Saturday evening, and nobody knows whether it was taken."""
    clock.move_to(SATURDAY)
    text = house.service.follow_ups.due(house.promise(SATURDAY).id)
    assert text
    follow_ups = house.service.follow_ups
    silent = Silent(ACCOUNT, "a token", NUMBER, "http://127.0.0.1:1/status")
    delivery = Delivery(
        house.service.pack, house.service.store, silent, follow_ups.pace, follow_ups.calendar, lambda: datetime.now(UTC)
    )
    with pytest.raises(SendError):
        delivery.hand_over(text)
    assert state(house, text) == (TextState.SENDING, None)
    return text


def test_after_an_outage_on_saturday_evening_nothing_goes_out_on_sunday(
    house: House, clock: time_machine.Traveller
) -> None:
    unanswered(house, clock)
    for hours in (1, 14, 14):
        clock.shift(timedelta(hours=hours))
        house.work()
        assert house.received() == []
    clock.move_to(datetime(2026, 11, 30, 8, 30, tzinfo=LONDON))
    house.work()
    assert len(house.received()) == 1


def test_what_the_carrier_took_is_known_the_same_night(house: House, clock: time_machine.Traveller) -> None:
    text = unanswered(house, clock)
    sid = house.carrier.send(text.to, text.body, None).sid
    clock.shift(timedelta(hours=1))
    house.work()
    found = house.service.store.text(text.id)
    assert found
    assert (found.state, found.sid) == (TextState.SENT, sid)
    clock.move_to(datetime(2026, 11, 30, 8, 30, tzinfo=LONDON))
    house.work()
    assert len(house.received()) == 1
