"""What somebody waits for goes first, and the others never starve."""

import pytest

from signpost.core.shares import in_turn, most_waited


def test_of_each_five_the_fifth_is_one_that_nobody_waits_for() -> None:
    assert in_turn("abcdefghij", "0123") == list("abcd0efgh1ij23")


def test_wherever_it_stops_the_others_have_had_their_share() -> None:
    order = in_turn(["waited"] * 80, ["other"] * 20)
    for stop in range(5, 101):
        assert order[:stop].count("other") >= stop // 5


@pytest.mark.parametrize(("waited", "others"), [("abc", ""), ("", "123")])
def test_where_there_is_one_kind_alone_it_keeps_its_order(waited: str, others: str) -> None:
    assert in_turn(waited, others) == [*waited, *others]


def test_a_batch_always_has_room_for_one_of_the_others() -> None:
    assert [most_waited(most) for most in (2, 5, 20, 100)] == [1, 4, 16, 80]
