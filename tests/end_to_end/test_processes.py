"""The Procfile's processes, as whoever runs it starts them."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import requests
import yaml

from signpost.adapters.jobqueue import QUEUES
from signpost.phone.player import PhonePlayer
from signpost.phone.seen import Seen
from signpost.phone.stack import PROCESSES, Stack

ROOT = Path(__file__).parents[2]
PROCFILE: dict[str, str] = yaml.safe_load(re.sub(r": (.*)", r": '\1'", (ROOT / "Procfile").read_text()))


def words(seen: tuple[Seen, ...]) -> str:
    return "\n".join(one.words for one in seen)


def run(command: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a Procfile line that should end by itself."""
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    known = {"PATH": tools, "HOME": os.environ.get("HOME", "/")}
    return subprocess.run(
        shlex.split(command), env=known | environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_stack_runs_the_procfiles_own_lines() -> None:
    assert {name: PROCFILE[name] for name in PROCESSES} == PROCESSES
    assert set(PROCFILE) == {*PROCESSES, "release"}


def test_the_procfiles_worker_serves_the_codes_queues_in_their_order() -> None:
    assert shlex.split(PROCFILE["worker"])[2:] == list(QUEUES)


def test_a_call_a_text_and_a_follow_up_through_real_processes(stack: Stack) -> None:
    parent = PhonePlayer(stack.carrier, stack.deliver_now, mobile="+447700900201")
    assert "press 1" in words(parent.ring())
    assert "Is your child in school" in words(parent.press("2"))
    assert "SENCo" in words(parent.press("1"))
    assert "safe to text" in words(parent.press("1"))
    assert "10 working days" in words(parent.press("1"))
    assert "We will text you" in words(parent.press("1"))
    assert "SENCo" in words(parent.arrives())
    parent.hang_up()
    assert "Reply 1 or 2" in words(parent.later())
    assert "01442 453300" in words(parent.send("2"))


def test_a_follow_up_brought_forward_comes_after_the_text_asked_for_before(stack: Stack) -> None:
    mobile = "+447700900204"
    parent = PhonePlayer(stack.carrier, stack.deliver_now, mobile=mobile)
    parent.ring()
    for key in ("2", "1", "1", "1", "1"):
        parent.press(key)
    assert stack.deliver_now()
    asked, followed_up = [text.body for text in stack.carrier.ledger.texts() if text.to == mobile]
    assert "SENCo" in asked
    assert "Reply 1 or 2" in followed_up


def test_a_text_finds_the_contact_through_real_processes(stack: Stack) -> None:
    parent = PhonePlayer(stack.carrier, stack.deliver_now, mobile="+447700900202")
    assert "Reply 1" in words(parent.send("hello"))
    assert "Reply 1" in words(parent.send("3"))
    assert "01442 453300" in words(parent.send("2"))


def test_the_carrier_reports_settle_a_text(stack: Stack) -> None:
    parent = PhonePlayer(stack.carrier, stack.deliver_now, mobile="+447700900203")
    parent.ring()
    for key in ("2", "1", "1", "1"):
        parent.press(key)
    parent.arrives()
    # The report of delivery comes after the text itself.
    assert stack.carrier.ledger.wait(lambda ledger: any("delivered" in one.title for one in ledger.exchanges()), 30)
    reports = [exchange for exchange in stack.carrier.ledger.exchanges() if "/status/" in exchange.url]
    assert {exchange.status for exchange in reports} == {204}


def test_a_bad_pack_stops_the_start_and_leaves_the_running_service_alone(stack: Stack, tmp_path: Path) -> None:
    pack = tmp_path / "broken"
    shutil.copytree(ROOT / "menus/example", pack)
    menus = pack / "menus.yaml"
    menus.write_text(re.sub(r"goto: \S+", "goto: nowhere", menus.read_text(), count=1))
    settings = {**stack.environment, "SIGNPOST_PACK": str(pack), "PORT": "8001"}
    for name in ("release", "web", "worker"):
        ended = run(PROCFILE[name], settings)
        assert ended.returncode != 0
        assert "nowhere" in ended.stderr
        assert re.search(r"menus\.yaml:\d+: ", ended.stderr)
        assert "Traceback" not in ended.stderr
    assert requests.get(f"{stack.public_url}/readyz", timeout=30).ok


@pytest.mark.parametrize("name", ["web", "worker"])
def test_each_missing_setting_is_named_in_a_line_of_its_own(name: str) -> None:
    ended = run(PROCFILE[name], {"REDIS_URL": "mysql://x"})
    assert ended.returncode != 0
    lines = ended.stderr.splitlines()
    for setting in (
        "REDIS_URL does not look right",
        *("SIGNPOST_PUBLIC_URL is missing", "SIGNPOST_SECRET_KEY is missing"),
        *("TWILIO_ACCOUNT_SID is missing", "TWILIO_AUTH_TOKEN is missing"),
    ):
        assert sum(line.startswith(setting) for line in lines) == 1
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("web", {"PORT": "abc"}),
        ("web", {"WEB_CONCURRENCY": "0"}),
        ("web", {"REDIS_URL": "", "SIGNPOST_DATA": "/dev/null/data"}),
        ("worker", {"REDIS_URL": "", "SIGNPOST_DATA": "/dev/null/data"}),
        ("worker", {"REDIS_URL": "redis://127.0.0.1:1/0"}),
    ],
)
def test_a_malformed_setting_stops_the_start_and_is_named(name: str, setting: dict[str, str], stack: Stack) -> None:
    ended = run(PROCFILE[name], {**stack.environment, **setting})
    assert ended.returncode != 0
    assert list(setting)[-1] in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_worker_that_could_not_send_does_not_start(stack: Stack) -> None:
    ended = run(PROCFILE["worker"], {**stack.environment, "SIGNPOST_SMS_FROM": ""})
    assert ended.returncode != 0
    assert "SIGNPOST_SMS_FROM is missing" in ended.stderr
