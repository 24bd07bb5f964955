"""RING ME from somebody who uses Relay UK: a call of ours would have no assistant in it, so it tells the way round."""

from datetime import datetime

import pytest

from signpost.core.engine import step
from signpost.core.events import Answered, Contact, Output, RingMe
from signpost.core.hours import LONDON
from signpost.core.session import Channel, Context, Person
from signpost.render.sms import body
from tests.core.talk import says
from tests.samples import DUTY, MOBILE, PACK

SAY = PACK.wording


def asked(at: str = "2026-11-23 10:00", phone: str | None = MOBILE, **known: object) -> tuple[Output, ...]:
    moment = int(datetime.fromisoformat(at).replace(tzinfo=LONDON).timestamp())
    person = Person(**known)  # type: ignore[arg-type]
    return step(PACK, None, Answered("RING ME"), Context(Channel.TEXT, moment, MOBILE, person, phone=phone))[1]


@pytest.mark.parametrize("at", ["2026-11-23 10:00", "2026-11-22 23:00"])
def test_they_are_not_rung_but_told_how_to_ring_us(at: str) -> None:
    outputs = asked(at, relay=True)
    assert not any(isinstance(output, RingMe) for output in outputs)
    assert says(outputs, SAY.ring_relay)
    assert any(isinstance(output, Contact) and output.service == DUTY for output in outputs)
    assert "18001" in body(PACK, outputs)


def test_who_no_longer_uses_it_is_rung() -> None:
    assert any(isinstance(output, RingMe) for output in asked(relay=False))


def test_where_nobody_can_be_rung_that_is_told() -> None:
    assert says(asked(phone=None, relay=True), SAY.ring_cannot)
