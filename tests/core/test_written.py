"""Numbers that stand among words: seen as they are written, and read out as digits."""

import pytest

from signpost.core.events import Say
from signpost.core.wording import Prompt, Wording
from signpost.core.written import numbers, ringable
from signpost.render.speech import pieces_of

WRITTEN = ["01632-960-001", "(01632) 960001", "01632.960.001", "01632 - 960001", "01632/960001", "01632 960 001"]


@pytest.mark.parametrize("written", WRITTEN)
def test_one_number_is_seen_however_it_is_written(written: str) -> None:
    (found,) = numbers(f"Ring {written}. 2 people answer.")
    assert ringable(found) == "+441632960001"


@pytest.mark.parametrize("written", WRITTEN)
def test_its_digits_are_read_one_by_one(written: str) -> None:
    said = pieces_of(Wording(), Say(Prompt(f"Ring {written} now.", "")))
    words = " ".join(piece for piece in said if isinstance(piece, str)).split()
    assert [word for word in words if word.isdigit()] == list("01632960001")
    assert [word for word in words if not word.isdigit()] == ["Ring", "now."]


@pytest.mark.parametrize("words", ["In 2026 there were 12,000.", "Press 55.", "18001 first.", "On 01.02.2026."])
def test_other_digits_are_no_numbers(words: str) -> None:
    assert numbers(words) == []


def test_two_numbers_are_two() -> None:
    assert numbers("Ring 01632 960001. 03000 960002 is for texts.") == ["01632 960001", "03000 960002"]
