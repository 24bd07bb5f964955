"""A text of the last day to appeal, and the reminders that are agreed after it."""

from datetime import UTC, date, datetime

import pytest

from signpost.core.events import Ask, Contact, Say, ScheduleReminders, SendText
from signpost.core.session import Channel, Person, Question
from tests.core.appeals import NO, SAY, YES, called, texted
from tests.core.talk import labels, of, says
from tests.samples import MOBILE, OTHER_MOBILE, TEAM


def test_a_text_of_it_holds_the_day_and_the_contact() -> None:
    talk = called("0311", NO)
    assert of(talk("2"), Ask).prompt == SAY.safe
    sent = of(talk(YES), SendText)
    told = SAY.appeal_by.fill(letter="3 November 2026", day="Sunday 3 January 2027", service=TEAM.name)
    assert sent == SendText(MOBILE, (Say(told), Contact(TEAM), Say(SAY.more_help)))


def test_reminders_are_agreed_after_the_text() -> None:
    talk = called("0311", NO, "2")
    outputs = talk(YES)
    assert of(outputs, Ask).prompt == SAY.remind.fill(weeks=SAY.weeks_both)
    outputs = talk(YES)
    agreed = ScheduleReminders(MOBILE, date(2027, 1, 3), (4, 1), "sent", "last-day", "team")
    assert of(outputs, ScheduleReminders) == agreed
    assert says(outputs, SAY.remind_agreed.fill(weeks=SAY.weeks_both, day="Sunday 3 January 2027"))
    assert talk.question is Question.DATE


def test_reminders_that_were_declined_are_not_made() -> None:
    talk = called("0311", NO, "2", YES)
    assert not any(isinstance(output, ScheduleReminders) for output in talk(NO))
    assert talk.question is Question.DATE


def test_a_keyed_mobile_is_reminded() -> None:
    talk = called("0311", NO, "2", mobile=None)
    assert of(talk("07700900456", YES, YES), ScheduleReminders).to == OTHER_MOBILE


def test_only_the_reminder_that_is_still_to_come_is_offered() -> None:
    talk = texted("28 September")
    assert labels(talk("no"), Channel.TEXT)[0] == "Remind me 1 week before"
    assert of(talk("1"), ScheduleReminders).weeks == (1,)
    assert of(called("2809", NO, "2", YES)("#"), Ask).prompt == SAY.remind.fill(weeks=SAY.weeks_one)


@pytest.mark.parametrize("letter", ["1909", "0109"])
def test_when_it_is_too_late_for_reminders_the_text_is_all(letter: str) -> None:
    talk = called(letter, NO, "2")
    assert of(talk(YES), Ask).prompt == SAY.what_next
    assert talk.question is Question.DATE


def test_nobody_is_promised_a_reminder_once_it_is_too_late_for_it() -> None:
    talk = called("0311", NO, "2", YES)
    talk.now = int(datetime(2027, 1, 1, 12, tzinfo=UTC).timestamp())
    outputs = talk(YES)
    assert not any(isinstance(output, ScheduleReminders) for output in outputs)
    assert says(outputs, SAY.too_late_to_remind)
    assert of(outputs, Ask).prompt == SAY.what_next
    assert talk.question is Question.DATE


def test_the_keys_of_a_text_mean_what_they_meant_when_it_was_sent() -> None:
    talk = texted("3 November")
    assert labels(talk("no"), Channel.TEXT)[0] == "Remind me 4 weeks and 1 week before"
    talk.now = int(datetime(2027, 1, 1, 12, tzinfo=UTC).timestamp())
    outputs = talk("1")
    assert outputs[0] == Say(SAY.too_late_to_remind)
    assert not any(isinstance(output, ScheduleReminders) for output in outputs)
    assert labels(outputs, Channel.TEXT) == ["Another date", "First menu"]
    assert of(talk("1"), Ask).prompt == SAY.letter


def test_in_between_the_reminder_that_is_left_is_agreed() -> None:
    talk = texted("3 November", "no")
    talk.now = int(datetime(2026, 12, 20, 12, tzinfo=UTC).timestamp())
    assert of(talk("1"), ScheduleReminders).weeks == (1,)


def test_in_a_text_asking_for_reminders_is_the_agreement() -> None:
    talk = texted("3 November", "no")
    outputs = talk("remind me please")
    assert of(outputs, ScheduleReminders) == ScheduleReminders(
        MOBILE, date(2027, 1, 3), (4, 1), "sent", "last-day", "team"
    )
    assert says(outputs, SAY.more_help)
    assert talk.place == "last-day"


def test_whoever_cannot_be_texted_is_offered_no_reminder() -> None:
    for talk in (texted("3 November", mobile=None), texted("3 November", person=Person(stopped=True))):
        assert labels(talk("no"), Channel.TEXT) == ["Another date", "First menu"]


def test_whoever_stopped_texts_is_sent_none() -> None:
    outputs = called("0311", NO, person=Person(stopped=True))("2")
    assert says(outputs, SAY.stopped_no_text)
    assert of(outputs, Contact).service == TEAM


@pytest.mark.parametrize("keys", [("2",), ("2", YES), ("2", "2"), ("2", "2", "07700900456")])
def test_back_from_a_question_about_a_text_is_the_day_again(keys: tuple[str, ...]) -> None:
    talk = called("0311")
    told = talk(NO)
    assert talk(*keys, "*") == told
    assert talk.session
    assert talk.session.mobile is None


def test_no_text_after_all_is_back_at_the_day() -> None:
    talk = called("0311", NO, "2", "3")
    assert talk.question is Question.DATE
