"""A caller by way of Relay UK waits in the queue: somebody types to them, so each time round lasts three minutes."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine

from signpost.bootstrap import Service
from signpost.web import make_app
from tests.web.conftest import Twilio

OPEN = "2026-11-23 10:00Z"
STANDS = {"QueuePosition": "2", "QueueTime": "30", "AvgQueueTime": "95"}
# Words in a minute that an assistant types.
TYPED = 40


@pytest.fixture
def twilio(make_service: Callable[..., Service]) -> Twilio:
    return Twilio(make_app(make_service(SIGNPOST_PACK="tests/packs/line")).test_client())


def waits(twilio: Twilio) -> str:
    """A call that the line has passed on, by Relay UK, up to its place in the queue; what Twilio asks for then."""
    twilio.call(ForwardedFrom="+441632960001")
    assert 'timeout="180"' in twilio.call("/voice?step=1", Digits="7")
    said = twilio.call("/voice?step=2", Digits="1")
    found = re.search(r'waitUrl="/hook([^"]*)"', said)
    assert found
    return found[1].replace("&amp;", "&")


def seconds(said: str) -> list[int]:
    return [int(found) for found in re.findall(r'(?:timeout|length)="(\d+)"', said)]


def test_each_time_round_lasts_three_minutes_and_is_said_in_one_go(
    make_service: Callable[..., Service], tmp_path: Path
) -> None:
    # The shipped one lets nobody wait for as long as that.
    pack = shutil.copytree("tests/packs/line", tmp_path / "line")
    settings = pack / "pack.yaml"
    settings.write_text(settings.read_text().replace("longest: 1,", "longest: 10,"))
    twilio = Twilio(make_app(make_service(SIGNPOST_PACK=str(pack))).test_client())
    with time_machine.travel(OPEN, tick=False):
        said = twilio.call(waits(twilio), **STANDS)
    assert seconds(said) == [180]
    assert "You are number 2 in the queue." in said
    assert "<break" not in said
    assert "<Redirect" not in said
    # So the next one begins long after the last word of this one was typed.
    assert len(re.sub(r"<[^>]*>", " ", said).split()) / TYPED * 60 < 180


def test_others_hear_it_every_half_minute(twilio: Twilio) -> None:
    with time_machine.travel(OPEN, tick=False):
        assert seconds(twilio.call("/voice/wait", **STANDS)) == [20]


def test_a_key_ends_the_wait_at_any_time_and_the_ways_on_are_in_one_go_too(twilio: Twilio) -> None:
    with time_machine.travel(OPEN, tick=False):
        said = twilio.call(waits(twilio), **STANDS)
        assert 'action="/hook/voice/leave"' in said
        assert 'numDigits="1"' in said
        assert "<Leave" in twilio.call("/voice/leave", Digits="5")
        back = twilio.call("/voice?step=3", QueueResult="leave", QueueTime="30")
    assert seconds(back) == [180]
    assert "<break" not in back
    assert "0 1, 6 3 2" in back


@pytest.mark.parametrize("result", ["leave", "queue-full", "error", "bridged"])
def test_however_it_ends_there_are_three_minutes_to_answer(twilio: Twilio, result: str) -> None:
    with time_machine.travel(OPEN, tick=False):
        waits(twilio)
        back = twilio.call("/voice?step=3", QueueResult=result, QueueTime="60")
    assert seconds(back) == [180]
    assert "<break" not in back


def test_who_waited_as_long_as_anybody_may_is_told_so_and_not_cut_off(twilio: Twilio) -> None:
    with time_machine.travel(OPEN, tick=False):
        said = twilio.call(waits(twilio), **{**STANDS, "QueueTime": "210"})
        assert "Nobody was free" in said
        assert said.endswith("<Leave /></Response>")
        assert "<break" not in said
