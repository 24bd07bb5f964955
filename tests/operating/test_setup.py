"""`signpost twilio setup`: the numbers of an account are pointed at the service."""

from collections.abc import Mapping

import pytest
from click.testing import CliRunner, Result

from signpost.cli import main
from signpost.phone.holding import Holding
from tests.operating.conftest import PUBLIC

ELSEWHERE = ("--fallback", "https://files.example.net/a.xml", "--sms-fallback", "https://files.example.net/b.xml")
OVERRIDES = "#rc=2&rp=5xx,ct,rt&rt=4000"
WANTED = {
    "voice_url": f"{PUBLIC}/voice{OVERRIDES}",
    "voice_method": "POST",
    "voice_fallback_url": "https://files.example.net/a.xml",
    "voice_fallback_method": "GET",
    "voice_application_sid": "",
    "trunk_sid": "",
    "status_callback": f"{PUBLIC}/status/call",
    "status_callback_method": "POST",
    "sms_url": f"{PUBLIC}/sms{OVERRIDES}",
    "sms_method": "POST",
    "sms_fallback_url": "https://files.example.net/b.xml",
    "sms_fallback_method": "GET",
    "sms_application_sid": "",
}


def setup(known: Mapping[str, str], *options: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["twilio", "setup", *options], env=known, input=typed)


def test_a_number_just_bought_is_pointed_at_the_service(known: dict[str, str], holding: Holding) -> None:
    done = setup(known, "--yes", *ELSEWHERE)
    assert done.exit_code == 0, done.output
    assert holding.first.settings == WANTED
    assert f"voice_url: https://demo.twilio.com/welcome/voice/ -> {PUBLIC}/voice{OVERRIDES}" in done.output
    assert "status_callback: nothing -> " in done.output


def test_what_would_be_asked_instead_of_the_address_goes(known: dict[str, str], holding: Holding) -> None:
    holding.first.settings |= WANTED | {
        "voice_application_sid": "AP1",
        "sms_application_sid": "AP2",
        "trunk_sid": "TK1",
    }
    assert setup(known, "--yes").exit_code == 0
    assert holding.first.settings == WANTED


def test_a_second_time_nothing_has_to_change(known: dict[str, str], holding: Holding) -> None:
    setup(known, "--yes", *ELSEWHERE)
    # Whatever is asked of Twilio now is refused.
    holding.changes_left = 0
    done = setup(known, *ELSEWHERE)
    assert (done.exit_code, done.output) == (0, "Nothing has to change.\n")


def test_the_same_overrides_in_another_order_are_the_same(known: dict[str, str], holding: Holding) -> None:
    holding.first.settings |= WANTED | {"voice_url": f"{PUBLIC}/voice#rt=4000&rp=rt,5xx,ct&rc=2"}
    holding.changes_left = 0
    assert setup(known, "--yes").output == "Nothing has to change.\n"


def test_fallbacks_stay_where_none_is_given(known: dict[str, str], holding: Holding) -> None:
    holding.first.settings["voice_fallback_url"] = "https://files.example.net/mine.xml"
    done = setup(known, "--yes")
    assert done.exit_code == 0
    assert holding.first.settings["voice_fallback_url"] == "https://files.example.net/mine.xml"
    assert "sms_fallback_url stays empty: give an address with --sms-fallback" in done.output
    assert "voice_fallback_url stays" not in done.output


@pytest.mark.parametrize("options", [("--dry-run",), ("--dry-run", "--yes")])
def test_a_dry_run_shows_and_changes_nothing(known: dict[str, str], holding: Holding, options: tuple[str, ...]) -> None:
    before = dict(holding.first.settings)
    done = setup(known, *options)
    assert done.exit_code == 0
    assert "-> " in done.output
    assert holding.first.settings == before


@pytest.mark.parametrize(("typed", "changed"), [("y\n", True), ("n\n", False), ("\n", False), ("", False)])
def test_it_asks_first(known: dict[str, str], holding: Holding, typed: str, changed: bool) -> None:
    done = setup(known, typed=typed)
    assert (done.exit_code == 0) == changed
    assert (holding.first.settings["sms_url"] == WANTED["sms_url"]) == changed


def test_half_way_it_says_what_is_changed_and_goes_on_the_next_time(known: dict[str, str], holding: Holding) -> None:
    second = holding.add("+447700900998")
    known["SIGNPOST_VOICE_FROM"] = second.number
    holding.changes_left = 1
    done = setup(known, "--yes")
    assert done.exit_code == 1
    assert f"number {holding.first.number}: changed" in done.output
    assert f"number {second.number}: was not changed: Twilio answers 500, code 20500" in done.output
    holding.changes_left = None
    assert setup(known, "--yes").exit_code == 0
    assert second.settings["voice_url"] == WANTED["voice_url"]
    # Nobody texts it: its own texts are none of our business.
    assert second.settings["sms_url"] == "https://demo.twilio.com/welcome/sms/reply/"


def test_what_comes_after_the_fault_is_told_too(known: dict[str, str], holding: Holding) -> None:
    holding.add("+447700900998")
    holding.add("+441632960050")
    holding.changes_left = 1
    done = setup({**known, "SIGNPOST_VOICE_FROM": "+447700900998", "SIGNPOST_PACK": "tests/packs/line"}, "--yes")
    assert done.exit_code == 1
    assert "number +441632960050: was not changed\n" in done.output


def test_texts_by_a_messaging_service_come_by_its_address(known: dict[str, str], holding: Holding) -> None:
    service = holding.add_service(holding.first)
    service.settings["use_inbound_webhook_on_number"] = True
    done = setup({**known, "SIGNPOST_SMS_FROM": service.sid}, "--yes", *ELSEWHERE)
    assert done.exit_code == 0, done.output
    assert service.settings == {
        "inbound_request_url": f"{PUBLIC}/sms{OVERRIDES}",
        "inbound_method": "POST",
        "fallback_url": "https://files.example.net/b.xml",
        "fallback_method": "GET",
        "use_inbound_webhook_on_number": False,
    }
    assert holding.first.settings["voice_url"] == WANTED["voice_url"]
    assert holding.first.settings["sms_url"] == "https://demo.twilio.com/welcome/sms/reply/"


def test_a_number_that_is_not_the_accounts(known: dict[str, str], holding: Holding) -> None:
    done = setup({**known, "SIGNPOST_VOICE_FROM": "+447700900111"}, "--yes")
    assert done.exit_code == 1
    assert "number +447700900111: this account does not have it" in done.output
    assert holding.first.settings["voice_url"] == WANTED["voice_url"]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (f"{PUBLIC}/fallback.xml", "must stand somewhere else"),
        ("http://files.example.net/a.xml", "begins with https://"),
        ("a.xml", "begins with https://"),
    ],
)
def test_a_fallback_stands_somewhere_else(known: dict[str, str], holding: Holding, address: str, told: str) -> None:
    before = dict(holding.first.settings)
    done = setup(known, "--yes", "--fallback", address)
    assert (done.exit_code, told in done.output) == (2, True)
    assert holding.first.settings == before


def test_a_wrong_token(known: dict[str, str]) -> None:
    done = setup({**known, "TWILIO_AUTH_TOKEN": "a wrong token"}, "--yes")
    assert done.exit_code == 1
    assert "nothing was changed: Twilio answers 401" in done.output
    assert "a wrong token" not in done.output


def test_a_setting_that_is_missing(known: dict[str, str]) -> None:
    done = setup({**known, "SIGNPOST_SMS_FROM": ""}, "--yes")
    assert done.exit_code == 1
    assert "SIGNPOST_SMS_FROM is missing" in done.output


def test_passwords_in_addresses_are_not_shown(known: dict[str, str], holding: Holding) -> None:
    holding.first.settings["voice_url"] = "https://user:hunter2@old.example.org/voice?key=hunter2"
    done = setup(known, "--dry-run")
    assert "voice_url: https://old.example.org/voice?... -> " in done.output
    assert "hunter2" not in done.output
