"""Danger in people's own words: told first, and nobody loses their place by it."""

from dataclasses import replace

import pytest

from signpost.core.events import Ask, Count, Say
from tests.core.talk import of, says
from tests.core.test_own_words import OWN, call, counts, spoken, text
from tests.samples import both


@pytest.mark.parametrize("before", [(), ("hello",), ("1",), ("hello", "2")])
def test_danger_is_told_first_and_nobody_loses_their_place(before: tuple[str, ...]) -> None:
    talk = text()
    if before:
        talk(*before)
    was = (talk.place, talk.question) if before else None
    outputs = talk("he has us cornered")
    said = [output for output in outputs if not isinstance(output, Count)]
    assert said[0] == Say(both("Ring 999 now."))
    assert counts(outputs) == ["danger"]
    if was:
        assert (talk.place, talk.question) == was


def test_a_caller_hears_the_open_question_after_danger() -> None:
    talk = call()
    outputs = talk(spoken("he has us cornered"))
    assert says(outputs, both("Ring 999 now."))
    assert isinstance(outputs[-1], Ask)


@pytest.mark.parametrize("words", ["i dont know", "oh dear", "this is shit"])
def test_a_word_or_two_nothing_told_and_swearing_at_us_are_no_danger(words: str) -> None:
    talk = text()
    talk("hello")
    assert not says(talk(words), both("Ring 999 now."))


def test_without_a_place_for_danger_there_is_none_to_tell() -> None:
    talk = text(replace(OWN, danger=None))
    assert of(talk("he has us cornered"), Ask).prompt.voice == "Is it this: help at school?"
