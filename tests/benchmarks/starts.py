"""How long each process takes to start, and how much memory it takes: PSS, which shares out what several hold alike."""

import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from signpost.adapters.connection import connect
from tests.benchmarks import serving
from tests.benchmarks.figures import Findings, Size, Table
from tests.benchmarks.followups import wait_for_workers

_PATIENCE = 60.0


@contextmanager
def _process(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate()


def web() -> tuple[float, list[tuple[str, int, int]]]:
    """Seconds until /healthz answers, and the memory of its processes."""
    with serving.valkey() as url:
        port = serving.free_port()
        began = time.perf_counter()
        with _process(serving.web(port), serving.settings(url, port)) as process:
            while not serving.answers(port):
                time.sleep(0.01)
            took = time.perf_counter() - began
            time.sleep(0.5)
            return took, memory("web", process.pid)


def worker() -> tuple[float, list[tuple[str, int, int]]]:
    """Seconds until it has registered, and the memory of its processes."""
    with serving.valkey() as url, connect(url) as redis:
        command = [str(Path(serving.PYTHON[0]).with_name("signpost")), "worker", "replies", "followups"]
        began = time.perf_counter()
        with _process(command, serving.settings(url, serving.free_port())) as process:
            wait_for_workers(redis, 1)
            took = time.perf_counter() - began
            time.sleep(1.5)
            return took, memory("worker", process.pid)


def demo() -> float:
    """Seconds until the demo has printed its address."""
    command = [str(Path(serving.PYTHON[0]).with_name("signpost")), "demo"]
    with ExitStack() as ends:
        env = serving.settings("redis://unused", 0)
        folder = ends.enter_context(tempfile.TemporaryDirectory())
        began = time.perf_counter()
        process = ends.enter_context(
            _process([*command, "--port", str(serving.free_port())], {**env, "TMPDIR": folder})
        )
        assert process.stdout
        for line in process.stdout:
            if re.search(rb"http://\S+", line):
                return time.perf_counter() - began
    raise AssertionError("the demo ended without an address")


def family(name: str, pid: int) -> list[tuple[str, int]]:
    """Name and id of a process, and of all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children")
    found = [(name, pid)] if Path(f"/proc/{pid}/smaps_rollup").exists() else []
    for child in children.read_text(encoding="ascii").split() if children.exists() else []:
        found += family(f"{name}, a process of its own", int(child))
    return found


def memory(name: str, pid: int) -> list[tuple[str, int, int]]:
    """Name, RSS and PSS in kB of a process and all that it started."""
    return [(each, *_memory(child)) for each, child in family(name, pid)]


def work(pid: int) -> float:
    """Seconds of processor time that a process and all that it started, and that still run, have had."""
    ticks = 0
    for _name, child in family("", pid):
        # From the third field on: the second, a name in brackets, may hold anything.
        fields = Path(f"/proc/{child}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(pid: int) -> tuple[int, int]:
    told = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    rss, pss = (re.search(rf"^{what}:\s+(\d+)", told, re.MULTILINE) for what in ("Rss", "Pss"))
    return (int(rss[1]) if rss else 0, int(pss[1]) if pss else 0)


def measure(size: Size) -> Findings:
    """Each once; when quick without the demo."""
    told = Findings()
    (web_took, web_memory), (worker_took, worker_memory) = web(), worker()
    rows = [
        ("web, until /healthz answers", f"{web_took:.1f}"),
        ("worker, until it has registered", f"{worker_took:.1f}"),
    ]
    if not size.quick:
        rows.append(("demo, until it prints its address", f"{demo():.1f}"))
    told.tables.append(Table("Start", ("process", "seconds"), tuple(rows), "Each once, with modules compiled before."))
    held = tuple((name, f"{rss / 1024:.0f}", f"{pss / 1024:.0f}") for name, rss, pss in (*web_memory, *worker_memory))
    told.tables.append(Table("Memory", ("process", "RSS, MB", "PSS, MB"), held))
    told.figures |= {
        "web PSS MB": sum(pss for _, _, pss in web_memory) / 1024,
        "worker PSS MB": sum(pss for _, _, pss in worker_memory) / 1024,
        "web start s": web_took,
    }
    return told
