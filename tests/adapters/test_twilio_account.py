"""What an account with Twilio holds, asked and changed by Twilio's own SDK on the stand-in's REST API."""

import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from signpost.adapters.twilio_account import AccountError, TwilioAccount
from signpost.phone.carrier import Carrier
from signpost.phone.holding import Holding
from signpost.phone.numbers import SERVICE
from signpost.phone.rest import create_app
from signpost.phone.server import Server
from tests.adapters.twilio_double import Double


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    with Carrier("https://signpost.example.org") as carrier:
        yield carrier


@pytest.fixture
def holding(carrier: Carrier) -> Holding:
    return carrier.holding


@pytest.fixture
def api(carrier: Carrier) -> Iterator[str]:
    with Server(create_app(carrier)) as server:
        yield server.url


@pytest.fixture
def account(carrier: Carrier, api: str) -> Iterator[TwilioAccount]:
    with TwilioAccount(carrier.account_sid, carrier.auth_token, api) as account:
        yield account


def test_how_the_account_stands(account: TwilioAccount, holding: Holding) -> None:
    assert (account.standing().status, account.standing().kind) == ("active", "Full")
    holding.status = "suspended"
    assert account.standing().status == "suspended"


def test_a_wrong_token_is_told_with_its_status_and_nothing_else(carrier: Carrier, api: str) -> None:
    with TwilioAccount(carrier.account_sid, "a wrong token", api) as stranger:
        for ask in (stranger.standing, lambda: stranger.number(SERVICE), lambda: stranger.dialling("GB")):
            with pytest.raises(AccountError) as caught:
                ask()
            assert caught.value.status == 401
            assert "wrong token" not in "".join(traceback.format_exception(caught.value))


def test_a_number_has_its_settings(account: TwilioAccount) -> None:
    number = account.number(SERVICE)
    assert number
    assert number.settings["voice_url"] == "https://demo.twilio.com/welcome/voice/"
    assert (number.settings["status_callback"], number.settings["voice_method"]) == ("", "POST")
    assert number.calls
    assert number.texts


def test_a_number_that_is_a_part_of_another_is_not_that(account: TwilioAccount) -> None:
    assert account.number(SERVICE[:-2]) is None
    assert account.number("+447700900555") is None


def test_settings_of_a_number_change_and_can_be_emptied(account: TwilioAccount, holding: Holding) -> None:
    holding.first.settings["trunk_sid"] = "TK1"
    account.set_number(holding.first.sid, {"voice_url": "https://a.example/voice#rc=2", "trunk_sid": ""})
    number = account.number(SERVICE)
    assert number
    assert number.settings["voice_url"] == "https://a.example/voice#rc=2"
    assert number.settings["trunk_sid"] == ""
    assert number.settings["sms_url"] == "https://demo.twilio.com/welcome/sms/reply/"


def test_a_messaging_service_has_numbers_and_settings(account: TwilioAccount, holding: Holding) -> None:
    made = holding.add_service(holding.first)
    made.settings["use_inbound_webhook_on_number"] = True
    found = account.service(made.sid)
    assert found.numbers == (SERVICE,)
    assert found.settings["use_inbound_webhook_on_number"] == "true"
    account.set_service(made.sid, {"inbound_method": "POST", "use_inbound_webhook_on_number": "false"})
    assert account.service(made.sid).settings["use_inbound_webhook_on_number"] == "false"
    with pytest.raises(AccountError) as caught:
        account.service("MG" + "f" * 32)
    assert caught.value.status == 404


def test_whom_the_account_may_ring(account: TwilioAccount, holding: Holding) -> None:
    assert (account.dialling("GB").ordinary, account.dialling("GB").costly) == (True, False)
    holding.rings.clear()
    holding.rings_costly.add("GB")
    assert (account.dialling("GB").ordinary, account.dialling("GB").costly) == (False, True)


def test_its_clock_is_told(carrier: Carrier, api: str) -> None:
    def late() -> datetime:
        return datetime.now(UTC) - timedelta(minutes=5)

    with TwilioAccount(carrier.account_sid, carrier.auth_token, api, clock=late) as account:
        assert account.ahead is None
        account.standing()
        assert account.ahead is not None
        assert 295 < account.ahead < 305


@pytest.mark.parametrize(("status", "body"), [(200, "no JSON"), (500, "{}"), (200, "[]")])
def test_whatever_it_answers_is_told_in_our_words(twilio: Double, status: int, body: str) -> None:
    twilio.status, twilio.body = status, body
    with TwilioAccount("AC" + "0" * 32, "token", twilio.url) as account:
        for ask in (account.standing, lambda: account.number(SERVICE)):
            with pytest.raises(AccountError):
                ask()


def test_nobody_at_home() -> None:
    with (
        TwilioAccount("AC" + "0" * 32, "token", "http://127.0.0.1:1") as account,
        pytest.raises(AccountError) as caught,
    ):
        account.standing()
    assert caught.value.status is None
