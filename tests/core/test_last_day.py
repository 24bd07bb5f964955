"""The engine's date dialogue: from the dates of two papers to the last day to appeal, and to reminders of it."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from signpost.core.deadline import last_day
from signpost.core.events import (
    Answered,
    Ask,
    Contact,
    Dial,
    DialEnded,
    Event,
    Forget,
    NoInput,
    Output,
    Say,
    ScheduleReminders,
    SendText,
)
from signpost.core.menu import Choice, Menu, Service
from signpost.core.questions import ABOUT_DATES, MOST_OPTIONS
from signpost.core.session import Channel, Person, Question, Session
from signpost.core.wording import Prompt
from signpost.render.gsm import segments, septets
from signpost.render.sms import ROOM, whole
from tests.core.appeals import ALSO, APPEALS, DEADLINE, called, signpost, texted
from tests.core.talk import Talk, call, of, says, text
from tests.samples import DUTY, MOBILE, OTHER_MOBILE, SENCO, TEAM, both, service

# Talks are held on Wednesday 18 November 2026.
SAY = APPEALS.wording
NO, YES = "2", "1"


def labels(outputs: tuple[Output, ...], channel: Channel) -> list[str]:
    asked = of(outputs, Ask).labels
    return [label.voice if channel is Channel.VOICE else label.text for label in asked]


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


def test_two_letters_are_two_days_of_which_the_later_agreement_is_told_to_hold() -> None:
    for words in (SAY.remind_agreed.voice, SAY.remind_agreed.text):
        assert " no other" in words


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


ABOUT_ONE = [question for question in Question if question not in {Question.CHOICE, Question.CONTACT, Question.CLOSED}]


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
    assert talk.question in {Question.LETTER, Question.FORGET} or talk.place == "start"


def test_a_place_that_is_no_deadline_any_more_leads_to_the_first_menu() -> None:
    talk = texted("3 November", "no")
    talk.pack = replace(APPEALS, places={**APPEALS.places, "last-day": replace(signpost("team"), name="last-day")})
    assert says(talk("1"), SAY.moved)


def long_service() -> Service:
    line = service("line", "SEND Duty Line", "01442 453300")
    return replace(service("long", "Herts SENDIASS", "01442 453300", confirmed=False), via=line)


def noon(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())


def every_text() -> dict[str, str]:
    """Whole texts of the dialogue, the longest of each kind in two years of letters, with a long contact."""
    long = replace(DEADLINE, service=long_service())
    pack = replace(APPEALS, name="Signpost", places={**APPEALS.places, "last-day": long})
    found: dict[str, str] = {}
    for days in range(0, 730, 3):
        letter = date(2026, 1, 1) + timedelta(days=days)
        talk = Talk(Channel.TEXT)
        talk.pack = pack
        for certificate in ("", letter.isoformat(), (letter + timedelta(days=40)).isoformat()):
            given = date.fromisoformat(certificate or letter.isoformat())
            last = last_day(letter, date.fromisoformat(certificate) if certificate else None, frozenset())
            for when in (given, last - timedelta(days=7), last, last + timedelta(days=30)):
                talk.now = noon(when)
                for words, offered in (("again", when), ("1", when), ("1", given), ("bla", when)):
                    talk.session = Session(
                        Channel.TEXT,
                        "last-day",
                        Question.DATE,
                        letter=letter.isoformat(),
                        certificate=certificate,
                        misses=1,
                        at=noon(offered),
                    )
                    told = whole(pack, talk(words))
                    kind = f"{words} {bool(certificate)} {(last - when).days} {offered == when}"
                    found[kind] = max(found.get(kind, ""), told, key=septets)
    return found


def test_every_text_of_it_fits_two_segments_with_a_long_contact() -> None:
    for told in every_text().values():
        assert segments(told) <= 2, told
        assert septets(told) <= ROOM, told


DIALOGUE = [entry.name for entry in fields(SAY)]
DIALOGUE = DIALOGUE[DIALOGUE.index("letter") : DIALOGUE.index("reminder") + 1]


@pytest.mark.parametrize("name", DIALOGUE)
def test_a_caller_hears_short_sentences(name: str) -> None:
    filled = {
        "letter": "30 September 2026",
        "certificate": "30 September 2026",
        "day": "Wednesday 30 September 2026",
        "service": "Herts SENDIASS",
        "weeks": "4 weeks and 1 week",
    }
    spoken = getattr(SAY, name).fill(**filled).voice
    assert all(len(sentence.split()) <= 20 for sentence in spoken.replace("?", ".").split("."))


@pytest.mark.parametrize("name", ["appeal_by", "appeal_by_certificate", "appeal_today", "appeal_late", "reminder"])
def test_no_day_is_told_as_certain(name: str) -> None:
    for words in filter(None, (getattr(SAY, name).voice, getattr(SAY, name).text)):
        assert "We can be wrong" in words


def test_nobody_has_more_options_than_can_be_kept_in_mind() -> None:
    for talk in (called("0311", NO), texted("3 November", "no")):
        assert len(of(talk("again" if talk.channel is Channel.TEXT else "#"), Ask).labels) <= MOST_OPTIONS
