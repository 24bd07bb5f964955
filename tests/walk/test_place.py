"""One place of a pack, as staff look it up."""

import pytest

from signpost.authoring.walk.map import drawn, linked
from signpost.authoring.walk.paths import Kind
from signpost.authoring.walk.place import known, shortest, walked
from signpost.core.menu import Pack
from tests.house import EXAMPLE, PACK
from tests.shipped import shipped


@pytest.fixture
def example() -> Pack:
    return shipped(EXAMPLE)


@pytest.fixture
def hertfordshire() -> Pack:
    return shipped(PACK)


def test_every_place_is_known_by_the_choice_that_leads_there(example: Pack) -> None:
    assert [(name, one.label, one.kind) for name, one in known(example).items()] == [
        ("start", "The first menu", "menu"),
        ("school", "Yes, in school", "contact"),
        ("helpline", "No, at home", "a person, by 0 at any time"),
        ("danger", "Words of danger", "the end"),
    ]


def test_a_place_says_where_it_leads(example: Pack) -> None:
    ways = known(example)["school"].ways
    assert [(way.goto, way.label) for way in ways] == [
        ("helpline", "I have tried that"),
        ("start", "A later text, in 10 working days"),
    ]


def test_a_walk_to_a_place_has_its_words_and_what_they_take(example: Pack) -> None:
    walk = walked(example, "school")
    assert walk is not None
    assert (walk.trail, walk.keys) == (("Yes, in school",), ("1",))
    assert walk.heard[0].startswith("Yes, in school. Talk to the teacher first.")
    assert walk.text.answer.startswith("Example: Talk to the teacher first.")
    assert walk.text.segments == 2
    assert walk.to_come is not None
    assert walk.lasts is not None
    assert 10 < walk.to_come < walk.lasts


def test_words_of_danger_are_by_text_alone(example: Pack) -> None:
    walk = walked(example, "danger")
    assert walk is not None
    assert (walk.heard, walk.to_come, walk.lasts) == ((), None, None)
    assert "Ring 999 now" in walk.text.answer


def test_every_place_but_those_of_own_words_can_be_walked_to(hertfordshire: Pack) -> None:
    unwalked = {name for name in hertfordshire.places if walked(hertfordshire, name) is None}
    assert unwalked == {"refusal", "plan-wrong", "elsewhere"}
    assert unwalked <= set(hertfordshire.topics)
    assert set(known(hertfordshire)) == set(hertfordshire.places)


def test_what_only_a_later_text_opens_begins_there(hertfordshire: Pack) -> None:
    opened = [path for name in hertfordshire.places if (path := shortest(hertfordshire, name))]
    later = [path for path in opened if path.kind is Kind.FOLLOW_UP]
    assert later
    for path in later:
        walk = walked(hertfordshire, path.end)
        assert walk is not None
        assert walk.trail[0] == "A later text"


def test_the_map_for_a_page_has_a_link_for_each_place_and_no_style_of_its_own(example: Pack) -> None:
    page = linked(example, lambda name: f"/staff/map/{name}")
    for name in example.places:
        assert f'href="/staff/map/{name}"' in page
    assert "<style" not in page
    assert "style=" not in page
    assert "<style" in drawn(example)
    assert "<a " not in drawn(example)
