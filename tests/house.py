"""The whole service within the test process, on real parts: server, SDK, signatures and HTTP; only time is ours.

The worker of the Procfile is a process of its own; here RQ's own SimpleWorker takes its place, run when a test says so.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from rq import SimpleWorker

from signpost import jobs
from signpost.bootstrap import Service, Settings, build
from signpost.phone.carrier import Carrier
from signpost.phone.page import create_app
from signpost.phone.server import Server
from signpost.web import make_app

ACCOUNT = "AC" + "0" * 32
SECRET = "a secret that only tests know"
TOKEN = "a test's auth token"
NUMBER = "+447700900000"
PACK = Path("menus/hertfordshire")


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
    }


@dataclass
class House:
    """A service, and the stand-in carrier in front of it."""

    service: Service
    carrier: Carrier

    def work(self) -> None:
        """Run every job that waits."""
        worker = self.service.jobs.worker(kind=SimpleWorker)
        worker.work(burst=True, logging_level="WARNING")

    def deliver_now(self) -> bool:
        """Bring the next follow-up forward and send it; whether there was one."""
        follow_up = self.service.jobs.next_follow_up()
        if follow_up is None:
            return False
        self.service.jobs.now(follow_up)
        self.work()
        return True


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
