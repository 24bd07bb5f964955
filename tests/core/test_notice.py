"""The engine's table: the message of the day, for who has been texting with us since before it was set."""

import pytest

from signpost.core.events import FollowUpDue, Output, Started
from tests.core.talk import Talk, call, says, text
from tests.samples import both

NOTICE, LATER = "The line is shut this afternoon.", "The line is open again."


def told(outputs: tuple[Output, ...], message: str = NOTICE) -> int:
    return sum(says((output,), both(message)) for output in outputs)


def texting() -> Talk:
    talk = text()
    talk("hello", "2")
    talk.known = {"message": NOTICE}
    return talk


@pytest.mark.parametrize("word", ["menu", "person", "something else"])
def test_it_stands_before_the_first_menu_and_at_a_person(word: str) -> None:
    talk = texting()
    assert told(talk("1" if word == "something else" else word)) == 1


@pytest.mark.parametrize("word", ["menu", "person"])
def test_once_for_each_message(word: str) -> None:
    talk = texting()
    talk(word)
    assert not told(talk(word))
    assert not told(talk("menu"))
    talk.known = {"message": LATER}
    assert told(talk(word), LATER) == 1
    assert not told(talk("person"), LATER)


def test_who_began_with_it_is_not_told_again() -> None:
    talk = text()
    talk.known = {"message": NOTICE}
    assert told(talk("hello")) == 1
    assert not told(talk("menu", "person"))


def test_it_stands_in_the_answer_to_a_first_text_for_a_person() -> None:
    talk = text()
    talk.known = {"message": NOTICE}
    assert told(talk("person")) == 1


def test_other_answers_go_without_it() -> None:
    talk = texting()
    assert not told(talk("back"))
    assert not told(talk("1"))


def test_a_follow_up_goes_without_it() -> None:
    talk = texting()
    assert not told(talk(FollowUpDue("start")))


def test_a_call_hears_it_once_at_its_start() -> None:
    talk = Talk(call().channel)
    talk.known = {"message": NOTICE}
    assert told(talk(Started())) == 1
    assert not told(talk("1", "*"))
    assert not told(talk("3"))


def test_nothing_is_said_where_there_is_none() -> None:
    talk = texting()
    talk("menu")
    talk.known = {"message": ""}
    assert not told(talk("menu"), "")
