"""What rules and walks ask of places."""

from signpost.authoring.places import onward, opened_later, said
from tests.samples import PACK, both
from tests.walk.dated import DATED


def test_a_place_says_its_question_or_its_sentence() -> None:
    assert said(PACK.places["start"]) == both("What is it about?")
    assert said(PACK.places["team"]) == both("Ring the Plan Team.")
    assert said(PACK.places["danger"]) == both("Ring 999 now.")
    assert said(DATED.places["day"]) == both("")


def test_a_place_leads_on_by_its_choices_or_by_what_was_tried() -> None:
    assert onward(PACK.places["start"]) == ("school", "team", "person")
    assert onward(PACK.places["senco"]) == ("team",)
    assert onward(PACK.places["team"]) == onward(PACK.places["thanks"]) == onward(DATED.places["day"]) == ()


def test_a_place_leads_on_by_the_way_beside_too() -> None:
    assert onward(DATED.places["team"]) == ("day",)


def test_what_opens_later_is_told_with_who_offers_it() -> None:
    assert opened_later(PACK) == {"heard": ("senco",)}
    assert opened_later(DATED) == {"heard": ("senco", "day")}
