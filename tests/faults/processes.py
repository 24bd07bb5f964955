"""The Procfile's processes as a fault test runs them: started, killed by SIGKILL, and started again."""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import requests

from signpost.adapters import embedded
from tests.faults.asking import Happened

_TO_START = 60.0
# How long Redis stays away, and how much later somebody may still be told of it: a command gives up after a second,
# and is tried once more.
_AWAY, _GRACE = 0.3, 2.5


class Death(StrEnum):
    """Who is killed, by SIGKILL."""

    WORKER = "the RQ worker"
    FORK = "one of gunicorn's workers"
    WEB = "the whole web process"
    REDIS = "Redis"


@dataclass
class Processes:
    """The service's processes, each in a session of its own, and the Redis that they share."""

    folder: Path
    commands: Mapping[str, str]
    settings: Mapping[str, str]
    url: str
    started: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    away: list[Happened] = field(default_factory=list)
    deaths: Counter[Death] = field(default_factory=Counter)

    def start(self, name: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            command = shlex.split(self.commands[name])
            self.started[name] = subprocess.Popen(
                command,
                env=dict(self.settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def die(self, death: Death) -> None:
        """Have one killed, and start it again."""
        self.deaths[death] += 1
        began = time.monotonic()
        match death:
            case Death.FORK:
                # Its master starts another, and the rest go on meanwhile: nobody is excused from answering.
                os.kill(self._children("web")[0], signal.SIGKILL)
                return
            case Death.REDIS:
                os.kill(int((self.folder / "valkey.pid").read_text()), signal.SIGKILL)
                time.sleep(_AWAY)
                embedded.ensure(self.folder)
            case Death.WEB | Death.WORKER:
                name = "web" if death is Death.WEB else "worker"
                self.kill(name)
                self.start(name)
                if name == "web":
                    self.wait_for_web()
        grace = _GRACE if death is Death.REDIS else 0
        self.away.append(Happened(death, began, time.monotonic() + grace))

    def kill(self, name: str) -> None:
        # The worker's horse has a group of its own.
        children = self._children(name)
        os.killpg(self.started[name].pid, signal.SIGKILL)
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self.started[name].wait()

    def _children(self, name: str) -> list[int]:
        found = subprocess.run(
            ["pgrep", "-P", f"{self.started[name].pid}"], capture_output=True, text=True, check=False
        )
        return [int(line) for line in found.stdout.split()]

    def wait_for_web(self) -> None:
        deadline = time.monotonic() + _TO_START
        while time.monotonic() < deadline:
            with suppress(requests.RequestException):
                if requests.get(f"{self.url}/healthz", timeout=5).ok:
                    return
            time.sleep(0.05)
        raise AssertionError(self.last_words())

    def last_words(self) -> str:
        return "\n".join((self.folder / f"{name}.log").read_text(errors="replace")[-2000:] for name in self.started)


def started(ends: ExitStack, folder: Path, commands: Mapping[str, str], settings: Mapping[str, str]) -> Processes:
    """The processes that `commands` names, with these settings of `tests.house.environment` and more, until `ends`.

    Where the web listens is put into the settings here, since its public address has to be the same.
    """
    port = free_port()
    own = f"http://127.0.0.1:{port}"
    found = {
        **settings,
        "SIGNPOST_PUBLIC_URL": own,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GUNICORN_CMD_ARGS": f"--bind 127.0.0.1:{port}",
    }
    service = Processes(folder, commands, found, own)
    for name in commands:
        service.start(name)
        ends.callback(service.kill, name)
    service.wait_for_web()
    return service


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port
