"""What is counted day by day: raised with the turn or not at all, and gone after 25 months."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from redis import Redis

from signpost.adapters import keys
from signpost.adapters.store import RedisStore
from signpost.callback_ports import OpenCallback, Outcome
from signpost.core.tally import Mark
from signpost.core.wish import Request, Wish
from tests.adapters.conftest import NUMBER, PERSON, START, TEXT, TOKENS, changes, follow_up, save

DAY = date(2026, 11, 23)
NEXT = DAY + timedelta(days=1)


def test_marks_are_raised_and_lowered_on_their_days(store: RedisStore) -> None:
    save(store, changes(marks=(Mark(DAY, "stood.start"), Mark(NEXT, "danger"))), "SM1")
    save(store, changes(marks=(Mark(DAY, "stood.start", -1), Mark(DAY, "stood.school"))), "SM2")
    assert store.days.read([DAY, NEXT, NEXT + timedelta(days=1)]) == [
        {"stood.start": 0, "stood.school": 1},
        {"danger": 1},
        {},
    ]


def test_a_turn_that_came_second_raises_nothing(store: RedisStore) -> None:
    with store.turn(TEXT, PERSON, "SM1") as late:
        save(store, changes(), "SM2")
        assert not late.save(changes(marks=(Mark(DAY, "danger"),)))
    assert store.days.read([DAY]) == [{}]


def test_a_day_is_kept_for_25_months_from_its_first_mark(store: RedisStore, redis: Redis) -> None:
    save(store, changes(marks=(Mark(DAY, "danger"),)), "SM1")
    redis.expire(keys.day(DAY), 1000)
    save(store, changes(marks=(Mark(DAY, "danger"),)), "SM2")
    assert redis.ttl(keys.day(DAY)) <= 1000
    save(store, changes(marks=(Mark(NEXT, "danger"),)), "SM3")
    # The month that runs may be on its last day, and the first day of the 24th before it is still there.
    assert redis.ttl(keys.day(NEXT)) > (2 * 366 + 31) * keys.DAY


def test_forget_erases_nothing_that_was_counted(store: RedisStore) -> None:
    save(store, changes(marks=(Mark(DAY, "begun.text"),)), "SM1")
    save(store, changes(forget=True, session=None, marks=(Mark(DAY, "outcome.text.stopped"),)), "SM2")
    assert store.days.read([DAY]) == [{"begun.text": 1, "outcome.text.stopped": 1}]


def _asked(store: RedisStore, hours: int) -> OpenCallback:
    made = int(START.timestamp()) - hours * 3600
    request = Request("team", "ring", Wish(NUMBER), made, DAY)
    kept = OpenCallback(TOKENS.callback(PERSON, "team"), PERSON, request)
    save(store, changes(callbacks=(kept,)))
    return kept


@pytest.mark.parametrize("outcome", [one for one in Outcome if not one.is_try])
def test_a_request_that_is_closed_counts_for_the_day(store: RedisStore, outcome: Outcome) -> None:
    kept = _asked(store, 30)
    store.callbacks.close(kept.id, outcome, "Olu")
    today = START.date()
    found = {name: count for day in store.days.read([today, today + timedelta(days=1)]) for name, count in day.items()}
    assert found == {f"callback.closed.{outcome}": 1, "callback.within.48": 1}


def test_a_try_closes_nothing_and_counts_nothing(store: RedisStore) -> None:
    kept = _asked(store, 30)
    store.callbacks.close(kept.id, Outcome.NO_ANSWER, "Olu")
    assert store.days.read([START.date(), START.date() + timedelta(days=1)]) == [{}, {}]


def test_whose_help_a_follow_up_asks_about_is_kept(store: RedisStore) -> None:
    asked = replace(follow_up(), service="senco")
    save(store, changes(follow_ups=(asked,)))
    assert store.follow_up(asked.id) == asked
