"""RING ME, on real parts: one call, soon or not at all, whoever dies on the way."""

from datetime import datetime, timedelta

import pytest
import time_machine
from redis import Redis
from redis.utils import str_if_bytes

from signpost.adapters import keys
from signpost.adapters.jobqueue import REPLIES
from signpost.core.hours import LONDON
from signpost.core.ring import RINGS_FOR
from signpost.phone.numbers import LANDLINE, MOBILE, SERVICE
from signpost.ports import BeingSentError, ErrandKind
from tests.adapters.conftest import jobs
from tests.house import TOKENS, House

PERSON = TOKENS.person(MOBILE)


def ask(house: House, words: str = "RING ME", sender: str = MOBILE) -> str:
    return "\n".join(text.body for text in house.carrier.text(words, sender))


def calls(house: House) -> list[str]:
    return [made.to for made in house.carrier.ledger.outgoing()]


def ring_id(redis: Redis) -> str:
    (key,) = redis.keys("signpost:ring:*")
    return keys.ring_id(str_if_bytes(key)) or ""


def apologies(house: House) -> list[str]:
    return [text.body for text in house.received() if "could not ring you" in text.body]


@pytest.mark.parametrize("sender", [MOBILE, LANDLINE])
def test_who_asks_is_rung_once(house: House, redis: Redis, sender: str) -> None:
    # A landline would read a text aloud to whoever is there: its call is all the answer.
    assert ("We will ring you now" in ask(house, sender=sender)) is (sender == MOBILE)
    house.work()
    house.work()
    assert calls(house) == [sender]
    assert redis.zcard(keys.AGENDA) == 0


@pytest.mark.parametrize("sender", ["anonymous", "+353861234567", "+443001234040", SERVICE])
def test_nobody_else_is_rung(house: House, redis: Redis, sender: str) -> None:
    # Only UK mobiles are texted.
    assert ("cannot ring this phone" in ask(house, sender=sender)) is (sender == SERVICE)
    assert not redis.keys("signpost:ring:*")


def test_a_job_names_nobody(house: House, redis: Redis) -> None:
    ask(house)
    (name,) = jobs(redis, REPLIES)
    job = redis.hgetall(f"rq:job:{name}")
    assert not any(PERSON.encode() in value or b"7700900" in value for value in job.values())
    assert b"7700900" not in (redis.get(keys.ring(ring_id(redis))) or b"7700900")


def test_a_text_that_comes_twice_makes_one_call(house: House, redis: Redis) -> None:
    for _ in range(2):
        house.carrier.text("RING ME", sid="SM" + "1" * 32)
    assert len(redis.keys("signpost:ring:*")) == 1


def test_a_lost_job_loses_no_call(house: House, redis: Redis, clock: time_machine.Traveller) -> None:
    ask(house)
    redis.delete(f"rq:queue:{REPLIES}")
    clock.shift(61)
    house.service.errands.run()
    assert calls(house) == [MOBILE]


def test_a_worker_that_died_before_the_call_is_made_up_for(
    house: House, redis: Redis, clock: time_machine.Traveller
) -> None:
    ask(house)
    assert house.service.store.rings.claim(ring_id(redis))
    clock.shift(61)
    house.service.errands.run()
    assert calls(house) == [MOBILE]


def test_a_worker_that_died_after_the_call_is_not_repeated(
    house: House, redis: Redis, clock: time_machine.Traveller
) -> None:
    ask(house)
    claimed = house.service.store.rings.claim(ring_id(redis))
    assert claimed
    house.service.gateway.call(claimed.to)
    clock.shift(61)
    house.service.errands.run()
    assert calls(house) == [MOBILE]
    assert redis.zcard(keys.AGENDA) == 0
    assert house.service.store.rings.claim(claimed.id) is None


def test_two_workers_make_one_call(house: House, redis: Redis) -> None:
    ask(house)
    found = ring_id(redis)
    house.service.store.rings.claim(found)
    with pytest.raises(BeingSentError):
        house.service.ringing.due(found)
    assert calls(house) == []


def test_what_the_carrier_would_not_do_just_now_is_tried_again(house: House, clock: time_machine.Traveller) -> None:
    house.carrier.refuse_next_call(20429, 429)
    ask(house)
    house.work()
    assert calls(house) == []
    clock.shift(21)
    house.service.errands.run()
    assert calls(house) == [MOBILE]
    assert not apologies(house)


def test_who_cannot_be_rung_is_told_and_may_ask_again(house: House) -> None:
    house.carrier.refuse_next_call(21211)
    ask(house)
    house.work()
    house.work()
    assert len(apologies(house)) == 1
    assert "We will ring you now" in ask(house)


def test_who_cannot_be_rung_is_told_the_number_that_staff_have_put_in_place(house: House) -> None:
    house.carrier.refuse_next_call(21211)
    ask(house)
    house.service.store.amendments.put_number("helpline", "+441632960777", "Ann")
    house.work()
    house.work()
    assert ["01632 960777" in said for said in apologies(house)] == [True]


def test_a_call_that_is_late_is_not_made_but_owned_up_to(
    house: House, redis: Redis, clock: time_machine.Traveller
) -> None:
    ask(house)
    redis.delete(f"rq:queue:{REPLIES}")
    clock.shift(timedelta(minutes=6))
    house.service.errands.run()
    house.work()
    assert calls(house) == []
    assert len(apologies(house)) == 1


def test_a_landline_gets_no_apology_by_text(house: House) -> None:
    house.carrier.refuse_next_call(21211)
    ask(house, sender=LANDLINE)
    house.work()
    house.work()
    assert house.received() == []


def test_forget_calls_it_off(house: House, redis: Redis) -> None:
    ask(house)
    ask(house, "FORGET")
    ask(house, "1")
    assert not redis.keys("signpost:ring:*")
    assert redis.zcard(keys.AGENDA) == 0
    house.work()
    assert calls(house) == []
    assert house.received() == []


def test_the_next_day_they_may_ask_again(house: House, clock: time_machine.Traveller) -> None:
    pick_up_and_press(house)
    assert "once a day" in ask(house)
    clock.shift(timedelta(days=1))
    assert "We will ring you now" in ask(house)


def pick_up_and_press(house: House) -> None:
    ask(house)
    house.work()
    call, _ = house.carrier.pick_up(MOBILE)
    call.press("8")
    call.hang_up()


def test_the_call_is_a_call_of_theirs(house: House) -> None:
    pick_up_and_press(house)
    with house.service.store.turn(f"text:{PERSON}", PERSON, None) as turn:
        assert turn.person.slow
        assert turn.person.rung == "2026-11-23"


def test_it_is_an_errand_of_its_own_kind(house: House, clock: time_machine.Traveller) -> None:
    ask(house)
    house.service.redis.delete(f"rq:queue:{REPLIES}")
    clock.shift(61)
    (errand,) = house.service.store.take(datetime.now(LONDON), 5)
    assert errand.kind is ErrandKind.RING


def test_who_texts_again_while_it_rings_is_told_so_and_rung_once(house: House, clock: time_machine.Traveller) -> None:
    ask(house)
    assert "We are ringing you now" in ask(house)
    house.work()
    clock.shift(RINGS_FOR - 1)
    assert "We are ringing you now" in ask(house)
    house.work()
    assert calls(house) == [MOBILE]


def test_who_did_not_pick_up_is_rung_once_more_that_day(house: House, clock: time_machine.Traveller) -> None:
    ask(house)
    house.work()
    clock.shift(RINGS_FOR)
    assert "did not reach you. We will ring once more now" in ask(house)
    house.work()
    assert calls(house) == [MOBILE, MOBILE]
    clock.shift(RINGS_FOR)
    assert "We rang you twice today" in ask(house)
    house.work()
    assert calls(house) == [MOBILE, MOBILE]
