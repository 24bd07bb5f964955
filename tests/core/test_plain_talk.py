"""What plain speech does in a turn: danger with a plea, two guesses in a row, thanks, who this is."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from signpost.core.events import Answered, Ask, Contact, Count, Learn, OptOut, Output, Prefer, RingMe, Say, Started
from signpost.core.menu import Topic
from signpost.core.session import Channel, Question
from signpost.core.understanding import Near, Understood
from tests.core.talk import Talk, call, of, says, text
from tests.samples import DUTY, PACK, both

SAY = PACK.wording
NINES = both("Ring 999 now.")


def guessing(*alarms: str) -> Callable[[str], Understood]:
    return lambda words: Understood(danger=words in alarms)


def texter(*alarms: str) -> Talk:
    talk = text()
    talk.pack = replace(PACK, topics={"start": Topic("start", both("nothing"), (), "none")})
    talk.known["understand"] = guessing(*alarms)
    return talk


def has(outputs: tuple[Output, ...], kind: type[Output]) -> bool:
    return any(isinstance(output, kind) for output in outputs)


def test_danger_told_by_text_ends_with_a_way_on() -> None:
    talk = texter("he has us cornered")
    talk("hello", "1")
    outputs = talk("he has us cornered")
    assert outputs[-1] == Say(SAY.more_help)
    assert not has(outputs, Contact)
    assert says(talk("in danger"), SAY.more_help)
    assert (talk.place, talk.question) == ("school", Question.CHOICE)


def test_danger_guessed_twice_in_a_row_adds_a_person() -> None:
    talk = texter("he has us cornered", "he has us still")
    talk("hello", "he has us cornered")
    outputs = talk("he has us still")
    assert of(outputs, Contact).service == DUTY
    assert says(outputs, NINES)
    talk("2")
    assert not has(talk("he has us cornered"), Contact)


def test_a_word_for_danger_is_no_guess() -> None:
    talk = texter("he has us cornered")
    talk("hello", "he has us cornered")
    assert not has(talk("in danger"), Contact)
    assert not has(talk("he has us cornered"), Contact)


def test_a_caller_too_hears_a_person_after_two_guesses() -> None:
    talk = call()
    talk.known["understand"] = guessing("he has us cornered")
    cornered = Answered("he has us cornered", spoken=True)
    assert not has(talk(cornered), Contact)
    outputs = talk(cornered)
    assert of(outputs, Contact).service == DUTY
    assert isinstance(outputs[-1], Ask)


@pytest.mark.parametrize("words", ["dont text me here in danger", "stop he will see these texts in danger"])
def test_danger_with_a_plea_is_answered_and_the_texts_end(words: str) -> None:
    talk = text()
    outputs = talk("hello", words)
    said = [output for output in outputs if not isinstance(output, Count)]
    assert said[0] == Say(NINES)
    assert has(outputs, OptOut)
    assert outputs[-1] == Say(SAY.no_more_texts)


def test_a_plea_with_what_sounds_like_danger_ends_the_texts_too() -> None:
    talk = texter("dont text me here he has us cornered")
    outputs = talk("hello", "dont text me here he has us cornered")
    assert says(outputs, NINES)
    assert has(outputs, OptOut)


def test_who_asks_that_somebody_stop_still_gets_texts() -> None:
    assert not has(text()("hello", "make him stop in danger"), OptOut)


def test_what_is_asked_of_the_machine_comes_before_what_sounds_like_danger() -> None:
    talk = texter("how do i know this is real")
    assert not says(talk("hello", "how do i know this is real"), NINES)


def test_but_swearing_at_somebody_does_not() -> None:
    talk = texter("get the fuck off me")
    assert says(talk("hello", "get the fuck off me"), NINES)


def test_who_is_this_is_no_choice_of_who() -> None:
    talk = text()
    first = PACK.places["start"]
    choices = tuple(replace(choice, words=(*choice.words, "who")) for choice in first.choices[:1])  # type: ignore[union-attr]
    there = replace(first, choices=(*choices, *first.choices[1:]))  # type: ignore[union-attr, arg-type]
    talk.pack = replace(PACK, places={**PACK.places, "start": there})
    talk("hello", "who is this")
    assert talk.place == "start"
    talk("who")
    assert talk.place == "school"


def test_the_machine_answers_at_a_question_about_all() -> None:
    talk = text()
    outputs = talk("hello", "forget me", "are you a robot")
    assert says(outputs, SAY.robot)
    assert talk.question is Question.FORGET
    assert talk.session
    assert talk.session.misses == 0


@pytest.mark.parametrize("words", ["ok", "Perfect x", "great"])
def test_after_a_contact_being_pleased_is_thanks(words: str) -> None:
    talk = text()
    assert says(talk("hello", "2", words), SAY.welcome_back)
    assert not says(talk("menu", words), SAY.welcome_back)


def test_thanks_said_aloud_are_answered_and_the_question_is_open() -> None:
    talk = call()
    outputs = talk(Answered("thank you", spoken=True))
    assert says(outputs, SAY.welcome_back)
    assert isinstance(outputs[-1], Ask)


def test_slow_down_never_makes_a_slow_voice_faster() -> None:
    talk = call()
    slower = Answered("slow down", spoken=True)
    assert of(talk(slower), Prefer).slow
    assert not has(talk(slower), Prefer)
    assert talk.session
    assert talk.session.slow


def test_what_it_costs_hangs_on_whether_we_ring() -> None:
    talk = text()
    talk.pack = replace(PACK, ring_me=None)
    assert says(talk("hello", "how much does this cost"), SAY.cost)
    talk.pack = replace(PACK, ring_me=PACK.text_hours)
    assert says(talk("how much does this cost"), SAY.cost_ring_me)


def test_another_language_hangs_on_whether_they_ring_back() -> None:
    talk = text()
    talk.pack = replace(PACK, callback=None)
    assert says(talk("hello", "no english"), SAY.language)
    talk.pack = replace(PACK, callback="team")
    assert says(talk("no english"), SAY.language_call_back)


def test_a_polite_wish_to_be_rung_is_one() -> None:
    talk = text()
    talk.pack = replace(PACK, ring_me=PACK.text_hours)
    talk.known["phone"] = talk.mobile
    assert has(talk("hello", "can u ring me pls"), RingMe)


def test_a_greeting_and_what_tells_of_no_matter_are_not_learnt_from() -> None:
    talk = text()
    talk("hello", "1")
    talk.now += 13 * 60 * 60
    assert not has(talk("hello"), Learn)
    talk.known["understand"] = lambda _words: Understood((Near("start", 0.9),))
    assert not has(talk("are you there then"), Learn)
    assert not has(Talk(Channel.VOICE)(Started()), Learn)


@pytest.mark.parametrize(
    ("words", "danger"), [("no hes at home", False), ("she is in school", False), ("hes not at home", True)]
)
def test_where_a_child_is_tells_of_no_danger_but_where_it_is_not_may(words: str, danger: bool) -> None:
    talk = texter(words)
    talk("hello")
    assert says(talk(words), NINES) is danger
