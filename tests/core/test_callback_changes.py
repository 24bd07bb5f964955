"""A callback's request once it stands: what is changed, to whom its number is told, and what is true of its day."""

from dataclasses import replace
from typing import Any

import pytest

from signpost.core.events import Ask, Contact, NoInput, Output, ScheduleFollowUp, SendText, Started
from signpost.core.menu import Signpost
from signpost.core.prompt import Prompt
from signpost.core.session import Channel, Question
from signpost.core.wish import Manner, Request, Time, Wish
from tests.core.asking import CALLED, Asking, call, text
from tests.core.talk import of, says
from tests.core.test_callback import BY, LANDLINE, asked, due, voice, words
from tests.samples import MOBILE, NOW, OTHER_MOBILE, PACK

SAY = PACK.wording
STANDS = Request("duty", "back", Wish(LANDLINE, Time.MORNING, Manner.SLOWLY, first=True), NOW, BY)


def question(talk: Asking) -> Question:
    """The open one, read anew each time."""
    return talk.question


def again(channel: Channel, wish: Wish = STANDS.wish, number: str | None = MOBILE) -> Asking:
    """Somebody asks again, in another conversation."""
    talk = Asking(channel, number)
    talk.requests["duty"] = replace(STANDS, wish=wish)
    talk(*((Started(), "4") if channel is Channel.VOICE else ("call back",)))
    return talk


# Changing one thing.


@pytest.mark.parametrize(
    ("answers", "changed"),
    [
        (("time", "2"), {"time": Time.AFTERNOON}),
        (("how", "1"), {"manner": Manner.USUAL}),
        (("how", "language", "urdu"), {"manner": Manner.LANGUAGE, "language": "Urdu"}),
        (("reason", "no"), {"first": False}),
        (("number", "07700 900123"), {"number": MOBILE}),
        (("number", "07700 900456"), {"number": OTHER_MOBILE}),
    ],
)
def test_a_change_leaves_the_rest(answers: tuple[str, ...], changed: dict[str, Any]) -> None:
    talk = again(Channel.TEXT)
    outputs = talk("change", *answers)
    assert talk.request == replace(STANDS, wish=replace(STANDS.wish, **changed), last="start")
    assert question(talk) is Question.CALLBACK_MADE
    assert says(outputs, SAY.callback_changed)
    assert "by Fri 20 November" in words(outputs)


def test_a_caller_changes_the_number_to_that_of_the_phone_in_use_or_another() -> None:
    talk = again(Channel.VOICE)
    assert "07700 900123" in voice(talk("2", "1"))
    talk("1")
    assert talk.request.wish == replace(STANDS.wish, number=MOBILE)
    talk = again(Channel.VOICE)
    talk("2", "1", "2", "07700900456")
    assert talk.request == STANDS
    talk("1")
    assert talk.request.wish == replace(STANDS.wish, number=OTHER_MOBILE)


def test_what_was_keyed_and_not_confirmed_changes_nothing() -> None:
    talk = again(Channel.VOICE)
    talk("2", "1", "2", "07700900456", "*")
    assert question(talk) is Question.CALLBACK_CHANGE
    talk("2", "2")
    assert talk.request.wish == replace(STANDS.wish, time=Time.AFTERNOON)


def test_what_is_closed_while_it_is_changed_is_asked_for_anew() -> None:
    talk = again(Channel.TEXT)
    talk("change", "time")
    talk.requests.clear()
    talk("2")
    assert talk.session
    assert talk.session.wish == Wish(time=Time.AFTERNOON)
    assert talk.requests == {}


def test_the_time_and_the_manner_are_told_when_asked_again_or_changed() -> None:
    talk = again(Channel.TEXT)
    assert "Noted: morning, slow and clear." in words(talk("again"))
    assert "Noted: afternoon, slow and clear." in words(talk("change", "time", "2"))


# The number of another phone.


@pytest.mark.parametrize("channel", Channel)
def test_the_number_that_was_given_elsewhere_is_told_by_its_end(channel: Channel) -> None:
    talk = again(channel)
    for answers in (("again",), ("change",), ("time",), ("2",)):
        keys = {"again": "#", "change": "2", "time": "2", "2": "2"} if channel is Channel.VOICE else {}
        outputs = talk(*(keys.get(answer, answer) for answer in answers))
        assert "960123" not in voice(outputs) + words(outputs)
    assert "ending 123" in words(outputs)
    assert "ends in 1 2 3" in voice(outputs)


def test_a_mobile_that_was_given_elsewhere_is_offered_a_text_by_its_end() -> None:
    talk = again(Channel.VOICE, Wish(OTHER_MOBILE), LANDLINE)
    outputs = talk("1")
    assert "900456" not in voice(outputs)
    assert "ends in 4 5 6" in voice(outputs)
    sent = of(talk("1"), SendText)
    assert sent.to == OTHER_MOBILE
    assert "07700 900456" in words(sent.spoken)
    outputs = talk("2", "#")
    assert "900456" not in voice(outputs)


def test_whose_number_it_is_hears_all_of_it() -> None:
    assert "01632 960123" in voice(again(Channel.VOICE, number=LANDLINE)("#"))


# A text instead.


def test_no_request_to_text_a_phone_that_is_not_safe_to_text() -> None:
    talk = call()
    outputs = talk("1", "1", "3")
    assert question(talk) is Question.CALLBACK_TEXT
    assert "Is it safe to text that phone?" in voice(outputs)
    outputs = talk("2")
    assert question(talk) is Question.CALLBACK_MANNER
    assert "text" not in " ".join(label.voice for label in _labels(outputs))
    talk("1", "2")
    assert talk.request.wish == Wish(MOBILE, Time.MORNING, Manner.USUAL, no_text=True)
    assert question(talk) is Question.CALLBACK_MADE, "nor is a text of ours offered"


def test_a_phone_that_is_safe_to_text_is_asked_about_once() -> None:
    talk = call()
    outputs = talk("1", "1", "3", "1", "2")
    assert talk.request.wish == Wish(MOBILE, Time.MORNING, Manner.TEXT)
    assert "to text you by Friday 20 November" in voice(outputs)
    assert question(talk) is Question.CALLBACK_SAFE
    assert "Shall we text this to 07700 900123?" in voice(outputs)
    assert "safe" not in voice(outputs)


def test_who_texts_is_asked_only_about_another_phone() -> None:
    talk = text()
    talk("1", "a text instead")
    assert question(talk) is Question.CALLBACK_FIRST
    talk = text()
    talk("07700 900456", "1", "a text instead")
    assert question(talk) is Question.CALLBACK_TEXT
    talk("yes", "no")
    assert talk.request.wish == Wish(OTHER_MOBILE, Time.MORNING, Manner.TEXT)


def test_no_text_instead_to_a_landline() -> None:
    talk = again(Channel.TEXT, Wish(MOBILE, Time.MORNING, Manner.TEXT))
    talk("change", "number", "01632 960123")
    assert question(talk) is Question.CALLBACK_MANNER
    talk("1")
    assert talk.request.wish == Wish(LANDLINE, Time.MORNING, Manner.USUAL)


def test_what_is_asked_of_a_text_speaks_of_no_ringing() -> None:
    talk = again(Channel.VOICE, Wish(MOBILE, Time.MORNING, Manner.TEXT))
    assert "for a text. We asked Duty Line to text 07700 900123" in voice(talk("#"))


# What was said before.


def test_who_has_keyed_and_confirmed_a_mobile_is_offered_it() -> None:
    talk = Asking(Channel.VOICE, None)
    talk(Started(), "1")
    keyed = _texted(talk)
    first = [option.voice for option in _labels(talk("2"))].index(SAY.other.voice)
    talk(str(first + 1))
    outputs = talk("4")
    assert keyed == OTHER_MOBILE
    assert "We have 07700 900456" in voice(outputs)
    talk("1", "1", "1", "2")
    assert talk.request.wish.number == OTHER_MOBILE
    assert question(talk) is Question.CALLBACK_SAFE


def test_what_was_said_of_one_mobile_holds_for_no_other() -> None:
    talk = Asking(Channel.VOICE, None)
    talk(Started(), "1")
    _texted(talk)
    first = [option.voice for option in _labels(talk("2"))].index(SAY.other.voice)
    talk(str(first + 1), "4", "2", "07700900789", "1", "1", "3")
    assert question(talk) is Question.CALLBACK_TEXT


def _texted(talk: Asking) -> str:
    """A caller without a number has a contact sent to a mobile that they key; to which one."""
    while not isinstance(talk.session and talk.pack.places[talk.session.place], Signpost):
        talk("1")
    labels = [option.voice for option in _labels(talk("#"))]
    talk(str(labels.index(SAY.text_me.voice) + 1), "07700900456")
    return of(talk("1"), SendText).to


def test_who_uses_relay_uk_is_not_asked_how() -> None:
    talk = call()
    talk("7", "1", "1")
    assert question(talk) is Question.CALLBACK_FIRST
    talk("*")
    assert question(talk) is Question.CALLBACK_TIME
    talk("1", "2")
    assert talk.request.wish.manner is Manner.RELAY


def test_7_at_the_very_question_leaves_it_open() -> None:
    talk = call()
    talk("1", "1", "7")
    assert question(talk) is Question.CALLBACK_MANNER


# Silence, and what is told of the time after.


@pytest.mark.parametrize("channel", Channel)
def test_silence_is_no_wrong_number(channel: Channel) -> None:
    talk = call(None) if channel is Channel.VOICE else text(None)
    outputs = talk(NoInput())
    assert "does not look like" not in voice(outputs) + words(outputs)
    assert "number" in (voice(outputs) if channel is Channel.VOICE else words(outputs))


def test_what_was_agreed_is_not_offered_until_it_was_asked() -> None:
    talk = text()
    talk("1", "1", "2")
    outputs = talk("ask me")
    assert isinstance(of(outputs, ScheduleFollowUp).goto, str)
    assert of(outputs, Contact).service.number
    assert "Check back" not in " ".join(label.text for label in _labels(talk("again")))
    outputs = due(talk, "no")
    assert "Check back" in " ".join(label.text for label in _labels(outputs))


def test_the_first_answer_by_text_has_the_teams_number() -> None:
    assert of(text()("1", "1", "2"), Contact).service.number


def test_a_caller_is_not_told_to_ring() -> None:
    assert says(again(Channel.VOICE)("#"), SAY.callback_need)


def test_who_was_not_rung_is_not_told_again_how() -> None:
    outputs = due(asked({"duty": STANDS}), "no")
    assert "Noted" not in words(outputs)


# The matter.


def test_the_last_place_before_is_not_where_a_person_was_asked_for() -> None:
    talk = Asking(Channel.TEXT)
    talk.pack = replace(CALLED, callback="back")
    talk("hi", "1", "PERSON")
    before = talk.session.trail[-1] if talk.session else ""
    talk("call back", "1", "1", "2")
    assert before not in {"", CALLED.person}
    assert talk.request.last == before


def _labels(outputs: tuple[Output, ...]) -> tuple[Prompt, ...]:
    return next(output.labels for output in reversed(outputs) if isinstance(output, Ask))
