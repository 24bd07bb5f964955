"""Redis: whether it is there, keeps what it is given, and has the same time as we."""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

from redis.exceptions import RedisError

from signpost.adapters import embedded
from signpost.adapters.condition import KEEPS, Condition, Conditions, Memory, Persistence
from signpost.adapters.connection import connect
from signpost.adapters.faults import Faults
from signpost.adapters.server import Server, look_at
from signpost.core.finding import Finding, look, ok, wrong, yourself
from signpost.settings import Settings

OLDEST = 7
# The share of its memory from which Redis wants more.
_FULL = 0.8
# In seconds. Jobs are due by the one clock and put there by the other.
_A_LITTLE, _TOO_MUCH = 2.0, 30.0
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1", None})


def redis_found(settings: Settings) -> Iterator[Finding]:
    """All that there is to say of it, and of the workers that show there that they live. Nothing is started."""
    try:
        url = settings.redis_url or embedded.running(settings.data)
    except embedded.NoServerError as absent:
        yield wrong("Redis", str(absent), "Start the service here, or set REDIS_URL.")
        return
    with connect(url, timeout=5) as redis:
        try:
            server = look_at(redis, time.time())
            condition = Conditions(redis, Faults(redis, time.time)).read()
        except RedisError as fault:
            told = f"no server that we can use answers ({type(fault).__name__})"
            yield wrong("Redis", told, "Start it, or correct REDIS_URL: its address, its password, its TLS.")
            return
    yield from judged(server, condition)
    yield from _address(url)


def judged(server: Server, now: Condition) -> Iterator[Finding]:
    """What its answers say."""
    yield _version(server)
    if server.replica:
        yield wrong("Redis", "is a copy of another server: nothing can be written", "Set REDIS_URL to the primary.")
    yield _dropped(now.memory)
    yield _memory(now.memory)
    yield from _kept(server, now.persistence)
    yield clock("this machine and Redis", server.ahead)
    yield from _work(now)


def clock(about: str, ahead: float) -> Finding:
    """Whether two clocks tell the same time; `ahead` is how many seconds the other one is before ours."""
    about = f"clocks of {about}"
    mend = "Let a time service (chrony, systemd-timesyncd) set both: what is due is due by the clock."
    if abs(ahead) <= _A_LITTLE:
        return ok(about, "tell the same time")
    told = f"differ by {abs(ahead):,.0f} seconds"
    return wrong(about, told, mend) if abs(ahead) > _TOO_MUCH else look(about, told, mend)


def _version(server: Server) -> Finding:
    if not server.major:
        return yourself("Redis, its version", f"The server does not tell it: it has to be Redis {OLDEST} or newer.")
    if server.major < OLDEST:
        mend = f"Take Redis {OLDEST} or newer, or Valkey: older ones lack commands that we use."
        return wrong("Redis, its version", f"is {server.name}", mend)
    return ok("Redis, its version", f"is {server.name}")


def _dropped(memory: Memory | None) -> Finding:
    about = "Redis, what it drops when it is full"
    if memory is None:
        return yourself(about, f"The server does not tell it: maxmemory-policy has to be {KEEPS}.")
    if memory.policy == KEEPS:
        return ok(about, f"nothing ({KEEPS})")
    mend = f"Set maxmemory-policy to {KEEPS}: else follow-ups and requests go, and who wants no texts."
    return wrong(about, f"what it holds ({memory.policy})", mend)


def _memory(memory: Memory | None) -> Finding:
    about = "Redis, its memory"
    if memory is None:
        return yourself(about, "The server does not tell it. See how much of it is used.")
    if memory.limit and memory.used > _FULL * memory.limit:
        told = f"is {memory.used / memory.limit:.0%} used"
        return look(about, told, "Give it more: when it is full, nothing new can be kept.")
    return ok(about, "is enough" if memory.limit else "has no limit of its own")


def _kept(server: Server, kept: Persistence | None) -> Iterator[Finding]:
    about = "Redis, what it keeps on disk"
    if kept is None:
        yield yourself(about, "The server does not tell it: set appendonly yes, and appendfsync always.")
    elif kept.loading:
        yield look(about, "is being read just now", "Ask again when it is done.")
    elif not (kept.log_sound and kept.picture_sound):
        yield wrong(about, "could not be written", "See whether its disk is full, or not writable.")
    elif kept.log:
        yield _fsync(about, server.fsync)
    elif server.save is None:
        yield look(about, "no log of each change", "Set appendonly yes: a picture now and then loses what came since.")
    elif server.save:
        mend = "Set appendonly yes, and appendfsync always: what comes between two pictures is lost when it stops."
        yield look(about, f"a picture now and then (save {server.save}), no log of each change", mend)
    else:
        mend = "Set appendonly yes, and appendfsync always: all is lost when it stops."
        yield wrong(about, "nothing", mend)


def _fsync(about: str, fsync: str | None) -> Finding:
    if fsync == "always":
        return ok(about, "each change, before it is answered")
    if fsync is None:
        return yourself(about, "Each change is logged. The server does not tell when: appendfsync should be always.")
    told = f"each change, but not before it is answered (appendfsync {fsync})"
    return look(about, told, "Set appendfsync always: else what was promised in the last second can be lost.")


def _work(now: Condition) -> Iterator[Finding]:
    if now.workers:
        yield ok("workers", f"{now.workers} seen in the last two minutes")
    else:
        mend = "Start the process `worker` of the Procfile: no text or follow-up goes out until one runs."
        yield wrong("workers", "none seen in the last two minutes", mend)
    if now.late:
        told = f"{now.late:,} should have been done two minutes ago"
        yield look(
            "texts, follow-ups, calls, e-mails", told, "Ask again in a minute. If they are no fewer, add a worker."
        )


def _address(url: str) -> Iterator[Finding]:
    parts = urlsplit(url)
    if parts.scheme in {"redis", "redis+sentinel"} and parts.hostname not in _LOCAL:
        mend = "Unless that network is your own alone, take an address that begins with rediss"
        yield look("REDIS_URL", "what goes to Redis is not enciphered", mend)
