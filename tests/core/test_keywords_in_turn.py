"""The engine's table: keywords, control keys and danger."""

from dataclasses import replace

from signpost.core.events import (
    Ask,
    Contact,
    Dial,
    DialEnded,
    Forget,
    OptIn,
    OptOut,
    Prefer,
)
from signpost.core.session import Person, Question
from tests.core.talk import call, of, says, text
from tests.samples import DUTY, PACK, TEAM, without

SAY = PACK.wording


def test_zero_rings_a_person_from_anywhere_and_star_leads_back() -> None:
    talk = call()
    assert of(talk("1", "0"), Dial).service == DUTY
    talk(DialEnded(reached=False), "*")
    assert talk.place == "school"


def test_star_goes_back_a_step_at_a_time_and_stays_at_the_first_menu() -> None:
    talk = call()
    talk("1", "1", "*")
    assert talk.place == "school"
    talk("*", "*")
    assert talk.place == "start"


def test_star_leaves_a_question_about_the_place_first() -> None:
    talk = call()
    talk("2", "2")
    assert talk.question is Question.SAFE
    outputs = talk("*")
    assert talk.place == "team"
    assert of(outputs, Contact).service == TEAM


def test_hash_says_all_of_it_again() -> None:
    talk = call()
    first = talk("2")
    assert talk("#") == first[1:]


def test_eight_slows_the_call_and_is_remembered() -> None:
    talk = call()
    outputs = talk("8")
    assert Prefer(slow=True) in outputs
    assert talk.session is not None
    assert talk.session.slow
    assert call(person=Person(slow=True)).session.slow  # type: ignore[union-attr]


def test_back_to_a_place_that_was_dropped_is_the_first_menu() -> None:
    talk = call()
    talk("1", "1")
    talk.pack = without("school")
    talk("*")
    assert talk.place == "start"


def test_stop_holds_even_where_the_place_was_dropped() -> None:
    talk = text()
    talk("hi", "1")
    talk.pack = without("school")
    assert OptOut() in talk("STOP")


def test_stop_and_start() -> None:
    talk = text()
    outputs = talk("hi", "1", "stop")
    assert OptOut() in outputs
    assert talk.place == "school"
    talk.person = Person(stopped=True)
    assert OptIn() in talk("START")
    assert talk.place == "start"


def test_forget_is_asked_once_and_then_done() -> None:
    talk = text()
    assert of(talk("hi", "forget me"), Ask).prompt == SAY.forget
    assert Forget() in talk("yes")


def test_yes_erases_even_for_somebody_who_has_stopped_texts() -> None:
    talk = text(person=Person(stopped=True))
    assert Forget() in talk("hi", "forget", "yes")


def test_yes_is_start_where_it_answers_nothing() -> None:
    talk = text(person=Person(stopped=True))
    assert OptIn() in talk("hi", "yes")


def test_forget_can_be_taken_back() -> None:
    talk = text()
    outputs = talk("hi", "1", "forget", "2")
    assert says(outputs, SAY.kept)
    assert talk.place == "school"
    assert talk.question is Question.CHOICE


def test_thanks_need_no_reply_and_change_nothing() -> None:
    talk = text()
    talk("hi", "1")
    outputs = talk("ok thanks")
    assert says(outputs, SAY.welcome_back)
    assert of(talk("2"), Contact).service == TEAM


def test_danger_in_a_first_text_leaves_nobody_at_a_menu_they_never_saw() -> None:
    talk = text()
    talk("he is in danger")
    assert says(talk("1"), PACK.welcome)


def test_danger_comes_first_and_leaves_the_conversation_where_it_was() -> None:
    talk = text()
    talk("hi", "1")
    before = talk.session
    assert before
    outputs = talk("STOP he is in danger")
    assert says(outputs, PACK.places["danger"].say)  # type: ignore[union-attr]
    assert talk.session == replace(before, turn=before.turn + 1)
    assert of(talk("2"), Contact).service == TEAM
