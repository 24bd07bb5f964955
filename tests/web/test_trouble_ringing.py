"""Redis is away in a call that we made ourselves: whoever has answered is told the number, and put through by a key."""

from collections.abc import Callable

import pytest

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.house import NUMBER
from tests.web.conftest import MOBILE, Twilio

OURS = {"Direction": "outbound-api", "From": NUMBER, "To": MOBILE}


@pytest.fixture
def cut_off(make_service: Callable[..., Service]) -> Twilio:
    return Twilio(make_app(make_service(REDIS_URL="redis://127.0.0.1:1/0")).test_client())


@pytest.mark.parametrize(("path", "form"), [("/voice?step=1", {}), ("/voice?step=1", {"Digits": ""})], ids=str)
def test_an_answering_machine_is_put_through_to_nobody(cut_off: Twilio, path: str, form: dict[str, str]) -> None:
    said = cut_off.call(path, **OURS, **form)
    assert "not working on our side" in said
    assert "4 5 3" in said
    assert "<Dial" not in said
    assert said.endswith("<Hangup /></Response>"), "it does not go on talking to a machine"


def test_who_presses_a_key_is_put_through_once_with_our_number(cut_off: Twilio) -> None:
    said = cut_off.call("/voice?step=1", Digits="2", **OURS)
    assert f'callerId="{NUMBER}"' in said
    assert 'action="/hook/voice?step=1-again"' in said
    back = cut_off.call("/voice?step=1-again", DialCallStatus="busy", **OURS)
    assert "4 5 3" in back
    assert "<Dial" not in back
