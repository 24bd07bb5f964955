"""What a conversation was about does not stay its matter for ever: a team would be told what is long over."""

import pytest

from signpost.core.engine import STALE_AFTER
from signpost.core.events import FollowUpDue
from tests.core.talk import text

LATER = STALE_AFTER + 60


def test_a_person_asked_for_the_same_day_is_on_the_matter() -> None:
    talk = text()
    talk("hello", "2")
    talk.now += STALE_AFTER - 60
    talk("PERSON")
    assert talk.session
    assert (talk.place, talk.session.matter, talk.session.trail) == ("person", "team", ("start", "team"))


def test_a_person_asked_for_long_after_is_on_none() -> None:
    talk = text()
    talk("hello", "2")
    talk.now += LATER
    talk("PERSON")
    assert talk.session
    assert (talk.place, talk.session.matter, talk.session.trail) == ("person", "", ("start",))


@pytest.mark.parametrize("words", ["hello there", "hello", "MENU"])
def test_who_begins_again_has_come_with_no_matter_yet(words: str) -> None:
    talk = text()
    talk("hello", "2")
    talk.now += LATER
    talk(words, "PERSON")
    assert talk.session
    assert (talk.place, talk.session.matter) == ("person", "")


def test_in_answer_to_a_follow_up_it_is_on_that_ones_matter() -> None:
    talk = text()
    talk("hello", "1", "1")
    talk.now += LATER
    talk(FollowUpDue("heard", "school"))
    talk.now += LATER
    assert talk.session
    assert talk.session.asked == "school"
    talk("PERSON")
    assert (talk.place, talk.session.matter) == ("person", "school")


def test_an_open_question_is_still_answered_long_after() -> None:
    talk = text()
    talk("hello", "1")
    talk.now += LATER
    talk("2")
    assert talk.session
    assert (talk.place, talk.session.matter) == ("team", "school")
