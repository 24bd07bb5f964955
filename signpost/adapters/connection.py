"""One way to reach Redis: quick to give up, because somebody is waiting on the phone."""

from typing import Any, cast

from redis import ConnectionPool, Redis, exceptions
from redis.backoff import NoBackoff
from redis.client import Pipeline
from redis.retry import Retry
from redis.sentinel import (
    Sentinel,
    SentinelConnectionPool,
    SentinelManagedConnection,
    SentinelManagedSSLConnection,
)
from rq.connections import parse_connection

from signpost.adapters.redis_url import Sentinels, sentinels

# Seconds for each sentinel: all of them are asked before somebody is told that there is no server.
_SENTINEL_TIMEOUT = 0.3


def connect(url: str, timeout: float = 1.0) -> Redis:
    """A client for `url` (see redis_url.py). Nothing is sent until it is used.

    A command gives up after `timeout` seconds. One whose connection was lost is tried once more, on a fresh one;
    nothing that we send outside a watched transaction does harm when it is done twice. A server that hangs is not asked
    twice: the answer to a person would come too late. Replies are bytes, as RQ needs them.

    With sentinels, each fresh connection goes to the server that is the primary by then.
    """
    patience: dict[str, Any] = {
        "socket_connect_timeout": timeout,
        "socket_timeout": timeout,
        "retry": Retry(NoBackoff(), 1, supported_errors=(exceptions.ConnectionError,)),
    }
    if found := sentinels(url):
        return _watched_over(found, patience)
    return _Client.from_url(url, **patience)


def _watched_over(found: Sentinels, patience: dict[str, Any]) -> Redis:
    asked = {
        **found.own,
        "socket_connect_timeout": _SENTINEL_TIMEOUT,
        "socket_timeout": _SENTINEL_TIMEOUT,
        # Its default is to try again for many seconds, where the next sentinel may know.
        "retry": Retry(NoBackoff(), 0),
    }
    kind = _SecureConnection if found.servers.get("ssl") else _Connection
    manager: Any = Sentinel(found.hosts, sentinel_kwargs=asked)  # type: ignore[no-untyped-call]
    settings = {**found.servers, **patience, "connection_class": kind}
    return cast("Redis", manager.master_for(found.service, redis_class=_Client, **settings))


def apart(redis: Redis) -> Redis:
    """A client of the same server with connections of its own, for whoever changes their settings, as RQ's worker."""
    kind, connection_kind, settings = parse_connection(redis)
    pool = redis.connection_pool
    if isinstance(pool, SentinelConnectionPool):
        # It is what finds the primary for its connections, and tells them of itself.
        settings = {name: value for name, value in settings.items() if name != "connection_pool"}
        own = SentinelConnectionPool(
            pool.service_name, pool.sentinel_manager, connection_class=connection_kind, **settings
        )  # type: ignore[no-untyped-call]
        return kind.from_pool(own)
    return kind.from_pool(ConnectionPool(connection_class=connection_kind, **settings))


class _Connection(SentinelManagedConnection):
    def read_response(self, *args: Any, disconnect_on_error: bool | None = True, **more: Any) -> Any:
        # redis-py's own stays with a server that did not answer in time, for good: no other primary is ever asked for,
        # and a reply that comes late is taken for that of the next command.
        return super().read_response(*args, disconnect_on_error=disconnect_on_error, **more)


class _SecureConnection(_Connection, SentinelManagedSSLConnection):
    pass


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
