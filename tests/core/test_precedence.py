"""In which order requests to be rung back are seen to."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from signpost.core.precedence import RANKS, first_of, place, rank
from signpost.core.wish import Request, Wish

TODAY = date(2026, 11, 23)
days = st.dates(date(1990, 1, 1), date(2140, 1, 1))
requests = st.builds(
    Request,
    st.just("team"),
    st.just("call-back"),
    st.builds(Wish, first=st.booleans()),
    st.integers(0, 10**10),
    days,
    unrung=st.booleans(),
)


def _asked(made: int, by: date = TODAY, *, first: bool = False, unrung: bool = False) -> Request:
    return Request("team", "call-back", Wish(first=first), made, by, unrung=unrung)


def test_rank_comes_before_the_day_and_the_day_before_the_hour() -> None:
    day = timedelta(days=1)
    in_order = [
        _asked(9, TODAY + day, unrung=True),
        _asked(8, TODAY - day, first=True),
        _asked(5, TODAY, first=True),
        _asked(7, TODAY - day),
        _asked(1, TODAY),
        _asked(2, TODAY),
        _asked(0, TODAY + day),
    ]
    assert sorted([*in_order[4:], *in_order[:4]], key=place) == in_order


@given(requests, requests)
def test_it_is_the_order_of_rank_day_and_second(one: Request, other: Request) -> None:
    first, second = ((rank(asked), asked.by, asked.made) for asked in (one, other))
    assert (place(one) < place(other)) == (first < second)


@given(requests, days)
def test_what_is_of_a_day_or_later_stands_behind_its_first_place(asked: Request, day: date) -> None:
    assert (place(asked) >= first_of(rank(asked), day)) == (asked.by >= day)
    assert first_of(rank(asked)) <= place(asked) < first_of(rank(asked) + 1)


@given(requests)
def test_redis_keeps_each_place_exactly(asked: Request) -> None:
    assert int(float(place(asked))) == place(asked) < first_of(RANKS) < 2**53


def test_days_out_of_all_reach_are_at_the_ends() -> None:
    first, last = place(_asked(0, date.min)), place(_asked(0, date.max))
    assert first == first_of(2, date.min)
    assert first < place(_asked(0)) < last < first_of(3)
