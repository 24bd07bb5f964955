"""How a call ends, for each way the line can be, and each way of getting there: on the real service, row by row.

A row is what the call put through came to, the line's hours, how the caller came, and from what phone. Each is taken
until the caller is let go, by keeping silent from the end that is named on.
"""

import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient
from redis import Redis

from signpost.bootstrap import build
from signpost.settings import Settings
from signpost.web import make_app
from tests.house import EXAMPLE, environment
from tests.web.conftest import PUBLIC_URL, Twilio

LINE = Path("tests/packs/line")
NUMBER = "0 1 6 3 2 9 6 0 0 0 1"
STATUSES = ("completed", "answered", "busy", "no-answer", "failed", "canceled")
# When the call is, and with which pack: the line's hours are in one, and not known in the other.
HOURS = {
    "open": ("2026-11-23 10:00Z", LINE),
    "shut": ("2026-11-21 10:00Z", LINE),
    "bank holiday": ("2026-12-28 10:00Z", LINE),
    "unknown": ("2026-12-28 10:00Z", EXAMPLE),
}
ENTRIES = ("direct", "forwarded", "queue")
CALLERS = {
    "mobile": "+447700900123",
    "landline": "+441632960123",
    "withheld": "anonymous",
    "relay": "+447700900124",
}
OVER = "the call is over, and the first menu again"
WAYS = "the number and the other ways"
SHUT = "when it opens, the number and the other ways"


def end(status: str, hours: str) -> str:
    """The end of a row: how a caller came, and from what phone, makes no difference to it."""
    if hours in {"shut", "bank holiday"}:
        return SHUT
    return OVER if status in {"completed", "answered"} else WAYS


class Caller:
    """One call, from one phone, taken a step at a time. What was heard last is `heard`, all of it `all`."""

    def __init__(self, client: FlaskClient, row: int, sender: str) -> None:
        self._twilio = Twilio(client)
        self._sid, self._sender = f"CA{row}", sender
        self.heard, self.all, self.dials = "", "", 0

    def post(self, path: str = "/voice", **fields: str) -> str:
        self.heard = self._twilio.call(path, self._sid, From=self._sender, **fields)
        # By Relay UK a comma stands where others hear a pause.
        said = re.sub(r"<[^>]*>|,", " ", self.heard)
        self.all += " ".join(said.split())
        self.dials += "<Dial" in self.heard
        return self.heard

    def on(self, **fields: str) -> str:
        found = re.search(r'action="/hook(/[^"]*)"', self.heard)
        assert found, f"silence: nothing follows {self.heard}"
        return self.post(found[1], **fields)

    def arrive(self, entry: str) -> None:
        self.post(**({} if entry == "direct" else {"ForwardedFrom": "+441632960001"}))
        if entry == "queue" and "To wait for them" in self.heard:
            self.on(Digits="1")
            assert "<Enqueue" in self.heard
            assert "You are number 1" in self._twilio.call("/voice/wait", self._sid, QueuePosition="1")
            self.on(QueueResult="leave", QueueTime="20")
        if self._sender == CALLERS["relay"]:
            self.on(Digits="7")
            assert 'timeout="180"' in self.heard
            assert "<break" not in self.heard


@pytest.fixture(scope="module")
def clients(redis_url: str) -> Iterator[Callable[[Path], FlaskClient]]:
    made: dict[Path, FlaskClient] = {}
    services = []

    def client(pack: Path) -> FlaskClient:
        if pack not in made:
            with pytest.MonkeyPatch.context() as patch:
                for name, value in environment(redis_url, PUBLIC_URL, pack=pack).items():
                    patch.setenv(name, value)
                services.append(build(Settings.from_env()))
            made[pack] = make_app(services[-1]).test_client()
        return made[pack]

    yield client
    for service in services:
        service.redis.close()


ROWS = [*product(STATUSES, HOURS, product(ENTRIES, CALLERS))]
NAMES = [f"{status}, {hours}, {entry}, {phone}" for status, hours, (entry, phone) in ROWS]


@pytest.mark.parametrize(("row", "status", "hours", "came"), [(at, *row) for at, row in enumerate(ROWS)], ids=NAMES)
def test_each_row_has_its_end(
    row: int, status: str, hours: str, came: tuple[str, str], clients: Callable[[Path], FlaskClient], redis: Redis
) -> None:
    entry, phone = came
    assert redis.dbsize() == 0
    when, pack = HOURS[hours]
    with time_machine.travel(when, tick=False):
        caller = Caller(clients(pack), row, CALLERS[phone])
        caller.arrive(entry)
        caller.on(Digits="0")
        if "<Dial" in caller.heard:
            assert 'timeout="25"' in caller.heard
            assert ("callerId" in caller.heard) == (phone == "withheld")
            caller.on(DialCallStatus=status)
        assert named(caller) == end(status, hours)
        assert caller.dials == (0 if end(status, hours) == SHUT else 1)
        let_go(caller)
        # Nobody is rung through again without being asked.
        assert caller.dials == (0 if end(status, hours) == SHUT else 1)
        assert NUMBER in caller.all


def named(caller: Caller) -> str:
    said = " ".join(re.sub(r"<[^>]*>|,", " ", caller.heard).split())
    if "That call is over" in said and "Is your child in school" in said:
        return OVER
    if NUMBER not in said or "To have the number by text" not in said:
        return f"something else: {said}"
    return SHUT if "is shut just now. It opens at 9 am" in said else WAYS


def let_go(caller: Caller) -> None:
    """Keep silent until the call ends."""
    for _ in range(6):
        if "<Hangup" in caller.heard:
            return
        caller.on(Digits="")
    raise AssertionError(f"a loop: {caller.all}")
