"""Requests to be rung back, through the whole service: one for each person and team, found by the staff, erased."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
import time_machine
from click.testing import CliRunner, Result
from redis import Redis

from signpost.adapters import embedded, keys
from signpost.callback_ports import OpenCallback, Outcome
from signpost.cli import main
from signpost.core.events import Answered, DialEnded, Event, Started
from signpost.core.session import Channel
from signpost.core.wish import Time
from signpost.incoming import Incoming
from signpost.phone.numbers import LANDLINE, MOBILE, WITHHELD
from signpost.ports import Changes, by_text
from tests.adapters.test_keys import check
from tests.house import MORNING, TOKENS, House, opened

OTHER = "+447700900456"
PEOPLE = [f"+4477009002{index:02}" for index in range(50)]
# The Duty Line's number rings, nobody answers, "a call back" is chosen.
THERE: tuple[Event, ...] = (Started(), Answered("0"), DialEnded(reached=False), Answered("1"))


@pytest.fixture
def house(redis: Redis, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    assert redis.dbsize() == 0
    with opened(redis_url, monkeypatch) as house:
        yield house


class Caller:
    """One call, without the carrier."""

    def __init__(self, house: House, number: str, call: str) -> None:
        self._house, self._number, self._call, self._step = house, number, call, 0

    def __call__(self, *events: Event | str) -> str:
        answer = ""
        for event in events:
            taken = Answered(event) if isinstance(event, str) else event
            self._step += 1
            message = Incoming(
                Channel.VOICE, self._number, taken, f"{self._step}", call=self._call, own_number="+447700900000"
            )
            answer = self._house.service.conversation.receive(message).document
        return answer


def ask(house: House, number: str, call: str = "CA1", *, time: str = "1", first: str = "2") -> str:
    """Ask to be rung back at the number in use."""
    caller = Caller(house, number, call)
    if "to be rung back" in caller(*THERE):
        return caller("2", "2", time)
    return caller("1", time, "1", first)


def found(house: House) -> list[OpenCallback]:
    return house.service.store.callbacks.open()


def held(redis: Redis, number: str) -> set[str]:
    return {key.decode() for key in cast("list[bytes]", redis.zrange(keys.held(TOKENS.person(number)), 0, -1))}


def test_fifty_people_five_times_each_at_once_are_fifty_requests(house: House) -> None:
    calls = [(number, f"CA{index}{number}") for index in range(5) for number in PEOPLE]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda one: ask(house, *one), calls))
    assert sorted(callback.request.wish.number for callback in found(house)) == PEOPLE
    assert house.service.redis.zcard(keys.CALLBACKS) == 50


def test_asked_again_it_is_changed_and_the_day_stays(house: House) -> None:
    with time_machine.travel(MORNING) as clock:
        ask(house, MOBILE)
        [before] = found(house)
        clock.shift(timedelta(days=1))
        ask(house, MOBILE, "CA2", time="2")
    [after] = found(house)
    assert after.id == before.id
    assert (after.request.by, after.request.made) == (before.request.by, before.request.made)
    assert (before.request.wish.time, after.request.wish.time) == (Time.MORNING, Time.AFTERNOON)


def test_a_step_delivered_twice_asks_once(house: House) -> None:
    ask(house, MOBILE)
    again = Caller(house, MOBILE, "CA1")
    again(*THERE, "1", "1", "1", "2")
    assert len(found(house)) == 1
    assert house.service.store.counts()["callbacks.asked"] == 1


def test_the_owner_of_a_number_that_another_gave_has_the_same_request(house: House) -> None:
    caller = Caller(house, LANDLINE, "CA1")
    caller(*THERE, "2", "07700900456", "1", "1", "1", "2")
    assert "You asked on" in Caller(house, OTHER, "CA2")(*THERE)
    ask(house, OTHER, "CA3", time="2")
    [callback] = found(house)
    assert callback.request.wish.time is Time.AFTERNOON


def test_withheld_numbers_make_one_request_for_each_number_given(house: House) -> None:
    for call in ("CA1", "CA2"):
        caller = Caller(house, WITHHELD, call)
        caller(*THERE, "07700900456", "1", "1", "1", "2")
    assert [callback.request.wish.number for callback in found(house)] == [OTHER]


@pytest.mark.parametrize("whose", [LANDLINE, OTHER], ids=["who asked", "who is to be rung"])
def test_forget_erases_it(house: House, redis: Redis, whose: str) -> None:
    Caller(house, LANDLINE, "CA1")(*THERE, "2", "07700900456", "1", "1", "1", "2")
    ask(house, MOBILE, "CA2")
    check(redis)
    house.service.conversation.forget(whose)
    check(redis)
    assert [callback.request.wish.number for callback in found(house)] == [MOBILE]
    assert redis.zcard(keys.CALLBACKS) == 1
    assert not [key for key in held(redis, whose) if "callback" in key]
    assert "We can ask" in Caller(house, whose, "CA3")(*THERE)


def test_no_number_stands_in_clear(house: House, redis: Redis) -> None:
    Caller(house, LANDLINE, "CA1")(*THERE, "2", "07700900456", "1", "1", "1", "2")
    for key in redis.scan_iter():
        assert b"7700900456" not in key
        if redis.type(key) == b"string":
            assert b"7700900456" not in cast("bytes", redis.get(key) or b"")


def test_the_list_begins_with_who_was_not_rung_then_who_has_a_reason_then_the_oldest(house: House) -> None:
    with time_machine.travel(MORNING) as clock:
        for index, (number, first) in enumerate(zip(PEOPLE[:4], ("2", "2", "1", "2"), strict=True)):
            ask(house, number, f"CA{index}", first=first)
            clock.shift(timedelta(minutes=1))
        _not_rung(house, PEOPLE[3])
        assert [callback.request.wish.number for callback in found(house)] == [PEOPLE[i] for i in (3, 2, 0, 1)]


def _not_rung(house: House, number: str) -> None:
    person = TOKENS.person(number)
    with house.service.store.turn(by_text(person), person, None) as turn:
        known = turn.callbacks["send-duty-line"]
        waits = replace(known, request=replace(known.request, unrung=True))
        assert turn.save(Changes(turn.session, turn.person, answer="", callbacks=(waits,)))


def test_no_answer_is_a_try_and_the_rest_closes(house: House, redis: Redis) -> None:
    ask(house, MOBILE)
    [callback] = found(house)
    store = house.service.store.callbacks
    assert store.close(callback.id, Outcome.NO_ANSWER, "kim")
    assert [one.request.tries for one in found(house)] == [1]
    assert "They have tried once" in Caller(house, MOBILE, "CA2")(*THERE)
    assert store.close(callback.id, Outcome.SPOKE, "kim")
    assert found(house) == []
    assert store.close(callback.id, Outcome.SPOKE, "kim") is None
    assert not [key for key in held(redis, MOBILE) if "callback" in key]
    check(redis)


def test_what_the_staff_closed_while_it_was_changed_is_not_lost_half_way(house: House) -> None:
    ask(house, MOBILE)
    [callback] = found(house)
    person = TOKENS.person(MOBILE)
    with house.service.store.turn(by_text(person), person, None) as turn:
        house.service.store.callbacks.close(callback.id, Outcome.SPOKE, "kim")
        assert not turn.save(Changes(turn.session, turn.person, answer="", callbacks=(callback,)))
    assert found(house) == []


def cli(*words: str) -> Result:
    return CliRunner().invoke(main, ["callbacks", *words])


def test_the_staff_see_no_number_until_they_ask_and_that_is_kept(house: House, redis: Redis) -> None:
    ask(house, MOBILE, first="1")
    [callback] = found(house)
    listed = cli()
    assert listed.exit_code == 0, listed.output
    assert "Open requests: 1." in listed.output
    assert callback.id in listed.output
    assert "in the morning" in listed.output
    assert "reason to ring sooner" in listed.output
    assert "900123" not in listed.output
    assert redis.xlen(keys.AUDIT) == 0
    shown = cli("show", callback.id)
    assert "07700 900123" in shown.output
    [(_, line)] = cast("list[Any]", redis.xrange(keys.AUDIT))
    assert (line[b"what"], line[b"callback"]) == (b"shown", callback.id.encode())
    assert line[b"who"]
    assert "900123" not in str(line)
    assert "stays open, tried once." in cli("close", callback.id, "--outcome", "no-answer").output
    assert "is closed." in cli("close", callback.id, "--outcome", "other").output
    assert cli("show", callback.id).exit_code == 1
    assert cli("close", callback.id, "--outcome", "spoke").exit_code == 1
    check(redis)


def test_a_killed_server_loses_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = embedded.ensure(tmp_path)
    try:
        with opened(url, monkeypatch) as house:
            with ThreadPoolExecutor(8) as pool:
                list(pool.map(lambda number: ask(house, number, f"CA{number}"), PEOPLE[:20]))
            os.kill(int((tmp_path / "valkey.pid").read_text()), signal.SIGKILL)
            embedded.ensure(tmp_path)
            assert sorted(callback.request.wish.number for callback in found(house)) == PEOPLE[:20]
    finally:
        embedded.stop(tmp_path)
