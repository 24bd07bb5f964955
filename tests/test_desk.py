"""The staff's commands find the service that runs, start none, and need few settings."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from signpost.adapters import embedded
from signpost.cli import main
from tests.house import EXAMPLE, SECRET
from tests.web.console import PASSWORD

COMMANDS = [["callbacks"], ["notice"], ["texts"], ["forget", "07700 900123"], ["phrases", "review"]]
NAMES = [words[0] for words in COMMANDS]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder that is named, beside all else that these commands need, and no more."""
    folder = tmp_path / "data"
    known = {"SIGNPOST_DATA": str(folder), "SIGNPOST_SECRET_KEY": SECRET, "SIGNPOST_PACK": str(EXAMPLE.resolve())}
    for name, value in known.items():
        monkeypatch.setenv(name, value)
    for name in ("REDIS_URL", "SIGNPOST_PUBLIC_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    return folder


def signpost(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize("words", COMMANDS, ids=NAMES)
def test_they_start_no_server(words: list[str], data: Path) -> None:
    ended = signpost(*words)
    assert ended.exit_code == 1
    assert ended.output == (
        f"no service is running on the data folder {data}: start it, or set SIGNPOST_DATA to the folder, or REDIS_URL "
        "to the server, of one\n"
    )
    assert not data.exists()


@pytest.mark.parametrize("words", COMMANDS, ids=NAMES)
def test_nor_where_one_was_stopped(words: list[str], data: Path) -> None:
    embedded.ensure(data)
    embedded.stop(data)
    ended = signpost(*words)
    assert ended.exit_code == 1
    assert f"no service is running on the data folder {data}: " in ended.output
    with pytest.raises(embedded.NoServerError):
        embedded.running(data)


def test_they_need_neither_twilio_nor_an_address(data: Path) -> None:
    url = embedded.ensure(data)
    try:
        assert embedded.running(data) == url
        told = {words[0]: signpost(*words) for words in COMMANDS[:-1]}
        assert told["callbacks"].output == "Open requests: 0.\n"
        assert told["notice"].output == "There is no message of the day.\n"
        assert told["texts"].output.startswith("To be sent: 0.")
        assert told["forget"].output == "Nothing is held about that number now.\n"
        assert {ended.exit_code for ended in told.values()} == {0}
    finally:
        embedded.stop(data)


def test_a_setting_that_is_missing_is_named(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert data
    monkeypatch.delenv("SIGNPOST_SECRET_KEY")
    ended = signpost("callbacks")
    assert ended.exit_code == 1
    lines = ended.output.splitlines()
    assert lines[0].startswith("SIGNPOST_SECRET_KEY is missing: ")
    assert lines[1:] == ["This command needs the settings that the service itself runs with."]


def test_who_is_added_is_told_the_whole_address_where_it_is_known(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    embedded.ensure(data)
    try:
        add = ["staff", "add", "Ann"]
        assert "Ann may sign in under /staff, as officer." in CliRunner().invoke(main, add, input=PASSWORD).output
        monkeypatch.setenv("SIGNPOST_PUBLIC_URL", "https://signpost.example.org/")
        add[-1] = "Ben"
        told = CliRunner().invoke(main, add, input=PASSWORD).output
        assert "Ben may sign in at https://signpost.example.org/staff, as officer." in told
    finally:
        embedded.stop(data)
