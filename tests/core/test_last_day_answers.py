"""What may be wrong with a date, and which of the two papers it is of."""

import pytest

from signpost.core.events import Ask, Contact, Dial, Say
from signpost.core.session import Question
from signpost.core.wording import Prompt
from tests.core.appeals import SAY, YES, called, texted
from tests.core.talk import of, says
from tests.samples import DUTY, TEAM

FAULTS = [
    ("bla bla", SAY.not_a_date),
    ("1/12", SAY.date_to_come),
    ("3 May 2020", SAY.date_long_ago),
]


@pytest.mark.parametrize(("words", "wrong"), FAULTS)
def test_what_is_wrong_with_a_date_is_said_once_and_it_is_asked_again(words: str, wrong: Prompt) -> None:
    outputs = texted()(words)
    assert outputs[:-1] == (Say(wrong),)
    asked = of(outputs, Ask)
    assert asked.prompt == SAY.letter
    assert not asked.brief


@pytest.mark.parametrize(("words", "wrong"), FAULTS)
def test_the_same_goes_for_the_certificate(words: str, wrong: Prompt) -> None:
    outputs = texted()("1 October", "yes", words)
    assert outputs[:-1] == (Say(wrong),)
    assert of(outputs, Ask).prompt == SAY.certificate_date


@pytest.mark.parametrize("keys", ["3113", "9999", "31", "0112"])
def test_the_second_date_in_a_row_that_is_none_rings_a_person(keys: str) -> None:
    talk = called()
    assert of(talk(keys), Ask).prompt == SAY.letter
    assert of(talk(keys), Dial).service == DUTY


def test_the_second_in_a_text_names_a_person_and_asks_again() -> None:
    outputs = texted()("soon", "1/12")
    assert of(outputs, Contact).service == DUTY
    assert of(outputs, Ask).prompt == SAY.letter


def test_a_date_between_two_misses_starts_the_count_again() -> None:
    talk = called()
    outputs = talk("3113", "0311", YES, "3113")
    assert not any(isinstance(output, Dial) for output in outputs)


def test_a_certificate_is_not_older_than_the_letter() -> None:
    talk = called("0311", YES)
    outputs = talk("0211")
    assert says(outputs, SAY.date_before_letter)
    assert of(outputs, Ask).prompt == SAY.certificate_date
    assert of(talk("0311"), Contact).service == TEAM


def test_a_date_instead_of_yes_is_the_certificates() -> None:
    talk = texted("1 October", "17 November")
    assert talk.question is Question.DATE
    assert talk.session
    assert talk.session.certificate == "2026-11-17"


def test_a_date_instead_of_yes_that_cannot_be_is_asked_for_again() -> None:
    talk = texted("1 October")
    outputs = talk("1 December")
    assert says(outputs, SAY.date_to_come)
    assert of(outputs, Ask).prompt == SAY.certificate_date


@pytest.mark.parametrize("words", ["no, rang them 17 November", "havent got one, rang 17 November"])
def test_a_no_beside_a_date_makes_it_no_certificates(words: str) -> None:
    talk = texted("1 October", words)
    assert talk.session
    assert talk.session.certificate == ""
    assert talk.question in {Question.CERTIFICATE, Question.DATE}


def test_two_numbers_instead_of_a_choice_are_a_date() -> None:
    talk = texted("24 January", "2/2")
    assert talk.session
    assert talk.session.certificate == "2026-02-02"


def test_a_date_once_the_day_is_told_is_another_letters() -> None:
    talk = texted("1 October", "17 November")
    assert of(talk("sorry 3 November"), Ask).prompt == SAY.certificate
    assert talk.session
    assert (talk.session.letter, talk.session.certificate) == ("2026-11-03", "")


@pytest.mark.parametrize(("words", "wrong"), [("1/12", SAY.date_to_come), ("3 May 2020", SAY.date_long_ago)])
def test_one_that_cannot_be_is_asked_for_again_there_too(words: str, wrong: Prompt) -> None:
    outputs = texted("1 October", "no")(words)
    assert says(outputs, wrong)
    assert of(outputs, Ask).prompt == SAY.letter


def test_whoever_is_not_sure_has_no_certificate() -> None:
    assert texted("1 October", "not sure").question is Question.DATE
