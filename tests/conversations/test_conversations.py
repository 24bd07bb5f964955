"""Every conversation file, replayed on the real service: session and all are re-read from the store at each turn."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from redis import Redis

from signpost.adapters.store import RedisStore
from signpost.phone.player import PhonePlayer
from signpost.phone.replay import play
from signpost.phone.script import read
from signpost.phone.seen import Seen
from tests.house import House, opened

FOLDER = Path(__file__).parent
STORIES = sorted(FOLDER.glob("*.yaml"))
PARTS = [(path, part) for path in STORIES for part in read(path).parts]
# Stories of days on which staff have changed something, by what that is.
CHANGES: dict[str, Callable[[RedisStore], None]] = {
    "contact-paused": lambda store: store.amendments.pause("ombudsman", "Mo"),
    "number-replaced": lambda store: store.amendments.put_number("send-duty-line", "+441632960777", "Mo"),
    "day-closed": lambda store: store.amendments.close([date(2026, 11, 23)], "Mo"),
    "message-set": lambda store: store.message.put(
        "The line is shut this afternoon.", datetime(2099, 1, 1, tzinfo=UTC), "Mo"
    ),
}
CHANGED = [FOLDER / "changed" / f"{name}.yaml" for name in CHANGES]


class Working(PhonePlayer):
    """A person for whom the worker's jobs are run as soon as they wait for what comes of them."""

    def __init__(self, house: House, caller: str, *, forwarded: bool = False) -> None:
        super().__init__(house.carrier, house.deliver_now, caller=caller, forwarded=forwarded, patience=30.0)
        self._house = house

    def pick_up(self) -> tuple[Seen, ...]:
        self._house.work()
        return super().pick_up()

    def arrives(self) -> tuple[Seen, ...]:
        self._house.work()
        return super().arrives()


@pytest.mark.parametrize(("path", "part"), PARTS, ids=[f"{path.stem}-{part}" for path, part in PARTS])
def test_a_conversation_goes_as_its_file_says(
    path: Path, part: str, redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert redis.dbsize() == 0
    story = read(path)
    with opened(redis_url, monkeypatch, Path("menus") / story.pack) as house, time_machine.travel(story.at, tick=True):
        # As the web service does before it takes a request.
        house.service.understand("ready?")
        assert play(story, part, Working(house, story.caller, forwarded=story.forwarded))


@pytest.mark.parametrize("part", ["call", "text"])
@pytest.mark.parametrize("path", CHANGED, ids=list(CHANGES))
def test_a_change_of_the_staffs_holds_from_the_next_conversation_on(
    path: Path, part: str, redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert redis.dbsize() == 0
    story = read(path)
    with opened(redis_url, monkeypatch) as house, time_machine.travel(story.at, tick=True):
        CHANGES[path.stem](house.service.store)
        assert play(story, part, Working(house, story.caller))


@pytest.mark.parametrize(("name", "part"), [("new-call-ends-the-ladder", "call"), ("unanswered-three-times", "text")])
def test_nothing_more_is_sent_when_the_asking_is_over(
    name: str, part: str, redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert redis.dbsize() == 0
    story = read(FOLDER / f"{name}.yaml")
    with opened(redis_url, monkeypatch) as house, time_machine.travel(story.at, tick=True):
        player = Working(house, story.caller)
        play(story, part, player)
        assert not house.deliver_now()


def test_each_story_of_a_change_is_told() -> None:
    assert sorted((FOLDER / "changed").iterdir()) == sorted(CHANGED)


def test_there_are_stories_for_both_channels() -> None:
    assert {part for _, part in PARTS} == {"call", "text"}
