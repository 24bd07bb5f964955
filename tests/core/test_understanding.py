"""Which topics are offered of those that were understood."""

import pytest

from signpost.core import events
from signpost.core.understanding import CLEAR, NEAR, Near, Understood


@pytest.mark.parametrize(
    ("nearest", "offered"),
    [
        ((), ()),
        ((("a", CLEAR),), ("a",)),
        ((("a", CLEAR - 0.01),), ("a",)),
        ((("a", 0.5), ("b", 0.29)), ("a",)),
        ((("a", 0.5), ("b", 0.31)), ("a", "b")),
        ((("a", NEAR - 0.01),), ()),
        ((("a", 0.3), ("b", NEAR), ("c", NEAR), ("d", NEAR)), ("a", "b", "c")),
    ],
)
def test_what_is_offered(nearest: tuple[tuple[str, float], ...], offered: tuple[str, ...]) -> None:
    assert Understood(tuple(Near(*one) for one in nearest)).offered == offered


def test_every_effect_of_own_words_is_an_output() -> None:
    assert {events.Count, events.Learn} <= set(events.Effect.__args__)
