"""What follows from somebody's own words, with an understanding of the test's own."""

from dataclasses import replace

import pytest

from signpost.core.events import Answered, Ask, Contact, Count, Dial, Echo, Learn, NoInput, Output, Started
from signpost.core.menu import Pack, Topic
from signpost.core.session import Channel, Question
from signpost.core.understanding import Near, Understood
from tests.core.talk import Talk, of, says
from tests.samples import DUTY, PACK, both

TOPICS = {
    name: Topic(name, both(about), (about,), "none")
    for name, about in (
        ("school", "help at school"),
        ("team", "a plan"),
        ("senco", "who teaches"),
        ("start", "nothing in particular"),
    )
}
OWN = replace(PACK, topics=TOPICS, hints=("EHCP",))
SAY = OWN.wording

ANSWERS = {
    "he gets no help": Understood((Near("school", 0.9), Near("team", 0.05))),
    "something about plans": Understood((Near("team", 0.8),)),
    "help with plans": Understood((Near("team", 0.4), Near("school", 0.35), Near("senco", 0.01))),
    "half of it": Understood((Near("team", 0.4), Near("start", 0.35), Near("school", 0.25))),
    "all of it at once": Understood((Near("team", 0.3), Near("school", 0.3), Near("senco", 0.2), Near("start", 0.2))),
    "lovely weather today": Understood((Near("start", 0.9), Near("team", 0.1))),
    "he has us cornered": Understood((Near("school", 0.9),), danger=True),
    "i dont know": Understood((), danger=True),
    "oh dear": Understood((), danger=True),
    "this is shit": Understood((), danger=True),
}


def understand(words: str) -> Understood:
    return ANSWERS.get(words, Understood())


def text(pack: Pack = OWN) -> Talk:
    talk = Talk(Channel.TEXT)
    talk.pack = pack
    talk.known["understand"] = understand
    return talk


def call() -> Talk:
    talk = Talk(Channel.VOICE)
    talk.pack = OWN
    talk.known["understand"] = understand
    talk(Started())
    return talk


def spoken(words: str) -> Answered:
    return Answered(words, spoken=True)


def counts(outputs: tuple[Output, ...]) -> list[str]:
    return [output.what for output in outputs if isinstance(output, Count)]


def labels(outputs: tuple[Output, ...]) -> list[str]:
    return [label.text for label in of(outputs, Ask).labels]


def test_one_clear_topic_is_asked_after_and_nobody_is_led_to_it_unasked() -> None:
    talk = text()
    outputs = talk("he gets no help")
    assert of(outputs, Ask).prompt.voice == "Is it this: help at school?"
    assert says(outputs, OWN.welcome)
    assert counts(outputs) == ["understood.clear.school"]
    assert (talk.place, talk.question) == ("start", Question.NEAREST)
    assert not any(isinstance(output, Learn) for output in outputs)


@pytest.mark.parametrize(
    "words", ["1", "yes", "Yes it is", "yes thats it", "yeah that is the one", "correct", "i think so"]
)
def test_a_yes_leads_on_and_is_the_matter(words: str) -> None:
    talk = text()
    talk("he gets no help", words)
    assert (talk.place, talk.question) == ("school", Question.CHOICE)
    assert talk.session
    assert (talk.session.matter, talk.session.trail, talk.session.nearest) == ("school", ("start",), ())


def test_back_leads_to_the_first_menu_again() -> None:
    talk = text()
    talk("he gets no help", "yes", "back")
    assert (talk.place, talk.question) == ("start", Question.CHOICE)


@pytest.mark.parametrize(
    "words", ["2", "no", "nope", "no it isnt", "no thats not it", "not really", "neither", "i dont know", "not sure"]
)
def test_a_no_leads_to_a_person_and_the_menu_at_once(words: str) -> None:
    talk = text()
    outputs = talk("he gets no help", words)
    assert says(outputs, SAY.not_meant)
    assert of(outputs, Contact).service == DUTY
    assert counts(outputs) == ["understood.wrong.school"]
    assert (talk.place, talk.question) == ("start", Question.CHOICE)
    assert talk.session
    assert talk.session.nearest == ()
    talk("2")
    assert talk.place == "team"


def test_several_are_offered_with_a_way_out_and_learnt_from() -> None:
    talk = text()
    outputs = talk("help with plans")
    assert labels(outputs) == ["a plan", "help at school", "None of these"]
    assert counts(outputs) == ["understood.near.team"]
    assert of(outputs, Learn) == Learn("help with plans", "team")


@pytest.mark.parametrize(
    ("words", "place"),
    [("1", "team"), ("2", "school"), ("the second one", "school"), ("first", "team"), ("help at school", "school")],
)
def test_one_of_several_is_chosen(words: str, place: str) -> None:
    talk = text()
    talk("help with plans", words)
    assert talk.place == place


@pytest.mark.parametrize("words", ["3", "none of these", "no none of them", "neither of those"])
def test_none_of_several_leads_to_a_person(words: str) -> None:
    outputs = text()("help with plans", words)
    assert says(outputs, SAY.not_meant)
    assert counts(outputs) == ["understood.wrong.team"]


def test_the_third_of_two_is_none_of_them() -> None:
    assert says(text()("help with plans", "the third one"), SAY.not_meant)


def test_the_first_menus_own_topic_is_never_offered() -> None:
    assert labels(text()("half of it")) == ["a plan", "help at school", "None of these"]


def test_no_more_than_three_are_offered() -> None:
    assert labels(text()("all of it at once")) == ["a plan", "help at school", "who teaches", "None of these"]


def test_words_about_no_matter_are_not_asked_after() -> None:
    talk = text()
    outputs = talk("lovely weather today")
    assert talk.question is Question.CHOICE
    assert not any(isinstance(output, Learn) for output in outputs)
    assert counts(outputs) == []


def test_two_that_are_not_understood_in_a_row_lead_to_a_person() -> None:
    talk = text()
    assert says(talk("hello", "qwerty"), SAY.no_match)
    outputs = talk("asdf")
    assert of(outputs, Contact).service == DUTY
    assert counts(outputs) == ["understood.not.nothing"]


def test_two_that_are_not_understood_ring_a_person_for_a_caller() -> None:
    talk = call()
    first = talk(spoken("qwerty"))
    assert says(first, SAY.not_heard)
    assert of(first, Ask).invited
    assert of(talk(spoken("asdf")), Dial).service == DUTY


def test_understood_words_end_a_row_of_misses() -> None:
    talk = text()
    talk("hello", "qwerty", "he gets no help")
    assert talk.session
    assert talk.session.misses == 0


def test_other_words_at_the_question_are_understood_once_more() -> None:
    talk = text()
    outputs = talk("he gets no help", "something about plans")
    assert of(outputs, Ask).prompt.voice == "Is it this: a plan?"
    assert (talk.place, talk.question) == ("start", Question.NEAREST)
    assert not says(outputs, OWN.welcome)
    outputs = talk("help with plans")
    assert says(outputs, SAY.not_meant)
    assert of(outputs, Contact).service == DUTY
    assert (talk.place, talk.question) == ("start", Question.CHOICE)


def test_what_is_not_understood_at_the_question_is_asked_again_in_full_and_then_given_up() -> None:
    talk = text()
    outputs = talk("he gets no help", "qwerty")
    assert says(outputs, SAY.no_match)
    assert not of(outputs, Ask).brief
    outputs = talk("asdf")
    assert says(outputs, SAY.not_meant)
    assert counts(outputs) == ["understood.not.nothing"]
    assert of(outputs, Learn).words == "asdf"


def test_silence_at_the_question_counts_as_on_any_other() -> None:
    talk = call()
    talk(spoken("he gets no help"))
    assert says(talk(NoInput()), SAY.no_input)
    assert of(talk(spoken("qwerty")), Dial).service == DUTY


def test_a_caller_may_answer_the_question_by_key_or_by_word() -> None:
    for answer in (Answered("1"), spoken("yes")):
        talk = call()
        talk(spoken("he gets no help"), answer)
        assert talk.place == "school"


def test_the_chosen_one_of_several_is_said_back_to_a_caller() -> None:
    talk = call()
    assert of(talk(spoken("help with plans"), spoken("the second one")), Echo).label == TOPICS["school"].about


def test_words_that_are_about_us_are_answered_and_are_no_miss() -> None:
    talk = text()
    outputs = talk("hello", "1", "who is this")
    assert says(outputs, SAY.who_we_are.fill(name="Sample"))
    assert talk.place == "school"
    assert talk.session
    assert talk.session.misses == 0


def test_after_a_closing_own_words_begin_again() -> None:
    talk = text()
    talk("he has us cornered")
    assert talk.question is Question.CLOSED
    outputs = talk("something about plans")
    assert says(outputs, OWN.welcome)
    assert (talk.place, talk.question) == ("start", Question.NEAREST)


def test_after_half_a_day_own_words_begin_again_at_the_first_menu() -> None:
    talk = text()
    talk("hello", "1")
    talk.now += 13 * 60 * 60
    talk("something about plans")
    assert (talk.place, talk.question) == ("start", Question.NEAREST)
    talk("yes")
    assert talk.session
    assert (talk.place, talk.session.trail, talk.session.matter) == ("team", ("start",), "team")


def test_in_a_menu_the_trail_leads_back_to_it() -> None:
    talk = text()
    talk("hello", "1", "something about plans")
    assert (talk.place, talk.question) == ("school", Question.NEAREST)
    talk("yes")
    assert talk.session
    assert (talk.place, talk.session.trail) == ("team", ("start", "school"))


def test_after_a_contact_a_no_leads_back_to_it() -> None:
    talk = text()
    talk("hello", "2", "he gets no help", "no")
    assert (talk.place, talk.question) == ("team", Question.CONTACT)


def test_a_number_alone_is_nothing_to_learn_from() -> None:
    talk = text()
    outputs = talk("hello", "9")
    assert counts(outputs) == []
    assert not any(isinstance(output, Learn) for output in outputs)


def test_where_a_yes_or_a_no_to_something_else_is_asked_own_words_are_not_looked_for() -> None:
    talk = text()
    talk("hello", "forget me", "he gets no help")
    assert talk.question is Question.FORGET


def test_topics_that_the_pack_has_dropped_are_not_asked_after() -> None:
    talk = text()
    talk("help with plans")
    talk.pack = replace(OWN, topics={"team": TOPICS["team"]})
    outputs = talk("2")
    assert talk.place == "team"
    assert talk.question is Question.CONTACT
    assert not says(outputs, SAY.not_meant)


def test_a_caller_hears_what_may_be_said_at_the_first_menu_and_the_question_only() -> None:
    talk = call()
    at_first = of(talk("#"), Ask)
    assert "EHCP" in at_first.hints
    assert "help at school" in at_first.hints
    assert of(talk(spoken("he gets no help")), Ask).hints == ("yes", "no", "help at school")
    assert of(talk("1"), Ask).hints == ()
