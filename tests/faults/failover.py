"""The primary of Redis is killed, or hangs, while people ask to be rung back: another takes over, and none is lost.

The Procfile's own processes find the new primary by its sentinels, and are not started again. `make faults` does it
with fifty people, and prints the figures.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.controller import Controller

from signpost.adapters.connection import connect
from signpost.adapters.seal import Seal
from signpost.adapters.store import RedisStore
from signpost.callback_ports import OpenCallback
from signpost.core.menu import Keep
from signpost.phone.stack import PROCESSES
from tests.faults.asking import Asker, Diary
from tests.faults.kept import (
    AT_ONCE,
    PACK,
    TEAM,
    TIMES,
    Post,
    _lost,
    _miscounted,
    _settled,
    _unmailed,
    _wait,
    row,
)
from tests.faults.processes import Processes, free_port, started
from tests.faults.table import Row
from tests.faults.watched import watched
from tests.house import SECRET, TOKENS, environment

_TO_TAKE_OVER = 30.0
# How much later somebody may still be in trouble: a command gives up after a second, and sentinels are asked meanwhile.
_GRACE = 4.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Figures by name, whatever is wrong, and both in one line."""

    figures: Mapping[str, object]
    wrong: tuple[str, ...]
    row: Row


def run(folder: Path, *, people: int, hangs: bool) -> Outcome:
    """Have so many people ask five times each; half-way the primary is killed, or `hangs`."""
    diary = Diary()
    with ExitStack() as ends:
        servers = ends.enter_context(watched(folder))
        redis = connect(servers.url)
        ends.callback(redis.close)
        store = RedisStore(redis, Seal(SECRET), Keep(), tokens=TOKENS, teams=(TEAM,))
        post = Post(free_port())
        controller = Controller(post, hostname="127.0.0.1", port=post.port)
        controller.start()
        ends.callback(controller.stop)
        mail = f"smtp://127.0.0.1:{post.port}?from=signpost@example.org"
        settings = {**environment(servers.url, "", pack=PACK), "SMTP_URL": mail}
        service = started(ends, folder, PROCESSES, settings)
        askers = [
            Asker(service.url, f"+447700900{100 + person}", ("morning", "afternoon")[turn % 2], not turn, diary)
            for person in range(people)
            for turn in range(TIMES)
        ]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            asking = [pool.submit(asker.ask) for asker in askers]
            while sum(one.done() for one in asking) < len(asking) // 2:
                time.sleep(0.01)
            began = time.monotonic()
            gone = servers.stop_primary() if hangs else servers.kill_primary()
            servers.wait_for_another(gone, _TO_TAKE_OVER)
            ended = time.monotonic()
            for one in asking:
                one.result()
        settled = _wait(lambda: _settled(store, people))
        found = store.callbacks.open()
        wrong = [*diary.wrong, *_in_trouble(diary, began, ended + _GRACE), *_lost(diary, found, people)]
        wrong += _miscounted(diary, store.counts().get("callbacks.asked", 0))
        wrong += [*_unmailed(found, post), *_ended(service)]
        wrong += [] if settled else [f"not settled:\n{service.last_words()}"]
        line = row(f"the primary of Redis {'hangs' if hangs else 'is killed'}", diary, found, wrong)
        return Outcome(_figures(diary, found, ended - began), tuple(wrong), line)


def _in_trouble(diary: Diary, began: float, ended: float) -> Iterator[str]:
    """Silence never, and trouble only while there was no primary."""
    for one in diary.unheard:
        yield f"unheard: {one.what}"
    for one in diary.troubles:
        if not (began <= one.ended and one.began <= ended):
            yield "trouble while there was a primary"


def _ended(service: Processes) -> Iterator[str]:
    """The very processes that were started first are at work still."""
    for name, process in service.started.items():
        if process.poll() is not None:
            yield f"{name} has ended:\n{service.last_words()}"


def _figures(diary: Diary, found: Sequence[OpenCallback], away: float) -> dict[str, object]:
    return {
        "times that somebody was told it is noted": len(diary.told),
        "requests that are open": len(found),
        "seconds without a primary": f"{away:.1f}",
        "webhooks that were sent again": len(diary.tried_again),
        "calls and texts that nobody answered": len(diary.unheard),
        "that were given the helpline's number": len(diary.troubles),
    }
