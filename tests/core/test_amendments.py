"""What staff change of contacts and closures: nothing that is paused or replaced is ever said, texted or dialled."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signpost.authoring.load import load
from signpost.core.amendments import Amendment, Amendments, amended, why_not_paused, why_not_replaced
from signpost.core.menu import Callback, Closing, Pack, Signpost
from signpost.core.numbers import e164, is_uk
from signpost.core.session import StaleError
from tests.house import EXAMPLE, PACK
from tests.shipped import shipped
from tests.sweep import all_said, digits

PAUSED = Amendment(paused=True)
SAFEGUARDING, NHS_111, PERSON = "childrens-safeguarding", "nhs-111", "send-duty-line"


@pytest.fixture(scope="module")
def confirmed(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The Hertfordshire pack with every contact confirmed, so that each of its numbers is told."""
    folder = tmp_path_factory.mktemp("confirmed")
    for file in PACK.glob("*.yaml"):
        words = file.read_text(encoding="utf-8").replace("confidence: unconfirmed", "confidence: confirmed")
        (folder / file.name).write_text(words, encoding="utf-8")
    return load(folder)


def national(number: str) -> str:
    """The digits by which a number would be found among those of a sentence."""
    return digits(e164(number)).removeprefix("44")


def found(everything: frozenset[str], numbers: list[str]) -> set[str]:
    """Which of the numbers are ever said."""
    said = {digits(one) for one in everything}
    return {number for number in numbers if any(national(number) in one for one in said)}


@pytest.fixture(scope="module")
def told(confirmed: Pack) -> frozenset[str]:
    """All that is said while nothing is changed."""
    return frozenset(all_said(confirmed))


def changes(pack: Pack, amendment: Amendment, *keys: str) -> Pack:
    return amended(pack, Amendments(dict.fromkeys(keys, amendment)))


def test_nothing_changed_is_the_very_same_pack() -> None:
    pack = shipped(PACK)
    assert amended(pack, Amendments()) is pack
    assert amended(pack, Amendments({"gone": PAUSED})) is pack
    assert amended(pack, Amendments({PERSON: Amendment()})) is pack


def test_no_number_or_address_of_a_paused_contact_is_in_any_output_of_any_path(
    confirmed: Pack, told: frozenset[str]
) -> None:
    pausable = [key for key in confirmed.services if not why_not_paused(confirmed, key)]
    numbers = [number for key in pausable if (number := confirmed.services[key].number)]
    assert len(numbers) == 8
    emails = [email for key in pausable if (email := confirmed.services[key].email)]
    assert found(told, numbers) == set(numbers)
    assert any(email in said for said in told for email in emails), "what is told is found"
    paused = frozenset(all_said(changes(confirmed, PAUSED, *pausable)))
    assert found(paused, numbers) == set()
    assert not [email for said in paused for email in emails if email in said]


def test_a_replacement_is_said_wherever_the_number_was(confirmed: Pack) -> None:
    replaceable = [key for key in confirmed.services if not why_not_replaced(confirmed, key)]
    assert set(confirmed.services) - set(replaceable) == {
        *(NHS_111, "samaritans"),  # short numbers
        *("senco", "school-office", "health-service"),  # none of their own
    }
    new = {key: Amendment(number=f"+4416329601{at:02}") for at, key in enumerate(replaceable)}
    old = [number for key in replaceable if (number := confirmed.services[key].number)]
    replaced = frozenset(all_said(amended(confirmed, Amendments(new))))
    assert found(replaced, old) == set()
    told = [new[key].number or "" for key in replaceable if confirmed.services[key].number]
    assert found(replaced, told) == set(told)


def test_whoever_stands_in_is_told_instead() -> None:
    pack = shipped(PACK)
    ombudsman = changes(pack, PAUSED, "ombudsman").services["ombudsman"]
    assert ombudsman.number is None
    assert ombudsman.line is pack.services[PERSON], "it has no other to ring instead"


def test_a_stand_in_that_is_paused_passes_on_to_its_own(confirmed: Pack) -> None:
    services = dict(confirmed.services)
    services["sossen"] = replace(services["sossen"], via=services["ombudsman"])
    pack = replace(confirmed, services=services)
    assert changes(pack, PAUSED, "sossen").services["sossen"].line is services["ombudsman"]
    line = changes(pack, PAUSED, "sossen", "ombudsman").services["sossen"].line
    assert line is services[PERSON]


def test_all_who_are_reached_by_a_replaced_line_are_reached_by_the_new_one() -> None:
    pack = changes(shipped(PACK), Amendment(number="+441632960777"), PERSON)
    assert pack.person_signpost.service.number == "01632 960777"
    for key in ("herts-sendiass", "ipsea", "send-resolution-team"):
        line = pack.services[key].line
        assert line is not None
        assert line.number == "01632 960777"


def test_only_what_changed_is_made_anew() -> None:
    pack = shipped(PACK)
    changed = changes(pack, PAUSED, "ombudsman")
    others = [name for name, place in pack.places.items() if changed.places[name] is not place]
    assert others
    assert all(changed.places[name].service.key == "ombudsman" for name in others)  # type: ignore[union-attr]
    assert changed.wording is pack.wording


def test_a_number_given_by_hand_releases_no_address_that_is_not_confirmed() -> None:
    service = changes(shipped(PACK), Amendment(number="+441632960777"), "kids-mediation").services["kids-mediation"]
    assert (service.number, service.address) == ("01632 960777", None)


def test_a_pause_comes_before_a_number() -> None:
    both = Amendment(paused=True, number="+441632960777")
    assert changes(shipped(PACK), both, "ombudsman").services["ombudsman"].number is None


@pytest.mark.parametrize("key", [PERSON, SAFEGUARDING, NHS_111, "senco"])
def test_the_line_behind_0_those_for_danger_and_those_that_parents_have_are_never_paused(key: str) -> None:
    pack = shipped(PACK)
    assert why_not_paused(pack, key)
    assert changes(pack, PAUSED, key) is pack


def test_a_short_number_that_sentences_are_about_is_not_replaced() -> None:
    pack = shipped(PACK)
    assert why_not_replaced(pack, NHS_111)
    assert changes(pack, Amendment(number="+441632960777"), NHS_111) is pack


def test_a_replacement_stands_in_sentences_too() -> None:
    pack = changes(shipped(PACK), Amendment(number="+443001234999"), SAFEGUARDING)
    place = pack.places["danger"]
    assert isinstance(place, Closing)
    said = place.say
    assert "Child at risk: 0300 123 4999. To text 999" in said.text
    assert "ring 0300 123 4999." in said.voice


def test_a_number_that_another_contact_still_has_stays_in_sentences() -> None:
    pack = shipped(PACK)
    other = replace(pack.services[SAFEGUARDING], key="other")
    shared = replace(pack, services={**pack.services, "other": other})
    changed = changes(shared, Amendment(number="+443001234999"), SAFEGUARDING)
    assert changed.places["danger"] is shared.places["danger"]


def test_a_paused_team_is_asked_to_ring_and_never_mailed() -> None:
    pack = shipped(PACK)
    team = next(place for place in pack.places.values() if isinstance(place, Callback) and place.address)
    paused = changes(pack, PAUSED, team.service.key).places[team.name]
    assert isinstance(paused, Callback)
    assert (paused.service.key, paused.service.mail, paused.address) == (team.service.key, True, None)


def test_days_that_are_added_close_the_line_beside_those_of_the_pack() -> None:
    pack, day = shipped(EXAMPLE), date(2026, 12, 24)
    closed = amended(pack, Amendments(closed=frozenset({day}))).line.opening.closed
    assert closed == pack.line.opening.closed | {day}


amendment = st.builds(
    Amendment, st.booleans(), st.none() | st.from_regex(r"\+441632960[0-9]{3}", fullmatch=True).filter(is_uk)
)
sets = st.builds(
    Amendments,
    st.dictionaries(
        st.sampled_from([*shipped(PACK).services, "gone"]), amendment.filter(lambda one: one != Amendment())
    ),
    st.frozensets(st.dates()),
)


@given(sets)
def test_it_is_kept_as_json(amendments: Amendments) -> None:
    assert Amendments.from_dict(json.loads(json.dumps(amendments.to_dict()))) == amendments


@given(sets)
def test_whatever_is_changed_every_way_still_leads_to_a_number(amendments: Amendments) -> None:
    pack, before = amended(shipped(PACK), amendments), shipped(PACK)
    assert pack.person_signpost.service.number
    for name, place in before.places.items():
        if isinstance(place, Signpost) and place.service.line:
            after = pack.places[name]
            assert isinstance(after, Signpost)
            assert after.service.line
            assert after.service == pack.services[after.service.key]


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"version": 2, "services": {}, "closed": []},
        {"version": 1, "closed": []},
        {"version": 1, "services": [], "closed": []},
        {"version": 1, "services": {"a": {"paused": "yes"}}, "closed": []},
        {"version": 1, "services": {"a": {"number": "+449011234567"}}, "closed": []},
        {"version": 1, "services": {"a": {"other": 1}}, "closed": []},
        {"version": 1, "services": {}, "closed": ["soon"]},
    ],
)
def test_what_nobody_can_have_written_is_no_amendment(kept: dict[str, object]) -> None:
    with pytest.raises((StaleError, KeyError, TypeError, AttributeError, ValueError)):
        Amendments.from_dict(kept)


@pytest.mark.parametrize("key", ["senco", "school-office"])
def test_a_contact_whose_number_parents_have_themselves_gets_no_other(key: str) -> None:
    pack = shipped(PACK)
    assert why_not_replaced(pack, key)
    assert changes(pack, Amendment(number="+441632960777"), key) is pack
