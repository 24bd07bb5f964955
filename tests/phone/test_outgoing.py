"""Calls that the service makes, by Twilio's own SDK against the stand-in."""

from datetime import UTC, datetime, timedelta

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from signpost.phone.carrier import Carrier
from signpost.phone.faults import NotNowError
from signpost.phone.numbers import MOBILE, SERVICE
from signpost.phone.player import PhonePlayer
from tests.phone.stub import Stub
from tests.phone.test_rest import client

__all__ = ["client"]


def test_a_phone_rings_until_it_is_picked_up(client: Client, carrier: Carrier, stub: Stub) -> None:
    made = client.calls.create(to=MOBILE, from_=SERVICE, url=f"{stub.url}/voice", timeout=25)
    assert (made.status, made.direction, made.to) == ("ringing", "outbound-api", MOBILE)
    assert carrier.ringing(MOBILE)
    assert stub.requests == [], "nothing is asked for before somebody answers"
    call, sounds = carrier.pick_up(MOBILE)
    assert (call.sid, carrier.ringing(MOBILE)) == (made.sid, False)
    assert sounds
    asked = stub.requests[-1]
    assert (asked["Direction"], asked["From"], asked["To"]) == ("outbound-api", SERVICE, MOBILE)
    assert asked["CallStatus"] == "in-progress"
    call.press("1")
    assert stub.requests[-1]["Direction"] == "outbound-api"
    assert stub.refused == []


def test_nobody_can_pick_up_what_does_not_ring(client: Client, carrier: Carrier, stub: Stub) -> None:
    with pytest.raises(NotNowError):
        carrier.pick_up(MOBILE)
    client.calls.create(to="+447700900456", from_=SERVICE, url=f"{stub.url}/voice")
    with pytest.raises(NotNowError, match="has not rung"):
        PhonePlayer(carrier, lambda: False, patience=0.1).pick_up()


def test_calls_are_listed_by_receiver(client: Client, carrier: Carrier, stub: Stub) -> None:
    for to in (MOBILE, "+447700900456"):
        client.calls.create(to=to, from_=SERVICE, url=f"{stub.url}/voice")
    (found,) = client.calls.list(to=MOBILE)
    assert found.date_created
    assert abs(found.date_created - datetime.now(UTC)) < timedelta(minutes=1)
    assert client.calls.list(to=MOBILE, from_="+447700900999") == []
    assert len(client.calls.list()) == len(carrier.ledger.outgoing()) == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"to": "", "from_": SERVICE, "url": "http://x"}, 21201),
        ({"to": "07700", "from_": SERVICE, "url": "http://x"}, 21211),
        ({"to": MOBILE, "from_": "+447700900999", "url": "http://x"}, 21210),
        ({"to": MOBILE, "from_": SERVICE, "url": "nowhere"}, 21205),
    ],
)
def test_what_twilio_refuses(client: Client, fields: dict[str, str], code: int) -> None:
    with pytest.raises(TwilioRestException) as caught:
        client.calls.create(**fields)
    assert caught.value.code == code


def test_a_refusal_can_be_ordered(client: Client, carrier: Carrier, stub: Stub) -> None:
    carrier.refuse_next_call(21215)
    with pytest.raises(TwilioRestException):
        client.calls.create(to=MOBILE, from_=SERVICE, url=f"{stub.url}/voice")
    assert carrier.ledger.outgoing() == ()
