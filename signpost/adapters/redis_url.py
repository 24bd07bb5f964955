"""The forms that REDIS_URL may have: one server, or the sentinels that know which server is the primary just now.

Sentinels: redis+sentinel://[user:password@]host:port,host:port,.../service[/db], or rediss+sentinel:// for TLS to them
and to the servers. User and password are those of the servers; `?sentinel_password=` and `sentinel_username=` those of
the sentinels. Other options are redis-py's own, as ?ssl_ca_certs=/path/of/ca.pem.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from redis.connection import parse_url

_ONE_SERVER = frozenset({"redis", "rediss", "unix"})
_SENTINELS = {"redis+sentinel": "redis", "rediss+sentinel": "rediss"}
_SENTINEL_PORT = 26379
_FOR_SENTINELS = ("sentinel_username", "sentinel_password")


@dataclass(frozen=True, slots=True)
class Sentinels:
    """Where sentinels are, the `service` that they watch, and how to connect to its servers, and to themselves."""

    hosts: tuple[tuple[str, int], ...]
    service: str
    servers: Mapping[str, Any] = field(repr=False)
    own: Mapping[str, Any] = field(repr=False)


def check(url: str) -> None:
    """See whether an address has one of the forms. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme in _SENTINELS:
        sentinels(url)
    elif parts.scheme not in _ONE_SERVER or parts.port == 0:
        raise ValueError("not a Redis address")


def sentinels(url: str) -> Sentinels | None:
    """What an address says of sentinels; None for one that names a server. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in _SENTINELS:
        return None
    login, _, hosts = parts.netloc.rpartition("@")
    service, _, db = parts.path.strip("/").partition("/")
    if not service or not (db or "0").isdecimal():
        raise ValueError("an address of sentinels ends with the name of their service")
    scheme = _SENTINELS[parts.scheme]
    known = parse_url(f"{scheme}://{login}{'@' if login else ''}-/{db or 0}?{parts.query}")  # type: ignore[no-untyped-call]
    secure = {name: value for name, value in known.items() if name.startswith("ssl_")}
    own = {name.removeprefix("sentinel_"): known.pop(name) for name in _FOR_SENTINELS if name in known}
    if scheme == "rediss":
        own, known = own | secure | {"ssl": True}, known | {"ssl": True}
    servers = {name: value for name, value in known.items() if name not in {"host", "port", "connection_class"}}
    return Sentinels(tuple(_host(host) for host in hosts.split(",")), service, servers, own)


def _host(written: str) -> tuple[str, int]:
    parts = urlsplit(f"//{written}")
    if not parts.hostname or parts.port == 0:
        raise ValueError("not the host of a sentinel")
    return parts.hostname, parts.port or _SENTINEL_PORT
