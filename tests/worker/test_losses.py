"""The carrier took a text and then lost it: it is sent anew, or never again, by the carrier's reason."""

from datetime import timedelta

import pytest
import time_machine

from signpost.carrier_ports import SendError
from signpost.delivery import AFTER_A_LOSS
from signpost.ports import OutgoingText, TextState, by_text
from tests.house import MORNING, House
from tests.worker.conftest import ring, state


def lose(house: House, text: OutgoingText, code: int) -> None:
    """Have the carrier take the text and then lose it, and tell us so."""
    known = house.service.store.text(text.id)
    assert known
    house.carrier.lose_next(code)
    house.work()
    # The report comes by a webhook, when the carrier gets round to it.
    assert house.carrier.ledger.wait(lambda _: reported(house, text, known.losses), 30)


def reported(house: House, text: OutgoingText, losses: int) -> bool:
    known = house.service.store.text(text.id)
    return known is not None and (known.losses > losses or known.state is TextState.FAILED)


def test_a_text_that_was_lost_for_a_passing_reason_is_sent_anew(
    house: House, text: OutgoingText, clock: time_machine.Traveller
) -> None:
    for wait in AFTER_A_LOSS:
        lose(house, text, 30003)
        assert state(house, text) == (TextState.QUEUED, 30003)
        clock.shift(wait)
    lose(house, text, 30003)
    assert state(house, text) == (TextState.FAILED, 30003)
    assert len(house.received()) == 4
    clock.shift(timedelta(days=1))
    house.work()
    assert len(house.received()) == 4


def test_a_text_that_was_lost_for_good_is_not_sent_anew(house: House, text: OutgoingText) -> None:
    lose(house, text, 30006)
    assert state(house, text) == (TextState.FAILED, 30006)


@pytest.mark.parametrize("code", [21614, 30006])
def test_a_phone_that_takes_no_texts_is_promised_none_and_sent_none(
    house: House, text: OutgoingText, code: int
) -> None:
    follow_up = house.promise(MORNING + timedelta(days=10))
    if code < 30000:
        house.carrier.refuse_next(code)
        house.work()
    else:
        lose(house, text, code)
    assert house.carrier.ledger.wait(lambda _: unreachable(house, text), 30)
    assert house.service.store.follow_up(follow_up.id) is None
    assert "do not reach the phone" in ring(house, "1", "1")


def unreachable(house: House, text: OutgoingText) -> bool:
    with house.service.store.turn(by_text(text.person), text.person, None) as turn:
        return turn.person.unreachable


def test_old_news_of_a_loss_changes_nothing(house: House, text: OutgoingText, clock: time_machine.Traveller) -> None:
    delivery, passing = house.service.delivery, SendError(30008, permanent=False)
    # Not by the house: the stand-in would tell at once that it has arrived.
    house.service.store.claim(text.id)
    house.service.store.settle(text.id, TextState.SENT, sid="SM1")
    delivery.lost(text.id, passing, "SM1")
    assert state(house, text) == (TextState.QUEUED, 30008)
    clock.shift(AFTER_A_LOSS[0])
    house.service.store.claim(text.id)
    house.service.store.settle(text.id, TextState.SENT, sid="SM2")
    delivery.lost(text.id, passing, "SM1")
    assert state(house, text)[0] is TextState.SENT
    delivery.lost(text.id, passing, "SM2")
    assert state(house, text) == (TextState.QUEUED, 30008)
