"""A plugin of pytest: a test fails in whose course a phone number or a secret was logged, here or by a process of ours.

All that is logged in this process is looked at as it would be written, whatever its level; of processes what they write
to standard error, and the log files of those of the Procfile. Numbers that the packs print, and ours, are everybody's.
"""

import logging
import re
import subprocess
from collections.abc import Generator, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from signpost.logs import formatter
from signpost.phone import stack
from tests.house import NUMBER, SECRET, TOKEN, environment

_NUMBER = re.compile(r"(?<![0-9A-Za-z.\-])(?:\+44 ?|0044 ?|0)[1-37](?: ?\d){8,9}(?![0-9A-Za-z])")
_PACKS = ("menus", "tests/packs", "tests/properties")
_SECRETS = {TOKEN, SECRET, environment("", "")["SIGNPOST_METRICS_TOKEN"]}
_NAMES = ("SIGNPOST_SECRET_KEY", "TWILIO_AUTH_TOKEN", "SMTP_URL")

found: list[str] = []


def leaked(text: str) -> list[str]:
    """The numbers and secrets in a text."""
    numbers = [match[0] for match in _NUMBER.finditer(text) if _national(match[0]) not in _public()]
    return numbers + [f"a secret: {secret[:4]}..." for secret in _SECRETS if secret in text]


def _national(number: str) -> str:
    digits = number.replace(" ", "")
    return re.sub(r"^(\+44|0044|0)", "", digits)


@cache
def _public() -> frozenset[str]:
    files = (file for folder in _PACKS for file in Path(folder).rglob("*.yaml"))
    # Our own number is the example that a setting is told with.
    return frozenset(_national(match[0]) for file in files for match in _NUMBER.finditer(file.read_text() + NUMBER))


class _Watch(logging.Handler):
    """Looks at every line."""

    _lines = formatter(terminal=False)

    def emit(self, record: logging.LogRecord) -> None:
        found.extend(f"{what} by {record.name}" for what in leaked(self._lines.format(record)))


def pytest_configure() -> None:
    logging.getLogger().addHandler(_Watch())
    _watch_commands()
    _watch_processes()


def _watch_commands() -> None:
    run = subprocess.run

    def watched(*of: Any, **more: Any) -> subprocess.CompletedProcess[Any]:
        ended = run(*of, **more)
        written = ended.stderr or ""
        found.extend(leaked(written if isinstance(written, str) else written.decode(errors="replace")))
        return ended

    subprocess.run = watched


def _watch_processes() -> None:
    start, stop, logs = stack._start, stack._stop, {}

    def watched(name: str, folder: Path, known: Mapping[str, str], seconds: int) -> subprocess.Popen[bytes]:
        _SECRETS.update(known[one] for one in _NAMES if known.get(one))
        process = start(name, folder, known, seconds)
        logs[process.pid] = folder / f"{name}.log"
        return process

    def stopped(process: subprocess.Popen[bytes]) -> None:
        stop(process)
        log = logs.pop(process.pid, None)
        if log and log.exists():
            found.extend(f"{what} in {log.name}" for what in leaked(log.read_text(errors="replace")))

    vars(stack).update(_start=watched, _stop=stopped)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    try:
        return (yield)
    finally:
        told = _told(found)
        found.clear()
        if told:
            pytest.fail(f"{item.nodeid} had this logged: {told}", pytrace=False)


def _told(what: Iterable[str]) -> str:
    return ", ".join(sorted(set(what)))
