"""The same full voice turn behind other WSGI servers, and the bare view behind each.

The two of a server are up at once and asked one after the other; the mean of two rounds is told. Only the first two,
with our worker, keep those out who send their request a byte at a time, and answer a broken one as we want it.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from importlib.util import find_spec

from tests.benchmarks import serving, starts, wrk
from tests.benchmarks.figures import CannotMeasureError, Findings, Size, Table
from tests.benchmarks.web import BARE, COMPARED_AT, VOICE, middle
from tests.benchmarks.wrk import Measured, served

Command = Callable[[int, str], list[str]]
# Rounds, and seconds of each of the two in one.
ROUNDS, SECONDS = 2, 2


def gunicorn(*given: str) -> Command:
    """The Procfile's gunicorn, with other options."""
    return lambda port, application: [*serving.web(port, application), *given]


def threads(workers: int, each: int) -> Command:
    """The gthread worker as gunicorn has it, so many workers with so many threads."""
    return lambda port, application: [
        *serving.plain(port, application),
        "--workers",
        str(workers),
        "--threads",
        str(each),
    ]


def granian(port: int, application: str) -> list[str]:
    """Granian with two workers, each of four threads, whose factory is the service's."""
    factory = ["--factory"] if application.endswith("()") else []
    options = ["--interface", "wsgi", "--workers", "2", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    options += ["--blocking-threads", "4"]
    return [*serving.PYTHON, "-m", "granian", *options, *factory, application.removesuffix("()")]


def waitress(port: int, application: str) -> list[str]:
    """Waitress, which has one process, with eight threads."""
    call = ["--call"] if application.endswith("()") else []
    options = [f"--listen=127.0.0.1:{port}", "--threads=8"]
    return [*serving.PYTHON, "-m", "waitress", *options, *call, application.removesuffix("()")]


def cheroot(port: int, application: str) -> list[str]:
    """Cheroot, which has one process, with eight threads."""
    module, _, name = application.partition(":")
    begin = f"import cheroot.wsgi, {module} as made; cheroot.wsgi.Server(('127.0.0.1', {port}), made.{name}, 8).start()"
    return [*serving.PYTHON, "-c", begin]


def uwsgi(port: int, application: str) -> list[str]:
    """The uWSGI server with two workers, each of four threads."""
    options = ["--master", "--processes", "2", "--threads", "4", "--die-on-term", "--disable-logging", "--need-app"]
    return [str(serving.BESIDE / "uwsgi"), "--http-socket", f"127.0.0.1:{port}", *options, "--module", application]


SERVERS: tuple[tuple[str, str, Command], ...] = (
    ("gunicorn as the Procfile has it: gthread 2x4, our worker", "gunicorn", gunicorn()),
    ("gunicorn as the Procfile has it, with --reuse-port", "gunicorn", gunicorn("--reuse-port")),
    ("gunicorn gthread 2x4, its own worker", "gunicorn", threads(2, 4)),
    ("gunicorn sync, 2", "gunicorn", gunicorn("--worker-class", "sync", "--threads", "1")),
    ("gunicorn gevent, 2", "gevent", gunicorn("--worker-class", "gevent", "--threads", "1")),
    ("granian 2x4", "granian", granian),
    ("uWSGI 2x4", "pyuwsgi", uwsgi),
    ("waitress 1x8", "waitress", waitress),
    ("cheroot 1x8", "cheroot", cheroot),
    ("gunicorn gthread 2x1", "gunicorn", threads(2, 1)),
    ("gunicorn gthread 4x2", "gunicorn", threads(4, 2)),
)


def measure(size: Size) -> Findings:
    """Each server, with as many connections as the goal is for."""
    wrk.need()
    rows, told, longest = [], Findings(), 15.0
    for name, module, command in size.pick(SERVERS[:1], SERVERS):
        began = time.monotonic()
        if find_spec(module) is None:
            told.failed.append(f"{name} is not measured: {module} is not installed")
        elif not size.room(1.2 * longest):
            told.failed.append(f"{name} is not measured: there was no time")
        else:
            try:
                rows.append(_row(name, *_measured(command, size.pick(1, ROUNDS))))
            except CannotMeasureError as fault:
                told.failed.append(f"{name} is not measured: {fault}")
            longest = max(longest, time.monotonic() - began)
    head = (
        "server",
        "bare view, requests/s",
        "voice turn, requests/s",
        "share",
        "processor, ms a turn",
        "p99 ms",
        "PSS, MB",
        "not answered well",
    )
    note = f"{COMPARED_AT} connections. {__doc__.partition(chr(10) * 2)[2].strip()}".replace("\n", " ")
    told.tables.append(Table("WSGI servers", head, tuple(rows), note))
    return told


def _measured(command: Command, rounds: int) -> tuple[Measured, Measured, float, float]:
    """The bare view, the turn, milliseconds of the server's processor time for a turn, and its memory in MB."""
    found: dict[str, list[Measured]] = defaultdict(list)
    with ExitStack() as ends:
        both = {rival: ends.enter_context(served(rival, command)) for rival in (BARE, VOICE)}
        for server in both.values():
            server.warm()
        pid = both[VOICE].launched.process.pid
        before = starts.work(pid)
        for _ in range(rounds):
            for rival, server in both.items():
                found[rival.name].append(server.measure(COMPARED_AT, SECONDS))
        worked = starts.work(pid) - before
        held = sum(pss for _, _, pss in starts.memory("", pid)) / 1024
    turns = sum(one.rate * SECONDS for one in found[VOICE.name])
    return middle(found[BARE.name]), middle(found[VOICE.name]), worked / turns * 1e3, held


def _row(name: str, bare: Measured, turn: Measured, work: float, held: float) -> tuple[str, ...]:
    share = f"{turn.rate / bare.rate:.2f}" if bare.rate else ""
    wrong = str(bare.bad + bare.lost + turn.bad + turn.lost)
    return (
        name,
        f"{bare.rate:,.0f}",
        f"{turn.rate:,.0f}",
        share,
        f"{work:.2f}",
        f"{turn.p99:.1f}",
        f"{held:.0f}",
        wrong,
    )
