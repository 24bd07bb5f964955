"""`signpost new`: a sound pack to begin with, which is menus/example under another name."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from signpost.authoring.check import check
from signpost.authoring.new import FILES, NewPackError, make
from signpost.authoring.schema import KINDS, schema_text
from signpost.cli import main

EXAMPLE = Path(__file__).parents[2] / "menus" / "example"
TODAY = date(2026, 11, 21)


def test_it_is_the_example(tmp_path: Path) -> None:
    made = make("example", tmp_path, TODAY)
    assert {file.name for file in made.iterdir()} == set(FILES)
    for file in FILES:
        assert (made / file).read_text(encoding="utf-8") == (EXAMPLE / file).read_text(encoding="utf-8")


def test_it_is_sound_whatever_it_is_called_and_whenever_it_is_made(tmp_path: Path) -> None:
    today = date(2031, 3, 1)
    made = make("north-east-lincolnshire", tmp_path, today)
    report = check(made, today)
    assert report.findings == ()
    assert "name: North East Lincolnshire\n" in (made / "pack.yaml").read_text(encoding="utf-8")


def test_the_schemas_stand_where_its_files_say(tmp_path: Path) -> None:
    made = make("north", tmp_path / "packs", TODAY)
    for file in FILES:
        first, *_ = (made / file).read_text(encoding="utf-8").splitlines()
        assert (made / first.partition("$schema=")[2]).is_file()
    assert [(tmp_path / "packs" / "schema" / f"{kind}.json").read_text(encoding="utf-8") for kind in KINDS] == [
        schema_text(kind) for kind in KINDS
    ]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    made = make("north", tmp_path, TODAY)
    (made / "pack.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(NewPackError, match="is there already: choose another name"):
        make("north", tmp_path, TODAY)
    assert (made / "pack.yaml").read_text(encoding="utf-8") == "mine"


def test_says_why_a_folder_cannot_be_made(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(NewPackError, match=r"cannot be made \(Not a directory\): name another folder with --in"):
        make("north", file, TODAY)


@pytest.mark.parametrize("name", ["North", "../north", "", "north town", "9lives"])
def test_a_name_is_lower_case_words(tmp_path: Path, name: str) -> None:
    with pytest.raises(NewPackError, match="write lower-case words"):
        make(name, tmp_path, TODAY)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_comes_next(tmp_path: Path) -> None:
    run = CliRunner().invoke(main, ["new", "north", "--in", str(tmp_path)])
    assert run.exit_code == 0
    assert f"signpost check {tmp_path / 'north'}" in run.stdout
    again = CliRunner().invoke(main, ["new", "north", "--in", str(tmp_path)])
    assert again.exit_code == 1


def test_a_pack_is_not_called_schema_and_a_file_of_that_name_is_told(tmp_path: Path) -> None:
    with pytest.raises(NewPackError, match="choose another name"):
        make("schema", tmp_path, TODAY)
    (tmp_path / "schema").touch()
    with pytest.raises(NewPackError, match="is a file"):
        make("north", tmp_path, TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["schema"]
