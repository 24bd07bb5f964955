"""Nobody but Twilio gets in, whatever route is added."""

import pytest
from redis import Redis

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.web.conftest import MOBILE, Twilio

OPEN = {"/healthz", "/readyz", "/metrics"}
FORM = {"CallSid": "CA1", "MessageSid": "SM1", "From": MOBILE, "Body": "STOP", "MessageStatus": "delivered"}


def test_every_route_of_twilios_refuses_a_bad_signature(service: Service, redis: Redis) -> None:
    app = make_app(service)
    client = app.test_client()
    before = sorted(redis.keys())
    tried = 0
    for rule in app.url_map.iter_rules():
        if rule.rule in OPEN:
            continue
        path = rule.rule.replace("<text_id>", "a1")
        for headers in ({}, {"X-Twilio-Signature": ""}, {"X-Twilio-Signature": "AAAA"}):
            assert client.post(path, data=FORM, headers=headers).status_code == 403
            tried += 1
        assert Twilio(client).post(path, FORM, token="another token").status_code == 403
    assert tried >= 9
    assert sorted(redis.keys()) == before


def test_a_signature_holds_for_one_form_only(twilio: Twilio) -> None:
    signed = dict(FORM)
    response = twilio.post("/sms", signed)
    assert response.status_code == 200
    header = response.request.headers["X-Twilio-Signature"]
    forged = twilio.client.post("/sms", data={**FORM, "Body": "hello"}, headers={"X-Twilio-Signature": header})
    assert forged.status_code == 403


@pytest.mark.parametrize("query", ["step=1&x=caf%C3%A9", "step=1&x=a%27b%2Fc%2Cd%3A", "x=a+b%20c", "step=%31"])
def test_the_query_is_checked_as_it_came(twilio: Twilio, query: str) -> None:
    assert "<Response" in twilio.call(f"/voice?{query}")


def test_the_host_that_a_stranger_names_does_not_count(twilio: Twilio) -> None:
    assert twilio.public_url.startswith("https://signpost.example.org")
    assert Twilio(twilio.client, "http://localhost").post("/sms", FORM).status_code == 403


def test_a_body_that_no_twilio_sends_is_refused(twilio: Twilio) -> None:
    assert twilio.post("/sms", {"Body": "x" * 70_000}).status_code == 413


def test_other_methods_are_refused(twilio: Twilio) -> None:
    assert twilio.client.get("/sms").status_code == 405
