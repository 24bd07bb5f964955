import base64
import logging
import subprocess
import sys
import threading
import traceback
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from signpost.adapters.gateway import TwilioGateway
from signpost.adapters.refusals import REFUSALS
from signpost.carrier_ports import Gateway, SendError
from tests.adapters.conftest import NUMBER
from tests.adapters.twilio_double import Double

BODY = "Ring 01632 960123.\nReply 1 or 2."
SINCE = datetime(2026, 11, 2, 9, 0, 0, 500_000, UTC)


def _refused(gateway: TwilioGateway) -> SendError:
    with pytest.raises(SendError) as caught:
        gateway.send(NUMBER, BODY, "t1")
    written = "".join(traceback.format_exception(caught.value))
    assert "7700900123" not in written
    assert "960123" not in written
    return caught.value


def test_it_is_the_port(gateway: TwilioGateway) -> None:
    port: Gateway = gateway
    assert port is gateway
    assert "token" not in repr(gateway).replace("auth_token", "")


def test_a_text_is_handed_over(gateway: TwilioGateway, twilio: Double) -> None:
    assert gateway.send(NUMBER, BODY, "t1") == "SM1"
    login = base64.b64encode(f"{gateway.account_sid}:token".encode()).decode()
    assert twilio.asked == [
        (
            "POST",
            f"/2010-04-01/Accounts/{gateway.account_sid}/Messages.json",
            {
                "To": NUMBER,
                "From": "+447700900999",
                "Body": BODY,
                "StatusCallback": "https://example.org/status/t1",
                "SmartEncoded": "false",
                "ValidityPeriod": "36000",
            },
            f"Basic {login}",
        )
    ]


def test_a_messaging_service_sends(gateway: TwilioGateway, twilio: Double) -> None:
    service = replace(gateway, sender="MG" + "1" * 32)
    service.send(NUMBER, BODY, "t1")
    service._client.http_client.session.close()
    form = twilio.asked[0][2]
    assert form["MessagingServiceSid"] == "MG" + "1" * 32
    assert "From" not in form


@pytest.mark.parametrize(
    ("status", "code", "permanent"),
    [
        (400, 21211, True),
        (400, 21610, True),
        (400, 21614, True),
        (400, 21408, True),
        (400, 21611, False),
        (429, 20429, False),
        (400, 29999, True),
        (401, 20003, False),
        (404, 20404, False),
        (503, 20503, False),
    ],
)
def test_twilios_codes(gateway: TwilioGateway, twilio: Double, status: int, code: int, permanent: bool) -> None:
    twilio.refuse(status, code, f"The 'To' number {NUMBER} is not right: {BODY}")
    error = _refused(gateway)
    assert (error.code, error.permanent) == (code, permanent)


def test_an_error_in_the_newer_form(gateway: TwilioGateway, twilio: Double) -> None:
    twilio.status = 400
    twilio.body = f'{{"type": "u", "title": "No {NUMBER}", "status": 400, "code": 21610, "detail": "{NUMBER}"}}'
    error = _refused(gateway)
    assert (error.code, error.permanent) == (21610, True)


@pytest.mark.parametrize(("status", "permanent"), [(429, False), (500, False), (502, False), (302, False), (400, True)])
def test_errors_without_a_code(gateway: TwilioGateway, twilio: Double, status: int, permanent: bool) -> None:
    twilio.status, twilio.body = status, "<html>Bad gateway</html>"
    error = _refused(gateway)
    assert (error.code, error.permanent) == (status, permanent)


@pytest.mark.parametrize("body", ["<html>hello</html>", "", "[]", "{}", '{"sid": null}', '"x"'])
def test_a_success_that_we_cannot_read_is_a_passing_fault(gateway: TwilioGateway, twilio: Double, body: str) -> None:
    twilio.body = body
    error = _refused(gateway)
    assert (error.code, error.permanent) == (None, False)


def test_whatever_the_sdk_raises_is_a_passing_fault(gateway: TwilioGateway, twilio: Double) -> None:
    # Deeper than any parser goes: a RecursionError, which none of the SDK's own errors is.
    twilio.body = "[" * 100_000
    error = _refused(gateway)
    assert (error.code, error.permanent) == (None, False)


def test_a_dropped_connection(gateway: TwilioGateway, twilio: Double) -> None:
    twilio.drop = True
    error = _refused(gateway)
    assert (error.code, error.permanent) == (None, False)
    assert len(twilio.asked) == 1, "what may have been sent is not sent again unasked"


def test_a_stall_ends_in_time(gateway: TwilioGateway, twilio: Double) -> None:
    twilio.stall = threading.Event()
    hasty = replace(gateway, timeout=0.2)
    error = _refused(hasty)
    hasty._client.http_client.session.close()
    assert (error.code, error.permanent) == (None, False)


def test_nobody_there(gateway: TwilioGateway) -> None:
    lost = replace(gateway, api_url="http://127.0.0.1:9", timeout=1)
    error = _refused(lost)
    lost._client.http_client.session.close()
    assert (error.code, error.permanent) == (None, False)


def test_the_environment_changes_nothing(gateway: TwilioGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("TWILIO_EDGE", "dublin")
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    assert gateway.send(NUMBER, BODY, "t1") == "SM1"


def test_a_text_that_went_is_found(gateway: TwilioGateway, twilio: Double) -> None:
    twilio.hold(
        ("SM3", "Another body", SINCE),
        ("SM2", BODY, SINCE.replace(microsecond=0)),
        ("SM1", BODY, SINCE - timedelta(hours=1)),
    )
    assert gateway.find(NUMBER, BODY, SINCE) == "SM2"
    method, path, query, _ = twilio.asked[0]
    assert (method, path.rsplit("/", 1)[1], query["To"]) == ("GET", "Messages.json", NUMBER)


def test_a_trial_accounts_notice_does_not_hide_it(gateway: TwilioGateway, twilio: Double) -> None:
    twilio.hold(("SM2", f"Sent from your Twilio trial account - {BODY}", SINCE))
    assert gateway.find(NUMBER, BODY, SINCE) == "SM2"


def test_a_text_that_did_not_go_is_not_found(gateway: TwilioGateway, twilio: Double) -> None:
    twilio.hold(("SM1", BODY, SINCE - timedelta(hours=1)), ("SM2", f"{BODY} And more.", SINCE))
    assert gateway.find(NUMBER, BODY, SINCE) is None


@pytest.mark.parametrize("status", ["undelivered", "failed", "canceled"])
def test_a_text_that_was_lost_is_not_found(gateway: TwilioGateway, twilio: Double, status: str) -> None:
    twilio.hold(("SM1", BODY, SINCE), status=status)
    assert gateway.find(NUMBER, BODY, SINCE) is None
    twilio.hold(("SM1", BODY, SINCE), status="sent")
    assert gateway.find(NUMBER, BODY, SINCE) == "SM1"


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"messages": [{}]}', '{"messages": [null]}'])
def test_a_list_that_we_cannot_read_is_a_passing_fault(gateway: TwilioGateway, twilio: Double, body: str) -> None:
    twilio.status, twilio.body = 200, body
    with pytest.raises(SendError) as caught:
        gateway.find(NUMBER, BODY, SINCE)
    assert not caught.value.permanent


def test_no_log_holds_a_number(gateway: TwilioGateway, twilio: Double, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        gateway.send(NUMBER, BODY, "t1")
        twilio.hold(("SM2", BODY, SINCE))
        gateway.find(NUMBER, BODY, SINCE)
        twilio.body = "nonsense"
        with pytest.raises(SendError):
            gateway.find(NUMBER, BODY, SINCE)
    assert "JSONDecodeError" in caplog.text
    assert "7700900123" not in caplog.text
    assert "960123" not in caplog.text


def test_whoever_does_not_send_does_not_load_the_sdk() -> None:
    script = (
        "import sys, signpost.adapters.gateway as g; "
        "g.TwilioGateway('AC', 't', '+447700900999', 'https://example.org/status'); "
        "print([name for name in sys.modules if name.split('.')[0] in ('twilio', 'requests')])"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_every_code_has_its_words() -> None:
    assert {21211, 21408, 21610, 21614, 30001, 30003, 30006, 30007, 30036} <= set(REFUSALS)
    assert all(refusal.meaning for refusal in REFUSALS.values())
