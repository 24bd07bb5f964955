"""Rules that forbid more than the one thing in their broken pack: the other things, each laid over the example."""

from datetime import date
from pathlib import Path

import pytest

from signpost.authoring.check import check

TODAY = date(2026, 11, 23)
_NO_CONTACT = """
leaflet:
  prompt: Did you get our leaflet?
  choices:
    - {label: It came, goto: thanks}
    - {label: Still waiting, goto: thanks}

thanks:
  close: Thank you for telling us.
"""


def found(pack: Path) -> list[tuple[int, bool, str]]:
    return [(finding.rule, finding.warning, finding.wrong) for finding in check(pack, TODAY).findings]


@pytest.mark.parametrize(
    ("file", "old", "new", "rule", "wrong"),
    [
        ("menus.yaml", " If you cannot speak, press 55 when you are asked.", "", 39,
         "it does not say what to do on 999 when one cannot speak"),
        ("pack.yaml", "name: Example", "name: SEND Help", 51, "the name shows 'SEND' at the head of every text"),
        ("menus.yaml", "what comes next.", "what comes next. See bit.ly/abc", 52, "'bit.ly' is a shortened link"),
        ("menus.yaml", "goto: helpline\n\nschool:", f"goto: helpline\n    - {{label: A leaflet, goto: leaflet}}\n"
         f"{_NO_CONTACT}\nschool:", 102, "none of its choices leads to a contact"),
        ("pack.yaml", "first: start", 'first: start\nring_me: {start: "07:30"}', 58,
         "ring_me begin before 08:00 or end after 20:00"),
    ],
)  # fmt: skip
def test_the_one_thing_is_told(pack: Path, file: str, old: str, new: str, rule: int, wrong: str) -> None:
    text = (pack / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (pack / file).write_text(text.replace(old, new), encoding="utf-8")
    assert found(pack) == [(rule, False, wrong)]


def test_a_pack_without_words_of_danger_fails_unless_the_first_place_waives_it(pack: Path) -> None:
    for file, cut in (("pack.yaml", "danger: {"), ("menus.yaml", "\ndanger:\n")):
        whole = (pack / file).read_text(encoding="utf-8")
        kept, _, _ = whole.partition(cut)
        assert kept != whole
        (pack / file).write_text(kept, encoding="utf-8")
    assert found(pack) == [(39, False, "no words of danger are answered")]
    whole = (pack / "menus.yaml").read_text(encoding="utf-8")
    waived = whole.replace("start:\n", "start:\n  waive: {39: another line answers danger}\n", 1)
    (pack / "menus.yaml").write_text(waived, encoding="utf-8")
    assert found(pack) == []


def say(pack: Path, words: str, place: str = "helpline") -> Path:
    """The pack with these words at the helpline, or in the closing of danger after its own."""
    old, new = "The helpline can tell you what comes next.", words
    if place == "danger":
        old, new = "press 55 when you are asked.", f"press 55 when you are asked. {words}"
    whole = (pack / "menus.yaml").read_text(encoding="utf-8")
    assert whole.count(old) == 1
    (pack / "menus.yaml").write_text(
        whole.replace(old, f"{new}" if place == "danger" else f'"{new}"'), encoding="utf-8"
    )
    return pack


@pytest.mark.parametrize(
    ("words", "rules"),
    [
        ("Ring 01992-555-847.", {110}),
        ("Ring (01992) 555847.", {110}),
        ("Ring 01992.555.847.", {110}),
        ("Ring 01632-960-001.", set()),
        ("Ring 0909-8790-123.", {41}),
        ("Ring 118 500.", {41}),
        ("Ring 118118.", {41}),
        ("Text SHOUT to 85258.", {41}),
        ("Ring 111.", {110}),
        ("In danger, ring 999.", set()),
        ("It was said on 01.02.2026, in 12 weeks.", set()),
    ],
)
def test_numbers_are_seen_however_they_are_written(pack: Path, words: str, rules: set[int]) -> None:
    assert {rule for rule, _, _ in found(say(pack, words))} == rules


@pytest.mark.parametrize(
    "words",
    ["Reply Yes to go on.", "Reply YES.", "Please text cancel.", "Reply with Yes.", "To stop, text us the word Help.",
     "Send YES to go on.", "Text us back if you want Help."],
)  # fmt: skip
def test_words_of_the_carrier_are_seen_in_any_letters(pack: Path, words: str) -> None:
    assert 107 in {rule for rule, _, _ in found(say(pack, words))}


def test_words_of_the_carrier_are_seen_in_a_closing(pack: Path) -> None:
    assert 107 in {rule for rule, _, _ in found(say(pack, "Reply Yes.", "danger"))}


@pytest.mark.parametrize("words", ["They send help.", "Text BACK, then 1.", "No reply? Ask again.", "Text PERSON."])
def test_other_words_may_be_texted(pack: Path, words: str) -> None:
    assert found(say(pack, words)) == []


@pytest.mark.parametrize("topic", ["Children's Services", "CAMHS", "medication", "psychosis", "abuse", "autism"])
def test_a_topic_in_what_a_locked_phone_shows_is_seen(pack: Path, topic: str) -> None:
    assert {rule for rule, _, _ in found(say(pack, f"Ring them. They may ask of {topic} too."))} == {44}


def test_a_topic_further_on_is_not_shown(pack: Path) -> None:
    words = "They are there for you on all days but Sunday. Ring them when you like. They may ask of autism."
    assert found(say(pack, words)) == []


@pytest.mark.parametrize(
    "words",
    ["You will win.", "You don't qualify.", "EHCPs have ended.", "Ring SALI.", "You must attend mediation.",
     "You have to go to mediation.", "Your appeal is likely to fail."],
)  # fmt: skip
def test_what_is_never_said_is_seen(pack: Path, words: str) -> None:
    assert 112 in {rule for rule, _, _ in found(say(pack, words))}


def test_nobody_has_to_take_part_in_mediation(pack: Path) -> None:
    assert found(say(pack, "You do not have to take part in mediation.")) == []


def test_an_address_that_is_said_with_its_slash_is_seen(pack: Path) -> None:
    assert {rule for rule, _, _ in found(say(pack, "See example dot org slash help."))} == {108}


def test_a_link_in_a_closing_needs_a_number(pack: Path) -> None:
    for file in pack.glob("menus.yaml"):
        whole = file.read_text(encoding="utf-8")
        file.write_text(whole.replace("Is your child in school?", "{voice: In school?, text: See example.org now.}"))
    assert {rule for rule, _, _ in found(pack)} == {52}


def test_a_review_is_within_a_year(pack: Path) -> None:
    file = pack / "services.yaml"
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace("review_by: 2027-02-21", "review_by: 2027-11-23", 1), encoding="utf-8")
    assert found(pack) == [(106, False, "review_by is more than 12 months after checked")]


def test_a_choice_ends_at_no_contact(pack: Path) -> None:
    file = pack / "menus.yaml"
    whole = file.read_text(encoding="utf-8")
    more = "    - {label: Goodbye, goto: bye}\n\nbye:\n  close: Goodbye.\n\nschool:"
    file.write_text(whole.replace("\nschool:", f"{more}", 1), encoding="utf-8")
    assert found(pack) == [(102, False, "the choice ends at bye, and at no contact")]


def test_contacts_without_numbers_that_lead_to_each_other(pack: Path) -> None:
    file = pack / "menus.yaml"
    whole = file.read_text(encoding="utf-8").replace("next: {goto: helpline}", "next: {goto: again}")
    file.write_text(f"{whole}\nagain:\n  signpost: school\n  say: Ask them.\n  next: {{goto: school}}\n")
    wrong = "neither it nor any contact that its next leads to has a number to ring"
    assert found(pack) == [(102, False, wrong)] * 2


_DEADLINE = """
day:
  deadline: helpline
  reminder: sent-off

sent-off:
  prompt: Have you sent it off?
  choices:
    - {label: It is gone, goto: thanks}
    - {label: Not so far, goto: helpline}

thanks:
  close: Thank you for telling us.
"""
_ALSO = "what comes next.\n  also: {label: My last day, goto: day}"


def dated(pack: Path, *changes: tuple[str, str, str]) -> Path:
    """The pack with a last day beside the helpline, and these changes, each of a file, what it has, what it gets."""
    also = ("menus.yaml", "what comes next.", _ALSO)
    file = pack / "menus.yaml"
    file.write_text(file.read_text(encoding="utf-8") + _DEADLINE, encoding="utf-8")
    for name, old, new in (also, *changes):
        whole = (pack / name).read_text(encoding="utf-8")
        assert whole.count(old) == 1
        (pack / name).write_text(whole.replace(old, new), encoding="utf-8")
    return pack


def test_a_deadline_and_its_reminder_are_sound(pack: Path) -> None:
    assert found(dated(pack)) == []


def test_a_deadline_that_nothing_offers_is_told(pack: Path) -> None:
    wrong = [(101, False, "nothing leads here")] * 3
    assert found(dated(pack, ("menus.yaml", "  also: {label: My last day, goto: day}\n", ""))) == wrong


def test_a_day_is_checked_with_somebody_who_can_be_rung(pack: Path) -> None:
    wrong = (102, False, "nobody can be rung to check the day with")
    assert found(dated(pack, ("menus.yaml", "deadline: helpline", "deadline: school"))) == [wrong]


def test_the_label_of_a_way_beside_is_as_short_as_others(pack: Path) -> None:
    label = ("menus.yaml", "label: My last day", "label: The very last day to do it")
    assert found(dated(pack, label)) == [(27, False, "the label has 7 words")]


def test_a_reminder_names_its_contact_and_no_topic(pack: Path) -> None:
    named = ("services.yaml", "{voice: the Exampleton Helpline, text: Exampleton Helpline}", "the SEND Helpline")
    assert found(dated(pack, named)) == []
    menus = pack / "menus.yaml"
    menus.write_text(menus.read_text(encoding="utf-8").replace("Have you sent it off?", "Is your appeal sent?"))
    assert (44, False, "as a reminder, the text shows 'appeal' to whoever sees it") in found(pack)


def test_the_time_limit_is_asked_of_what_a_reminder_leads_to(pack: Path) -> None:
    limit = ("pack.yaml", "first: start", "first: start\ntime_limit: {places: [day], words: [2 months]}")
    wrong = "nobody is told the time limit on the way day > sent-off > helpline"
    assert found(dated(pack, limit)) == [(104, False, wrong)]


@pytest.mark.parametrize(
    ("other", "way"), [("helpline", "helpline > day"), ("school", ""), ("start", ""), ("sent-off", "")]
)
def test_no_day_is_worked_out_where_another_limit_holds(pack: Path, other: str, way: str) -> None:
    limit = f"first: start\ntime_limit: {{places: [danger], words: [999], not_for: [{other}]}}"
    wrong = f"another limit holds here, and it leads to a day to appeal: {way}"
    assert found(dated(pack, ("pack.yaml", "first: start", limit))) == ([(114, False, wrong)] if way else [])


def test_nor_by_a_later_text_or_a_menu_on_the_way(pack: Path) -> None:
    limit = "first: start\ntime_limit: {places: [danger], words: [999], not_for: [school]}"
    later = ("menus.yaml", "goto: start}", "goto: sent-off}")
    choice = ("menus.yaml", "{label: Not so far, goto: helpline}", "{label: Which day, goto: day}")
    wrong = "another limit holds here, and it leads to a day to appeal: school > sent-off > day"
    assert found(dated(pack, ("pack.yaml", "first: start", limit), later, choice)) == [(114, False, wrong)]


def test_we_may_say_that_we_can_be_wrong(pack: Path) -> None:
    assert found(say(pack, "We can be wrong. Ask them too.")) == []
    assert {rule for rule, _, _ in found(say(pack, "You are wrong.", "danger"))} == {18}


def own_words(pack: Path, **phrases: list[str]) -> Path:
    """Give places of the example a topic of at least eight phrases each."""
    text = (pack / "menus.yaml").read_text(encoding="utf-8")
    for name in phrases:
        text = text.replace(f"\n{name}:\n", f"\n{name}:\n  about: one of these\n", 1)
    (pack / "menus.yaml").write_text(text, encoding="utf-8")
    lines = [f"{name}:\n" + "".join(f"  - {one}\n" for one in own) for name, own in phrases.items()]
    (pack / "phrases.yaml").write_text("\n".join(lines), encoding="utf-8")
    return pack


def several(name: str, *more: str) -> list[str]:
    return [*(f"{name} is phrase {number}" for number in range(8)), *more]


def test_own_words_that_keep_the_rules(pack: Path) -> None:
    assert found(own_words(pack, school=several("school"), helpline=several("helpline"))) == []


def test_a_topic_without_any_phrases_fails(pack: Path) -> None:
    assert found(own_words(pack, school=[*several("school")], helpline=["call them"])) == [
        (118, False, "there is 1 phrase"),
    ]


def test_a_phrase_is_found_twice_under_one_topic_too(pack: Path) -> None:
    assert found(own_words(pack, school=several("school", "School is phrase 3!"))) == [
        (119, False, "the phrase 'School is phrase 3!' stands at menus/broken/phrases.yaml:5 too"),
    ]


def test_a_danger_word_stands_in_the_phrases_of_danger_alone(pack: Path) -> None:
    phrase = "she is in danger at school"
    assert found(own_words(pack, school=several("school", phrase))) == [
        (119, False, f"the phrase '{phrase}' speaks of danger"),
    ]


def test_sentences_of_danger_may_hold_a_danger_word(pack: Path) -> None:
    assert 119 not in {
        rule for rule, _, _ in found(own_words(pack, danger=several("danger", "she is in danger at school")))
    }


@pytest.mark.parametrize(
    ("letters", "wrong"), [(300, []), (301, ["has 301 letters: no text that people send is like it"])]
)
def test_a_phrase_that_nobody_would_send_is_warned_of(pack: Path, letters: int, wrong: list[str]) -> None:
    phrase = ("school " * 50)[: letters - 1] + "s"
    told = [(121, True, f"the phrase '{phrase[:37]}...' {one}") for one in wrong]
    assert found(own_words(pack, school=several("school", phrase))) == told


@pytest.mark.parametrize(("count", "warned"), [(10_000, False), (10_001, True)])
def test_more_phrases_than_a_start_has_time_for_are_warned_of(pack: Path, count: int, warned: bool) -> None:
    wrong = f"there are {count} phrases: the service takes long to start, and much memory in each process"
    many = [f"school is phrase {number}" for number in range(count)]
    assert found(own_words(pack, school=many)) == [(121, True, wrong)] * warned


@pytest.mark.parametrize(("others", "few"), [(198, True), (200, False)])
def test_danger_is_judged_by_its_phrases_where_there_are_enough(pack: Path, others: int, few: bool) -> None:
    alarms = [f"danger is phrase {number}" for number in range(100)]
    rest = [f"school is phrase {number}" for number in range(others)]
    wrong = "the phrases are too few to know danger by: only the danger words of pack.yaml count"
    assert found(own_words(pack, danger=alarms, school=rest)) == ([(118, True, wrong)] if few else [])
