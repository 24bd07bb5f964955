"""The engine's date dialogue: from the dates of two papers to the last day to appeal, and to whom to check it with."""

from dataclasses import replace
from datetime import UTC, date, datetime

from signpost.core.events import Ask, Contact, Dial, DialEnded, Output, Say
from signpost.core.menu import Choice, Menu
from signpost.core.session import Channel, Question
from signpost.core.wording import Prompt
from tests.core.appeals import ALSO, APPEALS, DEADLINE, NO, SAY, YES, called, signpost, texted
from tests.core.talk import call, labels, of, says, text
from tests.samples import DUTY, SENCO, TEAM, both


def voice(*prompts: Prompt) -> list[str]:
    return [prompt.voice for prompt in prompts]


def said(outputs: tuple[Output, ...]) -> list[Prompt]:
    return [output.prompt for output in outputs if isinstance(output, Say)]


def test_a_signpost_offers_it_before_the_first_menu() -> None:
    talk = call()
    talk.pack = APPEALS
    outputs = talk("2")
    also = "For my last day to appeal"
    assert labels(outputs, Channel.VOICE) == [*voice(SAY.connect, SAY.text_me, SAY.again), also, SAY.other.voice]


def test_a_sixth_option_takes_the_place_of_hearing_it_again_which_hash_does() -> None:
    talk = call()
    ways = replace(signpost("senco"), service=DUTY, also=ALSO)
    talk.pack = replace(APPEALS, places={**APPEALS.places, "senco": ways})
    outputs = talk("1", "1")
    assert labels(outputs, Channel.VOICE) == [
        *voice(SAY.connect, SAY.text_me),
        "If you have tried that",
        "For my last day to appeal",
        SAY.other.voice,
    ]
    assert talk("#") == outputs[1:]
    talk("4")
    assert talk.place == "last-day"


def test_by_text_it_stands_after_tried_that() -> None:
    talk = text()
    talk.pack = APPEALS
    outputs = talk("hi", "1", "yes")
    asks = "Ask me in 10 working days if it helped"
    assert labels(outputs, Channel.TEXT) == [asks, "I have tried that", "my last day to appeal", SAY.other.text]


def test_a_menu_may_lead_to_it() -> None:
    talk = text()
    first = Menu("start", both("What is it about?"), (Choice(both("My last day"), (), "last-day"),))
    talk.pack = replace(APPEALS, places={**APPEALS.places, "start": first})
    assert of(talk("hi", "1"), Ask).prompt == SAY.letter


def test_a_caller_keys_four_digits_and_hears_the_day() -> None:
    talk = called()
    asked = of(talk("#"), Ask)
    assert (asked.prompt, asked.digits, asked.labels) == (SAY.letter, 4, ())
    assert asked.patient, "a letter has to be found"
    assert of(talk("0311"), Ask).prompt == SAY.certificate
    outputs = talk(NO)
    told = SAY.appeal_by.fill(letter="3 November 2026", day="Sunday 3 January 2027", service=TEAM.name)
    assert outputs[:3] == (Say(told), Contact(TEAM), Contact(TEAM, again=True))
    assert of(outputs, Ask).prompt == SAY.what_next
    expected = voice(SAY.connect, SAY.text_me, SAY.again, SAY.other_date, SAY.other)
    assert labels(outputs, Channel.VOICE) == expected


def test_a_certificate_can_move_the_day() -> None:
    talk = called("0110", YES)
    assert of(talk("#"), Ask).prompt == SAY.certificate_date
    told = SAY.appeal_by_certificate.fill(
        letter="1 October 2026", certificate="17 November 2026", day="Thursday 17 December 2026", service=TEAM.name
    )
    assert says(talk("1711"), told)
    assert talk.session
    assert (talk.session.letter, talk.session.certificate) == ("2026-10-01", "2026-11-17")


def test_a_text_says_the_same_and_gives_the_contact_once() -> None:
    talk = texted()
    assert of(talk("help"), Ask).prompt == SAY.letter
    outputs = talk("it was the 3rd of November", "no")
    told = SAY.appeal_by.fill(letter="3 November 2026", day="Sunday 3 January 2027", service=TEAM.name)
    assert outputs[:2] == (Say(told), Contact(TEAM))
    assert labels(outputs, Channel.TEXT) == ["Remind me 4 weeks and 1 week before", "Another date", "First menu"]


def test_a_last_day_that_is_past_is_told_as_late_and_offers_no_reminder() -> None:
    outputs = texted()("1 September 2026", "no")
    assert says(outputs, SAY.appeal_late.fill(day="Sunday 1 November 2026", service=TEAM.name))
    assert Contact(TEAM) in outputs
    assert labels(outputs, Channel.TEXT) == ["Another date", "First menu"]


def test_the_last_day_itself_is_told_as_today_and_not_as_late() -> None:
    outputs = texted()("18 September 2026", "no")
    assert says(outputs, SAY.appeal_today.fill(day="Wednesday 18 November 2026", service=TEAM.name))
    assert Contact(TEAM) in outputs
    assert labels(outputs, Channel.TEXT) == ["Another date", "First menu"]


def test_holidays_count() -> None:
    talk = texted("25 October")
    talk.holidays = {date(2027, 1, 4)}
    assert "Tuesday 5 January 2027" in said(talk("no"))[0].text


def test_today_is_the_day_in_london() -> None:
    talk = texted()
    talk.now = int(datetime(2027, 7, 1, 23, 30, tzinfo=UTC).timestamp())
    assert of(talk("2/7"), Ask).prompt == SAY.certificate


def test_a_caller_is_put_through_and_comes_back() -> None:
    talk = called("0311", NO)
    assert of(talk("1"), Dial).service == TEAM
    outputs = talk(DialEnded(reached=False))
    assert says(outputs, SAY.not_reached)
    assert of(outputs, Contact).service == TEAM
    assert says(talk("1", DialEnded(reached=True)), SAY.call_over)
    assert talk.question is Question.DATE


def test_who_cannot_be_rung_is_replaced_by_a_person() -> None:
    alone = replace(APPEALS, places={**APPEALS.places, "last-day": replace(DEADLINE, service=SENCO)})
    talk = called("0311")
    talk.pack = alone
    outputs = talk(NO)
    assert of(outputs, Contact).service == DUTY
    assert DUTY.name.voice in said(outputs)[0].voice
    assert of(talk("1"), Dial).service == DUTY
    assert of(talk(DialEnded(reached=False)), Contact).service == DUTY
