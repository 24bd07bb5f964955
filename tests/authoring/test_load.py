from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date, time
from pathlib import Path
from types import MappingProxyType

import pytest

from signpost.authoring.faults import PackFaults
from signpost.authoring.load import load
from signpost.core.menu import (
    Choice,
    Closing,
    Danger,
    Deadline,
    Delay,
    FollowUp,
    Keep,
    Menu,
    Pack,
    Service,
    Signpost,
    TextHours,
    Yearly,
)
from signpost.core.wording import Prompt, Wording

ROOT = Path(__file__).parents[2]
Write = Callable[..., Path]


def same(words: str) -> Prompt:
    return Prompt(words, words)


def faults(folder: Path) -> list[str]:
    with pytest.raises(PackFaults) as found:
        load(folder)
    return [str(fault) for fault in found.value.faults]


@pytest.fixture
def example() -> Pack:
    return load(ROOT / "menus" / "example")


def test_the_example_becomes_the_core_s_own_model(example: Pack) -> None:
    helpline = Service(
        key="helpline",
        name=Prompt("the Exampleton Helpline", "Exampleton Helpline"),
        phone="01632 960001",
        email=None,
        web=None,
        hours="Monday to Friday, 9 to 5",
        who_for="parents in Exampleton",
        source="invented for this example",
        checked=date(2026, 11, 21),
        review_by=date(2027, 2, 21),
        confirmed=True,
    )
    assert example.key == "example"
    assert example.name == "Example"
    assert example.danger == Danger(("in danger",), "danger")
    assert example.services["helpline"] == helpline
    assert example.person_signpost.service is example.services["helpline"]
    assert list(example.places) == ["start", "school", "helpline", "danger"]
    assert example.places["start"] == Menu(
        "start",
        same("Is your child in school?"),
        (
            Choice(same("Yes, in school"), ("yes", "school"), "school"),
            Choice(same("No, at home"), ("no", "home"), "helpline"),
        ),
    )
    assert example.places["school"] == Signpost(
        "school",
        example.services["school"],
        same("Talk to the teacher first. Ask when the help is given, and by whom."),
        Choice(Prompt("If you have tried that", "I have tried that"), (), "helpline"),
        FollowUp(Delay(10, "working days"), "start"),
    )
    assert isinstance(example.places["danger"], Closing)
    assert (example.wording, example.keep, example.text_hours) == (Wording(), Keep(), TextHours())


def test_nothing_in_a_pack_can_be_changed(example: Pack) -> None:
    assert isinstance(example.places, MappingProxyType)
    assert isinstance(example.services, MappingProxyType)
    with pytest.raises(FrozenInstanceError):
        example.name = "Another"  # type: ignore[misc]


@pytest.mark.parametrize("folder", sorted(path.parent for path in (ROOT / "menus").glob("*/pack.yaml")), ids=str)
def test_every_pack_we_ship_loads(folder: Path) -> None:
    assert load(folder).key == folder.name


def test_the_options_of_a_pack(write: Write) -> None:
    pack = write(
        pack_yaml="name: Example\nwelcome: {voice: Hello caller., text: Hello texter.}\n"
        "first: start\nperson: helpline\n"
        "voice: {name: Google.en-GB-Neural2-A}\ntext_hours: {start: 09:00}\nring_me: {end: 17:00}\nkeep: {person: 30}\n"
        "wording:\n  no_match: Sorry, try again.\n  goodbye: Goodbye.\n  number: {text: '{service} on {number}'}\n"
    )
    loaded, usual = load(pack), Wording()
    assert loaded.welcome == Prompt("Hello caller.", "Hello texter.")
    assert loaded.danger is None
    assert (loaded.voice.name, loaded.voice.language) == ("Google.en-GB-Neural2-A", "en-GB")
    assert loaded.text_hours == TextHours(time(9), time(19))
    assert loaded.ring_me == TextHours(time(9), time(17))
    assert loaded.keep == Keep(person=30)
    assert loaded.wording.no_match == same("Sorry, try again.")
    # One wording goes only where the usual sentence is used, and a channel that is left out keeps the usual one.
    assert loaded.wording.goodbye == Prompt("Goodbye.", "")
    assert loaded.wording.number == Prompt(usual.number.voice, "{service} on {number}")
    assert loaded.wording.moved == usual.moved


def test_values_stay_the_words_they_look_like_on_one_line(write: Write) -> None:
    pack = write(
        extra_yaml="more:\n  prompt: >\n    What is\n    next?\n  choices:\n"
        "    - {label: Yes, words: [yes, on, 0800], goto: start}\n"
        "    - {label: No, words: [no, null, 1.50], goto: start}\n"
    )
    menu = load(pack).places["more"]
    assert isinstance(menu, Menu)
    assert menu.prompt == same("What is next?")
    assert [(choice.label.text, choice.words) for choice in menu.choices] == [
        ("Yes", ("yes", "on", "0800")),
        ("No", ("no", "null", "1.50")),
    ]


@pytest.mark.parametrize("written", ["1 hour", "2 hours", "1 day", "3 working days"])
def test_delays(write: Write, written: str) -> None:
    entry = f"more:\n  signpost: helpline\n  say: Ask.\n  follow_up: {{after: {written}, goto: start}}\n"
    place = load(write(extra_yaml=entry)).places["more"]
    assert isinstance(place, Signpost)
    assert place.follow_up is not None
    assert str(place.follow_up.after) == f"in {written}"


@pytest.mark.parametrize(("written", "day"), [("16 February", Yearly(16, 2)), ("29 February", Yearly(29, 2))])
def test_a_follow_up_on_a_day_of_the_year(write: Write, written: str, day: Yearly) -> None:
    entry = f"more:\n  signpost: helpline\n  say: Ask.\n  follow_up: {{on: {written}, goto: start}}\n"
    place = load(write(extra_yaml=entry)).places["more"]
    assert isinstance(place, Signpost)
    assert place.follow_up == FollowUp(day, "start")


def test_a_deadline_and_a_further_way_on(write: Write) -> None:
    entry = "more:\n  signpost: helpline\n  say: Ask.\n  also: {label: My last day, words: [day], goto: day}\n"
    pack = load(write(extra_yaml=f"{entry}day:\n  deadline: helpline\n  reminder: start\n"))
    more = pack.places["more"]
    assert isinstance(more, Signpost)
    assert (more.next, more.also) == (None, Choice(same("My last day"), ("day",), "day"))
    assert pack.places["day"] == Deadline("day", pack.services["helpline"], "start")


def test_every_fault_of_all_files_at_once(write: Write) -> None:
    pack = write(
        pack_yaml="name: Example\nwelcom: Hello.\nfirst: strat\nperson: helpline\n",
        extra_yaml="more:\n  prompt:\n  choices:\n    - {label: Speech, words: [stop], goto: nowhere}\n"
        "    - {label: SPEECH, got: start}\n    - {goto: school}\n\nlast:\n  signpost: nobody\n  say: [a]\n",
        zero_yaml="more:\n\tclose: Thank you.\n",
    )
    (pack / "services.yaml").write_text(
        (pack / "services.yaml").read_text(encoding="utf-8").replace("2027-02-21", "soon"), encoding="utf-8"
    )
    told = [fault.split(": ")[:2] for fault in faults(pack)]
    assert told == [
        ["menus/broken/extra.yaml:2", "prompt is empty"],
        ["menus/broken/extra.yaml:4", "words has 'stop', which always means STOP"],
        ["menus/broken/extra.yaml:5", "choice has no key 'got'"],
        ["menus/broken/extra.yaml:5", "label says the same as the label in line 4"],
        ["menus/broken/extra.yaml:6", "label is missing"],
        ["menus/broken/extra.yaml:9", "signpost names 'nobody', which is not in services.yaml"],
        ["menus/broken/extra.yaml:10", "say is a list, not words"],
        ["menus/broken/pack.yaml:2", "pack has no key 'welcom'"],
        ["menus/broken/services.yaml:9", "review_by is not a date"],
        ["menus/broken/services.yaml:17", "review_by is not a date"],
        ["menus/broken/zero.yaml:2", "is not YAML (found character that cannot start any token)"],
    ]


def test_names_that_may_stand_in_a_file_we_could_not_read_are_no_faults(write: Write) -> None:
    pack = write(extra_yaml="more:\n  close: 'Thank you.\n", menus_yaml="start:\n  signpost: helpline\n  say: Ask.\n")
    assert [fault.split(": ")[0] for fault in faults(pack)] == ["menus/broken/extra.yaml:2"]


def test_an_alias_is_one_fault_and_what_follows_from_it_is_none(write: Write) -> None:
    pack = write(extra_yaml="more:\n  prompt: *question\n  choices: *choices\nlast: *more\n")
    assert [fault.split(": ")[0] for fault in faults(pack)] == [f"menus/broken/extra.yaml:{line}" for line in (2, 3, 4)]


def test_a_folder_that_is_not_there() -> None:
    told = faults(Path("menus/nowhere"))
    assert told == [
        "menus/nowhere: there is no such folder: write the path of a pack's folder, such as menus/hertfordshire"
    ]


def test_a_folder_in_the_place_of_a_file(pack: Path) -> None:
    (pack / "extra.yaml").mkdir()
    assert [fault.split(" (")[0] for fault in faults(pack)] == ["menus/broken/extra.yaml: cannot be read"]


def test_what_is_not_a_pack_file_is_left_alone(pack: Path) -> None:
    (pack / "conversations").mkdir()
    (pack / "conversations" / "story.yaml").write_text("- not a menu", encoding="utf-8")
    (pack / ".hidden.yaml").write_text("- not a menu", encoding="utf-8")
    (pack / "notes.txt").write_text("- not a menu", encoding="utf-8")
    assert load(pack).name == "Example"


def test_no_phone_number_gets_into_a_message(pack: Path) -> None:
    services = pack / "services.yaml"
    services.write_text(services.read_text(encoding="utf-8").replace("01632 960001", "0905 1632960"), encoding="utf-8")
    (told,) = faults(pack)
    assert "1632960" not in told
    assert "phone is not a UK landline" in told
