"""A Monday morning in the store, as parents and staff leave it: what the pictures of the README show."""

from datetime import date, timedelta
from typing import Any

from redis import Redis
from rq import SimpleWorker

from signpost.bootstrap import Service
from signpost.callback_ports import MailState, OpenCallback, Outcome
from signpost.core.wish import Manner, Time
from tests.house import MORNING
from tests.web.asked import ask_back, failed_text, promise, sent_text
from tests.web.console import MANAGER
from tests.web.test_needs import EACH_DAY, OCTOBER, count

TODAY = MORNING.date()
# Each request: how long ago, by which day from today on, and what else was said.
_REQUESTS: tuple[tuple[timedelta, int, dict[str, Any]], ...] = (
    (timedelta(days=4, hours=1), -1, {"matter": "provision", "unrung": True, "time": Time.MORNING}),
    (timedelta(days=2, hours=19), 0, {"matter": "decision", "first": True, "manner": Manner.SLOWLY}),
    (timedelta(days=5, hours=3), -1, {"matter": "trouble", "time": Time.AFTERNOON}),
    (timedelta(hours=1, minutes=42), 2, {"matter": "decision", "manner": Manner.LANGUAGE, "language": "Polish"}),
    (timedelta(minutes=55), 2, {"matter": "provision", "manner": Manner.TEXT}),
    (timedelta(minutes=8), 2, {"matter": "complaints", "time": Time.EITHER}),
)


def fill(service: Service) -> OpenCallback:
    """Six requests, one of them claimed; texts to come, sent and failed; a paused contact. The most urgent request."""
    requests = [
        ask_back(
            service,
            _number(index),
            state=MailState.SENT,
            made=int((MORNING - ago).timestamp()),
            by=TODAY + timedelta(days=ahead),
            **more,
        )
        for index, (ago, ahead, more) in enumerate(_REQUESTS)
    ]
    service.store.callbacks.close(requests[2].id, Outcome.NO_ANSWER, MANAGER.name)
    service.store.callbacks.claim(requests[1].id, MANAGER.name, MORNING - timedelta(minutes=12))
    _texts(service)
    service.store.amendments.pause("send-resolution-team", MANAGER.name)
    return requests[0]


def _texts(service: Service) -> None:
    failed_text(service, 30003, _number(10), about="mediation")
    failed_text(service, 30005, _number(11), about="provision")
    sent_text(service, _number(12), about="decision")
    for index, (ahead, what) in enumerate(_TO_COME):
        promise(service, MORNING + ahead, _number(20 + index), **what)


_TO_COME: tuple[tuple[timedelta, dict[str, Any]], ...] = (
    (timedelta(minutes=30), {"matter": "provision"}),
    (timedelta(hours=2), {"matter": "decision", "asked": 1}),
    (timedelta(hours=5), {"matter": "call-back"}),
    (timedelta(days=1), {"matter": "trouble"}),
    (timedelta(days=2), {"by": date(2026, 12, 9), "deadline": "appeal-date"}),
    (timedelta(days=3), {"matter": "decision"}),
    (timedelta(days=7), {"matter": "complaints"}),
)


def _number(index: int) -> str:
    return f"+4477009001{index:02}"


def count_october(redis: Redis) -> None:
    """The counts of a whole month, each day of the week its own, as days are."""
    for ahead in range(31):
        of_the_day = {name: max(1, by * (7 - ahead % 7) // 4) for name, by in EACH_DAY.items()}
        count(redis, OCTOBER + timedelta(days=ahead), of_the_day)


def hire_worker(service: Service) -> SimpleWorker:
    """A worker that is there, and does nothing; `register_death` ends it."""
    worker: SimpleWorker = service.jobs.worker(kind=SimpleWorker)  # type: ignore[assignment]
    worker.register_birth()  # type: ignore[no-untyped-call]
    return worker
