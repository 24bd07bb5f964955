from dataclasses import replace

import pytest

from signpost.authoring.speech_time import seconds
from signpost.authoring.walk.call import Call
from signpost.authoring.walk.callers import DECIDE, Caller, Figures, figures, words
from signpost.authoring.walk.paths import Kind, Path, paths
from signpost.authoring.walk.thread import topic
from signpost.core.menu import Menu
from tests.samples import PACK
from tests.walk.dated import DATED

SENCO, TEAM_BY_SCHOOL, TEAM, *_ = paths(PACK)
PERSON, DANGER = paths(PACK)[-2:]
HEARD_NO = next(path for path in paths(PACK) if path.places == ("heard", "team"))


def test_a_first_timer_hears_up_to_the_key_and_decides() -> None:
    call = Call(PACK)
    first = call.turn
    last = call.press("2")
    heard = (first.ahead, first.up_to("2"), last.to_contact)
    expected = sum(seconds(pieces) for pieces in heard) + DECIDE
    assert figures(PACK, TEAM)[Caller.FIRST_TIMER].seconds == pytest.approx(expected)
    assert figures(PACK, TEAM)[Caller.FIRST_TIMER].words == sum(words(pieces) for pieces in heard)


def test_each_hears_more_than_the_one_before() -> None:
    for path in (SENCO, TEAM_BY_SCHOOL, TEAM, PERSON):
        of = figures(PACK, path)
        times = [of[caller].seconds for caller in (Caller.EXPERT, Caller.FIRST_TIMER, Caller.SLOW)]
        assert times == sorted(times)
        assert of[Caller.WRONG_TURN].seconds > of[Caller.FIRST_TIMER].seconds
        assert of[Caller.EXPERT].words < of[Caller.FIRST_TIMER].words


def test_counts_each_key() -> None:
    of = figures(PACK, SENCO)
    assert {caller: of[caller].keys for caller in Caller} == {
        Caller.EXPERT: 2,
        Caller.FIRST_TIMER: 2,
        Caller.SLOW: 4,  # 8 at the first menu, hash at the second
        Caller.SILENT: 0,
        Caller.WRONG_TURN: 4,  # another choice, and star
        Caller.RELAY: 2,
        Caller.TEXT: 0,
        Caller.TEXT_HELLO: 0,
    }


def test_the_slow_hear_each_menu_twice() -> None:
    call = Call(PACK)
    first = call.turn
    again = call.press("8")
    last = call.press("2")
    assert again.slow
    assert last.slow
    whole = [(first.ahead, False), (first.question, False), (again.ahead, True), (again.question, True)]
    expected = sum(seconds(pieces, slow) for pieces, slow in [*whole, (last.to_contact, True)]) + DECIDE
    assert figures(PACK, TEAM)[Caller.SLOW].seconds == pytest.approx(expected)


def test_the_silent_wait_ten_seconds_then_fifteen_at_any_path() -> None:
    call = Call(PACK)
    turns = [call.turn, call.wait(), call.wait()]
    assert turns[-1].ask is None
    spoken = sum(seconds(turn.ahead) + seconds(turn.question) for turn in turns)
    for path in (SENCO, TEAM, PERSON):
        assert figures(PACK, path)[Caller.SILENT].seconds == pytest.approx(spoken + 10 + 15)


def test_relay_is_typed_at_forty_words_a_minute() -> None:
    of = figures(PACK, SENCO)
    assert of[Caller.RELAY].seconds == pytest.approx(of[Caller.FIRST_TIMER].words * 1.5 + 2 * DECIDE)


def test_who_has_no_other_choice_presses_a_key_that_does_nothing() -> None:
    path = Path(Kind.STRAIGHT, "start", TEAM.legs)
    assert figures(PACK, path)[Caller.WRONG_TURN].keys == 3
    assert figures(PACK, PERSON)[Caller.WRONG_TURN].keys == 3


def test_a_topics_word_saves_a_text() -> None:
    of = figures(PACK, TEAM)
    assert of[Caller.TEXT] == Figures(words=of[Caller.TEXT].words, texts=1, answers=1, segments=1, longest=1)
    assert (of[Caller.TEXT_HELLO].texts, of[Caller.TEXT_HELLO].answers) == (2, 2)


def test_a_topics_word_is_one_that_leads_there() -> None:
    start = PACK.places["start"]
    assert isinstance(start, Menu)
    # Danger comes first, and "help" is a keyword: neither can be a topic.
    school = replace(start.choices[0], words=("in danger", "help", "school"))
    pack = replace(PACK, places={**PACK.places, "start": replace(start, choices=(school, *start.choices[1:]))})
    assert topic(pack, SENCO) == "school"
    assert topic(pack, PERSON) is None


def test_a_follow_up_begins_with_our_text() -> None:
    of = figures(PACK, HEARD_NO)
    assert set(of) == {Caller.TEXT}
    assert (of[Caller.TEXT].texts, of[Caller.TEXT].answers) == (1, 2)


def test_danger_takes_one_text() -> None:
    assert figures(PACK, DANGER)[Caller.TEXT].texts == 1


def test_a_group_of_digits_is_one_word() -> None:
    assert words(("Ring the team on", 500, "0 1", 700, "4 4 2", "- now.")) == 7


def test_a_date_counts_each_of_its_keys_and_one_text() -> None:
    path = next(path for path in paths(DATED) if path.kind is Kind.DEADLINE)
    of = figures(DATED, path)
    assert of[Caller.FIRST_TIMER].keys == 1 + 1 + 4 + 1
    assert of[Caller.TEXT].texts == 1 + 1 + 1 + 1
    assert of[Caller.EXPERT].seconds < of[Caller.FIRST_TIMER].seconds < of[Caller.SLOW].seconds
