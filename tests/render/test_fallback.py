"""The documents that Twilio plays and sends while the service is away, read as the stand-in phone reads them."""

from pathlib import Path

import pytest

from signpost.authoring.speech_time import seconds
from signpost.core.menu import Pack
from signpost.phone import twiml
from signpost.phone.segments import segments
from signpost.phone.speech import Gap, Words, sentences
from signpost.render import fallback
from tests.shipped import shipped

# A caller who hears it has to write it down, and may hear it on a prepaid phone.
LONGEST = 45


@pytest.fixture(params=["menus/hertfordshire", "menus/example"])
def pack(request: pytest.FixtureRequest) -> Pack:
    return shipped(Path(request.param))


def digits(words: str) -> str:
    return "".join(letter for letter in words if letter.isdigit())


def test_a_caller_hears_sorry_danger_and_the_number_twice(pack: Pack) -> None:
    say, end = twiml.voice(fallback.voice(pack))
    assert isinstance(say, twiml.Say)
    assert end == twiml.Hangup()
    heard = " ".join(sentences(say.pieces))
    number = digits(pack.person_signpost.service.number or "")
    assert digits(heard) == f"999{number}{number}"
    assert heard.index("999") < heard.index("Sorry")
    assert (say.voice, say.language) == (pack.voice.name, pack.voice.language)


def test_it_is_said_slowly_in_groups_with_time_to_write(pack: Pack) -> None:
    say, _ = twiml.voice(fallback.voice(pack))
    assert isinstance(say, twiml.Say)
    assert {piece.rate for piece in say.pieces if isinstance(piece, Words)} == {0.8}
    assert [piece.seconds for piece in say.pieces if isinstance(piece, Gap)].count(0.7) >= 4
    spoken = [piece.aloud if isinstance(piece, Words) else int(piece.seconds * 1000) for piece in say.pieces]
    assert 15 < seconds(spoken, slow=True) < LONGEST


def test_whoever_texts_reads_the_same_in_two_segments(pack: Pack) -> None:
    (message,) = twiml.messaging(fallback.text(pack))
    assert isinstance(message, twiml.Message)
    assert message.to is None
    assert (pack.person_signpost.service.number or "") in message.body
    assert "999" in message.body
    assert segments(message.body) <= 2


def test_nothing_is_offered_and_nobody_is_put_through(pack: Pack) -> None:
    for document in (fallback.voice(pack), fallback.text(pack)):
        assert len(document.encode()) <= 4096
        for verb in ("<Gather", "<Dial", "<Redirect", "<Enqueue", "<Record", "http"):
            assert verb not in document
        for promise in ("press", "reply", "we will", "ring you"):
            assert promise not in document.lower()
