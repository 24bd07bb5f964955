"""A primary, a replica and three sentinels that watch them, each a process of its own."""

import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from signpost.adapters.embedded import _binary

SERVICE = "signpost"
SENTINELS = 3
# Milliseconds without an answer after which a sentinel takes a server for gone.
NOTICED = 1000
_TO_START = 20.0


@dataclass
class Watched:
    """Servers that one takes over from the other; `ports` are those of the sentinels."""

    servers: dict[int, subprocess.Popen[bytes]]
    ports: Sequence[int]

    @property
    def url(self) -> str:
        """As REDIS_URL names them."""
        return f"redis+sentinel://{','.join(f'127.0.0.1:{port}' for port in self.ports)}/{SERVICE}"

    def primary(self) -> int:
        """The port of the primary, as the sentinels agree on it; 0 while they do not."""
        found = {_asked(port, lambda one: _state(one)["port"], 0) for port in self.ports}
        return found.pop() if len(found) == 1 else 0

    def kill_primary(self) -> int:
        """Kill it, as a machine that loses its power; the port it had."""
        port = self.primary()
        self.servers[port].send_signal(signal.SIGKILL)
        self.servers[port].wait()
        return port

    def stop_primary(self) -> int:
        """Have it hang, as a machine whose disk does not answer; the port it has."""
        port = self.primary()
        self.servers[port].send_signal(signal.SIGSTOP)
        return port

    def wait_for_another(self, than: int, seconds: float) -> None:
        """Wait until another server is the primary and takes what it is given."""
        deadline = time.monotonic() + seconds
        while True:
            port = self.primary()
            if port not in {0, than} and _asked(port, lambda one: one.info("replication")["role"], "") == "master":
                return
            assert time.monotonic() < deadline, "no server took over"
            time.sleep(0.05)


@contextmanager
def watched(folder: Path) -> Iterator[Watched]:
    """All of them, ready for a failover."""
    first, second, *ports = (_free_port() for _ in range(2 + SENTINELS))
    started: list[subprocess.Popen[bytes]] = []
    try:
        started += [_server(folder, first), _server(folder, second, "--replicaof", f"127.0.0.1 {first}")]
        _wait(lambda: _asked(second, lambda one: one.info("replication").get("master_link_status"), "") == "up")
        started += [_sentinel(folder, port, first) for port in ports]
        found = Watched(dict(zip((first, second), started, strict=False)), ports)
        _wait(lambda: all(_asked(port, _knows_all, False) for port in ports))
        yield found
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGCONT)
                process.kill()
            process.wait()


def _knows_all(sentinel: Redis) -> bool:
    state = _state(sentinel)
    known = (state["num-slaves"], state["num-other-sentinels"], state["flags"])
    return known == (1, SENTINELS - 1, "master")


def _state(sentinel: Redis) -> dict[str, Any]:
    found = sentinel.sentinel_master(SERVICE)
    return found if isinstance(found, dict) else {}


def _server(folder: Path, port: int, *more: str) -> subprocess.Popen[bytes]:
    own = folder / f"server-{port}"
    own.mkdir()
    settings = {
        "--port": f"{port}",
        "--dir": str(own),
        "--save": "",
        "--appendonly": "yes",
        "--appendfsync": "always",
        "--repl-diskless-sync-delay": "0",
    }
    return _started(own, *(word for setting in settings.items() for word in setting), *more)


def _sentinel(folder: Path, port: int, primary: int) -> subprocess.Popen[bytes]:
    own = folder / f"sentinel-{port}"
    own.mkdir()
    (own / "sentinel.conf").write_text(
        f"port {port}\ndir {own}\n"
        f"sentinel monitor {SERVICE} 127.0.0.1 {primary} 2\n"
        f"sentinel down-after-milliseconds {SERVICE} {NOTICED}\n"
        f"sentinel failover-timeout {SERVICE} 5000\n"
    )
    return _started(own, str(own / "sentinel.conf"), "--sentinel")


def _started(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    with (folder / "log").open("wb") as log:
        return subprocess.Popen([str(_binary()), *words], stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def _asked(port: int, ask: Callable[[Redis], Any], otherwise: Any) -> Any:
    with Redis(port=port, socket_timeout=1, decode_responses=True) as one:
        try:
            return ask(one)
        except (RedisError, KeyError):
            return otherwise


def _wait(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _TO_START
    while not done():
        assert time.monotonic() < deadline, "the servers did not find each other"
        time.sleep(0.05)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port
