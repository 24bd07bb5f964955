"""The whole service within the test process, on real parts: server, SDK, signatures and HTTP; only time is ours.

The worker of the Procfile is a process of its own; here RQ's own SimpleWorker takes its place, run when a test says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from rq import SimpleWorker

from signpost import hands, jobs
from signpost.adapters.pace import KEPT, SenderPace
from signpost.adapters.seal import SecretTokens
from signpost.bootstrap import Service, build
from signpost.core.hours import LONDON
from signpost.phone.carrier import Carrier
from signpost.phone.ledger import Kind, Text
from signpost.phone.numbers import MOBILE
from signpost.phone.page import create_app
from signpost.phone.server import Server
from signpost.ports import Changes, OutgoingText, PendingFollowUp, by_text
from signpost.settings import Settings
from signpost.web import make_app

ACCOUNT = "AC" + "0" * 32
SECRET = "a secret that only tests know"
TOKENS = SecretTokens(SECRET)
TOKEN = "a test's auth token"
NUMBER = "+447700900000"
PACK = Path("menus/hertfordshire")
EXAMPLE = Path("menus/example")
RATE, SEGMENTS_A_DAY = 1000, 1_000_000
# A Monday: texts may go out that nobody waits for.
MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)


def environment(
    redis_url: str, public_url: str, api_url: str = "http://127.0.0.1:1", pack: Path = PACK
) -> dict[str, str]:
    return {
        "REDIS_URL": redis_url,
        "SIGNPOST_PACK": str(pack),
        "SIGNPOST_PUBLIC_URL": public_url,
        "SIGNPOST_SECRET_KEY": SECRET,
        "SIGNPOST_SMS_FROM": NUMBER,
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "TWILIO_API_URL": api_url,
        "SIGNPOST_METRICS_TOKEN": "a token for the monitor",
        # Enough that nothing waits: a test of the pace fills the second.
        "SIGNPOST_SMS_RATE": str(RATE),
        "SIGNPOST_SEGMENTS_A_DAY": str(SEGMENTS_A_DAY),
        "SIGNPOST_MOST_FROM_ONE": "1000000",
        "SIGNPOST_MOST_FROM_A_BLOCK": "1000000",
    }


class Hand(SimpleWorker):
    """RQ's own, deaf to its commands from afar: to stop listening for them takes up to a second."""

    def subscribe(self) -> None:
        """Do not."""


@dataclass
class House:
    """A service, and the stand-in carrier in front of it."""

    service: Service
    carrier: Carrier

    def work(self) -> None:
        """Run every job that waits, and those for later whose time has come."""
        worker = self.service.jobs.worker(kind=Hand)
        worker.work(burst=True, with_scheduler=True, logging_level="WARNING")

    def deliver_now(self) -> bool:
        """Bring the next follow-up forward and send it; whether there was one."""
        found = self.service.store.agenda.bring_forward()
        self.work()
        return found

    def received(self) -> list[Text]:
        """The texts that the carrier took from the service, in order; answers to a text are not among them."""
        return [text for text in self.carrier.ledger.accepted() if text.kind is Kind.SENT]

    def promise(self, due: datetime, number: str = MOBILE, matter: str = "", **more: Any) -> PendingFollowUp:
        """Keep a follow-up for a number, that opens the first menu."""
        person = TOKENS.person(number)
        made = PendingFollowUp(
            TOKENS.follow_up(person, matter + more.get("deadline", "")),
            person,
            number,
            self.service.pack.first,
            due,
            matter,
            **more,
        )
        self._save(person, follow_ups=(made,))
        return made

    def write(self, *, waiting: bool, number: str = MOBILE, words: str = "Ring us.", **more: Any) -> OutgoingText:
        """Keep a text to a number, as one that somebody waits for or not."""
        person = TOKENS.person(number)
        made = OutgoingText(TOKENS.text(), person, number, words, waiting, datetime.now(UTC), **more)
        self._save(person, texts=(made,))
        return made

    def _save(self, person: str, **what: Any) -> None:
        with self.service.store.turn(by_text(person), person, None) as turn:
            assert turn.save(Changes(turn.session, turn.person, answer="", **what))

    def fill_the_second(self) -> None:
        """Let no text out until `end_the_second`: the second is Redis's own, and does not stand still by itself."""
        self._sent_in_this_second(RATE, waiting=True)

    def flood_the_second(self) -> None:
        """Until `end_the_second`, let nothing more out than what somebody waits for."""
        self._sent_in_this_second(RATE - KEPT, waiting=False)

    def _sent_in_this_second(self, sent: int, *, waiting: bool) -> None:
        assert SenderPace(self.service.redis, RATE).room(sent, waiting=waiting)
        for second in self.service.redis.keys("signpost:pace:*"):
            self.service.redis.persist(second)

    def end_the_second(self) -> None:
        """There is room again."""
        self.service.redis.delete(*self.service.redis.keys("signpost:pace:*"))


@contextmanager
def opened(redis_url: str, monkeypatch: pytest.MonkeyPatch, pack: Path = PACK) -> Iterator[House]:
    """A house with the lights on. Redis should be empty."""
    # The service must know its address before it is built, so its place is taken first.
    front = Flask("front")
    with Server(front) as web:
        carrier = Carrier(web.url, account_sid=ACCOUNT, auth_token=TOKEN)
        with carrier, Server(create_app(carrier, lambda: False)) as api:
            for name, value in environment(redis_url, web.url, api.url, pack).items():
                monkeypatch.setenv(name, value)
            # However busy this machine is: one text after the other, so that their order says something.
            monkeypatch.setattr(hands, "PATIENCE", 30.0)
            jobs.service.cache_clear()
            service = build(Settings.from_env())
            front.wsgi_app = make_app(service).wsgi_app  # type: ignore[method-assign]
            try:
                yield House(service, carrier)
            finally:
                service.redis.close()
                if jobs.service.cache_info().currsize:
                    jobs.service().redis.close()
                jobs.service.cache_clear()
