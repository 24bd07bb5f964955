"""What a walk takes for heard is what the voice renderer says, turn by turn."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from signpost.authoring.walk.call import Call, Heard, turns
from signpost.authoring.walk.paths import Kind, paths
from signpost.authoring.walk.thread import exchanges
from signpost.core.events import Dial, Effect
from signpost.core.menu import Pack
from signpost.render.speech import Piece
from signpost.render.voice import VoiceRenderer
from tests.samples import PACK
from tests.shipped import shipped
from tests.walk.dated import DATED


@pytest.fixture(params=["sample", "dated", "example", "hertfordshire"])
def pack(request: pytest.FixtureRequest) -> Pack:
    made = {"sample": PACK, "dated": DATED}
    return made.get(request.param) or shipped(Path("menus") / request.param)


def rendered(turn: Heard) -> tuple[list[Piece], list[Piece]]:
    """What TwiML says ahead of its question, and in it."""
    shown = tuple(output for output in turn.outputs if not isinstance(output, Effect))
    renderer = VoiceRenderer(turn.pack)
    document = ElementTree.fromstring(renderer.twiml(shown, action="/", slow=turn.slow, answering=turn.answering))  # noqa: S314
    ahead = [piece for verb in document.findall("Say") for piece in said(verb)]
    return ahead, [piece for verb in document.findall("Gather/Say") for piece in said(verb)]


def said(verb: ElementTree.Element) -> Iterator[Piece]:
    for element in verb.iter():
        if element.tag == "break":
            yield int(element.attrib["time"].removesuffix("ms"))
            yield element.tail or ""
        else:
            yield element.text or ""


def plain(pieces: list[Piece]) -> list[Piece]:
    """Pauses, and words without spaces: the renderer closes up the one before a full stop."""
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, int):
            found = (
                [*found[:-1], max(int(found[-1]), piece)] if found and isinstance(found[-1], int) else [*found, piece]
            )
        elif words := re.sub(r"\s", "", piece):
            found = [*found[:-1], f"{found[-1]}{words}"] if found and isinstance(found[-1], str) else [*found, words]
    return found


def test_hears_what_the_renderer_says(pack: Pack) -> None:
    for path in paths(pack):
        for _, turn in turns(pack, path) if path.kind not in {Kind.FOLLOW_UP, Kind.DANGER} else ():
            ahead, question = rendered(turn)
            assert plain(list(turn.ahead)) == plain(ahead)
            assert plain(list(turn.question)) == plain(question)


def test_every_path_leads_where_it_says(pack: Pack) -> None:
    for path in paths(pack):
        if path.kind not in {Kind.FOLLOW_UP, Kind.DANGER}:
            *_, (_, last) = turns(pack, path)
            rung = [output.service for output in last.outputs if isinstance(output, Dial)]
            there = pack.places[last.session.place]
            assert rung == [pack.person_signpost.service] if path.kind is Kind.PERSON else there.name == path.end
        for hello in (False, True):
            assert exchanges(pack, path, hello=hello)[-1].answer


def test_hears_an_option_up_to_its_key_and_no_further() -> None:
    turn = Call(PACK).turn
    assert turn.up_to("2")[-3:] == ("For A plan,", 500, "press 2.")
    assert turn.up_to("3")[-1] == "press 3."
    assert turn.up_to("0") == turn.question
    assert turn.question[-1] == PACK.wording.controls.voice


def test_knows_a_contact_once_its_number_was_said() -> None:
    heard = Call(PACK).press("2").to_contact
    assert heard.count("0 1") == 1
    assert heard[-7:] == ("0 1", 700, "6 3 2", 700, "9 6 0", 700, "0 0 2")


def test_knows_a_contact_without_number_after_one_sentence() -> None:
    call = Call(PACK)
    call.press("1")
    assert call.press("1").to_contact[-1] == "Ask the SENCo when help is given."


def test_knows_a_person_when_their_phone_rings() -> None:
    turn = Call(PACK).press("0")
    assert turn.to_contact[-1] == PACK.wording.connecting.fill(service="Duty Line").voice
    assert turn.ask is None


def test_hears_the_last_day_and_whom_to_check_it_with() -> None:
    call = Call(DATED)
    for keys in ("2", "4", "1809"):
        call.press(keys)
    heard = " ".join(piece for piece in call.press("2").to_contact if isinstance(piece, str))
    assert "arrive by Wednesday 18 November 2026" in heard
    assert heard.endswith("0 1 6 3 2 9 6 0 0 0 1")
