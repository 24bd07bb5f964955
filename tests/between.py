"""A relay between the service and its server, which a test can cut, stall, or let go again. Bytes pass untouched."""

import contextlib
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from urllib.parse import unquote, urlsplit


class Way(Enum):
    """What becomes of bytes on their way."""

    OPEN = "open"
    REFUSED = "refused"  # connections end at once, those that stood too
    HUNG = "hung"  # connections stand, and nothing comes back


class Between:
    """Listens on a loopback port for the server at the URL `to`."""

    def __init__(self, to: str) -> None:
        self._to = to
        self._way = Way.OPEN
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._lock = threading.Lock()
        self._let_go = threading.Event()
        # How many connections were refused.
        self.refused = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def way(self) -> Way:
        return self._way

    @way.setter
    def way(self, way: Way) -> None:
        self._way = way
        (self._let_go.clear if way is Way.HUNG else self._let_go.set)()
        if way is Way.REFUSED:
            self._cut()

    def _cut(self) -> None:
        with self._lock:
            for one in (end for pair in self._pairs for end in pair):
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def passed(self, size: int, *, outward: bool) -> None:
        """So many bytes are about to go on, `outward` to the server. For whoever counts them."""

    def hand_on(self, to: socket.socket, sent: bytes, *, outward: bool) -> None:
        """Hand on what came, `outward` to the server. For whoever does worse; an OSError ends both connections."""
        self.passed(len(sent), outward=outward)
        to.sendall(sent)

    def close(self) -> None:
        self.way = Way.REFUSED
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._way is Way.REFUSED:
                    self.refused += 1
                    near.close()
                else:
                    threading.Thread(target=self._pass, args=(near,), daemon=True).start()

    def _pass(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError), _reached(self._to) as far:
            pair = (near, far)
            with self._lock:
                self._pairs.add(pair)
            try:
                while self._way is not Way.REFUSED:
                    if self._way is Way.HUNG:
                        self._let_go.wait(0.1)
                        continue
                    ready, _, _ = select.select(pair, (), (), 0.1)
                    for one in ready:
                        if not (sent := one.recv(65_536)):
                            return
                        self.hand_on(far if one is near else near, sent, outward=one is near)
            finally:
                with self._lock:
                    self._pairs.discard(pair)


def _reached(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 6379))
    found = socket.socket(socket.AF_UNIX)
    found.connect(unquote(parts.path))
    return found


@contextmanager
def between(redis_url: str) -> Iterator[tuple[Between, str]]:
    """A relay to a Redis server, and the URL by which the server is reached through it."""
    relay = Between(redis_url)
    try:
        yield relay, f"redis://127.0.0.1:{relay.port}/0"
    finally:
        relay.close()
