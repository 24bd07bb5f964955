"""Words without all that could say who wrote them."""

import pytest

from signpost.core.masking import LONGEST, masked, tells, vocabulary

KNOWN = vocabulary(
    ["My son, my son's school won't help", "he has no plan since May 2024", "is it 3 weeks", "the will of a parent"]
)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("my son has no help", "my son has no help"),
        ("My SON's school!!", "my sons school"),
        ("my son Jack has no plan", "my son [name] has no plan"),
        ("he is called plan", "he is [word] [name]"),
        ("his name is Amy", "[word] [word] [name] [name]"),
        ("mrs parent has no plan", "[word] [name] has no plan"),
        ("jack has no plan", "[word] has no plan"),
        ("ring 07700 900123", "[word] [number] [number]"),
        ("he is 9", "he is [number]"),
        ("year two plan", "[word] [number] plan"),
        ("since may", "since [date]"),
        ("3 weeks", "[number] weeks"),
        ("AL1 4TT", "[number] [number]"),
        ("no help. My plan", "no help my plan"),
        ("no help Will", "no help [name]"),
        ("MY SON WILL HELP", "my son will help"),
        ("jack@example.org", "[word] [word] [word]"),
        ("", ""),
        ("\U0001f600", ""),
    ],
)
def test_what_is_left_of_words(words: str, left: str) -> None:
    assert masked(words, KNOWN) == left


def test_no_more_than_so_many_letters_are_left() -> None:
    assert len(masked("help " * 400, KNOWN)) == LONGEST


def test_the_vocabulary_has_neither_numbers_nor_dates() -> None:
    assert not {"3", "2024", "may"} & KNOWN
    assert {"sons", "wont", "plan", "weeks"} <= KNOWN


def test_nothing_stays_that_the_pack_does_not_say_itself() -> None:
    assert masked("my son goes to Roundwood in Harpenden and his teacher is miss Patel", frozenset()).count("[") == 13


@pytest.mark.parametrize(
    ("kept", "enough"), [("no help", True), ("[name] help [word]", False), ("[number]", False), ("", False)]
)
def test_two_words_at_the_least_are_enough_to_learn_from(kept: str, enough: bool) -> None:
    assert tells(kept) is enough
