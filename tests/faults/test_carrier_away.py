"""Whatever the carrier answers, each text comes once and in order, and nobody on the phone waits for it."""

import pytest

from tests.faults.carrier_away import MOODS, run
from tests.faults.kept import HURRIED
from tests.faults.moody import Mood
from tests.faults.table import Row


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[Mood, Row]:
    """All at once, each with somebody else. All are answered on the phone before the carrier is well again."""
    found = run(tmp_path_factory.mktemp("carrier"), HURRIED, people=1, at_once=True)
    return dict(zip(MOODS, found, strict=True))


@pytest.mark.parametrize("mood", MOODS)
def test_each_text_comes_once_and_in_order(mood: Mood, rows: dict[Mood, Row]) -> None:
    assert rows[mood].fine, rows[mood]
