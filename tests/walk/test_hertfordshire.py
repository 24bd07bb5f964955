"""The committed walk of the Hertfordshire pack is true, and keeps what the service promises."""

from pathlib import Path
from statistics import median

import pytest

from signpost.authoring.load import load
from signpost.authoring.walk.callers import Caller
from signpost.authoring.walk.paths import Kind
from signpost.authoring.walk.pence import Prices
from signpost.authoring.walk.survey import Survey, survey
from signpost.authoring.walk.thread import exchanges
from signpost.authoring.walk.write import pages

PACK = Path("menus/hertfordshire")
AGAIN = f"the pack has changed since it was walked: run `signpost walk {PACK}`, and look at what changed"


@pytest.fixture(scope="module")
def walked() -> Survey:
    return survey(load(PACK))


def test_the_committed_walk_is_of_this_pack(walked: Survey) -> None:
    for name, text in pages(walked, Prices()).items():
        written = PACK / "walk" / name
        # Compared by name first: the difference of two maps is of no use to anybody.
        assert written.exists(), AGAIN
        assert written.read_text(encoding="utf-8") == text, f"{written}: {AGAIN}"


def test_a_first_timer_has_the_contact_soon(walked: Survey) -> None:
    found = [row.figures[Caller.FIRST_TIMER] for row in walked.of(Kind.STRAIGHT)]
    assert median(one.seconds for one in found) <= 45
    assert max(one.seconds for one in found) <= 90
    assert max(one.keys for one in found) <= 3


def test_a_step_up_the_ladder_takes_no_longer(walked: Survey) -> None:
    steps = [row.step[Caller.FIRST_TIMER] for row in walked.of(Kind.LADDER) if row.step]
    assert steps
    assert max(one.seconds for one in steps) <= 90
    assert max(one.keys for one in steps) <= 3


def test_a_contact_is_two_texts_away(walked: Survey) -> None:
    rows = walked.of(Kind.STRAIGHT, Kind.PERSON, Kind.DANGER, Kind.FOLLOW_UP)
    assert [row.title for row in rows if row.figures[Caller.TEXT].texts > 2] == []


def test_every_answer_fits_two_segments_with_no_word_left_out(walked: Survey) -> None:
    for row in walked.rows:
        for hello in (False, True):
            for one in exchanges(walked.pack, row.path, hello=hello):
                assert one.segments <= 2, one.answer
                assert not one.shortened, one.answer
