"""An account with Twilio, and the settings of a service whose numbers it holds."""

from collections.abc import Iterator

import pytest

from signpost.phone.carrier import Carrier
from signpost.phone.holding import Holding
from signpost.phone.rest import create_app
from signpost.phone.server import Server
from tests.house import EXAMPLE, environment

PUBLIC = "https://signpost.example.org"


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    with Carrier(PUBLIC) as carrier:
        yield carrier


@pytest.fixture
def holding(carrier: Carrier) -> Holding:
    return carrier.holding


@pytest.fixture
def known(carrier: Carrier, redis_url: str) -> Iterator[dict[str, str]]:
    """The environment of a service with that account."""
    with Server(create_app(carrier)) as api:
        yield {
            **environment(redis_url, PUBLIC, api.url, EXAMPLE),
            "TWILIO_ACCOUNT_SID": carrier.account_sid,
            "TWILIO_AUTH_TOKEN": carrier.auth_token,
            "SIGNPOST_SMS_FROM": carrier.number,
        }
