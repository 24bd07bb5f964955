"""How staff change contacts and closures in Redis: no change is lost, each is noted, and a fault loses no pause."""

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import cast

import pytest
from redis import Redis

from signpost.adapters import keys
from signpost.adapters.amendments import RedisAmendments
from signpost.adapters.connection import connect
from signpost.adapters.store import RedisStore
from signpost.amended import UnreadableAmendmentsError, amended_by, read_amendments
from signpost.core.amendments import Amendment
from tests.adapters.conftest import PERSON, START, TEXT, Clock
from tests.house import EXAMPLE
from tests.shipped import shipped

TODAY = START.date()


@pytest.fixture
def board(store: RedisStore) -> RedisAmendments:
    return store.amendments


def rows(redis: Redis) -> list[dict[bytes, bytes]]:
    """The audit log, as it is kept."""
    return [row for _, row in cast("list[tuple[bytes, dict[bytes, bytes]]]", redis.xrange(keys.AUDIT))]


def audit(redis: Redis) -> list[tuple[str, ...]]:
    """Who did what with what, in order."""
    return [tuple(value.decode() for name, value in row.items() if name != b"at") for row in rows(redis)]


def test_nothing_is_kept_at_first(board: RedisAmendments) -> None:
    assert (board.read(), board.last) == (b"", b"")


def test_a_pause_and_a_number_are_kept_and_taken_back(board: RedisAmendments) -> None:
    board.pause("helpline", "Ann")
    board.put_number("helpline", "+441632960777", "Ann")
    assert read_amendments(board.read()).of("helpline") == Amendment(True, "+441632960777")
    board.take_up("helpline", "Ann")
    board.lift_number("helpline", "Ann")
    assert read_amendments(board.read()).services == {}


def test_each_change_is_noted_with_who_and_what(board: RedisAmendments, redis: Redis) -> None:
    board.pause("helpline", "Ann")
    board.pause("helpline", "Ben")
    board.take_up("helpline", "Ben")
    board.close([TODAY], "Ann")
    board.open(TODAY, "Ben")
    assert audit(redis) == [
        ("Ann", "paused", "helpline"),
        ("Ben", "taken up again", "helpline"),
        ("Ann", "closed", str(TODAY)),
        ("Ben", "not closed", str(TODAY)),
    ]
    assert all(datetime.fromisoformat(row[b"at"].decode()) == START for row in rows(redis))


def test_days_that_are_over_are_let_go_of(board: RedisAmendments, clock: Clock) -> None:
    board.close([TODAY, TODAY + timedelta(days=3)], "Ann")
    clock.now += 2 * keys.DAY
    later = TODAY + timedelta(days=30)
    board.close([later], "Ann")
    assert read_amendments(board.read()).closed == {TODAY + timedelta(days=3), later}


def test_of_changes_at_once_none_is_lost(make_store: Callable[..., RedisStore], redis: Redis) -> None:
    boards = [make_store("a test's secret").amendments for _ in range(8)]

    def change(at: int) -> None:
        boards[at].pause(f"service-{at}", "Ann")
        boards[at].close([TODAY + timedelta(days=at)], "Ann")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, range(8)))
    kept = read_amendments(boards[0].read())
    assert (len(kept.services), len(kept.closed), len(audit(redis))) == (8, 8, 16)


def test_a_turn_reads_it_with_all_else(store: RedisStore, make_store: Callable[..., RedisStore], redis: Redis) -> None:
    make_store("a test's secret").amendments.pause("helpline", "Ann")
    assert store.amendments.last == b""
    with store.turn(TEXT, PERSON, None) as turn:
        assert turn.amendments == redis.get(keys.AMENDMENTS)
    assert store.amendments.last == turn.amendments


def test_where_redis_is_away_what_was_seen_last_holds(store: RedisStore) -> None:
    away = RedisAmendments(connect("redis://127.0.0.1:1/0"), store.amendments._audit, lambda: 0)
    assert away.read() == b""
    store.amendments.pause("helpline", "Ann")
    away.seen(store.amendments.read())
    assert away.read() == store.amendments.last


@pytest.mark.parametrize("record", [b"{", b"[]", b'{"version": 9}', b'{"version":1,"services":{"a":1},"closed":[]}'])
def test_a_record_that_cannot_be_read_changes_nothing_and_is_logged_once(
    record: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    pack = shipped(EXAMPLE)
    with caplog.at_level(logging.WARNING):
        assert [amended_by(pack, record) for _ in range(3)] == [pack] * 3
    assert len(caplog.records) == 1


def test_a_contact_that_the_pack_no_longer_has_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    kept = {"version": 1, "services": {"gone": {"paused": True}, "helpline": {"number": "+441632960777"}}, "closed": []}
    record = json.dumps(kept).encode()
    with caplog.at_level(logging.WARNING):
        packs = {amended_by(shipped(EXAMPLE), record) for _ in range(3)}
    assert [found.getMessage() for found in caplog.records] == [
        "staff have changed contacts that the pack does not have: gone"
    ]
    assert len(packs) == 1
    assert packs.pop().services["helpline"].number == "01632 960777"


def test_the_record_holds_nothing_but_what_was_changed(board: RedisAmendments, redis: Redis) -> None:
    board.close([date(2026, 12, 24)], "Ann")
    board.pause("helpline", "Ann")
    kept = json.loads(redis.get(keys.AMENDMENTS) or b"")
    assert kept == {"version": 1, "services": {"helpline": {"paused": True}}, "closed": ["2026-12-24"]}
    assert redis.ttl(keys.AMENDMENTS) == -1


HALF = (
    b'{"version":1,"services":{"helpline":{"paused":true},"x":{"number":"+4476"}},"closed":["2026-13-01","2026-12-24"]}'
)


def test_of_a_record_with_an_unreadable_entry_all_else_holds() -> None:
    found = read_amendments(HALF)
    assert found.services == {"helpline": Amendment(paused=True)}
    assert found.closed == {date(2026, 12, 24)}


@pytest.mark.parametrize(
    "record", [HALF, b"{", b'{"version": 2, "services": {"helpline": {"paused": true}}, "closed": []}']
)
def test_a_record_that_cannot_be_read_is_never_written_over(
    board: RedisAmendments, redis: Redis, record: bytes
) -> None:
    redis.set(keys.AMENDMENTS, record)
    with pytest.raises(UnreadableAmendmentsError):
        board.pause("other", "Ann")
    with pytest.raises(UnreadableAmendmentsError):
        board.close([TODAY], "Ann")
    assert redis.get(keys.AMENDMENTS) == record
    assert audit(redis) == []
