"""The committed walk of the Hertfordshire pack is true, and keeps what the service promises."""

from itertools import pairwise
from pathlib import Path
from statistics import median

import pytest

from signpost.authoring.sample_dates import NOW
from signpost.authoring.walk.callers import Caller
from signpost.authoring.walk.paths import Kind
from signpost.authoring.walk.pence import Prices
from signpost.authoring.walk.survey import Survey, survey
from signpost.authoring.walk.thread import exchanges
from signpost.authoring.walk.write import pages
from signpost.core.menu import Closing, Deadline, Menu, Pack, Signpost
from signpost.core.options import options
from signpost.core.questions import own_question
from signpost.core.session import Channel, Context, Session
from tests.shipped import shipped

PACK = Path("menus/hertfordshire")
AGAIN = f"the pack has changed since it was walked: run `signpost walk {PACK}`, and look at what changed"


@pytest.fixture(scope="module")
def walked() -> Survey:
    return survey(shipped(PACK))


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


LADDERS = (
    ("provision-school", "provision-coordinator", "provision-lead", "provision-manager", "provision-resolution"),
    ("team-coordinator", "team-lead", "team-manager", "team-resolution"),
)


def rung(pack: Pack, name: str) -> Signpost:
    place = pack.places[name]
    assert isinstance(place, Signpost)
    return place


@pytest.mark.parametrize("ladder", LADDERS, ids=["a plan not followed", "no reply"])
def test_each_rung_leads_to_the_next_by_key_and_by_a_later_text(walked: Survey, ladder: tuple[str, ...]) -> None:
    for name, above in pairwise((*ladder, "complaint-council")):
        here = rung(walked.pack, name)
        assert here.next
        assert here.follow_up
        asked = walked.pack.places[here.follow_up.goto]
        assert isinstance(asked, Menu)
        unmoved = [choice.goto for choice in asked.choices if not isinstance(walked.pack.places[choice.goto], Closing)]
        assert (here.next.goto, unmoved) == (above, [above])


def test_the_last_day_is_offered_where_an_appeal_is_told_of_and_nowhere_else(walked: Survey) -> None:
    signposts = [place for place in walked.pack.places.values() if isinstance(place, Signpost)]
    offering = {place.name for place in signposts if place.also and place.also.goto == "appeal-date"}
    assert offering == {
        *("decision-late", "decision-school", "resolution", "outside-talks", "mediation", "appeal", "appealable"),
        *("support", "young-person"),
    }
    assert isinstance(walked.pack.places["appeal-date"], Deadline)


@pytest.mark.parametrize("channel", list(Channel))
def test_nobody_is_offered_more_than_five_things(walked: Survey, channel: Channel) -> None:
    for place in walked.pack.places.values():
        session = Session(channel, place.name, own_question(place))
        assert len(options(walked.pack, session, Context(channel, NOW, "+447700900123"))) <= 5, place.name
