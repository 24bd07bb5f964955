"""What people leave in Redis, by kind of key: bytes of each, and how long it is kept."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import cast

from flask.testing import FlaskClient
from redis import Redis

from signpost.adapters import keys
from signpost.bootstrap import Service
from signpost.core.dropped import OFFERED_FOR
from signpost.core.menu import Keep
from signpost.ports import Store, TextState, by_call, by_text
from signpost.web import make_app
from tests.benchmarks import signed
from tests.benchmarks.figures import Table
from tests.benchmarks.followups import DAYS

PUBLIC = "http://127.0.0.1:8000"
# The numbers of those who only ring, and of those who text as well: nobody else here has them.
RINGING, TEXTING = 300, 600
# To a signpost, which is heard twice more; in five turns, and then they ring off.
HEARD = ("3", "1", "3", "3")
# To a signpost, then: by text, to this phone, and ask me later.
TEXTED = ("3", "1", "2", "1", "1")
# People who come before any is counted: with the first come scripts, and keys that all share.
FIRST = 10
NOTE = (
    "The mean of MEMORY USAGE over the keys of a kind, and for each key an even share of what Redis uses beside them. "
    "Callers have made a call of five turns. Texters have rung and had a text sent, a follow-up waits, and on each of "
    "two later days a text of theirs came in. A caller, or a texter, is their record and the list of their keys."
)
# What is told, and the kinds of keys that make it up.
KINDS = {
    "a caller": ("person", "held"),
    "a texter": ("person", "held"),
    "a call's session": ("session:call",),
    "a call's answer": ("answer:call",),
    "a call that broke off": ("left",),
    "a texter's session": ("session:text",),
    "an answer to a text": ("answer:text",),
    "a text sent": ("outbox", "sent"),
    "a follow-up that waits": ("followup", "agenda"),
    # Of ten minutes, and of a day.
    "a phone's counts": ("floods", "floods"),
    "a phone's texts of a day": ("today",),
}
# Of a caller's own call; all else is what texters leave.
_OF_CALLERS = frozenset({"a caller", "a call's session", "a call's answer", "a call that broke off"})
_KIND = re.compile(r"signpost:((?:session|answer):(?:call|text)|[a-z-]+)")
# Of these there is one for all; it counts as many times as it has members.
_SHARED = {"agenda": keys.AGENDA, "sent": keys.SENT}


@dataclass(frozen=True, slots=True)
class Held:
    """What Redis holds at a moment: bytes in all, keys in all, and of each kind how many there are and their bytes."""

    used: int
    keys: int
    counts: Counter[str]
    sizes: Counter[str]

    def since(self, before: "Held") -> dict[str, float]:
        """Bytes of each that has come since then, by kind, with its share of what is left over."""
        beside = self.used - before.used - (self.sizes.total() - before.sizes.total())
        share = beside / (self.keys - before.keys)
        come = {kind: count - before.counts[kind] for kind, count in self.counts.items() if count > before.counts[kind]}
        each = {kind: (self.sizes[kind] - before.sizes[kind]) / count for kind, count in come.items()}
        return {kind: size + share * (kind not in _SHARED) for kind, size in each.items()}


def held(redis: Redis) -> Held:
    """What Redis holds now."""
    used = int(redis.info("memory")["used_memory"])
    counts, sizes = Counter[str](), Counter[str]()
    names = [name.decode() for name in cast("list[bytes]", redis.keys("*"))]
    for name in names:
        kind = _kind(name)
        counts[kind] += int(redis.zcard(name)) if kind in _SHARED else 1
        sizes[kind] += int(redis.memory_usage(name, samples=0) or 0)
    return Held(used, len(names), counts, sizes)


def _kind(name: str) -> str:
    found = _KIND.match(name)
    return found[1] if found else "of others"


def measured(service: Service, redis: Redis, people: int) -> tuple[Table, dict[str, float]]:
    """Bytes and days of each in KINDS, of so many people: as a table, and as figures for who reckons with them."""
    client = make_app(service).test_client()
    callers = _left_by(redis, people, partial(_ring, client, RINGING))
    texters = _left_by(redis, people, partial(_text, client, service.store, redis, TEXTING))
    days = lives(service.pack.keep)
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    for name, kinds in KINDS.items():
        found = callers if name in _OF_CALLERS else texters
        size = sum(found[kind] for kind in kinds)
        rows.append((name, f"{size:,.0f}", f"{days[name]:.2g}" if days[name] < 1 else f"{days[name]:g}"))
        figures |= {f"bytes of {name}": size, f"days of {name}": days[name]}
    return Table("Redis, by kind of key", ("what", "bytes", "days it is kept"), tuple(rows), NOTE), figures


def lives(keep: Keep) -> dict[str, float]:
    """For how many days each in KINDS is kept; a follow-up until it is due, at the latest."""
    call, text = by_call(""), by_text("")
    return {
        "a caller": keep.person,
        "a texter": keep.person,
        "a call's session": keys.session_life(call, keep) / keys.DAY,
        "a call's answer": keys.answer_life(call) / keys.DAY,
        "a call that broke off": OFFERED_FOR / keys.DAY,
        "a texter's session": keys.session_life(text, keep) / keys.DAY,
        "an answer to a text": keys.answer_life(text) / keys.DAY,
        "a text sent": keep.text,
        "a follow-up that waits": DAYS,
        "a phone's counts": 1,
        "a phone's texts of a day": 1,
    }


def _left_by(redis: Redis, people: int, come: Callable[[int, int], None]) -> dict[str, float]:
    come(0, FIRST)
    before = held(redis)
    come(FIRST, people)
    return held(redis).since(before)


def _ring(client: FlaskClient, numbers: int, first: int, people: int) -> None:
    _send(client, islice(signed.calls(people, numbers + first, HEARD), people * (1 + len(HEARD))))


def _text(client: FlaskClient, store: Store, redis: Redis, numbers: int, first: int, people: int) -> None:
    before = _texts(redis)
    _send(client, islice(signed.calls(people, numbers + first, TEXTED), people * (1 + len(TEXTED))))
    for text_id in _texts(redis) - before:
        _deliver(store, text_id)
    texts = signed.texts(people, numbers + first)
    for _day in range(2):
        _a_day_goes_by(redis)
        _send(client, islice(texts, people))


def _texts(redis: Redis) -> set[str]:
    return {keys.outbox_id(key.decode()) or "" for key in cast("list[bytes]", redis.keys(keys.outbox("*")))}


def _deliver(store: Store, text_id: str) -> None:
    """What a worker does about a text, and a report on it, the carrier apart."""
    text = store.claim(text_id)
    assert text is not None
    store.sent_today(text.person, text_id)
    store.settle(text_id, TextState.SENT, sid=f"SM{text_id}")
    store.settle(text_id, TextState.DELIVERED)


def _a_day_goes_by(redis: Redis) -> None:
    """A person's list of keys loses the names of those that live a day at most, as with the first turn after that."""
    for key in redis.keys(keys.held("*")):
        redis.zremrangebyscore(key, "-inf", time.time() + keys.DAY + 60)


def _send(client: FlaskClient, turns: Iterator[signed.Turn]) -> None:
    for path, form in turns:
        headers = {"X-Twilio-Signature": signed.signature(PUBLIC + path, form)}
        assert client.post(path, data=form, headers=headers, base_url=PUBLIC).status_code == 200
