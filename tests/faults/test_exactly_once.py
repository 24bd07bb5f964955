"""Each step of a send, each death at it, once. `make faults` does it over two hundred times."""

from collections.abc import Iterator
from concurrent.futures import Future, wait

import pytest

from tests.faults.run import Outcome, running, stand
from tests.faults.steps import Case, cases

CASES = cases(rounds=1)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Case, Future[Outcome]]]:
    """All are run together, for they mostly wait; each test then looks at its own.

    None begins before all are over: for each, pytest changes the environment, which whoever starts a process reads.
    """
    with stand(tmp_path_factory.mktemp("faults"), linger=1) as shared, running(shared, CASES, at_once=16) as runs:
        wait(runs)
        yield dict(zip(CASES, runs, strict=True))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_text_comes_exactly_once(case: Case, outcomes: dict[Case, Future[Outcome]]) -> None:
    outcome = outcomes[case].result()
    assert outcome.fine, outcome.told
