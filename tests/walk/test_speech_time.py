import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from signpost.authoring.load import load
from signpost.authoring.speech_time import plain_seconds, seconds
from signpost.render.speech import Piece
from tests.samples import PACK
from tests.walk.measured import PROGRAM, measure, speeches


@pytest.mark.skipif(shutil.which(PROGRAM) is None, reason="espeak-ng is not installed")
def test_reckons_what_espeak_takes() -> None:
    spoken = [*speeches(PACK), *speeches(load(Path("menus/example")))]
    measured = [measure(speech) for speech in spoken]
    assert sum(map(seconds, spoken)) == pytest.approx(sum(measured), rel=0.1)
    for speech, true in zip(spoken, measured, strict=True):
        assert seconds(speech) == pytest.approx(true, rel=0.2, abs=0.3), speech


@pytest.mark.skipif(shutil.which(PROGRAM) is None, reason="espeak-ng is not installed")
@pytest.mark.parametrize("digits", ["0 1", "0 1 4 4 2", "4 5 3 3 0 0"])
def test_spaced_digits_count_one_by_one(digits: str) -> None:
    assert seconds([digits]) == pytest.approx(measure((digits,)), rel=0.1)


def test_more_words_and_pauses_take_longer() -> None:
    said: list[list[Piece]] = [
        ["Ring"],
        ["Ring them"],
        ["Ring, them"],
        ["Ring. Them"],
        ["Ring.", 500, "Them"],
        ["Ring.", 750, "Them"],
    ]
    times = [seconds(pieces) for pieces in said]
    assert all(shorter < longer for shorter, longer in pairwise(times))
    assert seconds([]) == 0


def test_pauses_that_meet_are_one_as_they_are_when_rendered() -> None:
    assert seconds(["a", 750, 500, "b"]) == seconds(["a", 750, "b"])


def test_slow_stretches_words_alone() -> None:
    assert seconds(["Ring them"], slow=True) == pytest.approx(seconds(["Ring them"]) / 0.8)
    assert seconds([500], slow=True) == 0.5


def test_the_plain_formula_counts_words_digits_and_pauses() -> None:
    assert plain_seconds(["Ring us on", 300, "0 1 6", 700, "3 2"]) == pytest.approx(8 * 60 / 150 + 1.0)
