"""Whatever the carrier refuses or loses is counted for the staff, by its own code."""

from signpost.phone.numbers import MOBILE
from signpost.ports import OutgoingText, TextState
from tests.house import House
from tests.worker.conftest import state
from tests.worker.test_losses import lose


def faults(house: House) -> dict[int | None, int]:
    return dict(house.service.store.condition.read().faults)


def test_a_refused_text_is_counted(house: House, text: OutgoingText) -> None:
    house.carrier.refuse_next(20429, 429)
    house.work()
    assert state(house, text) == (TextState.QUEUED, 20429)
    assert faults(house) == {20429: 1}


def test_a_lost_text_is_counted(house: House, text: OutgoingText) -> None:
    lose(house, text, 30003)
    assert faults(house) == {30003: 1}


def test_a_refused_call_is_counted(house: House) -> None:
    house.carrier.text("RING ME", MOBILE)
    house.carrier.refuse_next_call(20003, 401)
    house.work()
    assert faults(house) == {20003: 1}


def test_what_we_do_not_send_is_no_fault_of_the_carrier(house: House, text: OutgoingText) -> None:
    house.carrier.text("STOP", MOBILE)
    house.work()
    assert state(house, text)[0] is TextState.FAILED
    assert faults(house) == {}
