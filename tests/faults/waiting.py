"""Waiting until something has come about."""

import time
from collections.abc import Callable


def until(done: Callable[[], bool], seconds: float) -> bool:
    """Wait until it is done, so many seconds at most; whether it is."""
    deadline = time.monotonic() + seconds
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
