"""The engine's table: answers that cannot be used, and silence."""

import pytest

from signpost.core.events import (
    Ask,
    Contact,
    Dial,
    DialEnded,
    End,
    Event,
    NoInput,
)
from tests.core.talk import call, of, says, text
from tests.samples import DUTY, PACK

SAY = PACK.wording


def test_silence_and_a_wrong_key_are_answered_differently() -> None:
    silent, wrong = call(), call()
    assert says(silent(NoInput()), SAY.no_input)
    assert says(wrong("9"), SAY.no_match)
    for talk in (silent, wrong):
        assert talk.place == "start"


def test_asking_again_is_shorter_and_waits_longer() -> None:
    ask = of(call()(NoInput()), Ask)
    assert ask.brief
    assert ask.patient
    assert ask.controls


@pytest.mark.parametrize("misses", [(NoInput(), NoInput()), ("9", "6"), (NoInput(), "9"), ("9", NoInput())])
def test_the_second_miss_in_a_row_rings_a_person(misses: tuple[Event | str, ...]) -> None:
    talk = call()
    assert of(talk("1", *misses), Dial).service == DUTY
    assert talk.place == "school"


def test_an_answer_between_two_misses_starts_the_count_again() -> None:
    talk = call()
    outputs = talk(NoInput(), "1", NoInput())
    assert not any(isinstance(output, Dial) for output in outputs)


def test_the_second_miss_in_a_text_names_a_person_and_asks_again() -> None:
    talk = text()
    outputs = talk("hello", "blah", "blah")
    assert of(outputs, Contact).service == DUTY
    assert of(outputs, Ask).labels
    assert talk.place == "start"


def test_a_caller_who_still_presses_keys_is_never_let_go() -> None:
    talk = call()
    talk("0", DialEnded(reached=False), "9")
    outputs = talk("6")
    assert of(outputs, Contact).service == DUTY
    assert isinstance(outputs[-1], Ask)


def test_a_silent_caller_is_rung_through_once_and_let_go_only_with_the_number() -> None:
    talk = call()
    assert of(talk(NoInput(), NoInput()), Dial)
    assert of(talk(DialEnded(reached=False)), Contact).service == DUTY
    talk(NoInput())
    outputs = talk(NoInput())
    assert of(outputs, Contact).service == DUTY
    assert isinstance(outputs[-1], End)
