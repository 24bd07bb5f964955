"""A month's figures, as they were shown first: no other shape of the pack is ever shown beside it."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis import Redis

from signpost.adapters import keys
from signpost.adapters.figures import ShownFigures
from signpost.core.menu import Menu, Pack
from signpost.core.needs import figures
from tests.core.test_figures import arrivals, month, months
from tests.samples import PACK

SHAPES = st.sets(st.sampled_from(sorted(name for name in PACK.places if name not in {PACK.first, PACK.person})))


def edited(gone: set[str]) -> Pack:
    """The pack without some places, and without the choices that lead there."""
    places = {name: place for name, place in PACK.places.items() if name not in gone}
    menus = {
        name: replace(place, choices=tuple(choice for choice in place.choices if choice.goto not in gone))
        for name, place in places.items()
        if isinstance(place, Menu)
    }
    return replace(PACK, places={**places, **menus})


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(calls=arrivals, texts=arrivals, rest=months, first=SHAPES, then=SHAPES)
def test_no_edit_of_the_pack_shows_what_was_not_shown_before(
    redis: Redis, calls: list[int], texts: list[int], rest: dict[str, int], first: set[str], then: set[str]
) -> None:
    # Whatever the first look shows is proven in `tests/core/test_figures`: more is never shown.
    redis.flushdb()
    kept, counted = ShownFigures(redis), month(calls, texts, rest)
    before = figures(edited(first), counted)
    assert kept.read("2026-10", lambda: before) == {name: count for name, count in before.items() if count}
    after = kept.read("2026-10", lambda: figures(edited(then), counted))
    for name in figures(edited(then), counted):
        assert after[name] == before.get(name, 0)


def test_each_month_is_kept_by_itself_and_as_long_as_its_days(redis: Redis) -> None:
    kept = ShownFigures(redis)
    assert kept.read("2026-10", lambda: {"a": 5, "b": 0})["a"] == 5
    assert kept.read("2026-11", lambda: {"a": 10})["a"] == 10
    assert kept.read("2026-10", lambda: pytest.fail("it was shown already"))["b"] == 0
    assert keys.DAY_LIFE - 5 <= redis.ttl(keys.figures("2026-10")) <= keys.DAY_LIFE
