"""The Redis server itself: what it is, how it keeps what it is given, and what its clock says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from redis import Redis
from redis.exceptions import NoPermissionError, ResponseError
from redis.utils import str_if_bytes


@dataclass(frozen=True, slots=True)
class Server:
    """A server as it was found.

    `name` is "Redis 7.2.4", `major` the first part of its version as Redis counts, `replica` says that it copies
    another one. `save` (when it writes out all it holds, "" for never) and `fsync` (when a change of its log is on the
    disk) are None where it does not tell. `ahead` is how many seconds its clock is before ours.
    """

    name: str
    major: int
    replica: bool
    save: str | None
    fsync: str | None
    ahead: float


def look_at(redis: Redis, now: float) -> Server:
    """The server behind `redis`; `now` is in seconds since 1970. Raises redis.exceptions.RedisError."""
    seconds, microseconds = redis.time()
    about: Mapping[str, Any] = _told(redis, "server")
    other: Mapping[str, Any] = _told(redis, "replication")
    version = str(about.get("redis_version", ""))
    name = f"Valkey {about['valkey_version']}" if "valkey_version" in about else f"Redis {version}"
    major = version.partition(".")[0]
    return Server(
        name,
        int(major) if major.isdecimal() else 0,
        other.get("role") == "slave",
        _setting(redis, "save"),
        _setting(redis, "appendfsync"),
        seconds + microseconds / 1e6 - now,
    )


def _told(redis: Redis, section: str) -> Mapping[str, Any]:
    # Some servers that one rents do not let us ask.
    try:
        told = redis.info(section)
    except (NoPermissionError, ResponseError):
        return {}
    return told if isinstance(told, Mapping) else {}


def _setting(redis: Redis, name: str) -> str | None:
    try:
        told: Mapping[Any, Any] = redis.config_get(name)
    except (NoPermissionError, ResponseError):
        return None
    return next((str_if_bytes(value or "") for key, value in told.items() if str_if_bytes(key) == name), None)
