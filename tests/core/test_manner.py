"""The engine's table: 7 for who rings by way of Relay UK, 8 for who wants us to speak more slowly."""

import pytest

from signpost.core.events import Ask, Contact, Dial, DialEnded, End, NoInput, Output, Prefer
from signpost.core.session import Person, Question
from tests.core.talk import call, of, says, text
from tests.samples import DUTY, MOBILE, PACK

SAY = PACK.wording


def kinds(outputs: tuple[Output, ...]) -> list[type[Output]]:
    return [type(output) for output in outputs]


@pytest.mark.parametrize(
    ("key", "on", "said_on", "said_off"),
    [
        ("7", Prefer(slow=False, relay=True), SAY.relay, SAY.no_relay),
        ("8", Prefer(slow=True), SAY.slower, SAY.not_slower),
    ],
)
def test_the_same_key_again_undoes_it(key: str, on: Prefer, said_on: object, said_off: object) -> None:
    talk = call()
    first = talk("1", key)
    assert on in first
    assert says(first, said_on)
    again = talk(key)
    assert Prefer(slow=False) in again
    assert says(again, said_off)
    assert talk.place == "school", "and the question stays open"


def test_each_is_remembered_beside_the_other() -> None:
    talk = call(person=Person(slow=True))
    assert Prefer(slow=True, relay=True) in talk("7")
    later = call(person=Person(slow=True, relay=True))
    assert later.session
    assert (later.session.slow, later.session.relay) == (True, True)


def test_the_controls_say_what_8_does_now() -> None:
    talk = call(person=Person(slow=True))
    assert of(talk("9"), Ask).slowed
    assert not of(talk("8", "9"), Ask).slowed


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ((), Question.CHOICE),
        (("2",), Question.CONTACT),
        (("2", "2"), Question.SAFE),
        (("2", "2", "2"), Question.MOBILE),
    ],
)
def test_seven_works_at_every_question(before: tuple[str, ...], question: Question) -> None:
    talk = call(mobile=MOBILE)
    outputs = talk(*before, "7")
    assert Prefer(slow=False, relay=True) in outputs
    assert talk.question is question
    assert isinstance(outputs[-1], Ask)


def test_in_a_text_it_is_an_answer_like_any_other() -> None:
    talk = text()
    assert says(talk("hello", "7"), SAY.no_match)


def test_relay_hears_the_whole_menu_after_silence_and_no_word_about_it() -> None:
    talk = call(person=Person(relay=True))
    outputs = talk(NoInput())
    assert kinds(outputs) == [Ask]
    assert not of(outputs, Ask).brief


def test_relay_silent_twice_hears_the_number_and_is_asked() -> None:
    talk = call(person=Person(relay=True))
    outputs = talk("1", NoInput(), NoInput())
    assert says(outputs, SAY.to_person)
    assert of(outputs, Contact).service == DUTY
    assert isinstance(outputs[-1], Ask)
    assert Dial not in kinds(outputs), "somebody may still be typing"
    assert talk.place == "person"


def test_relay_silent_twice_more_is_let_go_with_the_number() -> None:
    talk = call(person=Person(relay=True))
    outputs = talk(*[NoInput()] * 4)
    assert of(outputs, Contact).service == DUTY
    assert isinstance(outputs[-1], End)


def test_relay_pressing_wrong_keys_is_put_through_as_anybody() -> None:
    talk = call(person=Person(relay=True))
    assert isinstance(talk("9", "9")[-1], Dial)
    assert isinstance(talk(DialEnded(reached=False))[-1], Ask)
