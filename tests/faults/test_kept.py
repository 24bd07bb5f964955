"""Requests to be rung back, and their e-mails, outlive whoever is killed. `make faults` does it at length."""

from pathlib import Path

from tests.faults.kept import HURRIED, TIMES, run
from tests.faults.processes import Death

# Fifty of them: `make faults`.
PEOPLE = 20


def test_each_of_those_who_ask_five_times_has_one_request_whoever_is_killed(tmp_path: Path) -> None:
    outcome = run(tmp_path, people=PEOPLE, rounds=1, commands=HURRIED)
    assert outcome.wrong == (), outcome.figures
    assert outcome.figures["requests that are open"] == PEOPLE
    assert all(outcome.figures[f"killed: {death}"] == 1 for death in Death)
    assert outcome.figures["times that somebody was told it is noted"] == PEOPLE * TIMES
