"""With no REDIS_URL, web and worker find the same server of our own, and what it holds outlives them."""

import os
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from signpost.adapters import embedded
from signpost.phone.carrier import Carrier
from signpost.phone.stack import PROCESSES
from tests.house import environment

PATIENCE = 120.0


@contextmanager
def process(name: str, settings: Mapping[str, str]) -> Iterator[None]:
    started = subprocess.Popen(shlex.split(PROCESSES[name]), env=settings, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        started.terminate()
        started.wait(PATIENCE)


def wait_until_ready(url: str) -> None:
    asked_again = Retry(int(PATIENCE / 0.1), status_forcelist={503}, backoff_factor=0.1, backoff_max=0.1)
    with requests.Session() as session:
        session.mount(url, HTTPAdapter(max_retries=asked_again))
        session.get(f"{url}/readyz", timeout=PATIENCE).raise_for_status()


def test_web_and_worker_share_a_server_that_keeps_what_it_holds(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    settings = {
        **environment("", url, pack=Path("menus/example")),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PORT": str(port),
        "SIGNPOST_DATA": str(tmp_path / "data"),
    }
    with Carrier(url, account_sid=settings["TWILIO_ACCOUNT_SID"], auth_token=settings["TWILIO_AUTH_TOKEN"]) as carrier:
        try:
            with process("web", settings), process("worker", settings):
                wait_until_ready(url)
                carrier.text("hello")
                second = carrier.text("1")[-1].body
            embedded.stop(tmp_path / "data")
            with process("web", settings), process("worker", settings):
                wait_until_ready(url)
                # "again" asks for the question once more: it is still the one that was open.
                assert carrier.text("again")[-1].body == second
        finally:
            embedded.stop(tmp_path / "data")
