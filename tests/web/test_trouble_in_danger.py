"""Danger comes first even when Redis cannot be reached: texted or spoken, in danger words or in a sentence."""

from collections.abc import Callable

import pytest

from signpost.bootstrap import Service
from signpost.core.events import Answered
from signpost.core.session import Channel
from signpost.core.understanding import Understood
from signpost.incoming import Incoming
from signpost.trouble import Trouble
from signpost.web import make_app
from tests.web.conftest import MOBILE, Twilio

NOWHERE = "redis://127.0.0.1:1/0"
HERTFORDSHIRE = "menus/hertfordshire"
SENTENCE = "my little one has fallen in the canal and we cannot see her"
Maker = Callable[..., Service]


@pytest.fixture
def cut_off(make_service: Maker) -> Twilio:
    return Twilio(make_app(make_service(REDIS_URL=NOWHERE, SIGNPOST_PACK=HERTFORDSHIRE)).test_client())


@pytest.mark.parametrize("words", ["he wants to kill himself", SENTENCE])
def test_danger_is_answered_by_text(cut_off: Twilio, words: str) -> None:
    answer = cut_off.text(words)
    assert "ring 999 now" in answer
    assert "453300" not in answer


@pytest.mark.parametrize("words", ["He wants to kill himself.", SENTENCE])
def test_danger_is_answered_on_the_phone_before_the_way_on(cut_off: Twilio, words: str) -> None:
    answer = cut_off.call("/voice?step=1", SpeechResult=words, Confidence="0.9")
    assert -1 < answer.find("9 9 9") < answer.find("4 5 3") < answer.find("<Dial")


@pytest.mark.parametrize("said", [{"Digits": "9"}, {"SpeechResult": "who is my coordinator at the council"}])
def test_who_tells_of_no_danger_hears_nothing_of_it(cut_off: Twilio, said: dict[str, str]) -> None:
    answer = cut_off.call("/voice?step=1", **said)
    assert "9 9 9" not in answer
    assert "<Dial" in answer


def broken(words: str) -> Understood:
    raise MemoryError(words)


@pytest.mark.parametrize(("words", "told"), [("he wants to kill himself", "999"), (SENTENCE, "453300")])
def test_what_judges_sentences_may_fail_as_well(make_service: Maker, words: str, told: str) -> None:
    service = make_service(REDIS_URL=NOWHERE, SIGNPOST_PACK=HERTFORDSHIRE)
    trouble = Trouble(service.conversation.line(), "/voice", broken)
    assert told in trouble.answer(Incoming(Channel.TEXT, MOBILE, Answered(words), "m1"))
