"""A relay to Redis that does worse than cut and stall: it is slow, tears replies, and resets every nth packet."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from tests.between import Between

# Seconds for a packet and its reply; a transaction, or what is read at once, is one packet.
ROUND_TRIP: Final = 0.2
EVERY: Final = 7


@dataclass
class Roughness:
    """How rough the way is: seconds that each packet to the server takes, every how many of them both ends are reset,
    and whether replies end in their middle.
    """

    delay: float = 0.0
    reset_every: int = 0
    torn: bool = False
    packets: Iterator[int] = field(default_factory=lambda: count(1))


class Rough(Between):
    """The relay; `roughness` may be changed at any time. `outward` is how many packets went to the server, about."""

    def __init__(self, to: str) -> None:
        self.roughness = Roughness()
        self.outward = 0
        super().__init__(to)

    def hand_on(self, to: socket.socket, sent: bytes, *, outward: bool) -> None:
        """Hand on what came, as roughly as is asked for."""
        now = self.roughness
        if outward:
            self.outward += 1
            # The whole round trip: to the client it is one, whichever way takes it.
            time.sleep(now.delay)
            if now.reset_every and not next(now.packets) % now.reset_every:
                raise ConnectionResetError
        elif now.torn:
            to.sendall(sent[: len(sent) // 2])
            raise ConnectionResetError
        super().hand_on(to, sent, outward=outward)


@contextmanager
def rough(redis_url: str) -> Iterator[tuple[Rough, str]]:
    """A relay to a Redis server, and the URL by which the server is reached through it."""
    relay = Rough(redis_url)
    try:
        yield relay, f"redis://127.0.0.1:{relay.port}/0"
    finally:
        relay.roughness = Roughness()
        relay.close()
