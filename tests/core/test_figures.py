"""Nobody can tell a count under five from what is shown: attackers who have all of it, and know every rule, try."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from signpost.core.figures import FIVE, UNDER, Limit, by_day, shown, told
from signpost.core.needs import ALL, TEXT, VOICE, Days, days, figures, gathered, limits
from tests.samples import PACK

DAYS = 30
# Counters as the tally raises them, with numbers where rounding matters most.
NAMES = (
    *("entry.forwarded", "entry.rung", "entry.later", "hour.03", "hour.09", "hour.10", "hour.11"),
    *("topic.voice.school", "topic.voice.team", "topic.text.school", "outcome.voice.contact", "outcome.text.contact"),
    *("outcome.voice.text", "outcome.voice.callback", "outcome.text.danger", "within.voice.15", "within.voice.30"),
    *("within.text.2", "stood.start", "stood.school", "through", "through.reached", "through.unreached"),
    *("wait.talked", "wait.left", "wait.gone", "wait.talked.2", "wait.gone.5", "understood.clear.school"),
    *("understood.right.school", "understood.not.nothing", "missed.voice.silent", "missed.text.other"),
    *("callback.closed.spoke", "callback.within.24", "callback.rang.yes", "asked.senco", "heard.senco.heard.thanks"),
    "heard.senco.heard.team",
)
few = st.sampled_from([0, 1, 4, 5, 9, 10, 14]) | st.integers(0, 60)
months = st.dictionaries(st.sampled_from(NAMES), few)
arrivals = st.lists(st.integers(0, 12) | st.just(0), min_size=DAYS, max_size=DAYS)


def month(calls: Sequence[int], texts: Sequence[int], rest: Mapping[str, int]) -> list[dict[str, int]]:
    """What was counted of each day: all but who came on the first."""
    counted = [{VOICE: voice, TEXT: text} for voice, text in zip(calls, texts, strict=True)]
    counted[0] |= rest
    return counted


def published(counted: list[dict[str, int]]) -> tuple[Days, dict[str, int]]:
    return days(counted), figures(PACK, counted)


def test_fives_are_shown_on_the_day_on_which_they_are_full() -> None:
    assert by_day([4, 4, 0, 1, 2, 12]) == [0, 5, 0, 0, 5, 10]


@given(arrivals)
def test_days_add_up_to_the_month_and_are_never_far_off(counts: list[int]) -> None:
    found = by_day(counts)
    assert all(day % FIVE == 0 for day in found)
    for through in range(DAYS + 1):
        assert 0 <= sum(counts[:through]) - sum(found[:through]) < FIVE
        assert by_day(counts[:through]) == found[:through], "a day that is over does not change"


@pytest.mark.parametrize(("figure", "words"), [(0, UNDER), (5, "5"), (1250, "1,250")])
def test_a_figure_in_words(figure: int, words: str) -> None:
    assert told(figure) == words


def test_what_is_part_of_another_figure_is_never_more() -> None:
    counts = {"all": 12, "a": 9, "b": 9, "c": 4}
    limit = Limit(("a", "b", "c"), ("all",))
    assert shown(counts, [limit], {}) == {"all": 10, "a": 5, "b": 5, "c": 0}
    assert shown({**counts, "all": 9}, [limit], {}) == {"all": 5, "a": 5, "b": 0, "c": 0}


def test_a_part_of_a_part_is_lowered_with_it() -> None:
    chain = [Limit(("c",), ("b",)), Limit(("b",), ("a",))]
    assert shown({"a": 5, "b": 10, "c": 10}, chain, {}) == {"a": 5, "b": 5, "c": 5}


def test_twelve_people_in_one_hour_do_not_give_away_three_ways_of_four() -> None:
    # By rounding alone the hour would say 10: each way would then be 2 to 4.
    counted = month([4, *[0] * 29], [4, *[0] * 29], {"hour.09": 8})
    came, found = published(counted)
    assert (sum(came.calls), sum(came.texts), found["hour.09"]) == (0, 0, 0)


def _raised(name: str, by: int, found: Mapping[str, int], parts: Sequence[Limit]) -> dict[str, int]:
    """The figures as shown, but for one that stands for so many more, and what it is part of."""
    truth, waiting = Counter(found), [name]
    seen: set[str] = set()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        truth[one] += by
        waiting += [limit.whole[0] for limit in parts if one in limit.parts and not seen & set(limit.whole)]
    return dict(truth)


@settings(max_examples=30)
@given(arrivals, arrivals, months)
def test_behind_each_figure_there_may_be_any_of_five(calls: list[int], texts: list[int], rest: dict[str, int]) -> None:
    """For each figure and each 0 to 4: a whole truth, sound in itself, of which exactly the same is shown."""
    came, found = published(month(calls, texts, rest))
    parts = limits(found)
    for name in found:
        for extra in range(FIVE):
            truth = _raised(name, extra, found, parts)
            assert truth[name] == found[name] + extra
            for limit in parts:
                assert sum(truth.get(one, 0) for one in limit.parts) <= sum(truth[one] for one in limit.whole)
            settled = {}
            for whole, shown_days in ((VOICE, came.calls), (TEXT, came.texts)):
                true_days = [*shown_days[:-1], shown_days[-1] + truth[whole] - found[whole]]
                assert by_day(true_days) == shown_days
                settled[whole] = sum(shown_days)
            assert shown({one: count for one, count in truth.items() if one not in ALL}, parts, settled) == found


@settings(max_examples=30)
@given(arrivals, st.integers(0, DAYS - 1), st.integers(0, FIVE - 1))
def test_behind_each_day_that_is_under_five_there_may_be_any_of_five(counts: list[int], day: int, extra: int) -> None:
    found = by_day(counts)
    if found[day]:
        return
    truth = list(found)
    truth[day] = extra
    following = next((later for later in range(day + 1, DAYS) if found[later]), None)
    if following is not None:
        truth[following] -= extra
    assert min(truth) >= 0
    assert by_day(truth) == found


@settings(max_examples=8)
@given(arrivals, arrivals, months)
def test_no_sum_or_difference_bounds_a_figure_under_five(
    calls: list[int], texts: list[int], rest: dict[str, int]
) -> None:
    """An attacker who solves all that was shown as equations: days, the month, parts and wholes, roundings."""
    came, found = published(month(calls, texts, rest))
    names = [*found, *(f"{whole} {day}" for whole in ALL for day in range(DAYS))]
    at = {name: index for index, name in enumerate(names)}
    rows, most = [], []

    def at_most(terms: Mapping[str, int], limit: int) -> None:
        row = np.zeros(len(names))
        for name, factor in terms.items():
            row[at[name]] += factor
        rows.append(row)
        most.append(limit)

    for limit in limits(found):
        at_most({**{one: 1 for one in limit.parts if one in at}, **dict.fromkeys(limit.whole, -1)}, 0)
    for whole, shown_days in ((VOICE, came.calls), (TEXT, came.texts)):
        for through in range(1, DAYS + 1):
            first = {f"{whole} {day}": 1 for day in range(through)}
            so_far = sum(shown_days[:through])
            at_most(first, so_far + FIVE - 1)
            at_most(dict.fromkeys(first, -1), -so_far)
        every = {f"{whole} {day}": 1 for day in range(DAYS)}
        at_most({**every, whole: -1}, 0)
        at_most({**dict.fromkeys(every, -1), whole: 1}, 0)
    bounds = [(figure, figure + FIVE - 1) for figure in found.values()] + [(0, None)] * (2 * DAYS)
    hidden = [name for name, figure in found.items() if not figure]
    hidden += [
        f"{whole} {day}"
        for whole, shown_days in ((VOICE, came.calls), (TEXT, came.texts))
        for day in range(DAYS)
        if not shown_days[day]
    ]
    for name in hidden[:: max(1, len(hidden) // 12)]:
        wanted = np.zeros(len(names))
        wanted[at[name]] = 1
        least = linprog(wanted, A_ub=np.array(rows), b_ub=most, bounds=bounds)
        largest = linprog(-wanted, A_ub=np.array(rows), b_ub=most, bounds=bounds)
        assert least.success
        assert largest.success
        assert least.fun < 0.5
        assert -largest.fun > FIVE - 1.5


def test_no_whole_is_shown_in_all_its_parts() -> None:
    """Else what the parts leave over would say something of the whole."""
    counts = gathered(PACK, [{}])
    assert "hour.03" not in counts
    assert "entry.direct" not in counts
    assert not any(name.endswith(("stopped", "closed", "more")) for name in counts)


def test_a_count_that_was_lowered_below_zero_is_none() -> None:
    assert shown({"stood.start": -3}, [], {}) == {"stood.start": 0}
