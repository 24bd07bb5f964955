"""Servers to be measured, each in processes of its own: the Procfile's web, others, and Valkey."""

import os
import shlex
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests

from signpost.adapters import embedded
from signpost.adapters.connection import connect
from signpost.phone.stack import PROCESSES
from tests.benchmarks.figures import CannotMeasureError
from tests.house import environment

APPLICATION = "signpost.web:create_app()"
PYTHON = (sys.executable,)
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


@contextmanager
def started(command: list[str], env: Mapping[str, str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server, once it answers on /healthz; ended afterwards."""
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, env=dict(env), stdout=told, stderr=told)
        try:
            _wait(process, port, lambda: _read(told))
            yield process
        finally:
            process.terminate()
            process.wait(30)


def _read(told: object) -> str:
    told.seek(0)  # type: ignore[attr-defined]
    return str(told.read()[-2000:].decode(errors="replace"))  # type: ignore[attr-defined]


def _wait(process: subprocess.Popen[bytes], port: int, last_words: object) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise CannotMeasureError(f"{process.args!r} did not start: {last_words()}")  # type: ignore[operator]
        time.sleep(0.02)
    # Every worker has to have finished importing, not only the one that has answered.
    for _ in range(20):
        answers(port)


def answers(port: int) -> bool:
    """Whether somebody answers there."""
    with requests.Session() as session:
        session.trust_env = False
        try:
            return session.get(f"http://127.0.0.1:{port}/healthz", timeout=5).ok
        except requests.RequestException:
            return False


@contextmanager
def valkey(*, loopback: bool = False, fsync: str = "always") -> Iterator[str]:
    """The embedded server, empty, as the service starts it; its address, by a unix socket or over the loopback."""
    with tempfile.TemporaryDirectory(prefix="sp-") as folder:
        url = embedded.ensure(Path(folder))
        try:
            with connect(url) as redis:
                redis.config_set("appendfsync", fsync)
                port = free_port()
                if loopback:
                    redis.config_set("port", port)
            yield f"redis://127.0.0.1:{port}/0" if loopback else url
        finally:
            embedded.stop(Path(folder))
