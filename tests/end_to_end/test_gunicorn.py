"""gunicorn itself, as strangers meet it: it names nobody, says nothing, and waits for no one for long."""

import json
import re
import socket
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from signpost.phone.stack import Stack

# gunicorn looks once a second.
PATIENCE = 5.0 + 2.0
THREADS = 8
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture
def address(stack: Stack) -> tuple[str, int]:
    parts = urlsplit(stack.public_url)
    return parts.hostname or "", parts.port or 0


def exchange(address: tuple[str, int], sent: bytes) -> bytes:
    with socket.create_connection(address, timeout=30) as line:
        line.sendall(sent)
        answer = b""
        while got := line.recv(4096):
            answer += got
    return answer


@pytest.fixture
def log(stack: Stack) -> Path:
    return Path(stack.environment["REDIS_URL"].removeprefix("unix://")).parent / "web.log"


def test_no_answer_names_a_program_or_its_version(stack: Stack) -> None:
    for path in ("/healthz", "/x", "/staff/sign-in"):
        headers = requests.get(stack.public_url + path, timeout=30).headers
        assert headers["Server"] == "signpost"
        assert not re.search(r"(?i)gunicorn|werkzeug|python|flask", str(headers))


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00\xff\r\n\r\n",
        b"GET /healthz HTTP/9.9\r\n\r\n",
        b"GET /healthz?07700900555<b> HTTP/x\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: a\r\nBad\x00Name: 1\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nX: a\r\n folded\r\n\r\n",
        b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n" + b"X: a\r\n" * 200 + b"\r\n",
        b"POST /sms HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: odd\r\n\r\n",
        b"POST /sms HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        b"POST /sms HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
    ],
    ids=range(10),
)
def test_what_is_no_request_is_refused_without_a_word(address: tuple[str, int], sent: bytes) -> None:
    head, _, body = exchange(address, sent).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert body == b"Not available.\n"
    assert b"gunicorn" not in head


@pytest.mark.parametrize(
    "begun",
    [
        b"POST /sms HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        b"POST /sms HTTP/1.1\r\nHost: a\r\n" + FORM + b"Content-Length: 900\r\n\r\na",
    ],
    ids=["headers", "body"],
)
def test_slow_clients_in_every_thread_keep_others_out_for_a_moment_only(
    stack: Stack, address: tuple[str, int], begun: bytes
) -> None:
    with ExitStack() as open_lines:
        lines = [open_lines.enter_context(socket.create_connection(address, timeout=30)) for _ in range(3 * THREADS)]
        for line in lines:
            line.sendall(begun)
        started = time.monotonic()
        # All two dozen may have come to one of the two processes, with four threads: then it is the seventh round.
        assert requests.get(f"{stack.public_url}/healthz", timeout=60).ok
        assert time.monotonic() - started < PATIENCE * (len(lines) / (THREADS / 2) + 1)


def test_a_large_body_is_refused_before_it_comes(address: tuple[str, int]) -> None:
    head = b"POST /sms HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + FORM
    with socket.create_connection(address, timeout=30) as line:
        line.sendall(head + b"Content-Length: 65537\r\n\r\n")
        assert line.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_of_a_large_body_in_chunks_no_more_is_heard_than_of_any(address: tuple[str, int]) -> None:
    head = b"POST /sms HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n" + FORM + b"\r\n"
    chunk = b"4000\r\n" + b"a" * 0x4000 + b"\r\n"
    for body in (b"5\r\nBody=\r\n", chunk * 5):
        assert exchange(address, head + body + b"0\r\n\r\n").startswith(b"HTTP/1.1 403 ")


def test_every_line_of_its_log_is_json_and_has_no_word_of_strangers(address: tuple[str, int], log: Path) -> None:
    exchange(address, b"GET /healthz?07700900555<b> HTTP/x\r\n\r\n")
    lines = [json.loads(line) for line in log.read_text().splitlines() if line]
    assert {"event", "level", "logger", "time"} <= set(lines[0])
    assert any(line["logger"] == "gunicorn.error" for line in lines)
    assert "900555" not in log.read_text()
    worker = [json.loads(line) for line in (log.parent / "worker.log").read_text().splitlines() if line]
    assert any(line["logger"].startswith("rq.") for line in worker)
