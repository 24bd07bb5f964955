"""Whose a request to be rung back is, when one phone asks that another be rung: nobody hears what is not theirs."""

from datetime import timedelta

import time_machine

from signpost.callback_ports import Outcome
from signpost.core.events import DialEnded
from signpost.core.wish import Manner
from signpost.phone.numbers import LANDLINE, MOBILE, WITHHELD
from tests.house import MORNING, House
from tests.test_callbacks import OTHER, THERE, Caller, ask, found, house

__all__ = ["house"]

SAFE = "07700900789"
KEYED = ("2", "07700900456", "1")


def elsewhere(house: House, number: str, call: str) -> str:
    """Ask from this phone that OTHER be rung."""
    return Caller(house, number, call)(*THERE, *KEYED, "1", "1", "2")


def numbers(house: House) -> list[str]:
    return [callback.request.wish.number for callback in found(house)]


def test_who_keyed_a_number_never_hears_of_the_one_it_is_changed_to(house: House) -> None:
    elsewhere(house, LANDLINE, "CA1")
    Caller(house, OTHER, "CA2")(*THERE, "2", "1", SAFE, "1")
    assert numbers(house) == ["+447700900789"]
    heard = Caller(house, LANDLINE, "CA3")(*THERE)
    assert "You asked on" not in heard
    assert "789" not in heard.replace(",", "").replace(" ", "")
    # And the owner is still told where it stands, on the phone in hand.
    assert "You asked on" in Caller(house, OTHER, "CA4")(*THERE)


def test_a_withheld_caller_hears_and_changes_nothing_of_a_number_that_they_know(house: House) -> None:
    Caller(house, OTHER, "CA1")(*THERE, "1", "1", "3", "1", "1")
    [before] = found(house)
    caller = Caller(house, WITHHELD, "CA9")
    heard = caller(*THERE, "07700900456")
    assert "There is a request for" in heard
    assert "You asked on" not in heard
    assert "You asked on" not in caller("0", DialEnded(reached=False), "1")
    caller("07700900456", "1", "2", "1", "2")
    [after] = found(house)
    assert (after.id, after.request) == (before.id, before.request)
    assert after.request.wish.manner is Manner.TEXT


def test_a_withheld_caller_may_change_what_was_made_in_that_very_call(house: House) -> None:
    caller = Caller(house, WITHHELD, "CA9")
    assert "We have asked" in caller(*THERE, "07700900456", "1", "1", "1", "2")
    assert "You asked on" in caller("0", DialEnded(reached=False), "1")
    assert "We have changed it" in caller("2", "2", "2")
    assert len(found(house)) == 1


def test_a_shared_phone_keeps_what_one_parent_asked_from_the_next(house: House) -> None:
    elsewhere(house, LANDLINE, "CA1")
    second = Caller(house, LANDLINE, "CA2")
    assert "You asked on" not in second(*THERE)
    second("2", SAFE, "1", "1", "1", "2")
    assert sorted(numbers(house)) == [OTHER, "+447700900789"]


def test_who_keys_the_same_number_on_the_same_phone_hears_where_it_stands(house: House) -> None:
    with time_machine.travel(MORNING) as clock:
        elsewhere(house, LANDLINE, "CA1")
        clock.shift(timedelta(hours=3))
        again = Caller(house, LANDLINE, "CA2")
        assert "You asked on" in again(*THERE, *KEYED)
        again("3", "2", "2")
        assert len(found(house)) == 1


def test_what_its_owner_has_changed_is_no_longer_the_first_askers(house: House) -> None:
    elsewhere(house, MOBILE, "CA1")
    ask(house, OTHER, "CA2", time="2")
    assert "You asked on" not in Caller(house, MOBILE, "CA3")(*THERE)
    assert "There is a request for" in Caller(house, MOBILE, "CA4")(*THERE, *KEYED[:2])
    house.service.conversation.forget(MOBILE)
    assert numbers(house) == [OTHER]


def test_own_phone_first_then_a_landline_that_keys_it_is_one_request(house: House) -> None:
    ask(house, OTHER)
    assert "There is a request for" in elsewhere(house, LANDLINE, "CA5") or len(found(house)) == 1
    assert numbers(house) == [OTHER]


def test_what_the_staff_close_while_a_withheld_caller_changes_it_stays_closed(house: House) -> None:
    caller = Caller(house, WITHHELD, "CA9")
    caller(*THERE, "07700900456", "1", "1", "1", "2")
    [one] = found(house)
    caller("0", DialEnded(reached=False), "1")
    house.service.store.callbacks.close(one.id, Outcome.SPOKE, "kim")
    caller("2", "2", "2")
    assert found(house) == []
