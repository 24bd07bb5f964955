"""What the README says is so."""

import re
from pathlib import Path

import pytest
from redis import Redis

from signpost.phone.replay import play
from signpost.phone.script import read
from signpost.phone.transcript import transcript
from signpost.settings import Settings
from tests.conversations.test_conversations import Working
from tests.house import opened

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_in_its_table() -> None:
    own = [field.alias for field in Settings.model_fields.values()]
    for name in (*own, "PORT", "WEB_CONCURRENCY"):
        assert f"`{name}`" in README


def test_its_transcript_is_what_the_story_gives(redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert redis.dbsize() == 0
    shown = re.search(r"^\$ \S+ try --script (\S+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert shown
    story = read(Path(shown[1]))
    with opened(redis_url, monkeypatch) as house:
        parts = {part: play(story, part, Working(house, story.caller)) for part in story.parts}
    assert transcript(story, parts) == shown[2]


def test_every_file_it_names_is_there() -> None:
    named = set(re.findall(r"`((?:menus|tests|signpost)/[\w./-]+)`", README))
    named |= {f"tests/conversations/{name}" for name in re.findall(r"`([a-z-]+\.yaml)`", README.split("## Run it")[0])}
    stories = {name for name in named if name.endswith(".yaml")}
    assert stories
    for name in named:
        path = Path(name)
        assert path.exists() or (Path("menus/hertfordshire") / path.name).exists(), name


def test_its_example_is_the_example() -> None:
    shown = re.search(r"^```yaml\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert shown
    assert shown[1] in Path("menus/example/menus.yaml").read_text(encoding="utf-8")
    assert "@@" not in README
