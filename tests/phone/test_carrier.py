"""The small Twilio against a service it knows by HTTP alone."""

import pytest
import requests

from signpost.phone.call import Over
from signpost.phone.carrier import BLOCKED, Carrier
from signpost.phone.faults import CarrierError, NotNowError
from signpost.phone.ledger import Kind
from signpost.phone.numbers import LANDLINE, MOBILE, SERVICE
from signpost.phone.seen import Manner, Seen, heard, received, said
from tests.phone.stub import Stub

MENU = ("There are 3 choices.", "To be put through press 1.")


def test_a_call_is_answered_and_says_who_rings(carrier: Carrier, stub: Stub) -> None:
    call, sounds = carrier.call("landline")
    assert heard(sounds) == (said("Hello, this is Test.", *MENU),)
    fields = stub.requests[0]
    assert (fields["From"], fields["To"], fields["CallSid"]) == (LANDLINE, SERVICE, call.sid)
    assert (fields["CallStatus"], fields["Direction"]) == ("ringing", "inbound")
    assert stub.refused == []


def test_a_withheld_number_is_anonymous(carrier: Carrier, stub: Stub) -> None:
    carrier.call("withheld")
    assert stub.requests[0]["From"] == "anonymous"
    assert "FromCountry" not in stub.requests[0]


def test_a_key_goes_to_the_action(carrier: Carrier, stub: Stub) -> None:
    call, _ = carrier.call()
    assert heard(call.press("7"))[0].words.startswith("Sorry, that key does nothing")
    assert (stub.requests[-1]["Digits"], stub.requests[-1]["CallStatus"]) == ("7", "in-progress")


def test_silence_is_reported_where_asked_for(carrier: Carrier, stub: Stub) -> None:
    call, _ = carrier.call()
    assert heard(call.silence()) == (said("Take your time.", *MENU),)
    assert stub.requests[-1]["Digits"] == ""


def test_silence_falls_through_where_it_is_not(carrier: Carrier) -> None:
    call, _ = carrier.call()
    call.press("3")
    assert heard(call.silence()) == (said("Hello, this is Test.", *MENU),)


def test_a_whole_number_is_keyed_in_and_a_part_counts_when_time_is_up(carrier: Carrier) -> None:
    call, _ = carrier.call()
    over = Seen(Manner.NOTE, "[The call is over]")
    call.press("3")
    assert heard(call.press("07700900456")) == (said("We have 07700900456."), over)
    call, _ = carrier.call()
    call.press("3")
    assert call.press("077") == ()
    assert call.keys == "077"
    assert heard(call.silence()) == (said("We have 077."), over)


@pytest.mark.parametrize("status", ["completed", "busy", "no-answer", "failed", "canceled"])
def test_a_caller_is_put_through_and_comes_back(carrier: Carrier, stub: Stub, status: str) -> None:
    call, _ = carrier.call()
    sounds = call.press("1")
    assert heard(sounds) == (said("We are ringing Team now."), Seen(Manner.NOTE, "[Dialling 01632 960999]"))
    assert call.press("5") == ()
    assert call.dial_ended(status)[-1] == Over()
    assert stub.requests[-1]["DialCallStatus"] == status
    assert ("DialCallDuration" in stub.requests[-1]) == (status == "completed")
    with pytest.raises(NotNowError, match="ring again"):
        call.press("1")


def test_bad_twiml_breaks_the_call_and_is_named(carrier: Carrier) -> None:
    call, _ = carrier.call()
    (fault,) = heard(call.press("4"))
    assert fault.manner is Manner.FAULT
    assert "application error" in fault.words
    assert "12100" in fault.words
    assert call.over


def test_keys_that_no_phone_has(carrier: Carrier) -> None:
    call, _ = carrier.call()
    with pytest.raises(NotNowError, match="0 to 9"):
        call.press("x")


def test_a_secure_cookie_lives_as_long_as_its_call(carrier: Carrier, stub: Stub) -> None:
    first = [text.body for text in carrier.text("one")] + [text.body for text in carrier.text("two")]
    assert first == ["Test: text 1 was one", "Test: text 2 was two"]
    assert [text.body for text in carrier.text("one", "+447700900456")] == ["Test: text 1 was one"]
    assert stub.refused == []


def test_a_text_carries_what_twilio_sends(carrier: Carrier, stub: Stub) -> None:
    carrier.text("é" * 161, media=1)
    fields = stub.requests[0]
    assert fields["MessageSid"] == fields["SmsSid"] == fields["SmsMessageSid"]
    assert (fields["From"], fields["To"], fields["NumMedia"], fields["NumSegments"]) == (MOBILE, SERVICE, "1", "2")
    assert fields["MediaContentType0"] == "image/jpeg"


def test_a_text_may_come_twice(carrier: Carrier, stub: Stub) -> None:
    carrier.text("hello", sid="SM1")
    carrier.text("hello", sid="SM1")
    assert [fields["MessageSid"] for fields in stub.requests] == ["SM1", "SM1"]
    assert [text.kind for text in carrier.ledger.texts()].count(Kind.INBOUND) == 1


def test_stop_blocks_answers_until_start(carrier: Carrier, stub: Stub) -> None:
    stopped, blocked = carrier.text(" stop ")
    assert stopped.kind is Kind.NETWORK
    assert "unsubscribed" in stopped.body
    assert (blocked.kind, blocked.body) == (Kind.NOTE, BLOCKED)
    assert [received(text) for text in carrier.text("hello")] == [Seen(Manner.NOTE, BLOCKED)]
    assert [text.kind for text in carrier.text("START")] == [Kind.NETWORK, Kind.REPLY]
    assert [fields["Body"] for fields in stub.requests] == [" stop ", "hello", "START"]


def test_a_wrong_signature_is_refused_by_the_stub(stub: Stub) -> None:
    with Carrier(stub.url, auth_token="another") as stranger, pytest.raises(CarrierError, match="answered 403"):
        stranger.text("hello")
    assert stub.refused == ["/sms"]


def test_a_service_that_is_down(stub: Stub) -> None:
    with Carrier("http://127.0.0.1:9", auth_token=stub.token) as carrier:
        _, sounds = carrier.call()
        with pytest.raises(CarrierError, match="11205"):
            carrier.text("hello")
    assert "could not be reached" in heard(sounds)[0].words


def test_a_page_is_not_an_answer(carrier: Carrier, stub: Stub) -> None:
    carrier.public_url = f"{stub.url}/nothing"
    with pytest.raises(CarrierError, match=r"11200.*404"):
        carrier.text("hello")


def test_nothing_is_served_unsigned(stub: Stub) -> None:
    with requests.Session() as session:
        session.trust_env = False
        assert session.post(f"{stub.url}/sms", data={"Body": "hello"}).status_code == 403
