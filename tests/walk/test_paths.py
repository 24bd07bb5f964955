from dataclasses import replace

from signpost.authoring.walk.paths import Kind, Leg, Path, paths
from signpost.core.menu import Choice, Closing, Delay, FollowUp, Menu, Pack, Signpost
from tests.samples import DUTY, PACK, both
from tests.walk.dated import DATED


def named(pack: Pack, kind: Kind) -> list[str]:
    return [" ".join(path.places) for path in paths(pack) if path.kind is kind]


def on(goto: str) -> Choice:
    return Choice(both(f"to {goto}"), (), goto)


def test_walks_every_way_of_choices_to_every_end() -> None:
    assert named(PACK, Kind.STRAIGHT) == [
        "start school senco",
        "start school team",
        "start team",
        "start person",
    ]


def test_goes_on_by_what_was_tried_and_asked_later() -> None:
    assert named(PACK, Kind.LADDER) == ["start school senco team"]
    assert named(PACK, Kind.FOLLOW_UP) == ["heard thanks", "heard team"]
    assert [path.opened_by for path in paths(PACK) if path.kind is Kind.FOLLOW_UP] == [("senco",), ("senco",)]


def test_comes_to_a_person_and_to_danger_by_their_words() -> None:
    assert named(PACK, Kind.PERSON) == ["start person"]
    assert named(PACK, Kind.DANGER) == ["start danger"]
    assert named(replace(PACK, danger=None), Kind.DANGER) == []


def test_cuts_cycles_and_walks_a_shared_rung_on_once() -> None:
    places = (
        Menu("start", both("Which?"), (on("a"), on("b"), on("start"))),
        Signpost("a", DUTY, both("A."), on("c"), FollowUp(Delay(2, "days"), "start")),
        Signpost("b", DUTY, both("B."), on("c"), None),
        Signpost("c", DUTY, both("C."), on("d"), None),
        Signpost("d", DUTY, both("D."), on("a"), None),
        Signpost("person", DUTY, both("A person."), None, None),
    )
    pack = replace(PACK, places={place.name: place for place in places}, danger=None)
    assert named(pack, Kind.STRAIGHT) == ["start a", "start b"]
    assert named(pack, Kind.LADDER) == ["start a c", "start b c", "start a c d"]
    assert named(pack, Kind.FOLLOW_UP) == ["start"]


def test_a_pack_may_begin_with_an_end() -> None:
    pack = replace(
        PACK, first="thanks", places={"thanks": Closing("thanks", both("Thank you.")), "person": PACK.person_signpost}
    )
    assert paths(pack)[0] == Path(Kind.STRAIGHT, "thanks")


def test_a_leg_says_which_choice_it_is() -> None:
    assert paths(PACK)[1].legs == (Leg("school", 0), Leg("team", 1))


def test_goes_to_a_last_day_from_each_contact_that_offers_it() -> None:
    assert named(DATED, Kind.DEADLINE) == ["start team day day day"]
    assert named(DATED, Kind.LADDER) == named(PACK, Kind.LADDER)
    (path,) = [path for path in paths(DATED) if path.kind is Kind.DEADLINE]
    assert [leg.typed and leg.typed.text for leg in path.legs] == [None, None, "18 September", "no"]


def test_goes_to_a_last_day_by_a_choice_too() -> None:
    start = PACK.places["start"]
    assert isinstance(start, Menu)
    first = replace(start, choices=(*start.choices, on("day")))
    pack = replace(DATED, places={**DATED.places, "start": first})
    assert named(pack, Kind.STRAIGHT) == named(PACK, Kind.STRAIGHT)
    assert named(pack, Kind.DEADLINE) == ["start day day day", "start team day day day"]


def test_a_reminder_is_asked_after_its_deadline() -> None:
    opened = {path.opened_by for path in paths(DATED) if path.kind is Kind.FOLLOW_UP}
    assert opened == {("senco", "day")}
