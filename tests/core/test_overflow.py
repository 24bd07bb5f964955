"""The engine's table: the line behind 0 is busy or shut."""

from dataclasses import replace

import pytest

from signpost.core.events import (
    Ask,
    Busy,
    Contact,
    Dial,
    DialEnded,
    End,
    Enqueue,
    NoInput,
    QueueEnded,
    QueueResult,
    Say,
    SendText,
    Started,
)
from signpost.core.line import Line, Queue
from signpost.core.session import Channel, Question
from signpost.core.wording import Prompt
from tests.core.appeals import APPEALS
from tests.core.talk import Talk, call, of, says, text
from tests.samples import DUTY, PACK, both

SAY = PACK.wording
QUEUED = replace(PACK, line=Line(queue=Queue("sample", 10, 5)))
WITH_ALL = replace(QUEUED, callback="heard")
NOTICE = "The line is shut this afternoon."


def forwarded(pack: object = PACK, **known: object) -> Talk:
    talk = Talk(Channel.VOICE)
    talk.pack = pack  # type: ignore[assignment]
    talk.known = known
    return talk


def labels(outputs: object) -> list[Prompt]:
    return list(of(outputs, Ask).labels)  # type: ignore[arg-type]


def test_a_forwarded_call_hears_999_first_and_no_welcome() -> None:
    outputs = forwarded(WITH_ALL)(Started(forwarded=True))
    assert outputs[:2] == (Say(SAY.danger_first), Say(SAY.busy.fill(service=DUTY.name)))
    assert not says(outputs, PACK.welcome)
    assert labels(outputs) == [SAY.wait, SAY.call_back, SAY.number_by_text, SAY.find_now]


def test_a_forwarded_call_to_a_shut_line_hears_when_it_opens_and_cannot_wait() -> None:
    outputs = forwarded(WITH_ALL, open=False, opens="at 9 am tomorrow")(Started(forwarded=True))
    assert says(outputs, SAY.shut.fill(service=DUTY.name, when="at 9 am tomorrow"))
    assert labels(outputs) == [SAY.call_back, SAY.number_by_text, SAY.find_now]


def test_finding_the_answer_begins_at_the_first_menu_with_all_controls() -> None:
    talk = forwarded(WITH_ALL)
    outputs = talk(Started(forwarded=True), "4")
    assert of(outputs, Ask).controls
    assert (talk.place, talk.question) == ("start", Question.CHOICE)


def test_our_own_call_that_comes_back_to_us_is_engaged() -> None:
    talk = forwarded(own_call=True)
    assert talk(Started(forwarded=True)) == (Busy(),)


def test_a_call_back_is_asked_for_at_its_place_and_is_no_matter() -> None:
    talk = forwarded(WITH_ALL)
    talk(Started(forwarded=True), "2")
    assert talk.session
    assert (talk.place, talk.session.matter) == ("heard", "")


@pytest.mark.parametrize(("place", "keys"), [("start", ()), ("school", ("1",)), ("team", ("2",))])
def test_who_nobody_answers_is_where_they_were(place: str, keys: tuple[str, ...]) -> None:
    talk = call()
    talk(*keys)
    assert of(talk("0"), Dial).service == DUTY
    assert talk.place == place
    outputs = talk(DialEnded(reached=False))
    assert says(outputs, SAY.not_reached)
    assert [output.service for output in outputs if isinstance(output, Contact)] == [DUTY, DUTY]
    assert talk.place == place
    trail = talk.session.trail if talk.session else None
    outputs = talk(str(len(labels(outputs))))
    assert talk.session
    assert (talk.place, talk.session.trail) == (place, trail)
    assert talk.question is not Question.WAYS


def test_who_was_answered_is_where_they_were() -> None:
    talk = call()
    outputs = talk("1", "0", DialEnded(reached=True))
    assert says(outputs, SAY.call_over)
    assert (talk.place, talk.question) == ("school", Question.CHOICE)


def test_star_goes_on_and_hash_says_the_number_again() -> None:
    talk = call()
    outputs = talk("1", "0", DialEnded(reached=False), "#")
    assert of(outputs, Contact).service == DUTY
    talk("*")
    assert (talk.place, talk.question) == ("school", Question.CHOICE)


def test_dates_that_were_given_are_kept() -> None:
    talk = call()
    talk.pack = APPEALS
    assert talk.session
    talk.session = replace(talk.session, place="last-day", question=Question.DATE, letter="2026-11-03")
    talk("0", DialEnded(reached=False), "2")
    assert (talk.question, talk.session.letter) == (Question.DATE, "2026-11-03")


def test_where_no_date_was_given_yet_it_is_asked_for_again() -> None:
    talk = call()
    talk.pack = APPEALS
    assert talk.session
    talk.session = replace(talk.session, place="last-day", question=Question.LETTER)
    outputs = talk("0", DialEnded(reached=False))
    assert says(outputs, SAY.not_reached)
    talk("2")
    assert talk.question is Question.LETTER


def test_the_number_is_texted_to_who_asks_for_it() -> None:
    talk = call()
    outputs = talk("1", "0", DialEnded(reached=False), "1", "1")
    assert Contact(DUTY) in of(outputs, SendText).spoken
    talk("*")
    assert talk.place == "school"


def test_nobody_is_rung_through_twice_without_being_asked() -> None:
    talk = call()
    talk("1", "0", DialEnded(reached=False), "2")
    outputs = talk(NoInput(), NoInput())
    assert not any(isinstance(output, Dial) for output in outputs)
    assert of(outputs, Contact).service == DUTY
    assert talk.question is Question.WAYS
    assert of(talk("0"), Dial).service == DUTY


def test_a_caller_from_the_line_is_not_rung_through_to_it_unless_they_ask() -> None:
    talk = forwarded()
    outputs = talk(Started(forwarded=True), "2", "9", "9")
    assert not any(isinstance(output, Dial) for output in outputs)
    assert isinstance(talk("0")[-1], Dial)


def test_who_says_nothing_hears_the_number_before_the_call_ends() -> None:
    talk = forwarded(open=False, opens="tomorrow")
    talk(Started(forwarded=True), NoInput())
    outputs = talk(NoInput())
    assert [type(output) for output in outputs] == [Contact, Contact, Say, End]


@pytest.mark.parametrize("keys", [("0",), ("1", "0"), (NoInput(), NoInput())])
def test_a_shut_line_is_not_rung(keys: tuple[object, ...]) -> None:
    talk = call()
    talk.known = {"open": False, "opens": "at 9 am tomorrow"}
    outputs = talk(*keys)  # type: ignore[arg-type]
    assert not any(isinstance(output, Dial) for output in outputs)
    assert says(outputs, SAY.shut.fill(service=DUTY.name, when="at 9 am tomorrow"))
    assert of(outputs, Contact).service == DUTY
    assert talk.question is Question.WAYS


def test_another_line_is_rung_whether_or_not_the_one_behind_0_is_shut() -> None:
    talk = call()
    talk.known = {"open": False, "opens": "tomorrow"}
    assert of(talk("2", "1"), Dial).service == PACK.services["team"]


def test_the_line_rung_from_its_own_signpost_offers_the_other_ways_if_there_are_more() -> None:
    plain, queued = call(), call()
    queued.pack = QUEUED
    for talk in (plain, queued):
        talk("3", "1", DialEnded(reached=False))
    assert (plain.question, queued.question) == (Question.CONTACT, Question.WAYS)


def test_by_text_a_shut_line_says_when_it_opens_and_offers_a_call_back() -> None:
    talk = text()
    talk.pack = WITH_ALL
    talk.known = {"open": False, "opens": "at 9 am tomorrow"}
    outputs = talk("hello", "person")
    assert says(outputs, SAY.shut.fill(service=DUTY.name, when="at 9 am tomorrow"))
    assert talk.place == "person"
    assert SAY.call_back in labels(outputs)
    talk("call back")
    assert talk.place == "heard"


def test_waiting_ends_where_it_began() -> None:
    talk = forwarded(QUEUED)
    talk(Started(forwarded=True))
    assert talk("1")[-1] == Enqueue()
    outputs = talk(QueueEnded(QueueResult.TALKED, 60))
    assert says(outputs, SAY.call_over)
    assert (talk.place, talk.question) == ("start", Question.CHOICE)


@pytest.mark.parametrize(
    ("ended", "said", "again"),
    [
        (QueueEnded(QueueResult.LEFT, 599), None, True),
        (QueueEnded(QueueResult.LEFT, 600), None, False),
        (QueueEnded(QueueResult.FULL), SAY.queue_full, False),
        (QueueEnded(QueueResult.FAILED), SAY.not_reached, False),
    ],
)
def test_the_end_of_a_wait(ended: QueueEnded, said: Prompt | None, again: bool) -> None:
    talk = forwarded(QUEUED)
    outputs = talk(Started(forwarded=True), "1", ended)
    assert of(outputs, Contact).service == DUTY
    assert said is None or says(outputs, said)
    assert (SAY.wait in labels(outputs)) == again


def test_waiting_is_offered_twice_at_most() -> None:
    talk = forwarded(QUEUED)
    left = QueueEnded(QueueResult.LEFT, 5)
    assert SAY.wait in labels(talk(Started(forwarded=True), "1", left))
    assert SAY.wait not in labels(talk("1", left))


def test_a_queue_that_has_gone_leads_to_the_other_ways() -> None:
    talk = forwarded(QUEUED)
    talk(Started(forwarded=True))
    talk.pack = replace(WITH_ALL, line=Line())
    assert not any(isinstance(output, Enqueue) for output in talk("1"))


def test_the_message_of_the_day_is_said_once() -> None:
    caller, direct, texter = forwarded(message=NOTICE), Talk(Channel.VOICE), text()
    direct.known = texter.known = {"message": NOTICE}
    assert says(caller(Started(forwarded=True)), both(NOTICE))
    assert not says(caller("2"), both(NOTICE))
    outputs = direct(Started())
    assert outputs[:2] == (Say(PACK.welcome), Say(both(NOTICE)))
    assert not says(direct("1", "*"), both(NOTICE))
    assert says(texter("hello"), both(NOTICE))
    assert not says(texter("menu"), both(NOTICE))
