"""One way to reach Redis: quick to give up, because somebody is waiting on the phone."""

from typing import Any

from redis import ConnectionPool, Redis, exceptions
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.retry import Retry
from rq.connections import parse_connection


def connect(url: str, timeout: float = 1.0) -> Redis:
    """A client for `url` (redis://, rediss:// or unix://). Nothing is sent until it is used.

    A command gives up after `timeout` seconds. One whose connection was lost is tried once more, on a fresh one;
    nothing that we send outside a watched transaction does harm when it is done twice. A server that hangs is not asked
    twice: the answer to a person would come too late. Replies are bytes, as RQ needs them.
    """
    retry = Retry(NoBackoff(), 1, supported_errors=(exceptions.ConnectionError,))
    return _Client.from_url(url, socket_connect_timeout=timeout, socket_timeout=timeout, retry=retry)


def apart(redis: Redis) -> Redis:
    """A client of the same server with connections of its own, for whoever changes their settings, as RQ's worker."""
    kind, connection_kind, settings = parse_connection(redis)
    return kind.from_pool(ConnectionPool(connection_class=connection_kind, **settings))


class _Pipeline(Pipeline):
    def reset(self) -> None:  # type: ignore[override]
        # A watch ends with its connection. To end it redis-py would connect again, wait for a server that hangs, and
        # then keep the connection from the pool for good.
        if self.connection and not self.connection.is_connected:
            self.watching = False
        super().reset()


class _Client(Redis):
    def pipeline(self, transaction: bool = True, shard_hint: Any = None) -> Pipeline:
        return _Pipeline(self.connection_pool, self.response_callbacks, transaction, shard_hint)
