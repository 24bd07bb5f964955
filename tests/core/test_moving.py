"""The engine's table: moving from place to place."""

from dataclasses import replace

import pytest

from signpost.core.engine import STALE_AFTER
from signpost.core.events import (
    Answered,
    Ask,
    Contact,
    Dial,
    DialEnded,
    Echo,
    FollowUpDue,
    HungUp,
    Say,
    Started,
)
from signpost.core.menu import Signpost
from signpost.core.session import Channel
from tests.core.talk import Talk, call, of, says, text
from tests.samples import DUTY, PACK, PLACES, SENCO, TEAM, without

SAY = PACK.wording


def test_a_call_begins_with_the_welcome_and_all_controls() -> None:
    outputs = Talk(Channel.VOICE)(Started())
    assert outputs[0] == Say(PACK.welcome)
    assert of(outputs, Ask).controls


def test_a_first_text_gets_the_welcome_whatever_it_says() -> None:
    talk = text()
    assert says(talk("my son has no help at all"), PACK.welcome)
    assert talk.place == "start"


@pytest.mark.parametrize("words", ["school", "Help at school please", "SCHOOL!"])
def test_a_first_text_that_is_a_choices_own_words_is_taken_as_the_choice(words: str) -> None:
    talk = text()
    talk(words)
    assert talk.place == "school"


@pytest.mark.parametrize("words", ["1", "my school", "one", "school school"])
def test_any_other_first_text_gets_the_first_menu(words: str) -> None:
    talk = text()
    assert says(talk(words), PACK.welcome)
    assert talk.place == "start"


def test_a_caller_hears_the_number_before_and_after_what_to_say() -> None:
    _, *said = call()("2")
    assert said[:3] == [Contact(TEAM), Say(PACK.places["team"].say), Contact(TEAM, again=True)]  # type: ignore[union-attr, arg-type]


def test_a_service_without_a_number_is_rung_through_the_one_that_passes_people_on() -> None:
    talk = call()
    school = PLACES["senco"]
    assert isinstance(school, Signpost)
    places = {**PLACES, "senco": replace(school, service=replace(SENCO, via=DUTY))}
    talk.pack = replace(PACK, places=places)
    outputs = talk("1", "1")
    assert of(outputs, Contact).service.line == DUTY
    assert of(talk("1"), Dial).service == DUTY


def test_a_choice_is_echoed_and_leads_on() -> None:
    talk = call()
    outputs = talk("1")
    assert of(outputs, Echo).label.voice == "Help at school"
    assert talk.place == "school"


def test_two_answers_reach_the_contact() -> None:
    talk = call()
    outputs = talk("1", "2")
    assert of(outputs, Contact).service == TEAM
    assert [label.voice for label in of(outputs, Ask).labels] == [
        SAY.connect.voice,
        SAY.text_me.voice,
        SAY.again.voice,
        SAY.other.voice,
    ]


def test_a_contact_without_a_number_cannot_be_rung() -> None:
    outputs = call()("1", "1")
    assert not any(isinstance(output, Contact) for output in outputs)
    assert SAY.connect not in of(outputs, Ask).labels


def test_after_a_call_that_nobody_answered_the_caller_is_where_they_were() -> None:
    talk = call()
    assert of(talk("2", "1"), Dial).service == TEAM
    outputs = talk(DialEnded(reached=False))
    assert says(outputs, SAY.not_reached)
    assert of(outputs, Contact).service == TEAM
    assert talk.place == "team"
    assert says(talk("1", DialEnded(reached=True)), SAY.call_over)


def test_a_place_that_has_become_another_kind_leads_to_the_first_menu() -> None:
    talk = text()
    talk("hi", "1")
    talk.pack = replace(PACK, places={**PLACES, "school": replace(PLACES["team"], name="school")})
    assert says(talk("1"), SAY.moved)


def test_a_place_that_was_dropped_leads_to_the_first_menu_and_says_so() -> None:
    talk = call()
    talk("1")
    talk.pack = without("school")
    outputs = talk("1")
    assert says(outputs, SAY.moved)
    assert talk.place == "start"


def test_a_text_after_half_a_day_that_fits_nothing_is_a_new_start() -> None:
    talk = text()
    talk("hi", "1")
    talk.now += STALE_AFTER + 1
    assert says(talk("good morning"), PACK.welcome)
    assert talk.place == "start"


def test_a_closing_needs_no_answer_and_takes_any() -> None:
    talk = text()
    outputs = talk(FollowUpDue("heard"), "1")
    assert says(outputs, SAY.no_reply)
    assert says(talk("something new"), PACK.welcome)


def test_nothing_is_said_to_who_is_gone() -> None:
    talk = call()
    before = talk.session
    assert talk(HungUp()) == ()
    assert before
    assert talk.session == replace(before, turn=before.turn + 1)


def test_an_answer_without_words_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="NoInput"):
        Answered("  ")
