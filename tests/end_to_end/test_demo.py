"""The command behind `make demo`, from its first line to its end."""

import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

SIGNPOST = Path(sys.executable).parent / "signpost"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_however_it_is_ended_nothing_is_left_behind(number: signal.Signals, tmp_path: Path) -> None:
    settings = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen([SIGNPOST, "demo", "--port", "0"], stdout=subprocess.PIPE, text=True, env=settings) as demo:
        assert demo.stdout
        address = next(found[0] for line in demo.stdout if (found := re.search(r"http://127.0.0.1:\d+", line)))
        assert requests.get(address, timeout=30).ok
        assert list(tmp_path.iterdir())
        demo.send_signal(number)
        assert demo.wait(120) == 0
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(requests.ConnectionError):
        requests.get(address, timeout=5)


def test_the_staffs_commands_find_it_by_what_it_prints(tmp_path: Path) -> None:
    settings = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen([SIGNPOST, "demo", "--port", "0"], stdout=subprocess.PIPE, text=True, env=settings) as demo:
        assert demo.stdout
        try:
            told = next(line for line in demo.stdout if line.startswith("  export "))
            console = next(found[0] for line in demo.stdout if (found := re.search(r"http://\S+/staff", line)))
            assert "Sign in" in requests.get(console, timeout=30).text
            known = dict(word.split("=", 1) for word in shlex.split(told)[1:])
            known["PATH"] = os.environ["PATH"]
            listed = subprocess.run([SIGNPOST, "callbacks"], env=known, cwd=tmp_path, capture_output=True, check=False)
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(120)
    assert (listed.returncode, listed.stdout) == (0, b"Open requests: 0.\n")
