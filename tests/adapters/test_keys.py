"""Whatever happens, Redis holds no key that the table in keys.py does not name, and none for longer than it says."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import cast

import pytest
from redis import Redis
from redis.utils import str_if_bytes

from signpost.adapters import keys
from signpost.adapters.jobqueue import QUEUES
from signpost.phone.player import PhonePlayer
from tests.adapters.conftest import jobs
from tests.house import House

ROWS = re.findall(r"^\| (\S+) +\| (\w[\w ]+?) +\| .+? \| (.+?) +\|$", keys.__doc__ or "", re.MULTILINE)
# RQ's lists of what there is: as many as there are queues and workers.
RQ_LISTS = re.compile(r"rq:(queues|workers(:\w+)?|(queue|scheduled|failed|wip|finished|intermediate)(:\w+)+)")


def _shape(name: str) -> re.Pattern[str]:
    return re.compile("signpost:" + re.sub(r"<\w[\w-]*>", r"[^ ]+", name))


TABLE = [(_shape(name), kind, "for ever" in life or "each " in life) for name, kind, life in ROWS]


# Keyed by one of the people below, and belongs to somebody who does not ask to be forgotten.
ANOTHER = "+447700900456"


def check(redis: Redis) -> None:
    for name in map(str_if_bytes, redis.scan_iter()):
        # A key may end while we look.
        life, kind = redis.ttl(name), str_if_bytes(redis.type(name)).replace("zset", "sorted set")
        if name.startswith("rq:job:"):
            waits = name.removeprefix("rq:job:") in [job for queue in QUEUES for job in jobs(redis, queue)]
            assert waits or life != -1, name
        elif name.startswith("rq:"):
            assert RQ_LISTS.fullmatch(name) or life != -1, name
        else:
            rows = [(row_kind, lasts) for shape, row_kind, lasts in TABLE if shape.fullmatch(name)]
            assert rows, f"{name} is not in the table"
            assert any(kind in {row_kind, "none"} and (lasts or life != -1) for row_kind, lasts in rows), name


def test_the_table_is_read() -> None:
    assert len(TABLE) == 36
    assert [shape.pattern for shape, _, lasts in TABLE if lasts] == [
        "signpost:stopped:[^ ]+",
        "signpost:agenda",
        "signpost:sent",
        "signpost:failed",
        "signpost:amendments",
        "signpost:callbacks",
        "signpost:promised",
        "signpost:shelf:[^ ]+",
        "signpost:audit",
        "signpost:unread",
        "signpost:counts",
        "signpost:staff",
    ]


def _rings(house: House) -> None:
    parent = PhonePlayer(house.carrier, house.deliver_now)
    parent.ring()
    for key in "1111":
        parent.press(key)
    parent.hang_up()


def _keys_another_mobile(house: House) -> None:
    caller = PhonePlayer(house.carrier, house.deliver_now, caller="landline")
    caller.ring()
    for key in ("1", "1", "07700900456", "1", "1"):
        caller.press(key)


def _texts(*words: str) -> Callable[[House], None]:
    def begin(house: House) -> None:
        for said in words:
            house.carrier.text(said)

    return begin


def _a_text_fails(house: House) -> None:
    house.carrier.refuse_next(21211)
    house.write(waiting=True)
    house.work()


def _a_text_is_put_off(house: House) -> None:
    house.carrier.refuse_next(20429, 429)
    house.write(waiting=True)
    house.work()


def _a_job_fails(house: House) -> None:
    text = house.write(waiting=True)
    house.service.redis.delete(keys.outbox(text.id))
    house.service.redis.hset(keys.outbox(text.id), "not", "a string")
    house.work()
    house.service.redis.delete(keys.outbox(text.id))


def _a_follow_up_is_sent(house: House) -> None:
    house.promise(datetime.now(UTC) + timedelta(days=3), matter="another")
    assert house.deliver_now()


def _a_message(house: House) -> None:
    house.service.store.message.put("The line is shut.", datetime.now(UTC) + timedelta(hours=1), "Ann")
    house.carrier.text("hello")


def _a_change_of_contacts(house: House) -> None:
    board = house.service.store.amendments
    board.put_number("helpline", "+441632960777", "Ann")
    board.close([date(2099, 12, 24)], "Ann")
    house.carrier.text("hello")


TURNS: dict[str, Callable[[House], None]] = {
    "a call": _rings,
    "another mobile is keyed": _keys_another_mobile,
    "a text": _texts("hello", "1"),
    "a follow-up is sent": _a_follow_up_is_sent,
    "a text fails": _a_text_fails,
    "a text is put off": _a_text_is_put_off,
    "a job fails": _a_job_fails,
    "no more texts": _texts("please do not text me"),
    "texts again": _texts("please do not text me", "START"),
    "a message of the day": _a_message,
    "a change of contacts": _a_change_of_contacts,
    "a call is asked for": _texts("RING ME"),
    "forget": _texts("FORGET", "1"),
}


@pytest.mark.parametrize("turn", TURNS.values(), ids=TURNS.keys())
def test_after_each_kind_of_turn(house: House, redis: Redis, turn: Callable[[House], None]) -> None:
    turn(house)
    check(redis)
    house.work()
    check(redis)


def test_after_all_of_them_and_when_all_is_forgotten(house: House, redis: Redis) -> None:
    for turn in TURNS.values():
        turn(house)
        house.work()
    check(redis)
    assert redis.exists(keys.COUNTS, keys.FAILED) == 1, "of what failed nothing is left"
    sent = [
        house.service.store.text(text_id.decode()) for text_id in cast("list[bytes]", redis.zrange(keys.SENT, 0, -1))
    ]
    assert {text.to if text else "" for text in sent} == {ANOTHER}, "of what was sent to the one who asked for it, too"


def test_a_key_that_is_not_in_the_table_is_found(redis: Redis) -> None:
    redis.set("signpost:other", "1", ex=60)
    with pytest.raises(AssertionError, match="not in the table"):
        check(redis)


def test_a_key_that_would_last_for_ever_is_found(redis: Redis) -> None:
    redis.set("signpost:answer:text:a:b", "1")
    with pytest.raises(AssertionError):
        check(redis)
