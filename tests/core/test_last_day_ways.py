"""Ways through the date dialogue and out of it: silence, back, again, anew, and whatever was kept half."""

from dataclasses import replace

import pytest

from signpost.core.events import Answered, Ask, Dial, DialEnded, Event, Forget, NoInput
from signpost.core.questions import ABOUT_DATES
from signpost.core.session import Channel, Question, Session
from tests.core.appeals import APPEALS, NO, SAY, YES, called, signpost, texted
from tests.core.talk import Talk, of, says
from tests.samples import DUTY


@pytest.mark.parametrize("answers", [(), ("0311",), ("0311", YES), ("0311", NO)])
def test_silence_is_asked_again_at_each_question(answers: tuple[str, ...]) -> None:
    talk = called(*answers)
    before = talk.question
    assert before is ABOUT_DATES[len(answers) if answers[-1:] != (NO,) else 3]
    outputs = talk(NoInput())
    assert says(outputs, SAY.no_input)
    assert of(outputs, Ask).patient
    assert talk.question is before


@pytest.mark.parametrize("answers", [("0311",), ("0311", YES), ("0311", NO), ("0311", YES, "03*")])
def test_star_leads_back_to_the_letter(answers: tuple[str, ...]) -> None:
    talk = called(*answers)
    if talk.question is not Question.LETTER:
        talk("*")
    assert talk.question is Question.LETTER
    assert talk.session
    assert (talk.session.letter, talk.session.certificate) == ("", "")
    talk("*")
    assert talk.place == "team"


def test_star_and_hash_work_among_the_digits() -> None:
    talk = called()
    assert of(talk("03#"), Ask).prompt == SAY.letter
    talk("03*")
    assert talk.place == "team"


def test_a_lone_zero_is_still_a_person() -> None:
    assert of(called()("0"), Dial).service == DUTY


def test_hearing_it_again_is_hearing_all_of_it() -> None:
    talk = called("0311")
    outputs = talk(NO)
    assert talk("3") == outputs
    assert talk("#") == outputs
    written = texted("3 November")
    assert written("no") == written("again")


def test_another_date_begins_again() -> None:
    talk = called("0110", YES, "1711")
    assert of(talk("4"), Ask).prompt == SAY.letter
    assert talk.session
    assert talk.session.certificate == ""
    talk("0311", NO)
    assert talk.session.letter == "2026-11-03"


def test_the_first_menu_is_one_key_away_and_the_dates_are_dropped() -> None:
    talk = called("0311", NO, "5")
    assert talk.place == "start"
    assert talk.session
    assert talk.session.letter == ""


def test_forgetting_that_is_taken_back_asks_for_the_letter() -> None:
    talk = texted("3 November", "no")
    outputs = talk("forget", "no")
    assert says(outputs, SAY.kept)
    assert of(outputs, Ask).prompt == SAY.letter


@pytest.mark.parametrize("words", [(), ("3 November",), ("3 November", "no")])
def test_everything_is_erased_from_here_too(words: tuple[str, ...]) -> None:
    assert Forget() in texted(*words)("forget", "yes")


def test_a_letter_given_anew_has_no_certificate_of_the_one_before() -> None:
    talk = texted("1 October", "17 November", "forget", "no", "3 November", "no")
    assert talk.session
    assert (talk.session.letter, talk.session.certificate) == ("2026-11-03", "")


def test_a_day_later_a_date_is_still_an_answer_and_other_words_begin_anew() -> None:
    talk = texted()
    talk.now += 24 * 60 * 60
    assert of(talk("3 November"), Ask).prompt == SAY.certificate
    talk.now += 24 * 60 * 60
    assert says(talk("good morning"), APPEALS.welcome)


NOT_OF_DATES = {Question.CHOICE, Question.CONTACT, Question.CLOSED, Question.WAYS}
ABOUT_ONE = [question for question in Question if question not in NOT_OF_DATES]


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("kept", [("", ""), ("3 May", ""), ("2026-11-03", "soon"), ("", "2026-11-03")])
@pytest.mark.parametrize("event", [Answered("1"), Answered("2"), NoInput(), DialEnded(reached=False), Answered("#")])
@pytest.mark.parametrize("question", ABOUT_ONE)
def test_dates_that_cannot_be_read_are_asked_for_again(
    question: Question, event: Event, kept: tuple[str, str], channel: Channel
) -> None:
    talk = Talk(channel)
    talk.pack = APPEALS
    talk.session = Session(channel, "last-day", question, letter=kept[0], certificate=kept[1], at=talk.now)
    talk(event)
    assert talk.question in {Question.LETTER, Question.FORGET, Question.CARRY_ON} or talk.place == "start"


def test_a_place_that_is_no_deadline_any_more_leads_to_the_first_menu() -> None:
    talk = texted("3 November", "no")
    talk.pack = replace(APPEALS, places={**APPEALS.places, "last-day": replace(signpost("team"), name="last-day")})
    assert says(talk("1"), SAY.moved)
