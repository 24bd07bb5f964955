"""The engine's table: 7 in the call of somebody who is remembered to ring by way of Relay UK."""

from dataclasses import replace

import pytest

from signpost.core.events import Answered, Ask, Prefer, Started
from signpost.core.session import Channel, Person, Session
from signpost.render.speech import pieces_of
from tests.core.talk import Talk, call, of, says
from tests.samples import NOW, PACK

SAY = PACK.wording
REMEMBERED = Person(relay=True)


def test_the_first_7_confirms_it_and_the_second_undoes_it() -> None:
    talk = call(person=REMEMBERED)
    first, second, third = talk("7"), talk("7"), talk("7")
    assert says(first, SAY.relay)
    assert Prefer(slow=False, relay=True) in first
    assert says(second, SAY.no_relay)
    assert Prefer(slow=False, relay=False) in second
    assert says(third, SAY.relay)


def test_carrying_on_is_the_same_call() -> None:
    left = Session(Channel.VOICE, "school", call().question, at=NOW - 60)
    talk = call(person=replace(REMEMBERED, left=left))
    assert says(talk("7"), SAY.relay)
    talk(Answered("1"))
    assert talk.place == "school"
    assert says(talk("7"), SAY.no_relay)


@pytest.mark.parametrize("slow", [False, True])
def test_the_controls_say_that_7_stops_it(slow: bool) -> None:
    talk = Talk(Channel.VOICE, person=replace(REMEMBERED, slow=slow))
    asked = of(talk(Started()), Ask)
    said = " ".join(str(piece) for piece in pieces_of(SAY, asked))
    assert SAY.controls_relay.voice in said
    assert "7 for Relay" not in said
    assert SAY.controls.voice not in said


@pytest.mark.parametrize("key", ["zero", "Star", "Hash", "8", "7"])
def test_they_still_name_every_key(key: str) -> None:
    assert key in SAY.controls_relay.voice
