"""One way to reach Redis: quick to give up, because somebody is waiting on the phone."""

from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry


def connect(url: str) -> Redis:
    """A client for `url` (redis://, rediss:// or unix://). Nothing is sent until it is used.

    A command gives up after 2 seconds and is tried once more, on a fresh connection; nothing that we send outside a
    watched transaction does harm when it is done twice. Replies are bytes, as RQ needs them.
    """
    return Redis.from_url(url, socket_connect_timeout=1, socket_timeout=2, retry=Retry(NoBackoff(), 1))
