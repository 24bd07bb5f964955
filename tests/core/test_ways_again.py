"""The engine's table: after the number of the line behind 0 was texted, after a talk, and while that line is shut."""

from dataclasses import replace

import pytest

from signpost.core.engine import step
from signpost.core.events import Ask, Contact, Dial, DialEnded, Enqueue, QueueEnded, QueueResult, Say, SendText
from signpost.core.line import Line, Queue
from signpost.core.session import Channel, Question
from signpost.core.wording import Prompt
from tests.core.appeals import APPEALS
from tests.core.talk import Talk, call, of, says, text
from tests.samples import DUTY, PACK, context

SAY = PACK.wording
WITH_ALL = replace(PACK, line=Line(queue=Queue("sample", 10, 5)), callback="heard")
SHUT = {"open": False, "opens": "at 9 am tomorrow", "opens_on": "at 9 am on Monday 23 November"}
IS_SHUT = SAY.shut.fill(service=DUTY.name, when="at 9 am tomorrow")


def labels(outputs: object) -> list[Prompt]:
    return list(of(outputs, Ask).labels)  # type: ignore[arg-type]


def rung(*before: str, pack: object = PACK) -> Talk:
    """Somebody whom the line behind 0 has not answered."""
    talk = call()
    talk.pack = pack  # type: ignore[assignment]
    talk(*before, "0", DialEnded(reached=False))
    return talk


@pytest.mark.parametrize("last", ["1", "3"])
def test_after_the_text_the_other_ways_are_asked_again(last: str) -> None:
    talk = rung("1", pack=WITH_ALL)
    outputs = talk("3", last)
    assert labels(outputs) == [SAY.wait, SAY.call_back, SAY.number_by_text, SAY.go_on]
    assert (talk.place, talk.question) == ("school", Question.WAYS)
    talk("2")
    assert talk.place == "heard"


def test_star_leads_back_to_the_other_ways_and_drops_the_mobile() -> None:
    talk = rung("1", pack=WITH_ALL)
    talk("3", "2", "07700900456", "*")
    assert talk.session
    assert (talk.place, talk.question, talk.session.mobile) == ("school", Question.WAYS, None)


def test_a_keyed_mobile_is_sent_the_number() -> None:
    outputs = rung("1")("1", "2", "07700900456", "1")
    assert of(outputs, SendText).to == "+447700900456"
    assert Contact(DUTY) in of(outputs, SendText).spoken


def test_a_mobile_that_wants_no_texts_leads_back_to_the_other_ways() -> None:
    talk = rung("1")
    talk("1", "2", "07700900456")
    talk.known = {"refused": True}
    outputs = talk("1")
    assert says(outputs, SAY.stopped_no_text)
    assert talk.question is Question.WAYS


def test_dates_that_were_given_outlast_the_text() -> None:
    talk = call()
    talk.pack = APPEALS
    assert talk.session
    talk.session = replace(talk.session, place="last-day", question=Question.DATE, letter="2026-11-03")
    talk("0", DialEnded(reached=False), "1", "1")
    assert talk.session.letter == "2026-11-03"
    talk("2")
    assert talk.question is Question.DATE


def test_where_no_date_was_given_yet_the_text_is_sent_all_the_same() -> None:
    talk = call()
    talk.pack = APPEALS
    assert talk.session
    talk.session = replace(talk.session, place="last-day", question=Question.LETTER)
    outputs = talk("0", DialEnded(reached=False), "1", "1")
    assert Contact(APPEALS.person_signpost.service) in of(outputs, SendText).spoken
    talk("2")
    assert talk.question is Question.LETTER


def test_what_a_place_says_is_still_texted_afterwards() -> None:
    talk = rung("2")
    outputs = talk("1", "1", "2", "2", "1")
    assert Contact(PACK.services["team"]) in of(outputs, SendText).spoken


@pytest.mark.parametrize("place", ["3", "1"])
def test_a_text_of_the_number_tells_when_a_shut_line_opens_by_its_date(place: str) -> None:
    talk = call()
    talk.known = SHUT
    # At its own signpost, and as one of the other ways.
    outputs = talk("3", "1", "1") if place == "3" else talk("1", "0", "1", "1")
    said = of(outputs, SendText).spoken
    assert Say(SAY.opens.fill(service=DUTY.name, when="at 9 am on Monday 23 November")) in said


def test_at_a_signpost_to_a_shut_line_the_caller_is_told_so_and_can_be_called_back() -> None:
    talk = call()
    talk.known, talk.pack = SHUT, WITH_ALL
    outputs = talk("3")
    assert says(outputs, IS_SHUT)
    assert labels(outputs) == [SAY.call_back, SAY.text_me, SAY.again, SAY.other]
    assert labels(talk("#")) == labels(outputs)
    talk("1")
    assert talk.place == "heard"


def test_another_line_is_offered_although_the_one_behind_0_is_shut() -> None:
    talk = call()
    talk.known, talk.pack = SHUT, WITH_ALL
    outputs = talk("2")
    assert SAY.connect in labels(outputs)
    assert not says(outputs, IS_SHUT)


def test_an_open_line_is_offered_beside_a_call_back() -> None:
    talk = call()
    talk.pack = WITH_ALL
    assert labels(talk("3")) == [SAY.connect, SAY.text_me, SAY.again, SAY.call_back, SAY.other]


def test_a_key_means_what_it_was_offered_for_though_the_line_shuts_meanwhile() -> None:
    talk = call()
    talk.pack = WITH_ALL
    talk("3")
    talk.known = SHUT
    outputs = talk("1")
    assert not any(isinstance(output, Dial) for output in outputs)
    assert says(outputs, IS_SHUT)
    assert labels(outputs)[0] == SAY.call_back
    talk.known = {}
    talk("1")
    assert talk.place == "heard", "it has opened since"


def test_by_text_no_line_is_told_to_be_shut_twice() -> None:
    talk = text()
    talk.known, talk.pack = SHUT, WITH_ALL
    outputs = talk("hello", "person")
    assert [output for output in outputs if output == Say(IS_SHUT)] == [Say(IS_SHUT)]


@pytest.mark.parametrize("ended", [DialEnded(reached=True), QueueEnded(QueueResult.TALKED, 60)])
def test_after_a_talk_only_the_options_are_said(ended: DialEnded | QueueEnded) -> None:
    talk = call()
    talk.pack = WITH_ALL
    first = ("2", "0") if isinstance(ended, DialEnded) else ("2", "0", DialEnded(reached=False), "1")
    assert isinstance(talk(*first)[-1], Dial | Enqueue)
    outputs = talk(ended)
    assert [type(output) for output in outputs] == [Say, Ask]
    assert says(outputs, SAY.call_over)
    assert of(outputs, Ask).prompt == SAY.what_next
    assert (talk.place, talk.question) == ("team", Question.CONTACT)


def test_after_a_talk_a_day_that_was_told_is_not_told_again() -> None:
    talk = call()
    talk.pack = APPEALS
    assert talk.session
    talk.session = replace(talk.session, place="last-day", question=Question.DATE, letter="2026-11-03")
    outputs = talk("0", DialEnded(reached=True))
    assert [type(output) for output in outputs] == [Say, Ask]
    assert (talk.question, talk.session.letter) == (Question.DATE, "2026-11-03")


def test_after_a_talk_from_the_first_menu_it_is_asked_again() -> None:
    talk = call()
    outputs = talk("0", DialEnded(reached=True))
    assert of(outputs, Ask).prompt == PACK.places["start"].prompt  # type: ignore[union-attr]


def test_a_session_of_an_earlier_release_still_means_what_was_offered() -> None:
    talk = call()
    talk("3")
    assert talk.session
    kept = {key: value for key, value in talk.session.to_dict().items() if key != "shut"}
    session = type(talk.session).from_dict(kept)
    outputs = step(PACK, session, DialEnded(reached=False), context(Channel.VOICE))[1]
    assert SAY.connect in labels(outputs)
