"""Times of day as staff write them."""

from datetime import time

import pytest

from signpost.core.clock import clock


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("17:30", time(17, 30)),
        ("9.05", time(9, 5)),
        ("0:00", time(0, 0)),
        ("5pm", time(17, 0)),
        ("5 PM", time(17, 0)),
        ("5.30 p.m.", time(17, 30)),
        ("12am", time(0, 0)),
        ("12 pm", time(12, 0)),
        (" 11:59 am ", time(11, 59)),
        ("17", time(17, 0)),
    ],
)
def test_a_time_is_read_as_people_write_it(written: str, at: time) -> None:
    assert clock(written) == at


@pytest.mark.parametrize(
    "written", ["", "noon", "24:00", "17:60", "13pm", "0am", "5p", "17:3", "\u0661\u0667:00", "-5pm"]
)
def test_what_is_no_time_is_none(written: str) -> None:
    assert clock(written) is None


@pytest.mark.parametrize("written", ["1", "5", "12"])
def test_a_bare_hour_might_be_morning_or_evening(written: str) -> None:
    with pytest.raises(ValueError, match="might be meant"):
        clock(written)
