"""Whose place cannot be read, and did not come back with them, is told whom to ring; nothing old is said afterwards.

What those get who bring their place along is in test_unkept.py.
"""

from collections.abc import Callable

import pytest

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.web.conftest import MOBILE, Twilio

NOWHERE = "redis://127.0.0.1:1/0"
Maker = Callable[..., Service]


@pytest.fixture
def cut_off(make_service: Maker) -> Twilio:
    return Twilio(make_app(make_service(REDIS_URL=NOWHERE)).test_client())


@pytest.mark.parametrize(
    ("path", "form"), [("/voice?step=2", {"CallSid": "CA1", "Digits": "1"}), ("/voice", {})], ids=["lost", "nameless"]
)
def test_a_caller_whose_place_nobody_knows_is_told_the_number_and_put_through(
    cut_off: Twilio, path: str, form: dict[str, str]
) -> None:
    response = cut_off.post(path, {"From": MOBILE, **form})
    assert response.status_code == 200
    assert "4 5 3" in response.text
    assert "<Dial" in response.text


def test_a_caller_is_put_through_once_only(cut_off: Twilio) -> None:
    back = cut_off.call("/voice?step=2-again", DialCallStatus="busy")
    assert "<Dial" not in back
    assert "4 5 3" in back


def test_a_withheld_caller_is_put_through_with_our_number(cut_off: Twilio) -> None:
    assert 'callerId="+447700900000"' in cut_off.call("/voice?step=1", From="Anonymous", Digits="1")


def test_a_text_gets_the_number(cut_off: Twilio) -> None:
    assert "01442 453300" in cut_off.text("hello")


def test_danger_is_answered_even_then(cut_off: Twilio) -> None:
    assert "999" in cut_off.text("he is in danger")


def test_a_report_on_a_text_is_asked_for_again(cut_off: Twilio) -> None:
    assert cut_off.post("/status/a1", {"MessageStatus": "delivered"}).status_code == 503


def test_when_redis_is_back_the_call_goes_on_and_no_old_answer_is_given(make_service: Maker) -> None:
    whole = Twilio(make_app(make_service()).test_client())
    whole.call()
    whole.call("/voice?step=1", Digits="2")
    cut_off = Twilio(make_app(make_service(REDIS_URL=NOWHERE)).test_client())
    assert 'action="/hook/voice?step=2-again"' in cut_off.call("/voice?step=2", Digits="1")
    assert 'action="/hook/voice?step=3-tried"' in whole.call("/voice?step=2-again", DialCallStatus="completed")
    fresh = whole.call("/voice?step=3-tried", Digits="*")
    assert fresh != whole.call("/voice?step=1", Digits="2")
    assert 'action="/hook/voice?step=4-tried"' in fresh


def test_trouble_rings_the_line_once_in_a_call_however_often_it_comes(make_service: Maker) -> None:
    whole, cut_off = (Twilio(make_app(make_service(**more)).test_client()) for more in ({}, {"REDIS_URL": NOWHERE}))
    whole.call()
    assert "<Dial" in cut_off.call("/voice?step=1", Digits="1")
    back = whole.call("/voice?step=1-again", DialCallStatus="no-answer")
    assert "They could not answer just now." in back
    assert back.count("4 5 3") == 2
    assert 'action="/hook/voice?step=2-tried"' in back
    again = cut_off.call("/voice?step=2-tried", Digits="1")
    assert "<Dial" not in again
    assert again.count("4 5 3") == 2
    assert "Please ring us again" in again
    # Nor is it rung unasked by who only keeps silent.
    whole.call("/voice?step=2-tried", Digits="")
    assert "<Dial" not in whole.call("/voice?step=3-tried", Digits="")


def test_who_was_put_through_before_we_knew_them_is_welcomed_and_told(make_service: Maker) -> None:
    twilio = Twilio(make_app(make_service()).test_client())
    back = twilio.call("/voice?step=0-again", DialCallStatus="busy")
    assert "9 9 9" in back
    assert "They could not answer just now." in back
    assert "4 5 3" in back
