"""Whose call it is when a switchboard stands between: many people show one number, and our own calls come back."""

from collections.abc import Callable

import pytest
import time_machine
from redis import Redis

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.web.conftest import Twilio

OPEN = "2026-11-23 10:00Z"
OURS, LINE_NUMBER, ARRIVAL, ELSEWHERE = "+447700900000", "+441632960001", "+441632960050", "+441632960777"
Maker = Callable[..., Service]


@pytest.fixture
def twilio(make_service: Maker) -> Twilio:
    return Twilio(make_app(make_service(SIGNPOST_PACK="tests/packs/line")).test_client())


@pytest.mark.parametrize(
    "shown",
    [
        {"From": LINE_NUMBER, "ForwardedFrom": LINE_NUMBER},
        {"From": LINE_NUMBER, "To": ARRIVAL},
        {"From": ELSEWHERE, "ForwardedFrom": ELSEWHERE},
        {"From": LINE_NUMBER},
    ],
)
def test_callers_who_show_the_number_of_a_switchboard_are_not_one_person(twilio: Twilio, shown: dict[str, str]) -> None:
    with time_machine.travel(OPEN, tick=False) as clock:
        twilio.call(sid="CA1", **shown)
        # Their own number cannot be shown to the line, and it is not theirs to be remembered by.
        assert f'callerId="{shown.get("To", OURS)}"' in twilio.call("/voice?step=1", sid="CA1", Digits="0", **shown)
        twilio.call("/voice?step=1", sid="CA2", Digits="8", **shown)
        clock.shift(15)
        heard = twilio.call(sid="CA3", **shown)
        assert "<Gather" in heard
        assert "<prosody" not in heard


def test_a_caller_behind_a_switchboard_keys_their_number_to_be_rung(make_service: Maker) -> None:
    twilio = Twilio(make_app(make_service(SIGNPOST_PACK="menus/hertfordshire")).test_client())
    shown = {"From": "+441442453300", "ForwardedFrom": "+441442453300"}
    with time_machine.travel(OPEN, tick=False):
        assert "To be called back" in twilio.call(**shown)
        asked = twilio.call("/voice?step=1-tried", Digits="1", **shown)
    assert 'numDigits="11"' in asked
    assert "4 5 3" not in asked


@pytest.mark.parametrize("sender", [LINE_NUMBER, ARRIVAL])
def test_no_services_phone_is_rung(twilio: Twilio, sender: str, redis: Redis) -> None:
    with time_machine.travel(OPEN, tick=False):
        assert twilio.text("RING ME", From=sender) == ""
    assert not redis.keys("signpost:ring:*")


@pytest.mark.parametrize("written", [LINE_NUMBER, "01632 960001", "441632960001"])
def test_the_line_is_known_however_its_number_is_written(twilio: Twilio, written: str) -> None:
    with time_machine.travel(OPEN, tick=False):
        assert "is busy just now" in twilio.call(ForwardedFrom=written)


def test_a_call_that_somebody_else_diverts_is_like_any_other(twilio: Twilio) -> None:
    with time_machine.travel(OPEN, tick=False):
        heard = twilio.call(ForwardedFrom=ELSEWHERE)
        assert "is busy just now" not in heard
        assert "Hello" in heard
        assert "<Dial" in twilio.call("/voice?step=1", Digits="0", ForwardedFrom=ELSEWHERE)


def test_our_own_call_is_engaged_whichever_number_sent_it_back_last(twilio: Twilio) -> None:
    with time_machine.travel(OPEN, tick=False) as clock:
        twilio.call()
        assert "<Dial" in twilio.call("/voice?step=1", Digits="0")
        clock.shift(15)
        assert '<Reject reason="busy"' in twilio.call(sid="CA2", ForwardedFrom=ELSEWHERE)
        # They may ring us on another phone's advice meanwhile: that is a call of its own.
        assert "Hello" in twilio.call(sid="CA3")


@pytest.mark.parametrize("back", [{"To": OURS}, {"To": ARRIVAL, "ForwardedFrom": ELSEWHERE}])
def test_our_own_call_is_known_by_our_number_alone(twilio: Twilio, back: dict[str, str]) -> None:
    with time_machine.travel(OPEN, tick=False):
        assert '<Reject reason="busy"' in twilio.call(From=OURS, **back)


def test_our_own_call_is_known_by_the_number_that_it_shows(make_service: Maker) -> None:
    # A messaging service has no number, and the one that was rung is in no setting.
    service = make_service(SIGNPOST_PACK="tests/packs/line", SIGNPOST_SMS_FROM=f"MG{'0' * 32}")
    twilio = Twilio(make_app(service).test_client())
    with time_machine.travel(OPEN, tick=False) as clock:
        twilio.call(sid="CA1", From="anonymous")
        shown = twilio.call("/voice?step=1", sid="CA1", From="anonymous", Digits="0")
        assert f'callerId="{OURS}"' in shown
        clock.shift(10)
        assert '<Reject reason="busy"' in twilio.call(sid="CA2", From=OURS, To=ARRIVAL)
        assert "could not answer" in twilio.call("/voice?step=2-tried", From="anonymous", DialCallStatus="busy")
