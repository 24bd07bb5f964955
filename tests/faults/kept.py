"""Fifty people ask a team to ring them, each five times over, while all that can be killed is killed: none is lost.

The Procfile's own processes, a Valkey of their own with its file that is appended to, an SMTP server that takes the
e-mails to the team, and truly signed requests. `make faults` does it at length, and prints the figures.
"""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from signpost.adapters import embedded
from signpost.adapters.connection import connect
from signpost.adapters.seal import Seal
from signpost.adapters.store import RedisStore
from signpost.callback_ports import MailState, OpenCallback
from signpost.core.menu import Keep
from signpost.core.numbers import national
from signpost.phone.stack import PROCESSES
from tests.faults.asking import Asker, Diary, Happened
from tests.faults.processes import Death, Processes, free_port, started
from tests.faults.table import Row
from tests.house import SECRET, TOKENS, environment

PACK = Path("tests/packs/team")
TEAM = "case-team"
PEOPLE, TIMES = 50, 5
AT_ONCE = 16
# A worker that has the product's waits shortened, for who cannot wait for a lease of a minute to run out.
HURRIED = {**PROCESSES, "worker": f"{sys.executable} -m tests.faults.hurried_worker worker replies followups"}
_TO_SETTLE = 400.0


class Post:
    """The team's post office: for each e-mail its Message-ID and its words. One of `strikes` is called at each."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.letters: list[tuple[str, str]] = []
        self.strikes: list[Callable[[], None]] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        letter = message_from_bytes(envelope.content)
        self.letters.append((letter["Message-ID"].strip(), str(letter.get_payload())))
        if self.strikes:
            self.strikes.pop()()
        return "250 OK"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it all: figures by name, whatever is wrong, and both in one line."""

    figures: Mapping[str, object]
    wrong: tuple[str, ...]
    row: Row


def run(folder: Path, *, people: int, rounds: int, commands: Mapping[str, str]) -> Outcome:
    """Have so many people ask five times each, and each death strike so many times meanwhile; see what is left."""
    diary = Diary()
    with _service(folder, commands) as (service, store, post):
        askers = [
            Asker(service.url, f"+447700900{100 + person}", ("morning", "afternoon")[turn % 2], not turn, diary)
            for person in range(people)
            for turn in range(TIMES)
        ]
        began = time.monotonic()
        _ask(askers, list(Death) * rounds, service, post)
        asked = time.monotonic()
        settled = _wait(lambda: _settled(store, people))
        found = store.callbacks.open()
        times = {"asking": f"{asked - began:.1f} s", "longest wait for an e-mail after": f"{_since(asked):.1f} s"}
        wrong = [*diary.wrong, *_unexcused(diary, service.away), *_lost(diary, found, people), *_unmailed(found, post)]
        wrong += _miscounted(diary, store.counts().get("callbacks.asked", 0))
        if post.strikes:
            wrong.append("too few e-mails: the worker lived on")
        if not settled:
            wrong.append(f"not settled: {Counter(one.mail for one in found)}\n{service.last_words()}")
    figures = _figures(diary, found, post, service.deaths) | times
    return Outcome(figures, tuple(wrong), row("web, worker and Redis killed amid requests", diary, found, wrong))


def row(fault: str, diary: Diary, found: Sequence[OpenCallback], wrong: Sequence[str]) -> Row:
    """All of it in one line. Of the requests, those that somebody was there to answer."""
    there = Counter(one.request.wish.number for one in found)
    lost = {number for number, _ in diary.told} - set(there)
    answered, doubled = len(diary.seconds) - len(diary.wrong), sum(count - 1 for count in there.values())
    return Row(fault, len(diary.seconds), answered, len(lost), doubled, max(diary.seconds), tuple(wrong))


def _ask(askers: Sequence[Asker], deaths: Sequence[Death], service: Processes, post: Post) -> None:
    """Have them all ask, so many at once, with the deaths spread over the time that it takes."""
    done = threading.Semaphore(0)

    def ask(asker: Asker) -> None:
        asker.ask()
        done.release()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        asking = [pool.submit(ask, asker) for asker in askers]
        for death in deaths:
            for _ in range(len(askers) // (len(deaths) + 1)):
                done.acquire()
            if death is Death.WORKER:
                # Right as the team's server takes an e-mail.
                post.strikes.append(lambda: service.die(Death.WORKER))
            else:
                service.die(death)
        for one in asking:
            one.result()


@contextmanager
def _service(folder: Path, commands: Mapping[str, str]) -> Iterator[tuple[Processes, RedisStore, Post]]:
    with ExitStack() as ends:
        url = embedded.ensure(folder)
        ends.callback(embedded.stop, folder)
        redis = connect(url)
        ends.callback(redis.close)
        post = Post(free_port())
        controller = Controller(post, hostname="127.0.0.1", port=post.port)
        controller.start()
        ends.callback(controller.stop)
        mail = f"smtp://127.0.0.1:{post.port}?from=signpost@example.org"
        service = started(ends, folder, commands, {**environment(url, "", pack=PACK), "SMTP_URL": mail})
        yield service, RedisStore(redis, Seal(SECRET), Keep(), tokens=TOKENS, teams=(TEAM,)), post


def _settled(store: RedisStore, people: int) -> bool:
    found = store.callbacks.open()
    return len(found) == people and all(one.mail is MailState.SENT for one in found)


def _wait(done: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + _TO_SETTLE
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def _since(moment: float) -> float:
    return time.monotonic() - moment


def _unexcused(diary: Diary, away: Sequence[Happened]) -> Iterator[str]:
    """Silence while the web was there, and trouble while Redis was."""
    for happened, death in [(one, Death.WEB) for one in diary.unheard] + [(one, Death.REDIS) for one in diary.troubles]:
        if not any(one.what == death and one.began <= happened.ended and happened.began <= one.ended for one in away):
            yield f"for nothing: {happened.what}"


def _lost(diary: Diary, found: Sequence[OpenCallback], people: int) -> Iterator[str]:
    """What was said to be noted and is not there, and what is there twice."""
    there = Counter(one.request.wish.number for one in found)
    if len(found) != people or set(there.values()) != {1}:
        yield f"{len(found)} requests of {len(there)} people"
    for number in {number for number, _ in diary.told} - set(there):
        yield f"lost: {number}"
    for one in found:
        if (one.request.wish.number, str(one.request.wish.time)) not in diary.told:
            yield f"never told so: {one.request.wish}"


def _unmailed(found: Sequence[OpenCallback], post: Post) -> Iterator[str]:
    """What the team does not know as it now stands, and e-mails of one id that do not say the same."""
    for one in found:
        ring, when = f"Ring: {national(one.request.wish.number)}", f"Best time: in the {one.request.wish.time}"
        if not any(ring in words and when in words for _, words in post.letters):
            yield f"not mailed: {one.request.wish}"
    for name, letters in Counter(name for name, _ in set(post.letters)).items():
        if letters > 1:
            yield f"{letters} e-mails that differ are called {name}"


def _miscounted(diary: Diary, asked: int) -> Iterator[str]:
    """A request that is delivered twice asks once. What nobody heard of may have been noted, or not."""
    most = len(diary.told) + len(diary.unheard) + len(diary.troubles)
    if not len(diary.told) <= asked <= most:
        yield f"asked {asked} times, which were to be from {len(diary.told)} to {most}"


def _figures(diary: Diary, found: Sequence[OpenCallback], post: Post, deaths: Mapping[Death, int]) -> dict[str, object]:
    names = {name for name, _ in post.letters}
    return {
        **{f"killed: {death}": deaths[death] for death in Death},
        "times that somebody was told it is noted": len(diary.told),
        "requests that are open": len(found),
        "webhooks that were sent again": len(diary.tried_again),
        "calls and texts that nobody answered, while the web was away": len(diary.unheard),
        "that were given the helpline's number, while Redis was away": len(diary.troubles),
        "e-mails": len(names),
        "that came once more, with the same Message-ID": len(post.letters) - len(names),
    }
