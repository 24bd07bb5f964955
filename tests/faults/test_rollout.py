"""A new version comes under load: gunicorn starts it beside the old one, which ends; no call is refused meanwhile."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from signpost.adapters import embedded
from signpost.phone.stack import PROCESSES
from tests.faults.asking import TO_BE_TOLD, Asker, Diary
from tests.faults.processes import Processes, free_port
from tests.house import environment

PACK = Path("tests/packs/team")
_PATIENCE = 60.0


@pytest.fixture
def web(tmp_path: Path) -> Iterator[Processes]:
    port = free_port()
    settings = {
        **environment(embedded.ensure(tmp_path), f"http://127.0.0.1:{port}", pack=PACK),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "GUNICORN_CMD_ARGS": f"--bind 127.0.0.1:{port} --pid {tmp_path / 'web.pid'}",
    }
    found = Processes(tmp_path, {"web": PROCESSES["web"]}, settings, f"http://127.0.0.1:{port}")
    found.start("web")
    try:
        found.wait_for_web()
        yield found
    finally:
        subprocess.run(["pkill", "-KILL", "-s", f"{found.started['web'].pid}"], check=False)
        found.started["web"].wait()
        embedded.stop(tmp_path)


def test_no_call_is_refused_while_a_new_version_takes_over(web: Processes, tmp_path: Path) -> None:
    diary, over = Diary(), threading.Event()
    threads = [threading.Thread(target=_ring, args=(web.url, one, diary, over)) for one in range(3)]
    for thread in threads:
        thread.start()
    old = web.started["web"]
    try:
        _until(lambda: len(diary.told) > 10)
        old.send_signal(signal.SIGUSR2)
        # The new one's, while both run.
        _until((tmp_path / "web.pid.2").exists)
        new = int((tmp_path / "web.pid.2").read_text())
        _until(lambda: len(_children(new)) == 2)
        old.send_signal(signal.SIGTERM)
        assert old.wait(_PATIENCE) == 0
        heard = len(diary.told)
        _until(lambda: len(diary.told) > heard + 10)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert [*diary.wrong, *diary.tried_again, *diary.unheard, *diary.troubles] == []


def _ring(url: str, one: int, diary: Diary, over: threading.Event) -> None:
    while not over.is_set():
        Asker(url, f"+447700900{100 + one}", "morning", False, diary, TO_BE_TOLD).ask()


def _children(pid: int) -> list[str]:
    return subprocess.run(["pgrep", "-P", f"{pid}"], capture_output=True, text=True, check=False).stdout.split()


def _until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)
