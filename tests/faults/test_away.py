"""Whatever is wrong with Redis, all get to their contact and nothing is lost. `make faults` does it at length."""

import pytest

from tests.faults.away import FAULTS, SWALLOWED, run
from tests.faults.kept import HURRIED
from tests.faults.table import Row

# A server that is stopped swallows as well.
SHORT = [fault for fault in FAULTS if fault is not SWALLOWED]


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Row]:
    """All in one go: the processes are started once, and are the same at the end."""
    found = run(tmp_path_factory.mktemp("away"), HURRIED, people=1, seconds=0, faults=SHORT)
    return {row.fault: row for row in found}


@pytest.mark.parametrize("name", [fault.name for fault in SHORT])
def test_everybody_gets_to_their_contact_and_nothing_is_lost(name: str, rows: dict[str, Row]) -> None:
    assert rows[name].fine, rows[name]
