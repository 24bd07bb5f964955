"""Signed requests to the real application, by Flask's own test client."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

import pytest
import time_machine
from flask.testing import FlaskClient
from redis import Redis
from twilio.request_validator import RequestValidator
from werkzeug.test import TestResponse

from signpost.bootstrap import Service, build
from signpost.settings import Settings
from signpost.staff_ports import Member
from signpost.web import make_app
from tests.house import MORNING, TOKEN, environment
from tests.web.console import MANAGER, OFFICER, PASSWORD, Browser

PUBLIC_URL = "https://signpost.example.org/hook"
MOBILE = "+447700900123"


@dataclass
class Twilio:
    """Signs and posts as Twilio does."""

    client: FlaskClient
    public_url: str = PUBLIC_URL

    def post(self, path: str, form: Mapping[str, str], token: str = TOKEN) -> TestResponse:
        signature = RequestValidator(token).compute_signature(self.public_url + path, form)
        # By TLS, or the cookies of ours would not come back.
        headers = {"X-Twilio-Signature": signature}
        return self.client.post(path, data=form, headers=headers, base_url="https://localhost")

    def text(self, body: str, sid: str | None = None, **more: str) -> str:
        form = {"From": MOBILE, "To": "+447700900000", "Body": body, "NumMedia": "0", **more}
        if sid:
            form["MessageSid"] = sid
        response = self.post("/sms", form)
        assert response.status_code == 200
        return message(response)

    def call(self, path: str = "/voice", sid: str = "CA1", **more: str) -> str:
        form = {"CallSid": sid, "From": MOBILE, "To": "+447700900000", "CallStatus": "in-progress", **more}
        response = self.post(path, form)
        assert response.status_code == 200
        assert response.mimetype == "text/xml"
        return response.get_data(as_text=True)


def message(response: TestResponse) -> str:
    """What a text's answer says; empty for none."""
    assert response.mimetype == "text/xml"
    return ElementTree.fromstring(response.get_data()).findtext("Message", "")  # noqa: S314


@pytest.fixture
def on_a_monday() -> Iterator[object]:
    """It is Monday morning; the clock, to be put on."""
    with time_machine.travel(MORNING, tick=True) as clock:
        yield clock


@pytest.fixture
def make_service(redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Service]]:
    """Builds the service from an environment, some of it of the test's own."""
    assert redis.dbsize() == 0
    made: list[Service] = []

    def make(**more: str) -> Service:
        for name, value in {**environment(redis_url, PUBLIC_URL), **more}.items():
            monkeypatch.setenv(name, value)
        made.append(build(Settings.from_env()))
        return made[-1]

    yield make
    for service in made:
        service.redis.close()


@pytest.fixture
def service(make_service: Callable[..., Service]) -> Service:
    return make_service()


@pytest.fixture
def twilio(service: Service) -> Twilio:
    return Twilio(make_app(service).test_client())


@pytest.fixture
def officer(service: Service) -> Browser:
    """An officer who has signed in to the console of `service`, which is at HOST."""
    return _signed_in(service, OFFICER)


@pytest.fixture
def manager(service: Service) -> Browser:
    """A manager who has signed in there."""
    return _signed_in(service, MANAGER)


def _signed_in(service: Service, member: Member) -> Browser:
    service.store.staff.put(member, PASSWORD)
    browser = Browser(make_app(service))
    assert browser.sign_in(member).status_code == 303
    return browser
