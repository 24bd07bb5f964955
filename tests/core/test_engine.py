"""The engine's table, a row at a time."""

from dataclasses import replace
from typing import TypeVar

import pytest

from signpost.core.engine import STALE_AFTER, step
from signpost.core.events import (
    Answered,
    Ask,
    Contact,
    Dial,
    DialEnded,
    Echo,
    End,
    Event,
    FollowUpDue,
    Forget,
    HungUp,
    NoInput,
    OptIn,
    OptOut,
    Output,
    Prefer,
    Say,
    ScheduleFollowUp,
    SendText,
    Started,
)
from signpost.core.menu import Delay
from signpost.core.session import Channel, Person, Question, Session
from tests.samples import DUTY, MOBILE, NOW, OTHER_MOBILE, PACK, TEAM, context, without

SAY = PACK.wording
T = TypeVar("T")


class Talk:
    """One person's conversation with the engine, the session re-read from its JSON form at every turn."""

    def __init__(self, channel: Channel, *, mobile: str | None = MOBILE, person: Person | None = None) -> None:
        self.channel, self.mobile, self.person = channel, mobile, person or Person()
        self.session: Session | None = None
        self.pack = PACK
        self.now = NOW

    def __call__(self, *events: Event | str) -> tuple[Output, ...]:
        outputs: tuple[Output, ...] = ()
        for event in events:
            now = context(self.channel, mobile=self.mobile, now=self.now, person=self.person)
            taken = Answered(event) if isinstance(event, str) else event
            after, outputs = step(self.pack, self.session, taken, now)
            self.session = Session.from_dict(after.to_dict())
        return outputs

    @property
    def place(self) -> str:
        assert self.session
        return self.session.place

    @property
    def question(self) -> Question:
        assert self.session
        return self.session.question


def call(**kwargs: object) -> Talk:
    talk = Talk(Channel.VOICE, **kwargs)  # type: ignore[arg-type]
    talk(Started())
    return talk


def text(**kwargs: object) -> Talk:
    return Talk(Channel.TEXT, **kwargs)  # type: ignore[arg-type]


def says(outputs: tuple[Output, ...], prompt: object) -> bool:
    return any(isinstance(output, Say) and output.prompt == prompt for output in outputs)


def of(outputs: tuple[Output, ...], kind: type[T]) -> T:
    return next(output for output in outputs if isinstance(output, kind))


def test_a_call_begins_with_the_welcome_and_all_controls() -> None:
    outputs = Talk(Channel.VOICE)(Started())
    assert outputs[0] == Say(PACK.welcome)
    assert of(outputs, Ask).controls


def test_a_first_text_gets_the_welcome_whatever_it_says() -> None:
    talk = text()
    assert says(talk("my son has no help at all"), PACK.welcome)
    assert talk.place == "start"


def test_a_choice_is_echoed_and_leads_on() -> None:
    talk = call()
    outputs = talk("1")
    assert of(outputs, Echo).label.voice == "Help at school"
    assert talk.place == "school"


def test_two_answers_reach_the_contact() -> None:
    talk = call()
    outputs = talk("1", "2")
    assert of(outputs, Contact).service == TEAM
    assert [label.voice for label in of(outputs, Ask).labels] == [
        SAY.connect.voice,
        SAY.text_me.voice,
        SAY.again.voice,
        SAY.other.voice,
    ]


def test_a_contact_without_a_number_cannot_be_rung() -> None:
    outputs = call()("1", "1")
    assert not any(isinstance(output, Contact) for output in outputs)
    assert SAY.connect not in of(outputs, Ask).labels


def test_silence_and_a_wrong_key_are_answered_differently() -> None:
    silent, wrong = call(), call()
    assert says(silent(NoInput()), SAY.no_input)
    assert says(wrong("9"), SAY.no_match)
    for talk in (silent, wrong):
        assert talk.place == "start"


def test_asking_again_is_shorter_and_waits_longer() -> None:
    ask = of(call()(NoInput()), Ask)
    assert ask.brief
    assert ask.patient
    assert ask.controls


@pytest.mark.parametrize("misses", [(NoInput(), NoInput()), ("9", "7"), (NoInput(), "9"), ("9", NoInput())])
def test_the_second_miss_in_a_row_rings_a_person(misses: tuple[Event | str, ...]) -> None:
    talk = call()
    assert of(talk("1", *misses), Dial).service == DUTY
    assert talk.place == "person"


def test_an_answer_between_two_misses_starts_the_count_again() -> None:
    talk = call()
    outputs = talk(NoInput(), "1", NoInput())
    assert not any(isinstance(output, Dial) for output in outputs)


def test_the_second_miss_in_a_text_names_a_person_and_asks_again() -> None:
    talk = text()
    outputs = talk("hello", "blah", "blah")
    assert of(outputs, Contact).service == DUTY
    assert of(outputs, Ask).labels
    assert talk.place == "start"


def test_a_silent_caller_is_rung_through_once_and_let_go_only_with_the_number() -> None:
    talk = call()
    assert of(talk(NoInput(), NoInput()), Dial)
    assert of(talk(DialEnded(reached=False)), Contact).service == DUTY
    talk(NoInput())
    outputs = talk(NoInput())
    assert of(outputs, Contact).service == DUTY
    assert isinstance(outputs[-1], End)


def test_after_a_call_that_nobody_answered_the_caller_is_where_they_were() -> None:
    talk = call()
    assert of(talk("2", "1"), Dial).service == TEAM
    outputs = talk(DialEnded(reached=False))
    assert says(outputs, SAY.not_reached)
    assert of(outputs, Contact).service == TEAM
    assert talk.place == "team"
    assert says(talk("1", DialEnded(reached=True)), SAY.call_over)


def test_zero_rings_a_person_from_anywhere_and_star_leads_back() -> None:
    talk = call()
    assert of(talk("1", "0"), Dial).service == DUTY
    talk(DialEnded(reached=False), "*")
    assert talk.place == "school"


def test_star_goes_back_a_step_at_a_time_and_stays_at_the_first_menu() -> None:
    talk = call()
    talk("1", "1", "*")
    assert talk.place == "school"
    talk("*", "*")
    assert talk.place == "start"


def test_star_leaves_a_question_about_the_place_first() -> None:
    talk = call()
    talk("2", "2")
    assert talk.question is Question.SAFE
    outputs = talk("*")
    assert talk.place == "team"
    assert of(outputs, Contact).service == TEAM


def test_hash_says_all_of_it_again() -> None:
    talk = call()
    first = talk("2")
    assert talk("#") == first[1:]


def test_eight_slows_the_call_and_is_remembered() -> None:
    talk = call()
    outputs = talk("8")
    assert Prefer(slow=True) in outputs
    assert talk.session is not None
    assert talk.session.slow
    assert call(person=Person(slow=True)).session.slow  # type: ignore[union-attr]


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


def test_star_among_keyed_digits_leads_back() -> None:
    talk = call(mobile=None)
    talk("2", "2", "0770*")
    assert talk.question is Question.CONTACT


def test_a_follow_up_is_agreed_before_it_is_made() -> None:
    talk = call()
    outputs = talk("1", "1", "1", "1")
    assert of(outputs, SendText)
    assert talk.question is Question.LATER
    assert of(outputs, Ask).prompt.voice.startswith("Shall we text you once more, in 10 working days?")
    assert of(talk("1"), ScheduleFollowUp) == ScheduleFollowUp(MOBILE, Delay(10, "working days"), "heard")


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


def test_a_follow_up_whose_session_is_gone_still_opens_its_menu() -> None:
    talk = text()
    talk(FollowUpDue("heard"))
    assert says(talk("1"), PACK.places["thanks"].say)  # type: ignore[union-attr]


def test_a_place_that_was_dropped_leads_to_the_first_menu_and_says_so() -> None:
    talk = call()
    talk("1")
    talk.pack = without("school")
    outputs = talk("1")
    assert says(outputs, SAY.moved)
    assert talk.place == "start"


def test_back_to_a_place_that_was_dropped_is_the_first_menu() -> None:
    talk = call()
    talk("1", "1")
    talk.pack = without("school")
    talk("*")
    assert talk.place == "start"


def test_stop_holds_even_where_the_place_was_dropped() -> None:
    talk = text()
    talk("hi", "1")
    talk.pack = without("school")
    assert OptOut() in talk("STOP")


def test_stop_and_start() -> None:
    talk = text()
    outputs = talk("hi", "1", "stop")
    assert OptOut() in outputs
    assert talk.place == "school"
    talk.person = Person(stopped=True)
    assert OptIn() in talk("START")
    assert talk.place == "start"


def test_whoever_stopped_texts_is_not_texted_by_a_call_either() -> None:
    outputs = call(person=Person(stopped=True))("2", "2")
    assert says(outputs, SAY.stopped_no_text)
    assert of(outputs, Contact).service == TEAM


def test_forget_is_asked_once_and_then_done() -> None:
    talk = text()
    assert of(talk("hi", "forget me"), Ask).prompt == SAY.forget
    assert Forget() in talk("yes")


def test_forget_can_be_taken_back() -> None:
    talk = text()
    outputs = talk("hi", "1", "forget", "2")
    assert says(outputs, SAY.kept)
    assert talk.place == "school"
    assert talk.question is Question.CHOICE


def test_danger_comes_first_and_leaves_the_conversation_where_it_was() -> None:
    talk = text()
    talk("hi", "1")
    before = talk.session
    assert before
    outputs = talk("STOP he is in danger")
    assert says(outputs, PACK.places["danger"].say)  # type: ignore[union-attr]
    assert talk.session == replace(before, turn=before.turn + 1)
    assert of(talk("2"), Contact).service == TEAM


def test_a_text_after_half_a_day_that_fits_nothing_is_a_new_start() -> None:
    talk = text()
    talk("hi", "1")
    talk.now += STALE_AFTER + 1
    assert says(talk("good morning"), PACK.welcome)
    assert talk.place == "start"


def test_a_closing_needs_no_answer_and_takes_any() -> None:
    talk = text()
    outputs = talk(FollowUpDue("heard"), "1")
    assert says(outputs, SAY.no_reply)
    assert says(talk("cheers"), PACK.welcome)


def test_nothing_is_said_to_who_is_gone() -> None:
    talk = call()
    before = talk.session
    assert talk(HungUp()) == ()
    assert before
    assert talk.session == replace(before, turn=before.turn + 1)


def test_an_answer_without_words_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="NoInput"):
        Answered("  ")
