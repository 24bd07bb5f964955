"""The engine's table: a call that broke off, and who is back within half an hour."""

from dataclasses import replace

import pytest

from signpost.core import dropped
from signpost.core.engine import step
from signpost.core.events import (
    Answered,
    Ask,
    Busy,
    Contact,
    Dial,
    DialEnded,
    Event,
    HungUp,
    NoInput,
    Output,
    QueueEnded,
    QueueResult,
    Say,
    Started,
)
from signpost.core.menu import Callback, Delay
from signpost.core.session import Channel, Person, Question, Session
from signpost.core.wish import Time, Wish
from signpost.core.wording import Prompt
from tests.core.appeals import APPEALS, called
from tests.core.talk import Talk, call, of, says, text
from tests.samples import DUTY, MOBILE, NOW, OTHER_MOBILE, PACK, PLACES, TEAM, both, context, without

SAY = PACK.wording
HALF_AN_HOUR = 30 * 60


def left(talk: Talk, *events: Event | str) -> Session | None:
    """What is kept of a call after these events."""
    kept: Session | None = None
    for event in events:
        outputs = talk(event)
        assert talk.session
        taken = Answered(event) if isinstance(event, str) else event
        kept = dropped.left(talk.pack, kept, talk.session, taken, outputs)
    return kept


def back(channel: Channel, last: Session | None, *, later: int = 60) -> Talk:
    talk = Talk(channel, person=Person(left=last))
    talk.now = NOW + later
    return talk


def offered(outputs: tuple[Output, ...]) -> bool:
    return any(isinstance(output, Ask) and output.prompt == SAY.carry_on for output in outputs)


def test_who_rings_again_is_asked_and_goes_exactly_there() -> None:
    last = left(call(), "1", "2")
    talk = back(Channel.VOICE, last)
    outputs = talk(Started())
    assert says(outputs, PACK.welcome)
    assert of(outputs, Ask).labels == (SAY.carry_on_yes, SAY.carry_on_no)
    on = talk("1")
    assert of(on, Contact).service == TEAM
    assert talk.session
    assert (talk.place, talk.session.trail, talk.session.matter) == ("team", ("start", "school"), "school")
    talk("*")
    assert talk.place == "school"


def test_two_starts_again() -> None:
    talk = back(Channel.VOICE, left(call(), "1"))
    outputs = talk(Started(), "2")
    assert talk.place == "start"
    assert talk.question is Question.CHOICE
    assert of(outputs, Ask).controls


@pytest.mark.parametrize(("later", "asked"), [(HALF_AN_HOUR, True), (HALF_AN_HOUR + 1, False), (-1, False)])
def test_it_is_offered_for_half_an_hour(later: int, asked: bool) -> None:
    talk = back(Channel.VOICE, left(call(), "1"), later=later)
    assert offered(talk(Started())) == asked


@pytest.mark.parametrize(
    "events",
    [
        ("*",),
        ("1", "*"),
        ("0", DialEnded(reached=True)),
        ("0", HungUp(reached=True)),
        (*[NoInput()] * 2, DialEnded(reached=False), *[NoInput()] * 2),
    ],
    ids=["first menu", "back at the first", "call over", "hung up on a person", "let go"],
)
def test_there_is_nothing_to_come_back_to(events: tuple[Event | str, ...]) -> None:
    assert left(call(), *events) is None


def test_a_closing_is_nothing_to_come_back_to() -> None:
    talk = call()
    talk.session = replace(talk.session or Session(Channel.VOICE, "", Question.CHOICE), place="heard")
    assert left(talk, "1") is None
    assert talk.place == "thanks"


@pytest.mark.parametrize("end", [HungUp(), DialEnded(reached=False)])
def test_who_reached_nobody_may_come_back(end: Event) -> None:
    last = left(call(), "1", "0", end)
    assert last
    # Where they pressed 0; another call may try the line anew.
    assert (last.place, last.question, last.tried) == ("school", Question.CHOICE, False)
    again = back(Channel.VOICE, last)
    assert of(again(Started(), "1"), Ask).prompt == of(call()("1"), Ask).prompt


def test_dates_survive_being_put_through() -> None:
    last = left(called(), "0111", "2", "0", DialEnded(reached=False))
    assert last
    assert (last.question, last.letter) == (Question.DATE, "2026-11-01")


@pytest.mark.parametrize("end", [QueueEnded(QueueResult.TALKED, 60), HungUp(reached=True)])
def test_who_talked_to_somebody_after_waiting_has_what_they_rang_for(end: Event) -> None:
    assert left(call(), "1", end) is None


def test_our_own_call_that_comes_back_changes_nothing() -> None:
    first = left(call(), "1")
    talk = call()
    assert talk.session
    assert dropped.left(PACK, first, talk.session, Started(forwarded=True), (Busy(),)) == first


BACK = replace(PACK, places={**PLACES, "back": Callback("back", DUTY, Delay(2, "working days"), "heard")})
CALLED_BACK = Session(Channel.VOICE, "back", Question.CALLBACK_MANNER, trail=("start",), at=NOW)
WISHED = Wish(MOBILE, time=Time.MORNING)


def test_what_was_wished_at_a_callback_is_kept_with_the_own_number_only() -> None:
    told = replace(CALLED_BACK, wish=WISHED)
    assert dropped.left(BACK, None, told, Answered("1"), (), own=MOBILE) == told
    other = dropped.left(BACK, None, told, Answered("1"), (), own=OTHER_MOBILE)
    assert other == replace(told, wish=None, question=Question.CALLBACK)


@pytest.mark.parametrize(
    ("channel", "question"), [(Channel.VOICE, Question.CALLBACK), (Channel.TEXT, Question.CALLBACK_TIME)]
)
def test_a_callback_begins_as_its_channel_does(channel: Channel, question: Question) -> None:
    last = replace(CALLED_BACK, question=Question.CALLBACK, safe=True)
    talk = back(channel, last)
    talk.pack = BACK
    talk(Started() if channel is Channel.VOICE else "hello", "1")
    assert (talk.place, talk.question) == ("back", question)


def test_the_message_of_the_day_is_told_before_the_offer() -> None:
    here = replace(context(Channel.VOICE, person=Person(left=left(call(), "1"))), now=NOW + 60, message="We move.")
    outputs = step(PACK, None, Started(), here)[1]
    assert offered(outputs)
    assert says(outputs, Prompt("We move.", "We move."))


def test_dates_are_carried_over() -> None:
    talk = called()
    last = left(talk, "0111")
    again = back(Channel.VOICE, last)
    again.pack = APPEALS
    assert of(again(Started(), "1"), Ask).labels == (SAY.certificate_yes, SAY.certificate_no)
    assert again.session
    assert again.session.letter
    assert again.session == replace(talk.session or again.session, turn=again.session.turn, at=again.session.at)


@pytest.mark.parametrize("keys", [("2", "2"), ("2", "2", "2"), ("2", "2", "2", "07700900456"), ("2", "2", "1")])
def test_no_mobile_is_kept_nor_a_question_about_one(keys: tuple[str, ...]) -> None:
    last = left(call(), *keys)
    assert last
    assert (last.mobile, last.question) == (None, Question.CONTACT)
    assert OTHER_MOBILE not in str(last.to_dict())


def test_the_offer_itself_is_no_place_to_come_back_to() -> None:
    first = left(call(), "1")
    talk = back(Channel.VOICE, first)
    outputs = talk(Started())
    assert talk.session
    assert dropped.left(PACK, first, talk.session, Started(), outputs) == first


def test_a_place_that_the_pack_has_dropped_is_not_offered() -> None:
    talk = back(Channel.VOICE, left(call(), "1"))
    talk.pack = without("school")
    assert not offered(talk(Started()))


def test_what_was_forgotten_meanwhile_starts_again() -> None:
    talk = back(Channel.VOICE, left(call(), "1"))
    talk(Started())
    talk.person = Person()
    talk("1")
    assert (talk.place, talk.question) == ("start", Question.CHOICE)


def test_zero_and_silence_lead_to_a_person_here_too() -> None:
    last = left(call(), "1")
    assert of(back(Channel.VOICE, last)(Started(), "0"), Dial).service == DUTY
    assert of(back(Channel.VOICE, last)(Started(), NoInput(), "9"), Dial).service == DUTY


def safe(*more: str) -> Session | None:
    """A call whose caller said that this phone is safe to text."""
    return left(call(), "2", "2", "1", *more)


@pytest.mark.parametrize("words", ["hello", "it cut off", "sorry"])
def test_a_text_from_a_phone_that_is_safe_is_offered_the_same(words: str) -> None:
    talk = back(Channel.TEXT, safe())
    outputs = talk(words)
    assert of(outputs, Ask).prompt == SAY.carry_on
    assert of(talk("1"), Contact).service == TEAM
    assert talk.session
    assert (talk.place, talk.session.channel) == ("team", Channel.TEXT)


def test_nothing_is_offered_by_text_unless_they_said_it_is_safe() -> None:
    assert not offered(back(Channel.TEXT, left(call(), "2"))("hello"))
    assert not offered(back(Channel.TEXT, left(call(), "2", "2", "2", "07700900456", "1"))("hello"))


def test_an_own_mobile_that_was_keyed_is_safe_as_well() -> None:
    assert offered(back(Channel.TEXT, left(call(), "2", "2", "2", "07700900123", "1"))("hello"))


@pytest.mark.parametrize(
    ("words", "place"), [("person", "person"), ("menu", "start"), ("school", "school"), ("in danger", "danger")]
)
def test_danger_keywords_and_topics_come_first(words: str, place: str) -> None:
    talk = back(Channel.TEXT, safe())
    assert not offered(talk(words))
    assert talk.place == place


def _texted(last: Session | None, at: int) -> Talk:
    talk = text()
    talk.now = at
    talk("hello", "1")
    talk.person, talk.now = Person(left=last), NOW + 60
    return talk


@pytest.mark.parametrize(("texted", "asked"), [(NOW - 60, True), (NOW + 30, False)])
def test_by_text_the_latest_conversation_counts(texted: int, asked: bool) -> None:
    for words in ("hello", "blah"):
        assert offered(_texted(safe(), texted)(words)) == asked


def test_a_choice_of_an_older_text_is_still_its_answer() -> None:
    talk = _texted(safe(), NOW - 60)
    assert not offered(talk("2"))
    assert talk.place == "team"


def test_what_was_offered_once_by_text_does_not_come_back() -> None:
    talk = back(Channel.TEXT, safe())
    assert offered(talk("hello"))
    talk("menu")
    assert not offered(talk("hello"))
    assert says(talk("blah"), SAY.no_match)


def test_a_call_in_the_middle_is_not_interrupted_by_itself() -> None:
    talk = call()
    talk.person = Person(left=left(talk, "1"))
    assert not offered(talk("#"))
    assert not offered(talk("9"))


def test_it_is_not_part_of_the_person_as_stored() -> None:
    assert Person(left=safe()).to_dict() == Person().to_dict()
    assert context(Channel.VOICE, mobile=MOBILE).person.left is None


@pytest.mark.parametrize(("welcome", "times"), [("This is Sample.", 1), ("This is Sample. In danger, ring 999.", 0)])
def test_by_phone_999_comes_before_the_offer_and_once(welcome: str, times: int) -> None:
    talk = Talk(Channel.VOICE, person=Person(left=left(call(), "1")))
    talk.pack, talk.now = replace(PACK, welcome=both(welcome)), NOW + 60
    talk.known = {"message": "The line is shut today."}
    outputs = talk(Started())
    assert offered(outputs)
    said = [output.prompt for output in outputs if isinstance(output, Say)]
    assert said[0] == talk.pack.welcome
    assert said.count(PACK.wording.danger_first) == times
    assert "999" in " ".join(prompt.voice for prompt in said[:2])
