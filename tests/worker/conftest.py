"""What the worker's tests share: ten o'clock on a Monday, when texts may go out, and a text to send."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine

from signpost.core.hours import LONDON
from signpost.phone.player import PhonePlayer
from signpost.ports import OutgoingText, PendingFollowUp, TextState
from tests.house import MORNING, House


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def text(house: House) -> OutgoingText:
    """One that somebody waits for."""
    return house.write(waiting=True)


def state(house: House, text: OutgoingText) -> tuple[TextState, int | None]:
    """How far a text is, and the carrier's last word on it."""
    found = house.service.store.text(text.id)
    assert found
    return found.state, found.code


def next_time(house: House, promised: PendingFollowUp) -> datetime | None:
    """When this one is due, in London; none once it is over."""
    pending = house.service.store.follow_up(promised.id)
    return pending.due.astimezone(LONDON) if pending else None


def in_line(house: House) -> datetime | None:
    """When the next of all is due, in London."""
    follow_up_id = house.service.store.agenda.next_follow_up()
    pending = house.service.store.follow_up(follow_up_id) if follow_up_id else None
    return pending.due.astimezone(LONDON) if pending else None


def ring(house: House, *keys: str, caller: str = "mobile") -> str:
    """Ring, press keys and hang up; all that was heard."""
    parent = PhonePlayer(house.carrier, house.deliver_now, caller=caller)
    seen = [*parent.ring(), *(one for key in keys for one in parent.press(key)), *parent.hang_up()]
    return "".join(one.words for one in seen)
