"""The check as a whole: waivers, the report, the date, and what holds for the service's own sentences."""

import json
import os
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
from signpost.authoring.faults import PackFaults
from signpost.cli import main
from signpost.core.wording import Wording

TODAY = date(2026, 11, 23)
HERTFORDSHIRE = Path(__file__).parents[2] / "menus" / "hertfordshire"
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


def test_the_hertfordshire_pack_is_sound() -> None:
    report = check(HERTFORDSHIRE, TODAY)
    assert [str(finding) for finding in report.findings] == []
    assert report.summary.endswith(f"; own words: {report.topics} topics, {report.phrases} phrases.")
    assert (report.topics > 15, report.phrases > 3000) == (True, True)


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
    replaced(pack, "menus.yaml", "  signpost: school\n", "  signpost: school\n  waive: {3: not here either}\n")
    assert told(check(pack, TODAY)) == [(3, False), (111, True)]


def test_a_waiver_in_pack_yaml_holds_everywhere(pack: Path) -> None:
    replaced(five_choices(pack), "pack.yaml", "first: start", "first: start\nwaive: {3: a test of five}")
    report = check(pack, TODAY)
    assert report.findings == ()
    assert [waiver.waived for waiver in report.waivers] == [1]


def test_a_waiver_of_no_rule_is_told(pack: Path) -> None:
    replaced(pack, "pack.yaml", "first: start", "first: start\nwaive: {99: who knows why}")
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
    (finding,) = check(pack, TODAY).findings
    assert (finding.rule, finding.warning) == (113, True)
    assert "so rules 7, 9, 11, 18, 25, 29, 30, 44, 47, 48, 53, 107, 112 are not judged" in finding.wrong


def test_the_time_limit_is_asked_of_each_channel(pack: Path) -> None:
    replaced(pack, "pack.yaml", "first: start", "first: start\ntime_limit: {places: [start], words: [2 months]}")
    replaced(pack, "menus.yaml", "Is your child in school?", "You have 2 months.")
    found = check(pack, TODAY).findings
    assert [(finding.rule, finding.spot.place) for finding in found] == [(104, "school"), (104, "helpline")]
    assert {finding.wrong for finding in found} == {"the text that is sent from here does not tell the time limit"}
    replaced(pack, "menus.yaml", "Talk to the teacher first.", "You have 2 months.")
    replaced(pack, "menus.yaml", "tell you what", "tell you 2 months, and what")
    assert check(pack, TODAY).findings == ()
    replaced(pack, "menus.yaml", "tell you 2 months", "tell you 12 months")
    assert told(check(pack, TODAY)) == [(104, False)]


def test_the_time_limit_is_asked_of_the_next_step_and_of_a_later_text(pack: Path) -> None:
    replaced(pack, "pack.yaml", "first: start", "first: start\ntime_limit: {places: [school], words: [2 months]}")
    replaced(pack, "menus.yaml", "Talk to the teacher first.", "You have 2 months.")
    (finding,) = check(pack, TODAY).findings
    assert (finding.spot.place, finding.wrong) == (
        "helpline",
        "nobody is told the time limit on the way school > helpline",
    )
    replaced(pack, "menus.yaml", "next: {goto: helpline}", "next: {goto: start}")
    assert check(pack, TODAY).findings == ()
    replaced(pack, "menus.yaml", "working days, goto: start}", "days, goto: later}")
    later = "later:\n  prompt: Did it help?\n  choices:\n    - {label: It did, goto: thanks}\n"
    later += "    - {label: Not so far, goto: helpline}\nthanks:\n  close: Thank you.\n"
    (pack / "later.yaml").write_text(later, encoding="utf-8")
    (finding,) = check(pack, TODAY).findings
    assert (finding.spot.place, finding.wrong[-24:]) == ("helpline", "school > later > helpline"[-24:])
    waived = "helpline:\n  waive: {104: six months hold here}\n"
    replaced(pack, "menus.yaml", "helpline:\n", waived)
    assert check(pack, TODAY).findings == ()


def test_an_appeal_without_a_time_limit_warns(pack: Path) -> None:
    replaced(pack, "menus.yaml", "The helpline can tell you what", "They can tell you of appeals, and what")
    assert told(check(pack, TODAY)) == [(104, True)]


@pytest.mark.parametrize("rule", [39, 44, 104, 105, 106, 110, 114])
def test_what_is_too_grave_is_waived_at_no_pack(pack: Path, rule: int) -> None:
    replaced(pack, "pack.yaml", "first: start", f"first: start\nwaive: {{{rule}: we are special}}")
    (finding,) = check(pack, TODAY).findings
    assert (finding.rule, finding.warning) == (111, False)
    assert finding.wrong == f"rule {rule} cannot be waived for the whole pack"


def test_a_mesh_of_menus_is_said_to_be_deep_and_is_not_walked(pack: Path) -> None:
    names = ["start", *(f"m{at}" for at in range(24))]
    mesh = "".join(
        f"{name}:\n  prompt: Which?\n  choices:\n"
        + "".join(f"    - {{label: {word}, goto: {names[(at + by) % 25]}}}\n" for by, word in enumerate("abcd", 1))
        for at, name in enumerate(names)
    )
    _, _, rest = (pack / "menus.yaml").read_text(encoding="utf-8").partition("\n\n")
    (pack / "menus.yaml").write_text(mesh + rest, encoding="utf-8")
    assert "more than 6 menus to an end" in check(pack, TODAY).summary
    run = CliRunner().invoke(main, ["walk", str(pack)])
    assert run.exit_code == 1
    assert "more than 6 menus follow on each other from start" in run.output


def test_a_pipe_is_not_waited_for(pack: Path) -> None:
    os.mkfifo(pack / "pipe.yaml")
    run = CliRunner().invoke(main, ["check", str(pack)])
    assert (run.exit_code, "pipe.yaml: is not a regular file" in run.output) == (1, True)


def test_a_folder_that_cannot_be_read_is_one_line(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "is_dir", refuse)
    with pytest.raises(PackFaults, match=r"the folder cannot be read \(Permission denied\)"):
        check(pack, TODAY)


@pytest.mark.parametrize("command", [["check", ""], ["contacts", "", "--json"], ["walk", ""], ["new", "x", "--in", ""]])
def test_an_empty_path_is_refused(command: list[str]) -> None:
    run = CliRunner().invoke(main, command)
    assert (run.exit_code, "it is empty: write the path of a folder" in run.output) == (2, True)


def test_a_walk_says_where_it_cannot_be_written(pack: Path) -> None:
    run = CliRunner().invoke(main, ["walk", str(pack), "--out", str(pack / "menus.yaml" / "x")])
    assert run.exit_code == 1
    assert "the pages cannot be written there (Not a directory)" in run.output


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
        "places": 4, "services": 2, "errors": 1, "warnings": 0, "waived": 0, "deepest": 1, "topics": 0, "phrases": 0
    }  # fmt: skip
    (finding,) = data["findings"]
    assert (finding["rule"], finding["level"], finding["line"], finding["place"]) == (3, "error", 4, "start")
    assert finding["title"] == "a menu has at most 4 choices; 5 by a waiver"


def test_json_says_what_each_rule_asks_for_where_there_is_one(pack: Path) -> None:
    replaced(pack, "pack.yaml", "first: start", "first: start\nwaive: {99: who knows why}")
    data = check(pack, TODAY).as_data()
    assert [finding["title"] for finding in data["findings"]] == ["a waiver waives something"]
    assert [waiver["title"] for waiver in data["waivers"]] == [None]


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
