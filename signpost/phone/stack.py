"""The whole service on this machine, with the stand-in carrier in Twilio's place.

The processes are those of the Procfile, started as they are there, with settings that point at the stand-in: nothing in
them knows that no real telephone is involved. Everything is kept in a folder of its own, and gone when it ends.
"""

import os
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import requests
from redis import Redis

from signpost.adapters import embedded, keys
from signpost.adapters.agenda import Agenda
from signpost.adapters.connection import connect
from signpost.adapters.jobqueue import JobQueue
from signpost.phone.carrier import Carrier
from signpost.phone.clock import put_on, seconds_to
from signpost.phone.ledger import sent
from signpost.phone.page import create_app
from signpost.phone.server import Server

# As in the Procfile: a test holds the two together.
PROCESSES = {
    "web": 'gunicorn --config python:signpost.web.gunicorn_conf "signpost.web:create_app()"',
    "worker": "signpost worker replies followups",
}
_START_PATIENCE = 60.0
_STOP_PATIENCE = 15.0
_TEXT_PATIENCE = 10.0


class StackError(Exception):
    """A process of the service did not start; the message holds what it said last."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A running service: `url` is the stand-in phone's page, `public_url` the service's own address."""

    url: str
    public_url: str
    carrier: Carrier
    agenda: Agenda
    redis: Redis
    environment: Mapping[str, str]

    def deliver_now(self) -> bool:
        """Bring the next follow-up forward and wait until it has come; whether there was one.

        Texts that were asked for before come before: whoever reads what to do from a file must not mix them up.
        """
        if self.agenda.next_follow_up() is None:
            return False
        ledger = self.carrier.ledger
        ledger.wait(lambda now: sent(now) >= self._texts_due(), _TEXT_PATIENCE)
        before = sent(ledger)
        found = self.agenda.bring_forward()
        ledger.wait(lambda now: not found or sent(now) > before, _TEXT_PATIENCE)
        return found

    def _texts_due(self) -> int:
        """How many texts the carrier is to bring in all, by the service's own counters."""
        asked, followed_up, failed = self.redis.hmget(keys.COUNTS, ["texts.asked", "followups.sent", "texts.failed"])
        return int(asked or 0) + int(followed_up or 0) - int(failed or 0)


@contextmanager
def running(pack: Path, *, page_port: int = 0, at: datetime | None = None) -> Iterator[Stack]:
    """The service with `pack`, and the stand-in phone's page on `page_port`, or on a free port when that is taken.

    With `at` (aware) it begins then, and time goes on from there, in this process too. Raises StackError when a process
    ends before it is ready.
    """
    with ExitStack() as ends:
        seconds = seconds_to(at) if at else 0
        if seconds:
            ends.enter_context(put_on(seconds))
        folder = Path(tempfile.mkdtemp(prefix="signpost-"))
        ends.callback(shutil.rmtree, folder, ignore_errors=True)
        url = embedded.ensure(folder)
        ends.callback(embedded.stop, folder)
        redis = connect(url)
        ends.callback(redis.close)
        agenda = Agenda(redis, JobQueue(redis), time.time)
        port = _free_port(0)
        carrier = ends.enter_context(Carrier(f"http://127.0.0.1:{port}"))
        page = create_app(carrier, agenda.bring_forward)
        server = ends.enter_context(Server(page, _free_port(page_port)))
        environment = _environment(carrier, port, url, server.url, pack)
        stack = Stack(server.url, carrier.public_url, carrier, agenda, redis, environment)
        started = {}
        for name in PROCESSES:
            started[name] = _start(name, folder, environment, seconds)
            ends.callback(_stop, started[name])
        _wait_until_ready(stack, started, folder)
        yield stack


def _environment(carrier: Carrier, port: int, redis_url: str, api_url: str, pack: Path) -> dict[str, str]:
    tools = Path(sys.executable).parent
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("SIGNPOST_", "TWILIO_", "SMTP_"))},
        "PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', '')}",
        "PORT": str(port),
        # The stand-in is for this machine alone.
        "GUNICORN_CMD_ARGS": f"--bind 127.0.0.1:{port}",
        "REDIS_URL": redis_url,
        "SIGNPOST_PACK": str(pack),
        "SIGNPOST_PUBLIC_URL": carrier.public_url,
        "SIGNPOST_SECRET_KEY": secrets.token_hex(32),
        "SIGNPOST_SMS_FROM": carrier.number,
        "TWILIO_ACCOUNT_SID": carrier.account_sid,
        "TWILIO_AUTH_TOKEN": carrier.auth_token,
        "TWILIO_API_URL": api_url,
    }


def _free_port(wanted: int) -> int:
    try:
        with socket.create_server(("127.0.0.1", wanted)) as found:
            port: int = found.getsockname()[1]
    except OSError:
        return _free_port(0)
    return port


def _start(name: str, folder: Path, environment: Mapping[str, str], seconds: int) -> subprocess.Popen[bytes]:
    clock = [sys.executable, "-m", "signpost.phone.clock", str(seconds)] if seconds else []
    with (folder / f"{name}.log").open("wb") as log:
        command = [*clock, *shlex.split(PROCESSES[name])]
        return subprocess.Popen(  # noqa: S603
            command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )


def _wait_until_ready(stack: Stack, started: Mapping[str, subprocess.Popen[bytes]], folder: Path) -> None:
    deadline = time.monotonic() + _START_PATIENCE
    while True:
        for name, process in started.items():
            if process.poll() is not None:
                raise StackError(f"the {name} process ended at once:\n{_last_words(folder, name)}")
        if _ready(stack.public_url):
            return
        if time.monotonic() > deadline:
            raise StackError(f"the service was not ready in time:\n{_last_words(folder, *started)}")
        time.sleep(0.1)


def _ready(public_url: str) -> bool:
    try:
        return requests.get(f"{public_url}/readyz", timeout=5).ok
    except requests.ConnectionError:
        return False


def _last_words(folder: Path, *names: str) -> str:
    return "\n".join((folder / f"{name}.log").read_text(errors="replace")[-3000:] for name in names)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
