"""The send of plain.py as a job of Huey, Dramatiq and Celery, each as its own documentation shows it.

`python -m tests.benchmarks.others NAME` is a worker of that queue: one process, with what it has by default within it.
BENCH_REDIS and BENCH_CARRIER say where.
"""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from threading import Event
from typing import Any

from redis import Redis

from signpost.adapters.seal import Seal
from tests.benchmarks import plain
from tests.house import SECRET

NAMES = ("Huey", "Dramatiq", "Celery")
DELAY = timedelta(milliseconds=1)


def records(redis: Redis, mobiles: Sequence[str]) -> list[str]:
    """A sealed record for each, as in plain.py; their names."""
    seal, found = Seal(SECRET), []
    for mobile in mobiles:
        found.append(token_hex(16))
        redis.set(f"plain:{found[-1]}", seal.seal({"to": mobile, "body": plain.BODY}), ex=60 * 86_400)
    return found


def schedule(name: str, url: str, redis: Redis, mobiles: Sequence[str]) -> None:
    """A record and a delayed job for each, due at once."""
    later = _later(name, url)
    for record in records(redis, mobiles):
        later(record)


def _later(name: str, url: str) -> Callable[[str], object]:
    match name:
        case "Huey":
            task = huey_task(url)
            return lambda record: task.schedule(args=(record,), eta=datetime.now(UTC) + DELAY)
        case "Dramatiq":
            actor = dramatiq_actor(url)
            return lambda record: actor.send_with_options(args=(record,), delay=DELAY)
        case _:
            job = celery_task(url)
            return lambda record: job.apply_async((record,), eta=datetime.now(UTC) + DELAY)


def huey_task(url: str) -> Any:
    """The send as a task of Huey."""
    from huey import RedisHuey

    return RedisHuey("plain", url=url, results=False, utc=True).task(name="send")(plain.send)


def dramatiq_actor(url: str) -> Any:
    """The send as an actor of Dramatiq."""
    import dramatiq
    from dramatiq.brokers.redis import RedisBroker

    broker: Any = RedisBroker(url=url)  # type: ignore[no-untyped-call]
    dramatiq.set_broker(broker)
    return dramatiq.actor(actor_name="send", broker=broker)(plain.send)


def celery_task(url: str) -> Any:
    """The send as a task of Celery, whose results nobody keeps."""
    from celery import Celery

    return Celery("plain", broker=url).task(name="send", ignore_result=True)(plain.send)


def work(name: str, url: str) -> None:
    """Work until the process is ended."""
    match name:
        case "Huey":
            huey_task(url).huey.create_consumer(workers=1).run()
        case "Dramatiq":
            from dramatiq import Worker

            worker = Worker(dramatiq_actor(url).broker)
            worker.start()
            worker.join()
            Event().wait()
        case _:
            celery_task(url).app.worker_main(["worker", "--pool=solo", "--loglevel=ERROR"])


if __name__ == "__main__":
    plain._gateway().load()
    work(sys.argv[1], os.environ["BENCH_REDIS"])
