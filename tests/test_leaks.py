"""The plugin that looks for numbers and secrets in all logs sees them, and nothing else."""

import logging
import subprocess
import sys

import pytest

from tests.house import SECRET
from tests.leaks import found, leaked


@pytest.mark.parametrize(
    "line",
    ["to +447700900123", "07700900123", "ring 07700 900123!", "from 01632 960987", "To=+44 7700 900123&x", SECRET],
)
def test_a_number_and_a_secret_are_seen(line: str) -> None:
    assert leaked(line)


@pytest.mark.parametrize(
    "line",
    [
        "agenda-1763809168",
        "2026-11-22T11:19:28.779889Z",
        "bb200d6f19d5 07ab",
        '"ms": 0.7700900123',
        "SEND Duty Line: 01442 453300, +441442453300",
    ],
)
def test_what_is_none_is_let_pass(line: str) -> None:
    assert leaked(line) == []


def test_all_that_is_logged_here_and_by_commands_is_looked_at() -> None:
    logging.getLogger("anybody").warning("he is on %s", "+447700900123")
    assert found.pop() == "+447700900123 by anybody"
    subprocess.run([sys.executable, "-c", "import sys; sys.exit('07700 900123')"], capture_output=True, check=False)
    assert found.pop() == "07700 900123"
