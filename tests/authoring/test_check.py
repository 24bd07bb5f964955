"""The check as a whole: waivers, the report, the date, and what holds for the service's own sentences."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest
import time_machine
import yaml
from click.testing import CliRunner

from signpost.authoring.check import Report, check
from signpost.cli import main
from signpost.core.wording import Wording

TODAY = date(2026, 11, 23)
FIVE = """
start:
  prompt: Where is your child now?
  choices:
    - {label: School, goto: school}
    - {label: Home, goto: helpline}
    - {label: College, goto: helpline}
    - {label: Hospital, goto: helpline}
    - {label: Abroad, goto: helpline}
"""


def replaced(pack: Path, file: str, old: str, new: str) -> Path:
    text = (pack / file).read_text(encoding="utf-8")
    assert old in text
    (pack / file).write_text(text.replace(old, new), encoding="utf-8")
    return pack


def told(report: Report) -> list[tuple[int, bool]]:
    return [(finding.rule, finding.warning) for finding in report.findings]


def five_choices(pack: Path, waive: str = "") -> Path:
    _, _, rest = (pack / "menus.yaml").read_text(encoding="utf-8").partition("\n\n")
    (pack / "menus.yaml").write_text(f"{FIVE}{waive}\n{rest}", encoding="utf-8")
    return pack


def test_the_example_is_sound(pack: Path) -> None:
    report = check(pack, TODAY)
    assert (report.findings, report.waivers, report.errors) == ((), (), 0)
    assert report.deepest == ("start",)
    assert report.summary == "menus/broken: sound. 4 places, 2 services, at most 1 menu to an end."


def test_a_waiver_takes_a_finding_away_and_is_told_with_its_reason(pack: Path) -> None:
    assert told(check(five_choices(pack), TODAY)) == [(3, False)]
    report = check(five_choices(pack, "  waive: {3: each is one word}\n"), TODAY)
    assert report.findings == ()
    assert [str(waiver) for waiver in report.waivers] == [
        "menus/broken/menus.yaml:10: rule 3 is waived at start: each is one word"
    ]
    assert "sound, 1 waiver." in report.summary


def test_a_waiver_holds_at_its_own_place_alone(pack: Path) -> None:
    five_choices(pack)
    replaced(pack, "menus.yaml", "  signpost: school\n", "  signpost: school\n  waive: {3: not here}\n")
    assert told(check(pack, TODAY)) == [(3, False), (111, True)]


def test_a_waiver_in_pack_yaml_holds_everywhere(pack: Path) -> None:
    replaced(five_choices(pack), "pack.yaml", "first: start", "first: start\nwaive: {3: a test of five}")
    report = check(pack, TODAY)
    assert report.findings == ()
    assert [waiver.waived for waiver in report.waivers] == [1]


def test_a_waiver_of_no_rule_is_told(pack: Path) -> None:
    replaced(pack, "pack.yaml", "first: start", "first: start\nwaive: {99: who knows}")
    (finding,) = check(pack, TODAY).findings
    assert (finding.rule, finding.warning, finding.spot.line) == (111, True, 5)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 1, 22), []),
        (date(2027, 1, 23), [(106, True), (106, True)]),
        (date(2027, 2, 21), [(106, True), (106, True)]),
        (date(2027, 2, 22), [(106, False), (106, False)]),
        (date(2026, 11, 20), [(106, False), (106, False)]),
    ],
)
def test_contacts_have_a_date(pack: Path, today: date, expected: list[tuple[int, bool]]) -> None:
    assert told(check(pack, today)) == expected


def test_rules_of_english_leave_other_languages_alone(pack: Path) -> None:
    replaced(pack, "menus.yaml", "The helpline can tell", "This is urgent. The helpline can tell")
    assert told(check(pack, TODAY)) == [(48, False)]
    replaced(pack, "pack.yaml", "first: start", "first: start\nvoice: {name: Some-Voice, language: cy-GB}")
    assert check(pack, TODAY).findings == ()


def test_the_time_limit_is_asked_of_each_channel(pack: Path) -> None:
    replaced(pack, "pack.yaml", "first: start", "first: start\ntime_limit: {places: [start], words: [2 months]}")
    replaced(pack, "menus.yaml", "Is your child in school?", "You have 2 months.")
    assert check(pack, TODAY).findings == ()
    replaced(pack, "menus.yaml", "You have 2 months.", "{voice: You have 2 months., text: Is your child in school?}")
    found = check(pack, TODAY).findings
    assert [(finding.rule, finding.spot.place) for finding in found] == [(104, "school"), (104, "helpline")]


def test_the_service_s_own_sentences_keep_the_rules(write: Callable[..., Path], pack: Path) -> None:
    usual = {entry.name: getattr(Wording(), entry.name) for entry in fields(Wording)}
    own = {
        name: {channel: words for channel in ("voice", "text") if (words := getattr(prompt, channel))}
        for name, prompt in usual.items()
    }
    text = (pack / "pack.yaml").read_text(encoding="utf-8") + yaml.safe_dump({"wording": own}, sort_keys=False)
    assert [str(finding) for finding in check(write(pack_yaml=text), TODAY).findings] == []


def test_json_says_the_same(pack: Path) -> None:
    five_choices(pack)
    data = check(pack, TODAY).as_data()
    assert json.loads(json.dumps(data)) == data
    assert data["counts"] == {
        "places": 4, "services": 2, "errors": 1, "warnings": 0, "waived": 0, "deepest": 1
    }  # fmt: skip
    (finding,) = data["findings"]
    assert (finding["rule"], finding["level"], finding["line"], finding["place"]) == (3, "error", 4, "start")


@time_machine.travel(date(2027, 2, 1), tick=False)
def test_the_command_fails_on_an_error_only(pack: Path) -> None:
    run = CliRunner().invoke
    warned = run(main, ["check", str(pack)])
    assert warned.exit_code == 0
    assert "rule 106 (warning)" in warned.stdout
    assert "sound, 2 warnings." in warned.stdout
    failed = run(main, ["check", str(five_choices(pack))])
    assert failed.exit_code == 1
    assert "rule 3: there are 5 choices" in failed.stdout
    as_json = run(main, ["check", str(pack), "--json"])
    assert as_json.exit_code == 1
    assert json.loads(as_json.stdout)["counts"]["errors"] == 1


def test_the_command_tells_faults_of_the_files_as_json_too(pack: Path) -> None:
    (pack / "services.yaml").unlink()
    run = CliRunner().invoke(main, ["check", str(pack), "--json"])
    assert run.exit_code == 1
    (finding,) = json.loads(run.stdout)["findings"]
    assert (finding["rule"], finding["line"]) == (None, 0)


def test_a_check_loads_no_server() -> None:
    heavy = ("twilio.rest", "flask", "redis", "rq")
    code = f"import signpost.authoring.check, sys; print([name for name in {heavy} if name in sys.modules])"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "[]"
