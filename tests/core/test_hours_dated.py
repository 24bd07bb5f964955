"""When a line opens, for a text that may be read on another day."""

from datetime import datetime

import pytest

from signpost.core.hours import LONDON, opening_told

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("opens", "near", "dated"),
    [
        ("2026-11-23 09:00", "at 9 am today", "at 9 am on Monday 23 November"),
        ("2026-11-24 09:30", "at 9:30 am tomorrow", "at 9:30 am on Tuesday 24 November"),
        ("2026-11-27 09:00", "at 9 am on Friday 27 November", "at 9 am on Friday 27 November"),
    ],
)
def test_by_its_date_or_as_one_says_it(opens: str, near: str, dated: str) -> None:
    moment = datetime.fromisoformat(opens).replace(tzinfo=LONDON)
    assert opening_told(moment, NOW) == near
    assert opening_told(moment, NOW, dated=True) == dated
