"""A stub service, and a stand-in phone before it."""

from collections.abc import Iterator

import pytest
from twilio.rest import Client

from signpost.phone import page as phone_page
from signpost.phone.carrier import Carrier
from signpost.phone.server import Server
from tests.phone.stub import Stub, create_app


@pytest.fixture
def stub() -> Iterator[Stub]:
    stub = Stub("a token for tests")
    with Server(create_app(stub)) as server:
        stub.url = server.url
        yield stub


@pytest.fixture
def carrier(stub: Stub) -> Iterator[Carrier]:
    with Carrier(stub.url, auth_token=stub.token) as carrier:
        yield carrier


@pytest.fixture
def phone(carrier: Carrier, stub: Stub) -> Iterator[Server]:
    """The stand-in phone's page and REST API, with the stub's SDK pointed at it."""
    with Server(phone_page.create_app(carrier, stub.deliver_now)) as server:
        client = Client(carrier.account_sid, carrier.auth_token)
        client.api.base_url = server.url
        # The environment's proxies are for other hosts than this one.
        client.http_client.session.trust_env = False
        stub.client = client
        yield server
        client.http_client.session.close()
