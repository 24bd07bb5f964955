"""How often people came to each place: in fives, and the same all through a month."""

from datetime import datetime

import pytest
from redis import Redis

from signpost.adapters import keys
from signpost.adapters.arrivals import Arrivals
from signpost.core.hours import LONDON

FIRST_LOOK = datetime(2026, 11, 3, 9, 30, tzinfo=LONDON)
LAST_MOMENT = datetime(2026, 11, 30, 23, 59, tzinfo=LONDON)
NEXT_MONTH = datetime(2026, 12, 1, 0, 0, tzinfo=LONDON)


def came(redis: Redis, place: str, times: int) -> None:
    redis.hincrby(keys.COUNTS, f"places.{place}", times)


@pytest.mark.parametrize(
    ("times", "shown"), [(1, {}), (4, {}), (5, {"start": 5}), (9, {"start": 5}), (12, {"start": 10})]
)
def test_they_are_shown_in_fives(redis: Redis, times: int, shown: dict[str, int]) -> None:
    came(redis, "start", times)
    assert Arrivals(redis).read(FIRST_LOOK).counts == shown


def test_whoever_looks_again_in_the_month_sees_the_same(redis: Redis) -> None:
    came(redis, "start", 9)
    first = Arrivals(redis).read(FIRST_LOOK)
    came(redis, "start", 1)
    assert Arrivals(redis).read(LAST_MOMENT) == first
    later = Arrivals(redis).read(NEXT_MONTH)
    assert later.counts == {"start": 10}
    assert (first.until, later.until) == (FIRST_LOOK, NEXT_MONTH)


def test_only_places_are_among_them_and_the_month_ends(redis: Redis) -> None:
    redis.hincrby(keys.COUNTS, "turns.voice", 50)
    came(redis, "start", 5)
    assert Arrivals(redis).read(FIRST_LOOK).counts == {"start": 5}
    assert 31 * keys.DAY < redis.ttl(keys.arrivals("2026-11")) <= keys.ARRIVALS_LIFE
