"""Twilio's own SDK against the stand-in's REST API."""

from datetime import UTC, datetime, timedelta

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from signpost.phone.carrier import Carrier
from signpost.phone.ledger import Ledger
from signpost.phone.numbers import MOBILE, SERVICE
from signpost.phone.server import Server
from tests.phone.stub import Stub


@pytest.fixture
def client(phone: Server, stub: Stub) -> Client:
    assert phone.url
    assert stub.client is not None
    return stub.client


def settled(now: Ledger) -> bool:
    return all(text.status in {"delivered", "undelivered"} for text in now.accepted())


def test_a_text_is_taken_delivered_and_reported_in_order(client: Client, carrier: Carrier, stub: Stub) -> None:
    sent = client.messages.create(to=MOBILE, from_=SERVICE, body="Hello", status_callback=f"{stub.url}/status?id=7")
    assert (sent.status, sent.to, sent.num_segments, sent.error_code) == ("queued", MOBILE, "1", None)
    assert carrier.ledger.wait(lambda now: len(now.exchanges()) == 2, 10)
    assert stub.statuses == [(sent.sid, "sent"), (sent.sid, "delivered")]
    assert [text.body for text in carrier.ledger.texts()] == ["Hello"]
    assert stub.refused == []


def test_through_a_messaging_service_it_is_accepted_first(client: Client, carrier: Carrier, stub: Stub) -> None:
    callback = f"{stub.url}/status?id=7"
    sent = client.messages.create(to=MOBILE, messaging_service_sid="MG1", body="Hello", status_callback=callback)
    assert sent.status == "accepted"
    assert carrier.ledger.wait(lambda now: len(now.exchanges()) == 3, 10)
    assert [status for _, status in stub.statuses] == ["queued", "sent", "delivered"]


def test_texts_are_listed_by_receiver_and_date(client: Client, carrier: Carrier) -> None:
    client.messages.create(to=MOBILE, from_=SERVICE, body="One")
    client.messages.create(to="+447700900456", from_=SERVICE, body="Two")
    assert carrier.ledger.wait(settled, 10)
    now = datetime.now(UTC)
    assert [text.body for text in client.messages.list()] == ["Two", "One"]
    (one,) = client.messages.list(to=MOBILE, date_sent_after=now - timedelta(minutes=1))
    assert (one.body, one.status, one.direction) == ("One", "delivered", "outbound-api")
    assert one.date_sent is not None
    assert abs(one.date_sent - now) < timedelta(minutes=1)
    assert client.messages.list(to=MOBILE, date_sent_after=now + timedelta(minutes=1)) == []
    assert client.messages.list(date_sent_before=now - timedelta(days=2)) == []
    assert len(client.messages.list(date_sent=one.date_sent.date())) == 2


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"to": "", "from_": SERVICE, "body": "Hi"}, 21604),
        ({"to": "01632", "from_": SERVICE, "body": "Hi"}, 21211),
        ({"to": MOBILE, "from_": SERVICE, "body": " "}, 21602),
        ({"to": MOBILE, "body": "Hi"}, 21603),
        ({"to": MOBILE, "from_": "+447700900999", "body": "Hi"}, 21606),
        ({"to": MOBILE, "from_": SERVICE, "body": "a" * 1601}, 21617),
    ],
)
def test_what_twilio_refuses(client: Client, fields: dict[str, str], code: int) -> None:
    with pytest.raises(TwilioRestException) as caught:
        client.messages.create(**fields)
    assert (caught.value.code, caught.value.status) == (code, 400)


def test_a_person_who_said_stop_gets_nothing_until_start(client: Client, carrier: Carrier, stub: Stub) -> None:
    carrier.text("STOP")
    with pytest.raises(TwilioRestException) as caught:
        stub.send(MOBILE, "Hello")
    assert (caught.value.code, caught.value.status) == (21610, 400)
    carrier.text("start")
    assert client.messages.create(to=MOBILE, from_=SERVICE, body="Hello").status == "queued"


def test_faults_can_be_ordered(client: Client, carrier: Carrier, stub: Stub) -> None:
    carrier.refuse_next(20429, 429)
    with pytest.raises(TwilioRestException) as caught:
        stub.send(MOBILE, "Hello")
    assert (caught.value.code, caught.value.status) == (20429, 429)
    carrier.lose_next(30003)
    sid = stub.send(MOBILE, "Hello")
    assert carrier.ledger.wait(lambda now: len(now.exchanges()) == 2, 10)
    assert stub.statuses == [(sid, "sent"), (sid, "undelivered")]
    assert carrier.ledger.texts() == ()
    (kept,) = client.messages.list()
    assert kept.error_code == 30003


def test_the_password_is_checked(phone: Server, carrier: Carrier) -> None:
    with requests.Session() as session:
        session.trust_env = False
        url = f"{phone.url}/2010-04-01/Accounts/{carrier.account_sid}/Messages.json"
        answer = session.get(url, auth=(carrier.account_sid, "wrong"))
        assert (answer.status_code, answer.json()["code"]) == (401, 20003)
        assert session.get(url).status_code == 401
