"""A call that we made, as Twilio's requests tell of it: From is ours, To is whom we rang."""

from collections.abc import Callable

import pytest

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.house import NUMBER, TOKENS
from tests.web.conftest import MOBILE, Twilio

OURS = {"Direction": "outbound-api", "From": NUMBER, "To": MOBILE}


def test_whom_we_rang_is_the_caller(twilio: Twilio, service: Service) -> None:
    assert "press 1" in twilio.call(**OURS)
    twilio.call("/voice?step=1", Digits="8", **OURS)
    person = TOKENS.person(MOBILE)
    with service.store.turn(f"text:{person}", person, None) as turn:
        assert turn.person.slow
    assert "prosody" in twilio.call(sid="CA2"), "their own next call"


def test_who_is_put_through_shows_our_number(twilio: Twilio) -> None:
    twilio.call(**OURS)
    assert f'callerId="{NUMBER}"' in twilio.call("/voice?step=1", Digits="0", **OURS)


def test_their_mobile_is_offered_a_text_and_not_ours(twilio: Twilio) -> None:
    twilio.call(**OURS)
    twilio.call("/voice?step=1", Digits="2", **OURS)
    twilio.call("/voice?step=2", Digits="2", **OURS)
    assert "the phone you are ringing from" in twilio.call("/voice?step=3", Digits="2", **OURS)


@pytest.mark.parametrize("direction", ["inbound", "outbound-dial", ""])
def test_any_other_call_is_from_whom_it_says(twilio: Twilio, service: Service, direction: str) -> None:
    twilio.call(Direction=direction)
    twilio.call("/voice?step=1", Digits="8", Direction=direction)
    person = TOKENS.person(MOBILE)
    with service.store.turn(f"text:{person}", person, None) as turn:
        assert turn.person.slow


@pytest.mark.parametrize(
    ("settings", "rings"),
    [
        ({"SIGNPOST_SMS_FROM": "MG" + "0" * 32}, False),
        ({"SIGNPOST_SMS_FROM": "MG" + "0" * 32, "SIGNPOST_VOICE_FROM": "+447700900001"}, True),
        ({"SIGNPOST_SMS_FROM": "", "SIGNPOST_VOICE_FROM": "+447700900001"}, True),
        ({"SIGNPOST_VOICE_FROM": ""}, True),
        ({"SIGNPOST_SMS_FROM": "", "SIGNPOST_VOICE_FROM": ""}, False),
    ],
)
def test_it_rings_where_there_is_a_number_to_ring_from(
    make_service: Callable[..., Service], settings: dict[str, str], rings: bool
) -> None:
    made = make_service(**settings)
    answer = Twilio(make_app(made).test_client()).text("RING ME")
    # At an hour at which nobody is rung, it says when.
    assert ("cannot ring this phone" in answer) != rings
