"""Servers to be measured, each in processes of its own: the Procfile's web, others, and Valkey."""

import os
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import requests

from signpost.adapters import embedded
from signpost.adapters.connection import connect
from signpost.phone.stack import PROCESSES
from signpost.web import gunicorn_conf
from tests.benchmarks.figures import CannotMeasureError
from tests.house import environment

APPLICATION = "signpost.web:create_app()"
PYTHON = (sys.executable,)
BESIDE = Path(sys.executable).parent
# Of the Procfile's web process.
WORKERS, THREADS = gunicorn_conf.workers, gunicorn_conf.threads
DISK = Path(".bench")
MEMORY_ALONE = "in memory alone"
_PATIENCE = 60.0


def free_port() -> int:
    """A port of the loopback that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def web(port: int, application: str = APPLICATION) -> list[str]:
    """The Procfile's web process, with another application if one is named."""
    words = shlex.split(PROCESSES["web"])
    assert words[-1] == APPLICATION, "the Procfile's application comes last"
    return [*PYTHON, "-m", *words[:-1], application, "--bind", f"127.0.0.1:{port}"]


def plain(port: int, application: str = APPLICATION) -> list[str]:
    """Plain gunicorn, with as many workers and threads as the Procfile's, and like it built before the fork."""
    command = ["gunicorn", "--workers", str(WORKERS), "--worker-class", "gthread", "--threads", str(THREADS)]
    return [*PYTHON, "-m", *command, "--preload", "--no-control-socket", application, "--bind", f"127.0.0.1:{port}"]


def settings(redis_url: str, port: int, **more: str) -> dict[str, str]:
    """The environment of the service; no flood is one: all that is measured comes from few numbers."""
    return {
        **os.environ,
        **environment(redis_url, f"http://127.0.0.1:{port}"),
        "SIGNPOST_MOST_FROM_ONE": "1000000",
        "SIGNPOST_MOST_FROM_A_BLOCK": "1000000",
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PORT": str(port),
        **more,
    }


@dataclass(frozen=True, slots=True)
class Launched:
    """A server that has been launched, and what it has said."""

    process: subprocess.Popen[bytes]
    port: int
    told: IO[bytes]

    def wait(self) -> None:
        """Until it answers on /healthz. Raises CannotMeasureError."""
        deadline = time.monotonic() + _PATIENCE
        while not answers(self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.told.seek(0)
                last = self.told.read()[-2000:].decode(errors="replace")
                raise CannotMeasureError(f"{self.process.args!r} did not start: {last}")
            time.sleep(0.02)
        # Every worker has to have finished importing, not only the one that has answered.
        for _ in range(20):
            answers(self.port)


@contextmanager
def launched(command: list[str], env: Mapping[str, str], port: int) -> Iterator[Launched]:
    """A server, as soon as its process is there; ended afterwards."""
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, env=dict(env), stdout=told, stderr=told, start_new_session=True)
        try:
            yield Launched(process, port, told)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            # One that does not end, and whatever it has left behind.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def answers(port: int) -> bool:
    """Whether somebody answers there."""
    with requests.Session() as session:
        session.trust_env = False
        try:
            return session.get(f"http://127.0.0.1:{port}/healthz", timeout=5).ok
        except requests.RequestException:
            return False


@contextmanager
def valkey(*, loopback: bool = False, fsync: str = "") -> Iterator[str]:
    """The embedded server, empty, as the service starts it; its address, by a unix socket or over the loopback.

    `fsync` is another setting of when it writes to disk, MEMORY_ALONE for never. What it writes stands on the disk of
    this project, as a service's own data would: a folder for temporary files is in memory on many machines.
    """
    DISK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sp-", dir=DISK) as folder:
        url = embedded.ensure(Path(folder))
        try:
            with connect(url) as redis:
                if fsync == MEMORY_ALONE:
                    redis.config_set("appendonly", "no")
                elif fsync:
                    redis.config_set("appendfsync", fsync)
                port = free_port()
                if loopback:
                    redis.config_set("port", port)
            yield f"redis://127.0.0.1:{port}/0" if loopback else url
        finally:
            embedded.stop(Path(folder))
