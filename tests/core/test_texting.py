"""The engine's table: texts and follow-ups that a conversation asks for."""

import pytest

from signpost.core.events import (
    Ask,
    Contact,
    Dial,
    FollowUpDue,
    ScheduleFollowUp,
    SendText,
)
from signpost.core.menu import Delay
from signpost.core.session import Person, Question
from tests.core.talk import call, of, says, text
from tests.samples import DUTY, MOBILE, OTHER_MOBILE, PACK, TEAM, without

SAY = PACK.wording


def test_a_text_is_sent_only_after_it_was_said_to_be_safe() -> None:
    talk = call()
    assert not any(isinstance(output, SendText) for output in talk("2", "2"))
    outputs = talk("1")
    sent = of(outputs, SendText)
    assert sent.to == MOBILE
    assert Contact(TEAM) in sent.spoken


def test_no_text_when_the_caller_says_no() -> None:
    talk = call()
    outputs = talk("2", "2", "3")
    assert not any(isinstance(output, SendText) for output in outputs)
    assert talk.question is Question.CONTACT


def test_another_mobile_is_keyed_checked_and_texted() -> None:
    talk = call(mobile=None)
    talk("2", "2")
    assert talk.question is Question.MOBILE
    outputs = talk("07700900456")
    assert "07700 900456" in of(outputs, Ask).prompt.voice
    assert of(talk("1"), SendText).to == OTHER_MOBILE
    assert "07700 900456" in of(talk("2"), Ask).prompt.voice


@pytest.mark.parametrize("keyed", ["07700", "01632960123", "07012345678", "00447700900", "99999999999"])
def test_a_number_that_is_no_mobile_is_asked_for_again_then_a_person(keyed: str) -> None:
    talk = call(mobile=None)
    outputs = talk("2", "2", keyed)
    assert of(outputs, Ask).prompt == SAY.not_a_mobile
    assert of(talk(keyed), Dial).service == DUTY


def test_hash_among_keyed_digits_asks_again() -> None:
    talk = call(mobile=None)
    outputs = talk("2", "2", "077#")
    assert of(outputs, Ask).prompt == SAY.key_mobile


def test_another_mobile_can_be_keyed_instead_of_the_one_in_use() -> None:
    talk = call()
    talk("2", "2", "2", "07700900456")
    assert of(talk("1"), SendText).to == OTHER_MOBILE


def test_going_back_forgets_a_keyed_mobile() -> None:
    talk = call()
    talk("2", "2", "2", "07700900456", "*", "2")
    assert talk.question is Question.SAFE


def test_a_keyed_mobile_can_be_keyed_again() -> None:
    talk = call(mobile=None)
    talk("2", "2", "07700900456", "2")
    assert talk.question is Question.MOBILE


def test_star_among_keyed_digits_leads_back() -> None:
    talk = call(mobile=None)
    talk("2", "2", "0770*")
    assert talk.question is Question.CONTACT


def test_a_follow_up_is_agreed_before_it_is_made() -> None:
    talk = call()
    outputs = talk("1", "1", "1", "1")
    assert of(outputs, SendText)
    assert talk.question is Question.LATER
    assert of(outputs, Ask).prompt.voice.startswith("Shall we text you in 10 working days, to ask if this helped?")
    agreed = ScheduleFollowUp(MOBILE, Delay(10, "working days"), "heard", "school", "senco")
    assert of(talk("1"), ScheduleFollowUp) == agreed


def test_an_unanswered_question_is_asked_twice_more_at_most_and_the_caller_knows() -> None:
    assert "at most twice more" in of(call()("1", "1", "1", "1"), Ask).prompt.voice


def test_a_follow_up_that_was_declined_is_not_made() -> None:
    outputs = call()("1", "1", "1", "1", "2")
    assert not any(isinstance(output, ScheduleFollowUp) for output in outputs)


def test_in_a_text_asking_to_be_asked_is_the_agreement() -> None:
    talk = text()
    outputs = talk("hi", "1", "yes", "1")
    assert of(outputs, ScheduleFollowUp).goto == "heard"


def test_whoever_cannot_be_texted_is_offered_no_follow_up() -> None:
    for talk in (text(mobile=None), text(person=Person(stopped=True))):
        labels = of(talk("hi", "1", "yes"), Ask).labels
        assert not any("Ask me" in label.text for label in labels)


def test_a_due_follow_up_opens_its_menu_and_the_answer_is_an_ordinary_text() -> None:
    talk = text()
    outputs = talk("hi", "1", "yes", "1", FollowUpDue("heard"))
    assert of(outputs, Ask).prompt.text == "Did our last text help?"
    assert says(outputs, SAY.stop_note)
    assert of(talk("2"), Contact).service == TEAM


def test_a_follow_up_whose_place_was_dropped_opens_the_first_menu() -> None:
    talk = text()
    talk.pack = without("heard")
    assert says(talk(FollowUpDue("heard")), SAY.moved)
    assert talk.place == "start"


def test_a_follow_up_whose_session_is_gone_still_opens_its_menu() -> None:
    talk = text()
    talk(FollowUpDue("heard"))
    assert says(talk("1"), PACK.places["thanks"].say)  # type: ignore[union-attr]


def test_whoever_stopped_texts_is_not_texted_by_a_call_either() -> None:
    outputs = call(person=Person(stopped=True))("2", "2")
    assert says(outputs, SAY.stopped_no_text)
    assert of(outputs, Contact).service == TEAM


def test_a_phone_that_texts_do_not_reach_is_asked_for_another_mobile() -> None:
    talk = call(person=Person(unreachable=True))
    outputs = talk("2", "2")
    assert says(outputs, SAY.unreachable)
    assert talk.question is Question.MOBILE
    talk("07700900456")
    assert of(talk("1"), SendText).to == OTHER_MOBILE
