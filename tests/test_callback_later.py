"""Requests to be rung back, days later: what is closed, overdue or asked for anew."""

from datetime import timedelta

import time_machine

from signpost.callback_ports import Outcome
from signpost.core.events import Answered
from signpost.core.session import Channel
from signpost.incoming import Incoming
from signpost.phone.numbers import LANDLINE, MOBILE
from tests.house import MORNING, House
from tests.test_callbacks import OTHER, THERE, Caller, ask, cli, found, house

__all__ = ["house"]


def text(house: House, words: str, number: str) -> str:
    return house.service.conversation.receive(Incoming(Channel.TEXT, number, Answered(words), f"SM{words}")).document


def close(house: House) -> None:
    [one] = found(house)
    house.service.store.callbacks.close(one.id, Outcome.SPOKE, "kim")


def test_nobody_is_asked_about_a_closed_request_nor_about_a_newer_one_before_its_day(house: House) -> None:
    with time_machine.travel(MORNING) as clock:
        Caller(house, MOBILE, "CA1")(*THERE, "1", "1", "1", "2", "1", "1")
        house.work()
        clock.shift(timedelta(days=1))
        close(house)
        clock.shift(timedelta(days=1))
        ask(house, MOBILE, "CA2", first="1")
        clock.shift(timedelta(days=1))
        for _ in range(3):
            house.service.errands.run()
            house.work()
        assert not [sent for sent in house.received() if "Did they ring you" in sent.body]
        assert len(found(house)) == 1


def test_overdue_and_asked_again_it_comes_first_and_a_new_day_is_told(house: House) -> None:
    with time_machine.travel(MORNING) as clock:
        ask(house, LANDLINE, "CA1")
        clock.shift(timedelta(days=14))
        ask(house, OTHER, "CA2", first="1")
        assert "Wednesday 9 December" in Caller(house, LANDLINE, "CA3")(*THERE, "1", "2", "2")
        assert [one.request.wish.number for one in found(house)] == [LANDLINE, OTHER]


def test_a_key_for_a_request_that_was_closed_meanwhile_does_nothing_else(house: House) -> None:
    with time_machine.travel(MORNING):
        ask(house, MOBILE, "CA1")
        caller = Caller(house, MOBILE, "CA2")
        caller(*THERE)
        close(house)
        said = caller("1")
        assert "Your last request is closed" in said
        assert "Shall they ring you there" in said


def test_who_keyed_a_phone_that_wants_no_texts_is_not_told_of_one(house: House) -> None:
    text(house, "STOP", OTHER)
    said = Caller(house, LANDLINE, "CA1")(*THERE, "2", "07700900456", "1", "1", "1", "2")
    assert "We can text this" not in said
    assert "To have this sent by text" not in Caller(house, LANDLINE, "CA2")(*THERE, "2", "07700900456", "1")


def test_a_service_is_not_asked_to_ring_itself(house: House) -> None:
    assert "does not look like" in Caller(house, MOBILE, "CA1")(*THERE, "2", "01442453300")


def test_no_request_is_mailed_again_that_nobody_agreed_to_mail(house: House) -> None:
    ask(house, MOBILE)
    assert "did not agree" in cli("mail", found(house)[0].id).output
