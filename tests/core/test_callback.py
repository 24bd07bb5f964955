"""The engine at a callback: what is asked, in which order, what is noted, and where a request stands."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from signpost.core.events import (
    Ask,
    CallbackHeard,
    Contact,
    Dial,
    EndFollowUp,
    FollowUpDue,
    NoInput,
    Output,
    Say,
    ScheduleFollowUp,
    SendText,
)
from signpost.core.menu import Delay, Yearly
from signpost.core.session import Channel, Person, Question
from signpost.core.wish import Manner, Request, Time, Wish
from tests.core.asking import Asking, call, text
from tests.core.talk import of, says
from tests.samples import DUTY, MOBILE, NOW, OTHER_MOBILE, PACK

LANDLINE = "+441632960123"
# NOW is Wednesday 18 November 2026.
BY = date(2026, 11, 20)


def voice(outputs: tuple[Output, ...]) -> str:
    return " ".join(output.prompt.voice for output in outputs if isinstance(output, Say | Ask))


def words(outputs: tuple[Output, ...]) -> str:
    return " ".join(output.prompt.text for output in outputs if isinstance(output, Say | Ask))


@pytest.mark.parametrize(
    ("keys", "question"),
    [
        ((), Question.CALLBACK),
        (("1",), Question.CALLBACK_TIME),
        (("1", "1"), Question.CALLBACK_MANNER),
        (("1", "1", "5"), Question.CALLBACK_LANGUAGE),
        (("1", "1", "5", "3"), Question.CALLBACK_FIRST),
        (("1", "1", "1"), Question.CALLBACK_FIRST),
        (("1", "1", "1", "1"), Question.CALLBACK_SAFE),
        (("1", "1", "1", "1", "1"), Question.CALLBACK_LATER),
        (("1", "1", "1", "1", "1", "1"), Question.CALLBACK_MADE),
        (("1", "1", "1", "1", "2"), Question.CALLBACK_MADE),
        (("2",), Question.CALLBACK_NUMBER),
        (("2", "01632960123"), Question.CALLBACK),
        (("2", "*"), Question.CALLBACK),
        (("1", "*"), Question.CALLBACK),
        (("1", "1", "5", "*"), Question.CALLBACK_MANNER),
        (("1", "1", "5", "3", "*"), Question.CALLBACK_LANGUAGE),
        (("1", "1", "1", "*"), Question.CALLBACK_MANNER),
        (("1", "1", "1", "1", "*"), Question.CALLBACK_MADE),
        (("*",), Question.CHOICE),
        (("1", "1", "1", "1", "2", "*"), Question.CHOICE),
    ],
)
def test_the_questions_of_a_call_in_their_order(keys: tuple[str, ...], question: Question) -> None:
    talk = call()
    talk(*keys)
    assert talk.question is question


def test_all_that_was_said_is_noted() -> None:
    talk = call()
    outputs = talk("1", "2", "5", "3", "1")
    wish = Wish(MOBILE, Time.AFTERNOON, Manner.LANGUAGE, "Urdu", first=True)
    assert talk.request == Request("duty", "back", wish, NOW, BY, last="start")
    told = voice(outputs)
    assert "07700 900123" in told
    assert "by Friday 20 November." in told
    assert says(outputs, PACK.wording.callback_sooner)


def test_the_matter_is_what_the_person_came_with() -> None:
    talk = Asking(Channel.TEXT)
    talk("hi", "1", "2", "menu", "4", "1", "1", "2")
    assert (talk.request.matter, talk.request.last) == ("school", "start")


def test_a_text_shows_the_number_in_hand_and_takes_another() -> None:
    talk = text()
    assert talk.question is Question.CALLBACK_TIME
    outputs = talk("my number is 01632 960123")
    assert "01632 960123" in words(outputs)
    talk("pm", "slowly", "no")
    assert talk.request.wish == Wish(LANDLINE, Time.AFTERNOON, Manner.SLOWLY)


@pytest.mark.parametrize("number", ["0800 1111", "999", "07", "09001234567", "+33123456789"])
def test_no_number_of_ones_own(number: str) -> None:
    talk = call()
    talk("2")
    talk(number)
    assert talk.question is Question.CALLBACK_NUMBER


def test_whose_number_is_withheld_is_asked_for_one() -> None:
    talk = call(None)
    outputs = talk("#")
    assert of(outputs, Ask).digits == 11
    outputs = talk("07700900456")
    assert "07700 900456" in voice(outputs)
    assert of(outputs, Ask).digits == 1
    talk("1", "1", "1", "2")
    assert talk.question is Question.CALLBACK_SAFE
    assert of(talk("1"), SendText).to == OTHER_MOBILE


def test_a_text_instead_is_offered_for_a_mobile_alone() -> None:
    labels = of(call(LANDLINE)("1", "1"), Ask).labels
    assert PACK.wording.callback_text not in labels
    assert PACK.wording.callback_text in of(call()("1", "1"), Ask).labels


def test_two_unusable_answers_lead_to_a_person() -> None:
    talk = call()
    assert of(talk("1", "9", "9"), Dial).service == DUTY
    talk = call()
    assert of(talk(NoInput(), NoInput()), Dial).service == DUTY
    assert of(text()("qzxj", "qzxj"), Contact).service == DUTY


@pytest.mark.parametrize("known", [Person(stopped=True), Person(unreachable=True)])
def test_no_text_is_offered_to_who_takes_none(known: Person) -> None:
    talk = call(person=known)
    talk("1", "1", "1", "2")
    assert talk.question is Question.CALLBACK_MADE


def test_no_text_to_a_mobile_that_refuses() -> None:
    talk = call(None)
    talk("07700900456", "1", "1", "1")
    talk.refused = True
    talk("2")
    assert talk.question is Question.CALLBACK_MADE


def test_it_is_asked_on_the_working_day_after() -> None:
    talk = call()
    talk("1", "1", "1", "2", "1")
    assert of(talk("1"), ScheduleFollowUp) == ScheduleFollowUp(MOBILE, Yearly(23, 11), "rang", "back")


def test_when_that_day_is_past_it_is_asked_on_the_next() -> None:
    talk = text()
    talk("1", "1", "2")
    talk.now = NOW + 7 * 24 * 60 * 60
    assert of(talk("ask me"), ScheduleFollowUp).when == Delay(1, "working days")


def test_asking_again_says_where_it_stands_and_the_day_stays() -> None:
    talk = text()
    talk("1", "1", "2")
    talk.requests["duty"] = replace(talk.request, tries=2)
    talk.now += 24 * 60 * 60
    outputs = talk("menu", "call back")
    assert talk.question is Question.CALLBACK_MADE
    assert "You asked on Wed 18 November" in words(outputs)
    assert "by Fri 20 November" in words(outputs)
    assert "tried 2 times" in words(outputs)
    outputs = talk("change", "time", "2")
    assert (talk.request.by, talk.request.made, talk.request.tries) == (BY, NOW, 2)
    assert talk.request.wish == Wish(MOBILE, Time.AFTERNOON, Manner.USUAL)
    assert says(outputs, PACK.wording.callback_changed)


def test_what_was_closed_meanwhile_is_not_told_as_open() -> None:
    talk = call()
    talk("1", "1", "1", "2", "2")
    talk.requests.clear()
    talk("#")
    assert talk.question is Question.CALLBACK


def due(talk: Asking, *answers: str) -> tuple[Output, ...]:
    talk(FollowUpDue("rang", "back"))
    return talk(*answers)


def asked(requests: Mapping[str, Request]) -> Asking:
    talk = Asking(Channel.TEXT)
    talk.requests |= requests
    return talk


OPEN = {"duty": Request("duty", "back", Wish(MOBILE), NOW, BY)}


@pytest.mark.parametrize(
    ("answers", "heard"),
    [
        (("yes",), [EndFollowUp("back", answered=True), CallbackHeard("duty", rang=True)]),
        (("no",), [EndFollowUp("back", answered=True), CallbackHeard("duty", rang=False)]),
        (("other",), [EndFollowUp("back", answered=True)]),
        (("qzxj",), []),
        (("qzxj", "no"), [EndFollowUp("back", answered=True), CallbackHeard("duty", rang=False)]),
        (("menu",), [EndFollowUp("back", answered=True)]),
    ],
)
def test_whether_they_rang(answers: tuple[str, ...], heard: list[Output]) -> None:
    outputs = due(asked(OPEN), *answers)
    assert [output for output in outputs if isinstance(output, EndFollowUp | CallbackHeard)] == heard


def test_who_was_not_rung_hears_so_and_the_number() -> None:
    outputs = due(asked(OPEN), "no")
    assert says(outputs, PACK.wording.callback_not_rung)
    assert of(outputs, Contact).service.number == DUTY.number


def test_a_request_that_is_gone_is_asked_for_anew() -> None:
    talk = asked({})
    outputs = due(talk, "no")
    assert not says(outputs, PACK.wording.callback_not_rung)
    assert talk.question is Question.CALLBACK_TIME


def test_the_question_afterwards_is_no_matter() -> None:
    talk = text()
    due(talk, "menu")
    assert talk.session
    assert talk.session.matter == ""


def test_the_day_is_told_as_a_day_of_the_week() -> None:
    assert datetime.fromtimestamp(NOW, UTC).strftime("%A %d %B") == "Wednesday 18 November"
