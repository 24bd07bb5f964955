"""What a walk writes, and what it says that a change did."""

import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import time_machine
from click.testing import CliRunner
from playwright.sync_api import Page

from signpost.authoring.walk.callers import Caller, Figures
from signpost.authoring.walk.diff import differences
from signpost.authoring.walk.map import drawn
from signpost.authoring.walk.paths import Kind
from signpost.authoring.walk.pence import Cost, PriceError, Prices, cost, priced
from signpost.authoring.walk.report import report
from signpost.authoring.walk.revision import RevisionError, as_of
from signpost.authoring.walk.survey import survey
from signpost.authoring.walk.table import as_csv, percentile
from signpost.authoring.walk.transcripts import transcripts
from signpost.cli import main
from signpost.core.menu import Menu, Pack, Signpost
from signpost.core.wording import Prompt
from tests.samples import PACK, both, without
from tests.walk.dated import DATED

_SVG = "{http://www.w3.org/2000/svg}"


def renamed(name: str, prompt: str) -> Pack:
    """The sample pack, with other words at one of its menus."""
    place = PACK.places[name]
    assert isinstance(place, Menu)
    return replace(PACK, places={**PACK.places, name: replace(place, prompt=both(prompt))})


def test_transcripts_hold_both_channels_of_each_step_once() -> None:
    page = transcripts(survey(PACK))
    assert page.count("Is your child in school? There are 2 choices.\n") == 1
    assert "### 1 1: Help at school > Yes\n\nLeads to **SENCo**" in page
    assert "[The parent presses 2.]\nA plan.\nRing Duty" not in page
    assert "Ring Plan Team on 01 632 960 002\n" in page
    assert "[The parent texts 2.]\nSample: Ring the Plan Team.\nPlan Team: 01632 960002" in page
    assert f"[The parent presses nothing.]\n{PACK.wording.no_input.voice[:20]}" in page
    assert "[We ring Duty Line, 01632 960001.]" in page


def test_csv_has_a_line_for_each_path_and_caller() -> None:
    walked = survey(PACK)
    head, *lines = as_csv(walked, Prices()).splitlines()
    assert head.startswith("language,kind,keys,places,contact,caller,seconds,keys,words,texts")
    assert len(lines) == sum(len(row.figures) for row in walked.rows)
    assert "en-GB,straight,2,start team,Plan Team,text,0.0,0," in "\n".join(lines)


def test_costs_are_those_of_begun_minutes_and_of_texts() -> None:
    prices = priced(["parent-text=12", "line-minute=1.5"])
    assert cost(prices, Caller.SLOW, Figures(seconds=61)) == Cost(20, 3)
    assert cost(prices, Caller.TEXT, Figures(texts=2, segments=3)) == Cost(24, 14)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("parent-text=x", "'x' is no number"),
        ("tea=1", "no price 'tea'"),
        ("parent-text=nan", "'nan' is no price"),
        ("parent-text=inf", "is no price"),
        ("parent-text=-1", "is no price"),
    ],
)
def test_names_a_wrong_price(given: str, says: str) -> None:
    with pytest.raises(PriceError, match=says):
        priced([given])


@pytest.mark.parametrize(("share", "value"), [(0.95, 19), (0.5, 10), (1.0, 20), (0.0, 1)])
def test_percentile(share: float, value: int) -> None:
    assert percentile(range(20, 0, -1), share) == value


def test_map_says_in_words_what_it_draws() -> None:
    picture = ElementTree.fromstring(drawn(PACK))  # noqa: S314
    description = picture.findtext(f"{_SVG}desc") or ""
    assert picture.findtext(f"{_SVG}title") == "The map of Sample"
    assert "start, key 2: team." in description
    assert "senco, I have tried that, or a later text: team." in description
    assert picture.attrib["aria-labelledby"] == "map-title map-desc"
    assert {group.attrib["id"] for group in picture.iter(f"{_SVG}g") if "id" in group.attrib} == {
        f"place-{name}" for name in PACK.places if name != "heard"
    }


def test_map_is_the_same_each_time_and_takes_any_words() -> None:
    odd = renamed("start", 'Is it <this> & "that"?')
    assert drawn(odd) == drawn(odd)
    assert "Is it <this>" in "".join(ElementTree.fromstring(drawn(odd)).itertext())  # noqa: S314


@pytest.mark.browser
def test_map_keeps_words_within_their_boxes(tab: Page, tmp_path: Path) -> None:
    wordy = renamed(
        "start", "Which of these many matters is it that you would like to have some help with today, please?"
    )
    page = tmp_path / "map.svg"
    page.write_text(drawn(wordy), encoding="utf-8")
    tab.goto(page.as_uri())
    outside = tab.evaluate(
        """() => [...document.querySelectorAll("g[id^=place-]")].filter(group => {
            const box = group.querySelector(".box").getBoundingClientRect();
            return [...group.querySelectorAll("text")].some(text => {
                const words = text.getBoundingClientRect();
                return words.left < box.left || words.right > box.right || words.bottom > box.bottom;
            });
        }).map(group => group.id)"""
    )
    assert outside == []


def test_differences_name_paths_and_words() -> None:
    new = renamed("school", "Is your child at a school now, today, or at any time in this week?")
    told = differences(survey(PACK), survey(new), "HEAD")
    assert "0 added, 0 gone, 3 that lead elsewhere or cost other than before" in told
    assert "-By phone: Is your child in school? There are 2 choices.\n" in told
    assert "+By text: Sample: Is your child at a school now, today, or at any time in this week?\n" in told
    assert "| 1 1 | Help at school > Yes | SENCo |" in told


def test_differences_of_the_same_pack_are_none() -> None:
    told = differences(survey(PACK), survey(PACK), "HEAD")
    assert "0 added, 0 gone, 0 that lead" in told
    assert "##" not in told


def test_differences_show_what_is_new_and_what_is_gone() -> None:
    start = PACK.places["start"]
    assert isinstance(start, Menu)
    fewer = replace(without("school"), places={**PACK.places, "start": replace(start, choices=start.choices[1:])})
    told = differences(survey(PACK), survey(fewer), "v1")
    assert "## Gone" in told
    assert "| 2 → 1 | A plan | Plan Team |" in told
    assert "### gone, 1 1: Help at school > Yes" in told
    assert "## Added" in differences(survey(fewer), survey(PACK), "v1")


def git(folder: Path, *arguments: str) -> None:
    names = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", folder, *names, *arguments], check=True, capture_output=True)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A copy of the example pack in a repository of its own, committed, then changed."""
    pack = tmp_path / "some packs" / "example"
    pack.mkdir(parents=True)
    for file in Path("menus/example").glob("*.yaml"):
        (pack / file.name).write_bytes(file.read_bytes())
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "A pack")
    menus = pack / "menus.yaml"
    menus.write_text(menus.read_text().replace("Talk to the teacher first.", "Ask the teacher first."))
    return pack


def test_command_says_what_changed_since_a_revision(kept: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["walk", str(kept), "--diff", "HEAD", "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "-By phone: Yes, in school. Talk to the teacher first." in done.stdout
    assert "+By phone: Yes, in school. Ask the teacher first." in done.stdout
    assert (tmp_path / "out" / "changes.md").read_text(encoding="utf-8") == done.stdout


@pytest.mark.parametrize(
    ("revision", "says"), [("no-such", "git knows no revision 'no-such'"), ("--all", "git knows no revision '--all'")]
)
def test_names_a_revision_that_is_none(kept: Path, revision: str, says: str) -> None:
    done = CliRunner().invoke(main, ["walk", str(kept), f"--diff={revision}"])
    assert done.exit_code == 1
    assert says in done.output


def test_says_when_there_is_nothing_to_compare_with(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = kept.parent / "new"
    new.mkdir()
    with pytest.raises(RevisionError, match=r"there was no .*new at HEAD"), as_of(new, "HEAD"):
        pass
    with pytest.raises(RevisionError, match="there is no folder"), as_of(kept / "absent", "HEAD"):
        pass
    alone = tmp_path / "alone"
    alone.mkdir()
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    with pytest.raises(RevisionError, match="in no git repository"), as_of(alone, "HEAD"):
        pass
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RevisionError, match="needs the program git"), as_of(alone, "HEAD"):
        pass


def test_command_writes_the_pages(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["walk", "menus/example", "--out", str(tmp_path), "--pence", "parent-text=7"])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.md", "figures.csv", "map.svg", "transcripts.md"]
    assert "| parent-text | 7 |" in (tmp_path / "README.md").read_text(encoding="utf-8")


def test_command_names_a_pack_that_is_none(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["walk", str(tmp_path / "absent")])
    assert done.exit_code == 1
    assert "there is no such folder" in done.output


def test_a_prompt_for_one_channel_alone_is_compared_in_that_channel() -> None:
    start = PACK.places["start"]
    assert isinstance(start, Menu)
    prompt = Prompt(start.prompt.voice, "What is wrong?")
    told = differences(
        survey(PACK), survey(replace(PACK, places={**PACK.places, "start": replace(start, prompt=prompt)})), "HEAD"
    )
    assert "+By text: What is wrong?" in told
    assert "+By phone" not in told


def test_transcripts_hold_each_question_of_a_deadline_once() -> None:
    senco, team = DATED.places["senco"], DATED.places["team"]
    assert isinstance(senco, Signpost)
    assert isinstance(team, Signpost)
    twice = replace(DATED, places={**DATED.places, "senco": replace(senco, also=team.also)})
    walked = survey(twice)
    page = transcripts(walked)
    assert len(walked.of(Kind.DEADLINE)) == 2
    assert page.count("[The parent presses 1809.]") == page.count("[The parent texts 18 September.]") == 1
    assert "### 2 4 1809 2: A plan > my last day > 18 September > no" in page
    assert "arrive by Wednesday 18 November 2026" in page


def test_the_page_has_a_table_of_last_days_where_there_are_any() -> None:
    heading = "## To the last day to appeal"
    assert heading not in report(survey(PACK), Prices())
    page = report(survey(DATED), Prices())
    assert heading in page
    assert "| 2 4 1809 2 | A plan > my last day > 18 September > no | Duty Line |" in page
    assert "| senco, day | 2 | Reminded > No | Plan Team |" in page


def test_map_draws_the_way_to_a_last_day_and_from_its_reminder() -> None:
    picture = ElementTree.fromstring(drawn(DATED))  # noqa: S314
    description = picture.findtext(f"{_SVG}desc") or ""
    assert "team, another way on: day." in description
    assert "day, a later text: team." in description
    words = "".join(picture.itertext())
    assert "Last day to appeal" in words
    assert "check it with Duty Line" in words


def test_a_deadline_is_walked_the_same_on_every_day() -> None:
    with time_machine.travel("2031-01-01"):
        then = transcripts(survey(DATED))
    assert then == transcripts(survey(DATED))
