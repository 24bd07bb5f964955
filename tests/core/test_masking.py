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
        ("jack has no plan", "[name] has no plan"),
        ("ring 07700 900123", "[word] [number] [number]"),
        ("he is 9", "he is [number]"),
        ("year two plan", "[word] [number] plan"),
        ("since may", "since [date]"),
        ("3 weeks", "[number] weeks"),
        ("AL1 4TT", "[number] [number]"),
        ("no help. My plan", "no help my plan"),
        ("no help Will", "no help [name]"),
        ("MY SON WILL HELP", "my son will help"),
        ("jack@example.org", "[name] [word] [word]"),
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


# A pack of so many phrases says nearly every word.
MANY = vocabulary(
    """my number is oh seven double nine hundred one two three he is called will young and has no plan his name hope
    green mark max son daughter the third of june mon sat sept e h c p al s g d b c we live at six church lane
    close park drive drew i am fed up im at year on road school help ring me a boy or girl close the down third
    ninth born twenty twelve will not go needs skip""".split()
)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("my number is oh seven double nine", "my number is [number] [number] [number] [number]"),
        ("ring me on six hundred one", "ring me on [number] [number] [number]"),
        ("born the ninth of june twenty twelve", "born the [number] of [date] [number] [number]"),
        ("sat mon sept", "[date] [date] [date]"),
        ("al three four b c", "al [number] [number] [word] [word]"),
        ("s g 1 d", "[word] [word] [number] [word]"),
        ("he is called will young and has no plan", "he is called [name] [name] and has no plan"),
        ("my name is hope green", "my name [name] [name] [name]"),
        ("my son mark has no plan", "my son [name] has no plan"),
        ("MY SON MAX HOPE GREEN", "my son [name] [name] [name]"),
        ("max needs help", "[name] needs help"),
        ("im hope", "im [name]"),
        ("my son will not go", "my son will not go"),
        ("my son will baker", "my son [name] [name]"),
        ("Mark Green needs help", "[name] [name] needs help"),
        ("we live at six church lane", "we live at [number] [word] [word]"),
        ("at 12 the drive", "at [number] [word] [word]"),
        ("church road", "[word] [word]"),
        ("is he a boy or a girl", "is he a boy or a girl"),
        ("im fed up", "im fed up"),
        ("close the school down", "close the school down"),
        ("skip school", "skip school"),
    ],
)
def test_words_of_the_pack_are_masked_where_they_may_be_personal(words: str, left: str) -> None:
    assert masked(words, MANY) == left


@pytest.mark.parametrize(
    ("kept", "enough"), [("no help", True), ("[name] help [word]", False), ("[number]", False), ("", False)]
)
def test_two_words_at_the_least_are_enough_to_learn_from(kept: str, enough: bool) -> None:
    assert tells(kept) is enough
