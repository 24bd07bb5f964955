"""Calls that we make, against a server that answers as Twilio does."""

import traceback
from datetime import UTC, datetime, timedelta

import pytest

from signpost.adapters.gateway import TwilioGateway
from signpost.carrier_ports import SendError
from signpost.ring_ports import Telephone
from tests.adapters.conftest import NUMBER
from tests.adapters.twilio_double import Double

SINCE = datetime(2026, 11, 2, 9, 0, 0, 500_000, UTC)


def test_it_is_the_port(gateway: TwilioGateway) -> None:
    port: Telephone = gateway
    assert port is gateway


def test_a_phone_is_rung_from_our_number_with_our_menus(gateway: TwilioGateway, twilio: Double) -> None:
    twilio.body = '{"sid": "CA1", "status": "queued"}'
    gateway.call(NUMBER)
    ((method, path, form, _),) = twilio.asked
    assert (method, path) == ("POST", f"/2010-04-01/Accounts/{gateway.account_sid}/Calls.json")
    assert form == {
        "To": NUMBER,
        "From": "+447700900998",
        "Url": "https://example.org/voice",
        "Method": "POST",
        "Timeout": "25",
    }, "no machine detection, no recording"


def test_a_call_is_found_that_was_made_since(gateway: TwilioGateway, twilio: Double) -> None:
    twilio.hold_calls(SINCE)
    assert gateway.was_called(NUMBER, SINCE)
    assert twilio.asked[0][2]["To"] == NUMBER


@pytest.mark.parametrize("made", [(), (SINCE - timedelta(hours=1),)])
def test_an_older_call_is_another(gateway: TwilioGateway, twilio: Double, made: tuple[datetime, ...]) -> None:
    twilio.hold_calls(*made)
    assert not gateway.was_called(NUMBER, SINCE)


@pytest.mark.parametrize(
    ("status", "code", "permanent"), [(400, 21211, True), (400, 21215, True), (429, 20429, False), (503, None, False)]
)
def test_a_refusal_says_whether_it_is_for_good(
    gateway: TwilioGateway, twilio: Double, status: int, code: int | None, permanent: bool
) -> None:
    twilio.refuse(status, code, f"no call to {NUMBER}")
    with pytest.raises(SendError) as caught:
        gateway.call(NUMBER)
    assert caught.value.permanent == permanent
    assert "7700900123" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("body", ["", "<html>", "{}", '{"sid": null}'])
def test_of_an_answer_without_sense_nothing_is_known(gateway: TwilioGateway, twilio: Double, body: str) -> None:
    twilio.body = body
    with pytest.raises(SendError) as caught:
        gateway.call(NUMBER)
    assert (caught.value.code, caught.value.permanent) == (None, False)
