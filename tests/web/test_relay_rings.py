"""RING ME from a phone on which 7 was once pressed: the text says how to ring us by Relay UK, until 7 undoes it."""

import pytest
import time_machine

from tests.web.conftest import Twilio

NOON = "2026-11-23 12:00Z"


@pytest.mark.parametrize(("presses", "rung"), [(0, True), (1, False), (2, True)])
def test_who_uses_relay_uk_rings_us(twilio: Twilio, presses: int, rung: bool) -> None:
    with time_machine.travel(NOON, tick=False):
        twilio.call()
        for step in range(1, presses + 1):
            twilio.call(f"/voice?step={step}", Digits="7")
        said = twilio.text("RING ME")
    assert ("We will ring you now" in said) == rung
    assert ("put 18001 before our number" in said) != rung
    assert ("01442 453300" in said) != rung
