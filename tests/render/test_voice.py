from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from signpost.authoring.load import load
from signpost.core.events import Ask, Contact, Dial, Echo, End, Output, Say
from signpost.core.questions import ask
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.wording import Prompt
from signpost.render.voice import VoiceRenderer
from tests.samples import DUTY, PACK, SENCO, both

VOICE = VoiceRenderer(PACK)
ACTION = "/voice?step=2"


def render(*outputs: Output, slow: bool = False, caller_id: str | None = None) -> ElementTree.Element:
    document = VOICE.twiml(outputs, action=ACTION, slow=slow, caller_id=caller_id)
    assert document.startswith("<?xml")
    return ElementTree.fromstring(document)  # noqa: S314


def heard(element: ElementTree.Element) -> list[str]:
    """What is heard in order: words, and pauses as '500ms'."""
    parts: list[str] = []
    for node in element.iter():
        if node.tag == "break":
            parts.append(node.attrib["time"])
        parts += [text.strip() for text in (node.text, node.tail) if text and text.strip()]
    return parts


QUESTION = Ask(both("Is your child in school?"), (both("For yes"), both("For no")))


def test_options_come_before_their_key_with_pauses_and_are_counted_first() -> None:
    gather = render(QUESTION).find("Gather")
    assert gather is not None
    assert heard(gather) == [
        *("Is your child in school?", "250ms", "There are 2 choices.", "750ms"),
        *("For yes,", "500ms", "press 1.", "750ms"),
        *("For no,", "500ms", "press 2."),
    ]


def test_gather_takes_one_key_and_says_so_when_there_is_none() -> None:
    gather = render(QUESTION).find("Gather")
    assert gather is not None
    assert gather.attrib == {
        "action": ACTION,
        "actionOnEmptyResult": "true",
        "finishOnKey": "",
        "input": "dtmf",
        "method": "POST",
        "numDigits": "1",
        "timeout": "10",
    }


@pytest.mark.parametrize(
    ("patient", "slow", "seconds"), [(False, False, "10"), (True, False, "15"), (False, True, "20"), (True, True, "30")]
)
def test_waits(patient: bool, slow: bool, seconds: str) -> None:
    gather = render(replace(QUESTION, patient=patient), slow=slow).find("Gather")
    assert gather is not None
    assert gather.attrib["timeout"] == seconds


def test_asking_again_leaves_out_the_prompt_and_adds_the_controls() -> None:
    said = " ".join(heard(render(replace(QUESTION, brief=True, controls=True))))
    assert "Is your child" not in said
    assert "There are" not in said
    assert said.endswith("Star goes back. Hash says it again. Press 8 to slow down, or 7 for Relay U K.")


def test_a_number_is_read_twice_in_groups_and_cannot_be_interrupted() -> None:
    response = render(Contact(DUTY), Contact(DUTY, again=True), QUESTION)
    say = response.find("Say")
    assert say is not None
    digits = ["0 1", "700ms", "6 3 2", "700ms", "9 6 0", "700ms", "0 0 1"]
    once = ["Ring Duty Line on", "300ms", *digits]
    assert heard(say) == ["500ms", *once, "750ms", "Once more, that is", "300ms", *digits]


def test_who_has_no_number_is_reached_through_who_has() -> None:
    said = " ".join(heard(render(Contact(replace(SENCO, via=DUTY)))))
    assert said.startswith("500ms For SENCo, ring Duty Line on 300ms 0 1")


def test_numbers_in_a_sentence_are_read_as_digits() -> None:
    said = heard(render(Say(both("Ring 999, or 01632 960001 in 2026."))))
    assert said[:4] == ["500ms", "Ring 9 9 9, or 0 1", "700ms", "6 3 2"]
    assert said[-1] == "0 0 1 in 2026."


def test_an_echo_is_heard_before_what_follows() -> None:
    assert heard(render(Echo(both("Yes, in school")), QUESTION))[:2] == ["500ms", "Yes, in school."]


def test_slow_speech_and_the_packs_voice() -> None:
    say = render(Say(both("Hello.")), slow=True).find("Say")
    assert say is not None
    assert say.attrib == {"voice": "Polly.Amy-Neural", "language": "en-GB"}
    prosody = say.find("prosody")
    assert prosody is not None
    assert prosody.attrib == {"rate": "80%"}


def test_dial_shows_our_number_only_for_who_has_none() -> None:
    known, withheld = render(Dial(DUTY)).find("Dial"), render(Dial(DUTY), caller_id="+447700900000").find("Dial")
    assert known is not None
    assert withheld is not None
    assert "callerId" not in known.attrib
    assert withheld.attrib["callerId"] == "+447700900000"
    assert known.findtext("Number") == "+441632960001"
    assert known.attrib["action"] == ACTION


def test_the_end_is_a_hangup_and_nothing_is_an_empty_response() -> None:
    assert [node.tag for node in render(Say(both("Goodbye.")), End())] == ["Say", "Hangup"]
    assert list(render()) == []


def test_a_packs_words_are_never_markup_and_never_break_it() -> None:
    said = heard(render(Say(Prompt("<Hangup/> & \x0b\x00 bye", ""))))
    assert said[-1].startswith("<Hangup/> &")


def test_relay_hears_all_in_one_go_and_has_three_minutes() -> None:
    document = VOICE.twiml((Say(both("Ask first.")), Contact(DUTY), QUESTION), action=ACTION, relay=True)
    response = ElementTree.fromstring(document)  # noqa: S314
    assert [node.tag for node in response.iter()] == ["Response", "Gather", "Say"], "one block, and no pause cuts it"
    assert heard(response) == [
        "Ask first. Ring Duty Line on 0 1, 6 3 2, 9 6 0, 0 0 1. Is your child in school? There are 2 choices. "
        "For yes, press 1. For no, press 2."
    ]
    assert response[0].attrib["timeout"] == "180"


@pytest.mark.parametrize(("patient", "slow"), [(True, False), (False, True), (True, True)])
def test_relay_never_has_less_than_three_minutes(patient: bool, slow: bool) -> None:
    ask = replace(QUESTION, patient=patient)
    response = ElementTree.fromstring(VOICE.twiml((ask,), action=ACTION, slow=slow, relay=True))  # noqa: S314
    assert int(response[0].attrib["timeout"]) >= 180


def test_relay_hears_one_block_before_a_phone_rings() -> None:
    document = VOICE.twiml((Say(both("Please hold on.")), Contact(DUTY), Dial(DUTY)), action=ACTION, relay=True)
    assert [node.tag for node in ElementTree.fromstring(document)] == ["Say", "Dial"]  # noqa: S314


def test_the_controls_say_what_8_undoes() -> None:
    slowed = heard(render(replace(QUESTION, controls=True, slowed=True)))
    assert PACK.wording.controls_slow.voice in slowed
    assert PACK.wording.controls.voice not in slowed


def gathered(ask: Ask, *, slow: bool = False, relay: bool = False) -> dict[str, str]:
    document = VOICE.twiml((ask,), action=ACTION, slow=slow, relay=relay)
    gather = ElementTree.fromstring(document).find("Gather")  # noqa: S314
    assert gather is not None
    return gather.attrib


def test_where_words_may_be_said_keys_and_speech_are_taken() -> None:
    found = gathered(replace(QUESTION, hints=("yes", "a plan, or none")))
    assert found["input"] == "dtmf speech"
    assert found["numDigits"] == "1"
    assert found["language"] == PACK.voice.language
    assert found["profanityFilter"] == "false"
    assert found["hints"] == "yes, a plan  or none"


@pytest.mark.parametrize(("slow", "pause"), [(False, "3"), (True, "6")])
def test_a_pause_in_speech_is_waited_out(slow: bool, pause: str) -> None:
    assert gathered(replace(QUESTION, hints=("yes",)), slow=slow)["speechTimeout"] == pause


def test_without_hints_only_keys_are_taken() -> None:
    found = gathered(QUESTION)
    assert found["input"] == "dtmf"
    assert not {"hints", "speechTimeout", "language", "profanityFilter"} & found.keys()


def test_hints_are_as_many_and_as_long_as_the_carrier_takes_and_none_twice() -> None:
    many = ("same", "same", "x" * 150, *(f"hint {number}" for number in range(600)))
    hints = gathered(replace(QUESTION, hints=many))["hints"].split(", ")
    assert len(hints) == len(set(hints)) == 500
    assert max(map(len, hints)) == 100
    assert hints[:2] == ["same", "x" * 100]


@pytest.mark.parametrize("relay", [False, True])
def test_who_rings_by_relay_is_never_listened_to(relay: bool) -> None:
    pack = load(Path("menus/hertfordshire"))
    caller = Context(Channel.VOICE, 1_795_000_000)
    session = Session(Channel.VOICE, pack.first, Question.CHOICE, relay=relay)
    found = gathered(ask(pack, session, caller), relay=relay)
    assert found["input"] == ("dtmf" if relay else "dtmf speech")


def test_the_packs_own_hints_are_within_the_carriers_limits() -> None:
    pack = load(Path("menus/hertfordshire"))
    question = ask(pack, Session(Channel.VOICE, pack.first, Question.CHOICE), Context(Channel.VOICE, 1_795_000_000))
    hints = gathered(question)["hints"].split(", ")
    assert len(hints) <= 500
    assert "EHCP" in hints
    assert all(0 < len(hint) <= 100 for hint in hints)


def test_who_is_invited_to_speak_hears_so_after_the_choices() -> None:
    invited = render(replace(QUESTION, hints=("yes",), invited=True)).find("Gather")
    assert invited is not None
    words = heard(invited)
    assert words.index(PACK.wording.speak.voice) > words.index("For no,")
