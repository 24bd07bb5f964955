"""The command `signpost`: what each part of it says, and how it ends."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner, Result

from signpost.adapters import embedded
from signpost.cli import main, words
from signpost.understanding import fit

SIGNPOST = Path(sys.executable).parent / "signpost"
STORY = """\
story: A parent texts
{more}text:
  - send: hello
    expect: {expected}
"""


def signpost(*words: str, **environment: str) -> Result:
    """Run it in this process."""
    return CliRunner().invoke(main, words, env=environment)


def tried(story: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Replay a story on the whole service, in processes of its own."""
    known = {name: value for name, value in os.environ.items() if name != "SIGNPOST_PACK"}
    command = [str(SIGNPOST), "try", "--script", str(story), *options]
    return subprocess.run(command, env=known | environment, capture_output=True, text=True, timeout=90, check=False)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    return tmp_path / "story.yaml"


def test_stop_where_nothing_runs(tmp_path: Path) -> None:
    ended = signpost("stop", "--data", str(tmp_path / "nothing"))
    assert ended.exit_code == 0
    assert "No server runs" in ended.output


def test_stop_does_not_touch_what_is_somebody_elses(tmp_path: Path) -> None:
    data = tmp_path / ("x" * 120)
    url = embedded.ensure(data)
    embedded.stop(data)
    far = Path(urlsplit(url).path).parent
    far.mkdir(mode=0o700)
    far.chmod(0o777)
    try:
        ended = signpost("stop", "--data", str(data))
    finally:
        far.rmdir()
    assert ended.exit_code == 1
    assert isinstance(ended.exception, SystemExit)
    assert "belongs to somebody else: remove it" in ended.output


def test_a_story_that_goes_as_told_is_printed(story: Path) -> None:
    story.write_text(STORY.format(more="pack: example\n", expected="Reply 1"), encoding="utf-8")
    # The story's own pack comes before the environment's.
    told = tried(story, SIGNPOST_PACK="menus/nowhere")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("A parent texts.\n\nBy text\n-------\n\nParent texts: hello\n")


def test_a_story_that_goes_otherwise_is_told_with_its_line(story: Path) -> None:
    story.write_text(STORY.format(more="", expected="Reply 9"), encoding="utf-8")
    told = tried(story, "--pack", "menus/example")
    assert told.returncode == 1
    assert "Parent texts: hello" in told.stdout
    assert f"{story}:3: after send: hello, expected\n    Reply 9\n" in told.stderr
    assert "Traceback" not in told.stderr


def test_the_pack_that_is_asked_for_comes_first(story: Path) -> None:
    story.write_text(STORY.format(more="pack: example\n", expected="Reply 1"), encoding="utf-8")
    told = tried(story, "--pack", "menus/nowhere")
    assert told.returncode == 1
    assert "menus/nowhere" in told.stderr


def test_a_story_that_is_not_there(tmp_path: Path) -> None:
    ended = signpost("try", "--script", str(tmp_path / "none.yaml"))
    assert ended.exit_code == 1
    assert re.search(r"none\.yaml: there is no such file: name one", ended.output)


@pytest.mark.parametrize(
    "option",
    [["--caller", "landline"], ["--caller", "mobile"], ["--speak"], ["--forwarded"], ["--at", "2026-11-23T10:00"]],
)
def test_a_story_says_how_it_is_told(story: Path, option: list[str]) -> None:
    story.write_text(STORY.format(more="", expected="Reply 1"), encoding="utf-8")
    ended = signpost("try", "--script", str(story), *option)
    assert ended.exit_code == 2
    assert f"{option[0]} goes with no --script" in ended.output


TOPICAL = ("school", "helpline")


@pytest.fixture
def topical(tmp_path: Path) -> Path:
    """The example with two topics of its own."""
    pack = shutil.copytree("menus/example", tmp_path / "topical")
    menus = (pack / "menus.yaml").read_text(encoding="utf-8")
    for name in TOPICAL:
        menus = menus.replace(f"\n{name}:\n", f"\n{name}:\n  about: one of these\n", 1)
    (pack / "menus.yaml").write_text(menus, encoding="utf-8")
    school = "teacher class lesson playground pupil homework reading uniform".split()
    advice = "advice lost papers explain begin number ring unsure".split()
    phrases = [f"{name}:\n" + "".join(f"  - it is the {word} again, {name} thing\n" for word in words)
               for name, words in zip(TOPICAL, (school, advice), strict=True)]  # fmt: skip
    (pack / "phrases.yaml").write_text("".join(phrases), encoding="utf-8")
    return pack


def test_evaluate_judges_a_file(topical: Path, tmp_path: Path) -> None:
    file = tmp_path / "texts.csv"
    file.write_text("text,pathway\nthe teacher in the playground,school\ni am in danger,none\n", encoding="utf-8")
    ended = signpost("evaluate", str(topical), str(file), "--wrong")
    assert ended.exit_code == 0
    assert ended.output.startswith("2 texts, ")
    assert "\n  false alarms: taken for danger     50.0% (1 of 2)\n" in ended.output
    assert ended.output.endswith("\n\nnone -> false alarm: i am in danger\n")


def test_evaluate_holds_phrases_back(topical: Path) -> None:
    ended = signpost("evaluate", str(topical), "--cross-validate")
    assert ended.exit_code == 0
    assert ended.output.startswith("16 texts, ")
    assert "  top-1: its pathway comes first    100.0% (16 of 16)\n" in ended.output


@pytest.mark.parametrize("options", [[], ["texts.csv", "--cross-validate"]])
def test_evaluate_needs_one_of_a_file_and_cross_validation(topical: Path, options: list[str]) -> None:
    ended = signpost("evaluate", str(topical), *options)
    assert ended.exit_code == 2
    assert "Name PACK and FILE, or PACK and --cross-validate." in ended.output


def test_evaluate_tells_faults_of_the_file_without_a_traceback(topical: Path, tmp_path: Path) -> None:
    file = tmp_path / "texts.csv"
    file.write_text("text,pathway\nhi,A77\n", encoding="utf-8")
    ended = signpost("evaluate", str(topical), str(file))
    assert (ended.exit_code, isinstance(ended.exception, SystemExit)) == (1, True)
    assert f"{file}:2: 'A77' is no pathway of this pack: write one of danger, helpline, none, school" in ended.output


def test_evaluate_reads_the_file_before_it_fits_anything(topical: Path, tmp_path: Path) -> None:
    fitted = fit.cache_info()
    assert signpost("evaluate", str(topical), str(tmp_path / "none.csv")).exit_code == 1
    assert fit.cache_info() == fitted


@pytest.mark.parametrize(("terminal", "told"), [(True, "\r0 of 60\r50 of 60\r60 of 60\n"), (False, "")])
def test_progress_is_shown_on_a_terminal_only(
    terminal: bool, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    for done in range(61):
        words._progress(done, 60)
    assert capsys.readouterr().err == told


HOURS = "line: {hours: {monday: 09:00-17:00}}\n"


@pytest.fixture
def line(tmp_path: Path) -> Path:
    """The example, with a line that is open on Mondays."""
    pack = shutil.copytree("menus/example", tmp_path / "line")
    with (pack / "pack.yaml").open("a", encoding="utf-8") as file:
        file.write(HOURS)
    return pack


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2027-03-07 10:00", "is shut just now. It opens at 9 am tomorrow"),
        ("2027-03-08 10:00", "[Dialling 01632 960001]"),
    ],
)
def test_a_story_is_replayed_on_its_own_day(story: Path, line: Path, at: str, told: str) -> None:
    steps = f'  - ring:\n  - press: 0\n    expect: "{told}"\n'
    story.write_text(f'story: A parent rings\nat: "{at}"\ncall:\n{steps}', encoding="utf-8")
    ended = tried(story, "--pack", str(line))
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_terminal_is_on_another_day_and_passed_on(line: Path) -> None:
    command = [str(SIGNPOST), "try", "--pack", str(line), "--forwarded", "--at", "2027-03-07T10:00"]
    ended = subprocess.run(command, input="ring\nquit\n", capture_output=True, text=True, timeout=90, check=False)
    assert ended.returncode == 0
    assert "is shut just now. It opens at 9 am tomorrow" in ended.stdout
