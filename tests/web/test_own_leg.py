"""A call that we put through and that comes back to us is known as ours, whichever number it comes back to."""

from collections.abc import Callable

import pytest
import time_machine

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.house import NUMBER
from tests.web.conftest import Twilio

OPEN = "2026-11-23 10:00Z"
# The number that people ring; the line passes its callers on to the other.
RUNG, ARRIVAL, LINE_NUMBER = "+441632960070", "+441632960050", "+441632960001"
NO_NUMBER = {"SIGNPOST_SMS_FROM": f"MG{'0' * 32}", "SIGNPOST_VOICE_FROM": ""}
ENGAGED = '<Response><Reject reason="busy"'
Maker = Callable[..., Service]


def front(make_service: Maker, **settings: str) -> Twilio:
    return Twilio(make_app(make_service(SIGNPOST_PACK="tests/packs/line", **settings)).test_client())


@pytest.mark.parametrize("sender", ["anonymous", "+33612345678"])
def test_a_withheld_callers_leg_is_known_at_another_number_though_no_setting_names_the_first(
    make_service: Maker, sender: str
) -> None:
    twilio = front(make_service, **NO_NUMBER)
    with time_machine.travel(OPEN, tick=False) as clock:
        twilio.call(From=sender, To=RUNG)
        assert f'callerId="{RUNG}"' in twilio.call("/voice?step=1", From=sender, To=RUNG, Digits="0")
        clock.shift(20)
        assert ENGAGED in twilio.call(sid="CA2", From=RUNG, To=ARRIVAL)
        assert ENGAGED in twilio.call(sid="CA3", From=RUNG, To=ARRIVAL), "another one's, which shows the same"
        assert "could not answer" in twilio.call("/voice?step=2", From=sender, To=RUNG, DialCallStatus="busy")


def test_after_that_time_it_may_be_anybody(make_service: Maker) -> None:
    twilio = front(make_service, **NO_NUMBER)
    with time_machine.travel(OPEN, tick=False) as clock:
        twilio.call(From="anonymous", To=RUNG)
        twilio.call("/voice?step=1", From="anonymous", To=RUNG, Digits="0")
        clock.shift(60)
        assert "is busy just now" in twilio.call(sid="CA2", From=RUNG, To=ARRIVAL)


@pytest.mark.parametrize("to", [RUNG, NUMBER])
def test_a_call_from_our_own_number_is_ours_though_nobody_says_that_it_was_forwarded(
    make_service: Maker, to: str
) -> None:
    twilio = front(make_service)
    with time_machine.travel(OPEN, tick=False):
        assert ENGAGED in twilio.call(From=NUMBER, To=to)


def test_a_direct_caller_who_was_just_put_through_is_not_turned_away(make_service: Maker) -> None:
    # One number may stand for a whole house: only a forwarded call is taken for the one that we put through.
    twilio = front(make_service)
    with time_machine.travel(OPEN, tick=False):
        twilio.call()
        assert "<Dial" in twilio.call("/voice?step=1", Digits="0")
        assert "press 1" in twilio.call(sid="CA2")


def test_not_even_without_redis_is_it_put_through_again(make_service: Maker) -> None:
    twilio = front(make_service, REDIS_URL="redis://127.0.0.1:1/0")
    with time_machine.travel(OPEN, tick=False):
        assert "<Dial" not in twilio.call(From=NUMBER)
        twilio.call(sid="CA2")
        assert "<Dial" in twilio.call("/voice?step=1-unkept", sid="CA2", Digits="0")
