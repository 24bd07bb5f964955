"""`signpost doctor` on a whole service: its web, its Redis, its account with Twilio. One thing is broken at a time."""

import json
from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from signpost.cli import main
from signpost.core.menu import Pack
from signpost.phone.numbers import SERVICE
from signpost.phone.server import Server
from signpost.render import fallback
from tests.house import SECRET, TOKEN, House

OVERRIDES = "#rc=2&rp=5xx,ct,rt&rt=4000"


def files(pack: Pack) -> Flask:
    """A host of plain files."""
    app = Flask("files")
    app.add_url_rule("/a.xml", "voice", lambda: fallback.voice(pack))
    app.add_url_rule("/b.xml", "text", lambda: fallback.text(pack))
    app.add_url_rule("/old.xml", "old", lambda: fallback.voice(pack).replace("6 3 2", "6 3 3"))
    return app


@pytest.fixture
def elsewhere(house: House) -> Iterator[str]:
    with Server(files(house.service.pack)) as server:
        # By another name than the service has.
        yield server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def well(house: House, elsewhere: str) -> House:
    """A service on which nothing is wrong."""
    own = house.carrier.public_url
    house.carrier.holding.first.settings |= {
        "voice_url": f"{own}/voice{OVERRIDES}",
        "voice_fallback_url": f"{elsewhere}/a.xml",
        "sms_url": f"{own}/sms{OVERRIDES}",
        "sms_fallback_url": f"{elsewhere}/b.xml",
        "status_callback": f"{own}/status/call",
    }
    house.service.jobs.worker().register_birth()  # type: ignore[no-untyped-call]
    return house


def doctor(*options: str, **environment: str | None) -> Result:
    done = CliRunner().invoke(main, ["doctor", *options], env=environment)
    for secret in (SECRET, TOKEN, "hunter2"):
        assert secret not in done.output
    return done


def lines(done: Result, verdict: str) -> list[str]:
    return [line for line in done.output.splitlines() if line.startswith(f"{verdict} ")]


def test_where_all_is_well_nothing_is_wrong(well: House) -> None:
    before = {key: well.service.redis.dump(key) for key in well.service.redis.scan_iter()}
    done = doctor()
    assert lines(done, "wrong") == []
    assert done.exit_code == 0
    for part in (
        "SIGNPOST_SECRET_KEY: is set",
        "PORT: is 8000",
        "the pack: sound",
        "Redis, what it drops when it is full: nothing (noeviction)",
        "Redis, what it keeps on disk: each change, before it is answered",
        "clocks of this machine and Redis: tell the same time",
        "clocks of this machine and Twilio: tell the same time",
        "workers: 1 seen",
        "Twilio, the account: is active",
        f"number {SERVICE}: comes here",
        "the service, strangers: are turned away",
        "the service, Twilio's requests: are taken",
        "/a.xml: tells 01632 960001",
        "/b.xml: tells 01632 960001",
    ):
        assert any(part in line for line in lines(done, "ok")), part
    assert {key: well.service.redis.dump(key) for key in well.service.redis.scan_iter()} == before


def test_what_no_program_can_see_is_said(well: House) -> None:
    assert well
    told = doctor().output
    for what in ("who may be texted: look at it yourself", "STOP and START: look at it yourself"):
        assert what in told
    assert "Messaging, Settings, Geo permissions" in told


def set_number(name: str, value: str) -> Callable[[House], None]:
    def change(house: House) -> None:
        value_here = value.replace("OWN", house.carrier.public_url)
        house.carrier.holding.first.settings[name] = value_here

    return change


def no_worker(house: House) -> None:
    for worker in house.service.redis.smembers("rq:workers"):
        house.service.redis.delete(worker)


def suspended(house: House) -> None:
    house.carrier.holding.status = "suspended"


def rings_nobody(house: House) -> None:
    house.carrier.holding.rings.clear()


def gone(house: House) -> None:
    house.carrier.holding.numbers.clear()


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (
            set_number("voice_url", "https://user:hunter2@demo.twilio.com/x"),
            "voice_url is https://demo.twilio.com/x,",
        ),
        (set_number("sms_url", "OWN/voice"), "sms_url is http"),
        (set_number("sms_method", "GET"), "sms_method is GET, and should be POST"),
        (set_number("voice_application_sid", "AP1"), "voice_application_sid is AP1, and should be nothing"),
        (set_number("voice_fallback_url", ""), "voice_fallback_url is nothing"),
        (set_number("voice_fallback_url", "OWN/fallback.xml"), "voice_fallback_url is on this service"),
        (set_number("sms_fallback_url", "http://localhost:1/b.xml"), "gives no answer (ConnectionError)"),
        (no_worker, "workers: none seen"),
        (no_worker, "the service, ready: /readyz gives 503"),
        (suspended, "Twilio, the account: is suspended"),
        (rings_nobody, "who may be rung: not the United Kingdom"),
        (gone, f"number {SERVICE}: this account does not have it"),
    ],
)
def test_what_is_broken_is_wrong(well: House, broken: Callable[[House], None], told: str) -> None:
    broken(well)
    done = doctor()
    assert done.exit_code == 1
    assert any(told in line for line in lines(done, "wrong")), done.output


def trial(house: House) -> None:
    house.carrier.holding.kind = "Trial"


def rings_costly(house: House) -> None:
    house.carrier.holding.rings_costly.add("GB")


def old_fallback(house: House) -> None:
    settings = house.carrier.holding.first.settings
    settings["voice_fallback_url"] = settings["voice_fallback_url"].replace("a.xml", "old.xml")


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        (set_number("voice_url", "OWN/voice"), "voice_url is http"),
        (set_number("status_callback", ""), "status_callback is nothing"),
        (trial, "is for trial"),
        (rings_costly, "its numbers that cost more"),
        (old_fallback, "old.xml: is no TwiML that tells 01632 960001"),
    ],
)
def test_what_works_less_well_is_to_be_looked_at(well: House, odd: Callable[[House], None], told: str) -> None:
    odd(well)
    done = doctor()
    assert done.exit_code == 0
    assert any(told in line for line in lines(done, "look")), done.output


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SIGNPOST_PUBLIC_URL", None, "SIGNPOST_PUBLIC_URL: is missing"),
        ("SIGNPOST_PUBLIC_URL", "http://127.0.0.1:1", "/healthz gives no answer"),
        ("TWILIO_ACCOUNT_SID", "AC1", "TWILIO_ACCOUNT_SID: does not look right"),
        ("TWILIO_AUTH_TOKEN", "another token", "do not belong together"),
        ("TWILIO_AUTH_TOKEN", "another token", "one that is signed as Twilio signs gives 403"),
        ("TWILIO_API_URL", "http://127.0.0.1:1", "Twilio gives no answer"),
        ("SIGNPOST_SMS_FROM", None, "SIGNPOST_SMS_FROM: is missing"),
        ("SIGNPOST_SMS_FROM", "MG" + "0" * 32, "this account does not have it"),
        ("REDIS_URL", "redis://127.0.0.1:1", "no server that we can use answers (ConnectionError)"),
        ("SIGNPOST_PACK", "tests/broken_packs/goto-unknown", "the pack: 3 to mend"),
        ("PORT", "eighty", "PORT: does not look right"),
        ("SMTP_URL", "smtp://127.0.0.1:1?from=a@example.org", "e-mail: no server"),
        ("SMTP_URL", "hunter2", "SMTP_URL: does not look right"),
    ],
)
def test_a_wrong_setting_is_named_and_the_rest_is_looked_at(
    well: House, name: str, value: str | None, told: str
) -> None:
    assert well
    done = doctor(**{name: value})
    assert done.exit_code == 1
    assert any(told in line for line in lines(done, "wrong")), done.output
    assert any("SIGNPOST_SECRET_KEY: is set" in line for line in lines(done, "ok"))
    if name != "REDIS_URL":
        assert any("Redis, its version: is Valkey" in line for line in lines(done, "ok"))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SIGNPOST_SECRET_KEY", "a" * 64, "has few different characters"),
        ("SIGNPOST_SECRET_KEY", f"{'0123456789abcdef' * 4},{SECRET}", "has 2 keys"),
        ("SIGNPOST_METRICS_TOKEN", "short", "has fewer than 16 characters"),
        ("SIGNPOST_SMSFROM", SERVICE, "SIGNPOST_SMSFROM: is read by nothing here"),
        ("TWILIO_EDGE", "dublin", "TWILIO_EDGE: is not heeded"),
    ],
)
def test_a_weak_setting_is_to_be_looked_at(well: House, name: str, value: str, told: str) -> None:
    assert well
    done = doctor("--offline", **{name: value})
    assert any(told in line for line in lines(done, "look")), done.output


def test_offline_nothing_but_redis_is_asked(well: House) -> None:
    before = len(well.carrier.ledger.exchanges())
    done = doctor("--offline", TWILIO_API_URL="http://127.0.0.1:1", SIGNPOST_PUBLIC_URL="http://127.0.0.1:1")
    assert done.exit_code == 0
    assert "workers: 1 seen" in done.output
    assert "number" not in done.output
    assert len(well.carrier.ledger.exchanges()) == before


def test_a_program_can_read_it(well: House) -> None:
    suspended(well)
    done = doctor("--json")
    told = json.loads(done.output)
    assert (done.exit_code, told["wrong"]) == (1, 1)
    (wrong,) = (finding for finding in told["findings"] if finding["verdict"] == "wrong")
    assert wrong["about"] == "Twilio, the account"
    assert wrong["mend"]


def test_every_finding_that_is_not_ok_says_what_to_do(well: House) -> None:
    suspended(well)
    told = json.loads(doctor("--json", SIGNPOST_SECRET_KEY="a" * 20).output)
    assert all(bool(finding["mend"]) == (finding["verdict"] != "ok") for finding in told["findings"])
    assert all("\n" not in finding["found"] for finding in told["findings"])


def test_without_any_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    for name in ("REDIS_URL", "SIGNPOST_PUBLIC_URL", "SIGNPOST_SECRET_KEY", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    done = doctor(SIGNPOST_DATA=str(tmp_path), SIGNPOST_PACK="menus/example")
    assert done.exit_code == 1
    assert "no service is running on the data folder" in done.output
    assert len(lines(done, "wrong")) == 6


def test_numbers_of_a_messaging_service(well: House) -> None:
    holding, own = well.carrier.holding, well.carrier.public_url
    service = holding.add_service(holding.first)
    done = doctor(SIGNPOST_SMS_FROM=service.sid)
    assert any("inbound_request_url is nothing" in line for line in lines(done, "wrong"))
    assert "Opt-Out Management" in done.output
    service.settings |= {
        "inbound_request_url": f"{own}/sms{OVERRIDES}",
        "inbound_method": "POST",
        "fallback_url": holding.first.settings["sms_fallback_url"],
    }
    done = doctor(SIGNPOST_SMS_FROM=service.sid)
    assert lines(done, "wrong") == []
    assert any(f"number {SERVICE}: comes here" in line for line in lines(done, "ok"))
    assert any("nobody who texts RING ME is rung" in line for line in lines(done, "look"))
