"""The service as the staff's commands use it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signpost.bootstrap import Service


@contextmanager
def running() -> Iterator["Service"]:
    """The service of this environment. Ends the command, with one line that says why, when it cannot be had."""
    from redis.exceptions import RedisError

    from signpost.bootstrap import CannotStart, Settings, build

    try:
        yield build(Settings.from_env())
    except CannotStart as error:
        sys.exit(f"signpost cannot start:\n{error}")
    except RedisError as error:
        sys.exit(f"REDIS_URL: no server answers there ({type(error).__name__})")
