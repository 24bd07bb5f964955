"""What Twilio heard a caller say, as it posts it."""

from dataclasses import replace

import pytest

from signpost.bootstrap import Service
from signpost.core.understanding import Near, Understood
from signpost.web import make_app
from signpost.web.forms import LONGEST_SPEECH
from tests.web.conftest import Twilio

ASKED = "Is it this: help in a plan that is not given?"


class Ear:
    """Understands the same of all words, and keeps them."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(self, words: str) -> Understood:
        self.heard.append(words)
        return Understood((Near("provision", 0.9),))


@pytest.fixture
def ear(service: Service, monkeypatch: pytest.MonkeyPatch) -> Ear:
    ear = Ear()
    contexts = service.conversation._contexts
    monkeypatch.setattr(service.conversation, "_contexts", replace(contexts, understand=ear))
    return ear


@pytest.fixture
def caller(service: Service, ear: Ear) -> Twilio:
    twilio = Twilio(make_app(replace(service, understand=ear)).test_client())
    twilio.call(CallStatus="ringing")
    ear.heard.clear()
    return twilio


def test_the_first_menu_listens_and_what_is_said_is_asked_after(caller: Twilio, ear: Ear) -> None:
    answer = caller.call("/voice?step=1", SpeechResult="He gets no speech therapy.", Confidence="0.9")
    assert ASKED in answer
    assert 'input="dtmf speech"' in answer
    assert ear.heard == ["He gets no speech therapy."]


def test_a_word_said_is_an_answer(caller: Twilio) -> None:
    caller.call("/voice?step=1", SpeechResult="He gets no speech therapy.", Confidence="0.9")
    assert "your child in school" in caller.call("/voice?step=2", SpeechResult="Yes.", Confidence="0.9")


@pytest.mark.parametrize("words", ["", "  "])
def test_nothing_said_is_silence(caller: Twilio, ear: Ear, words: str) -> None:
    assert "Take your time." in caller.call("/voice?step=1", SpeechResult=words, Confidence="0.0")
    assert ear.heard == []


def test_keys_count_before_words(caller: Twilio, ear: Ear) -> None:
    answer = caller.call("/voice?step=1", Digits="2", SpeechResult="He gets no speech therapy.")
    assert "your child in school" in answer
    assert ear.heard == []


def test_empty_keys_beside_words_are_none(caller: Twilio) -> None:
    assert ASKED in caller.call("/voice?step=1", Digits="", SpeechResult="He gets no speech therapy.")


def test_words_are_heard_up_to_a_long_texts_length(caller: Twilio, ear: Ear) -> None:
    caller.call("/voice?step=1", SpeechResult="word " * 1000)
    assert [len(words) for words in ear.heard] == [LONGEST_SPEECH]


def test_a_number_said_is_no_key(caller: Twilio) -> None:
    assert "Dial" not in caller.call("/voice?step=1", SpeechResult="*")


def test_a_call_that_is_over_says_nothing(caller: Twilio, ear: Ear) -> None:
    caller.call("/voice?step=1", CallStatus="completed", SpeechResult="He gets no speech therapy.")
    assert ear.heard == []


def test_danger_is_answered_whatever_is_understood(caller: Twilio, ear: Ear) -> None:
    assert "someone is in danger" in caller.call("/voice?step=1", SpeechResult="My child is missing.")
    assert ear.heard == []
