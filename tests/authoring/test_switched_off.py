"""What a pack switches off: RING ME, and the languages to be rung back in."""

from dataclasses import replace
from pathlib import Path

import pytest

from signpost.authoring.load import load
from signpost.core.engine import step
from signpost.core.events import Answered, Ask
from signpost.core.menu import LANGUAGES, RING_HOURS
from signpost.core.session import Channel, Context, Question, Session
from tests.core.talk import of
from tests.samples import MOBILE, NOW


def with_lines(pack: Path, *lines: str) -> Path:
    file = pack / "pack.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return pack


@pytest.mark.parametrize("written", ["off", "no", "Off", '"no"', "false"])
def test_ring_me_can_be_switched_off(pack: Path, written: str) -> None:
    assert load(with_lines(pack, f"ring_me: {written}")).ring_me is None


def test_ring_me_is_on_unless_it_is_switched_off(pack: Path) -> None:
    assert load(pack).ring_me == RING_HOURS


def test_an_empty_list_of_languages_means_none(pack: Path) -> None:
    assert load(pack).languages == LANGUAGES
    assert load(with_lines(pack, "languages: []")).languages == ()


def test_without_languages_none_is_asked_for() -> None:
    shipped = load(Path("menus/hertfordshire"))
    offered = {}
    for pack in (shipped, replace(shipped, languages=())):
        at = Session(Channel.TEXT, "call-back", Question.CALLBACK_TIME, at=NOW)
        outputs = step(pack, at, Answered("1"), Context(Channel.TEXT, NOW, MOBILE, number=MOBILE))[1]
        offered[pack.languages] = of(outputs, Ask).labels
    assert shipped.wording.callback_language in offered[LANGUAGES]
    assert offered[()] == tuple(label for label in offered[LANGUAGES] if label != shipped.wording.callback_language)
