"""`signpost fallback`, as it is called."""

from pathlib import Path

from click.testing import CliRunner, Result

from signpost.cli import main
from signpost.phone import twiml
from signpost.render import fallback
from tests.shipped import shipped

EXAMPLE = Path("menus/example")


def made(*options: str) -> Result:
    return CliRunner().invoke(main, ["fallback", str(EXAMPLE), *options])


def test_it_is_printed_or_written_the_same(tmp_path: Path) -> None:
    out = tmp_path / "voice.xml"
    told = made("--out", str(out))
    assert told.exit_code == 0
    assert "put it where this service is not" in told.output
    assert out.read_text() == made().output == f"{fallback.voice(shipped(EXAMPLE))}\n"
    twiml.voice(out.read_text())


def test_the_answer_to_a_text(tmp_path: Path) -> None:
    told = made("--sms", "--out", str(tmp_path / "sms.xml"))
    assert "signpost twilio setup --sms-fallback" in told.output
    assert "01632 960001" in twiml.messaging(made("--sms").output)[0].body  # type: ignore[union-attr]


def test_a_pack_with_faults_makes_none(tmp_path: Path) -> None:
    out = tmp_path / "voice.xml"
    told = CliRunner().invoke(main, ["fallback", "tests/broken_packs/goto-unknown", "--out", str(out)])
    assert told.exit_code == 1
    assert not out.exists()


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    told = made("--out", str(tmp_path / "nowhere" / "voice.xml"))
    assert told.exit_code == 1
    assert "cannot be written there" in told.output
