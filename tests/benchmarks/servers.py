"""The same full voice turn behind other WSGI servers, each with two processes, and the bare view behind each."""

from collections.abc import Callable
from importlib.util import find_spec

from tests.benchmarks import serving
from tests.benchmarks.figures import Findings, Size, Table
from tests.benchmarks.web import BARE, COMPARED_AT, VOICE, Measured, need_wrk, served

Command = Callable[[int, str], list[str]]


def gunicorn(*given: str) -> Command:
    """The Procfile's gunicorn, with other options."""
    return lambda port, application: [*serving.web(port, application), *given]


def granian(port: int, application: str) -> list[str]:
    """Granian with two workers, whose factory is the service's."""
    factory = ["--factory"] if application.endswith("()") else []
    options = ["--interface", "wsgi", "--workers", "2", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    return [*serving.PYTHON, "-m", "granian", *options, *factory, application.removesuffix("()")]


def waitress(port: int, application: str) -> list[str]:
    """Waitress, which has one process, with eight threads."""
    call = ["--call"] if application.endswith("()") else []
    options = [f"--listen=127.0.0.1:{port}", "--threads=8"]
    return [*serving.PYTHON, "-m", "waitress", *options, *call, application.removesuffix("()")]


SERVERS: tuple[tuple[str, str, Command], ...] = (
    ("gunicorn gthread 2x4, as the Procfile has it", "gunicorn", gunicorn()),
    ("the same with --reuse-port", "gunicorn", gunicorn("--reuse-port")),
    ("gunicorn sync, 2", "gunicorn", gunicorn("--worker-class", "sync", "--threads", "1")),
    ("gunicorn gevent, 2", "gevent", gunicorn("--worker-class", "gevent", "--threads", "1")),
    ("granian, 2", "granian", granian),
    ("waitress, 8 threads", "waitress", waitress),
)


def measure(size: Size) -> Findings:
    """Each server, with as many connections as the goal is for."""
    need_wrk()
    rows, told = [], Findings()
    for name, module, command in size.pick(SERVERS[:1], SERVERS):
        if find_spec(module) is None:
            told.failed.append(f"{name} is not measured: {module} is not installed")
            continue
        found = []
        for rival in (BARE, VOICE):
            with served(rival, command) as server:
                rate = server.measure(4, 1, 5000).rate
                found.append(server.measure(COMPARED_AT, size.pick(1, 2), 4 * rate + 200))
        rows.append(_row(name, *found))
    head = ("server", "bare view, requests/s", "voice turn, requests/s", "share", "p99 ms", "not answered well")
    note = f"{COMPARED_AT} connections. The Procfile's is the first."
    told.tables.append(Table("WSGI servers", head, tuple(rows), note))
    return told


def _row(name: str, bare: Measured, turn: Measured) -> tuple[str, ...]:
    share = f"{turn.rate / bare.rate:.2f}" if bare.rate else ""
    return (name, f"{bare.rate:,.0f}", f"{turn.rate:,.0f}", share, f"{turn.p99:.1f}", str(turn.bad + turn.lost))
