"""The message of the day: what may stand in it, how it is set and lifted, and where it is said."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from redis import Redis

from signpost.adapters import keys
from signpost.authoring.load import load
from signpost.authoring.message import LONGEST, UnfitError, fit, room
from signpost.bootstrap import Service
from signpost.cli import main
from signpost.core.hours import LONDON
from signpost.render.gsm import segments
from signpost.web import make_app
from tests.house import EXAMPLE, PACK, environment
from tests.shipped import shipped
from tests.web.conftest import Twilio, make_service

__all__ = ["make_service"]
WORDS = "The line is shut this afternoon."


@pytest.fixture
def service(make_service: object) -> Service:
    return make_service()  # type: ignore[operator, no-any-return]


def notice(redis_url: str, *words: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["notice", *words], env=environment(redis_url, "https://signpost.example.org"))


@pytest.mark.parametrize(
    "words", [WORDS, "We open at 10. Or ring 01442 453300.", "In danger? Ring 999.", "It\u2019s shut \u2013 sorry?"]
)
def test_a_plain_message_is_fit(words: str) -> None:
    found = fit(shipped(PACK), words)
    assert segments(found) == 1
    assert found == words.replace("\u2019", "'").replace("\u2013", "-")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "it is empty"),
        ("   ", "it is empty"),
        ("x" * 101, "it has 101 letters, and there is room for"),
        ("Ring 01632 960001.", "01632 960001 is the number of no confirmed contact"),
        ("Ring 0845 1234567.", "is the number of no confirmed contact"),
        ("Shut <break time='9s'/> now", "'<' cannot stand in it"),
        ("Shut\nnow", "cannot stand in it"),
        ("Shut\x07 now", "cannot stand in it"),
        ("Shut \u0645 now", "cannot be sent in a text"),
        ("Write to a@b.example.org", "cannot be read out"),
        ("Text YES to us", "Twilio acts on"),
        ("This is urgent", "urgent"),
    ],
)
def test_an_unfit_message_is_refused_with_the_reason(words: str, why: str) -> None:
    with pytest.raises(UnfitError) as refused:
        fit(shipped(PACK), words)
    assert why in str(refused.value)


def test_there_is_room_for_what_leaves_each_first_text_whole() -> None:
    assert room(shipped(EXAMPLE)) == LONGEST
    assert 0 < room(shipped(PACK)) < LONGEST


def test_it_is_set_shown_and_lifted(redis: Redis, redis_url: str) -> None:
    assert "There is no message" in notice(redis_url).output
    said = notice(redis_url, WORDS)
    assert said.output.endswith(f": {WORDS}\n")
    assert 0 < redis.ttl(keys.MESSAGE) <= keys.DAY
    assert notice(redis_url).output == said.output
    assert "There is no message" in notice(redis_url, "--lift").output
    assert "Nothing was said" in notice(redis_url, "--lift").output


def test_it_lasts_as_long_as_it_is_told_to_and_a_week_at_most(redis: Redis, redis_url: str) -> None:
    now = datetime.now(LONDON)
    for days, fine in ((6, True), (8, False)):
        until = f"{now + timedelta(days=days):%Y-%m-%dT%H:%M}"
        assert (notice(redis_url, WORDS, "--until", until).exit_code == 0) == fine
    assert 5 * keys.DAY < redis.ttl(keys.MESSAGE) <= 6 * keys.DAY


@pytest.mark.parametrize(
    "options",
    [
        (WORDS, "--lift"),
        ("--until", "2026-11-24T12:00"),
        (WORDS, "--until", "2020-01-01T12:00"),
        (WORDS, "--until", "soon"),
        ("Ring 01632 960001",),
    ],
)
def test_what_cannot_be_meant_changes_nothing(redis: Redis, redis_url: str, options: tuple[str, ...]) -> None:
    assert notice(redis_url, *options).exit_code == 2
    assert redis.exists(keys.MESSAGE) == 0


def test_without_a_server_it_says_so() -> None:
    assert "REDIS_URL: no server answers there" in notice("redis://127.0.0.1:1/0").output


def test_it_is_said_once_in_a_call_and_in_texts(service: Service, redis_url: str) -> None:
    assert notice(redis_url, WORDS).exit_code == 0
    twilio = Twilio(make_app(service).test_client())
    assert WORDS in twilio.call()
    assert WORDS not in twilio.call("/voice?step=1", Digits="#")
    first = twilio.text("hello")
    assert first.index("ring 999") < first.index(WORDS) < first.index("1 A refusal")
    assert WORDS not in twilio.text("menu")
    assert notice(redis_url, "--lift").exit_code == 0
    assert WORDS not in twilio.call(sid="CA2")


def test_a_message_from_before_the_menus_changed_leaves_them_whole(service: Service) -> None:
    service.store.message.put("word " * 60, datetime.now(LONDON).replace(year=2099), "Ann")
    first = Twilio(make_app(service).test_client()).text("hello")
    assert segments(first) <= 2
    assert "Reply 1, 2, 3, 4 or 5." in first


def test_a_pack_without_room_takes_none(tmp_path: Path) -> None:
    for file in EXAMPLE.iterdir():
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    menus = (tmp_path / "menus.yaml").read_text(encoding="utf-8")
    long = " ".join(["Is your child in school?"] * 12)
    (tmp_path / "menus.yaml").write_text(menus.replace("Is your child in school?", long, 1), encoding="utf-8")
    with pytest.raises(UnfitError, match="room for 0"):
        fit(load(tmp_path), WORDS)


def test_its_end_is_told_as_people_tell_it(redis: Redis, redis_url: str) -> None:
    assert redis.dbsize() == 0
    today = datetime.now(LONDON).date()
    ends = [today + timedelta(days=ahead) for ahead in (0, 1, 2)]
    said = notice(redis_url, WORDS)
    assert said.output == f"Said until the end of {ends[0]:%A %-d %B}: {WORDS}\n"
    said = notice(redis_url, WORDS, "--until", f"{ends[2]}T00:00")
    assert said.output == f"Said until the end of {ends[1]:%A %-d %B}: {WORDS}\n"
    said = notice(redis_url, WORDS, "--until", f"{ends[2]}T12:30")
    assert said.output == f"Said until {ends[2]:%A %-d %B}, 12:30: {WORDS}\n"
