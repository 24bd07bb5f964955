"""How well own words are understood: the file that is read, and figures that were worked out by hand."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from signpost.authoring.evaluate import Evaluation, as_text, cross_validate, evaluate, mistakes
from signpost.authoring.faults import PackFaults
from signpost.authoring.load import load
from signpost.core.menu import Pack, Topic
from signpost.core.prompt import Prompt
from signpost.core.understanding import Near, Understand, Understood

EXAMPLE = Path(__file__).parents[2] / "menus" / "example"
PATHWAYS = {"school": "B1", "helpline": "B2", "danger": "B0", "start": "start"}


@pytest.fixture(scope="module")
def topical() -> Pack:
    """The example with a topic at each place, of ten phrases each."""
    topics = {
        name: Topic(name, Prompt("a matter", "a matter"), tuple(f"{name} phrase {n}" for n in range(10)), pathway)
        for name, pathway in PATHWAYS.items()
    }
    return replace(load(EXAMPLE), topics=MappingProxyType(topics))


def by_table(**said: Understood) -> Understand:
    """Understands single words as the table has them, all others not at all."""
    return lambda words: said.get(words, Understood())


def near(*places: str, alarm: bool = False, doubt: bool = False) -> Understood:
    """The likeliest first: one alone is clear, of several none is."""
    share = (1.0,) if len(places) == 1 else (0.4, 0.35, 0.25)
    return Understood(tuple(map(Near, places, share)), alarm, alarm or doubt)


@pytest.fixture
def judge(topical: Pack, tmp_path: Path) -> Callable[..., Evaluation]:
    def judged(content: str | bytes, understand: Understand = by_table()) -> Evaluation:  # noqa: B008
        file = tmp_path / "texts.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return evaluate(topical, understand, file, lambda _done, _of: None)

    return judged


@pytest.mark.parametrize(
    ("label", "pathway"),
    [
        ("B1", "B1"), ("b1", "B1"), ("B1 no help in class", "B1"), ("B1: no help", "B1"), ("school", "B1"),
        ("HELPLINE", "B2"), ("danger", "B0"), ("none", "none"), ("None", "none"), ("-", "none"), ("", "none"),
        ("not covered", "none"), ("start", "none"),
    ],
)  # fmt: skip
def test_a_label_is_a_pathway_a_place_or_none(judge: Callable[..., Evaluation], label: str, pathway: str) -> None:
    assert [one.pathway for one in judge(f"text,pathway\nsome words,{label}\n").judged] == [pathway]


@pytest.mark.parametrize("content", ["text,pathway\r\nhi,B1\r\n", "\ufefftext,pathway\nhi,B1\n",
                                     'id,pathway,text\n7,B1,"hi"\n', "text,pathway\n\n  hi ,B1\n",
                                     "Text, PATHWAY \nhi, B1\n"])  # fmt: skip
def test_columns_and_lines_as_programs_write_them(judge: Callable[..., Evaluation], content: str) -> None:
    assert [(one.text, one.pathway) for one in judge(content).judged] == [("hi", "B1")]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("words,label\nhi,B1\n", ":1: has no columns text and pathway with a comma between: let its first line be"),
        ("text;pathway\nhi;B1\n", ":1: has no columns text and pathway with a comma between"),
        ("", ":1: has no columns text and pathway"),
        ("text,pathway\n", ": has no texts: write one a line"),
        ("text,pathway\nhi,B1\n ,B2\n", ":3: has no text: take the line out"),
        ("text,pathway\nhi,B1\nhi\n", ":3: has 1 fields, and the first line 2: put each text in quotes"),
        ("text,pathway\nhi, there,B1\n", ":2: has 3 fields, and the first line 2"),
        ('text,pathway\n"hi\n\nthere",B1\n"open,B1\nhi,B2\n', ":5: is no CSV file (unexpected end of data): close"),
        ("text,pathway\nhi,B9\n", ":2: 'B9' is no pathway of this pack: write one of B0, B1, B2, none"),
        (b"text,pathway\nna\xefve,B1\n", ": is not UTF-8 text: save it again as CSV UTF-8"),
        (b"text,pathway\n" + b"h" * 200_000 + b",B1\n", ":2: is no CSV file (field larger than field limit"),
    ],
)
def test_a_bad_file_is_told_with_its_line(judge: Callable[..., Evaluation], content: str | bytes, fault: str) -> None:
    with pytest.raises(PackFaults) as found:
        judge(content)
    assert len(found.value.faults) == 1
    assert f"texts.csv{fault}" in str(found.value)


def test_every_bad_line_is_told(judge: Callable[..., Evaluation]) -> None:
    with pytest.raises(PackFaults) as found:
        judge("text,pathway\n,B1\nhi,B7\nyes,B1\nno,B8\n")
    assert [fault.line for fault in found.value.faults] == [2, 3, 5]


def test_a_file_that_is_not_there(topical: Pack, tmp_path: Path) -> None:
    with pytest.raises(PackFaults, match=r"none\.csv: cannot be read \(No such file or directory\): name a CSV file"):
        evaluate(topical, by_table(), tmp_path / "none.csv", lambda _done, _of: None)


def test_a_pack_without_topics(tmp_path: Path) -> None:
    with pytest.raises(PackFaults, match="example: has no topics: give places an about, and phrases"):
        evaluate(load(EXAMPLE), by_table(), tmp_path / "texts.csv", lambda _done, _of: None)


HEARD = """\
text,pathway
a,B1
b,B1
c,B1
d,B2
e,B2
f,none
g,none
i am in danger,B0
h,B0
"""


@pytest.fixture
def heard(judge: Callable[..., Evaluation]) -> Evaluation:
    """Right, second, alarm for nothing; right, wrong; not understood, chatter; danger by its words, danger in doubt."""
    return judge(
        HEARD,
        by_table(
            a=near("school"), b=near("helpline", "school"), c=near("school", alarm=True), d=near("helpline"),
            e=near("school", doubt=True), g=near("start", "school", "helpline"),
            h=near("helpline", "start", "school", doubt=True),
        ),
    )  # fmt: skip


def test_the_figures_are_those_worked_out_by_hand(heard: Evaluation) -> None:
    assert (heard.right(1), heard.right(3)) == ((5, 7), (6, 7))
    assert heard.false_alarms == (1, 7)
    assert heard.found("B0") == (1, 2, 2)
    assert heard.found("none") == (2, 2, 2)
    assert heard.found("B1") == (2, 3, 3)
    assert heard.answers == {"asks after one": (3, 2), "offers several": (1, 1), "asks again": (2, 2)}
    assert heard.confusion == {
        ("B1", "B1"): 2, ("B1", "B2"): 1, ("B2", "B2"): 1, ("B2", "B1"): 1, ("none", "none"): 2,
        ("B0", "B0"): 1, ("B0", "B2"): 1,
    }  # fmt: skip


def test_they_are_printed_with_what_they_mean(heard: Evaluation) -> None:
    timed, _, *told = as_text(heard).splitlines()
    assert timed.startswith("9 texts, ")
    assert told == [
        "Texts without danger",
        "  top-1: its pathway comes first     71.4% (5 of 7)",
        "  top-3: among the first three       85.7% (6 of 7)",
        "  false alarms: taken for danger     14.3% (1 of 7)",
        "  told of 999 first, then answered   14.3% (1 of 7)",
        "  the service asks after one         42.9% (3 of 7), rightly 66.7% (2 of 3)",
        "  the service offers several         14.3% (1 of 7), rightly 100.0% (1 of 1)",
        "  the service asks again             28.6% (2 of 7), rightly 100.0% (2 of 2)",
        "Texts of danger",
        "  recall: 999 in the first words    100.0% (2 of 2)",
        "  of them: answered with 999 alone   50.0% (1 of 2)",
        "  precision: of all so answered      50.0% (1 of 2)",
        'Texts that are not covered ("none")',
        "  recall: seen to be that           100.0% (2 of 2)",
        "  precision: of all so taken        100.0% (2 of 2)",
        "",
        "Lines: the pathway of a text. Columns: what it was taken for, false alarms apart.",
        "          B0    B1    B2  none",
        "B0         1     .     1     .",
        "B1         .     2     1     .",
        "B2         .     1     1     .",
        "none       .     .     .     2",
    ]


def test_what_went_wrong_is_listed(heard: Evaluation) -> None:
    assert list(mistakes(heard)) == [
        "B1 -> B2: b",
        "B1 -> false alarm: c",
        "B2 -> B1: e",
        "B0 -> danger, 999 said first: h",
    ]


def test_phrases_are_judged_by_the_others_alone_and_each_once(topical: Pack) -> None:
    fitted: list[Pack] = []
    done: list[tuple[int, int]] = []

    def fit(pack: Pack) -> Understand:
        fitted.append(pack)
        known = {phrase for topic in pack.topics.values() for phrase in topic.phrases}

        def understand(words: str) -> Understood:
            assert words not in known
            return near(words.split(maxsplit=1)[0])

        return lambda words: Understood() if words == "ready?" else understand(words)

    found = cross_validate(topical, fit, lambda *counts: done.append(counts))
    assert [len(topic.phrases) for pack in fitted for topic in pack.topics.values()] == [8] * 20
    assert sorted(one.text for one in found.judged) == sorted(
        phrase for topic in topical.topics.values() for phrase in topic.phrases
    )
    assert (found.right(1), found.false_alarms, found.found("none")) == ((30, 30), (0, 30), (10, 10, 10))
    assert done == [(count, 40) for count in range(41)]


def test_too_few_phrases_cannot_be_held_back(topical: Pack) -> None:
    few = replace(topical.topics["school"], phrases=("one", "two", "three", "four"))
    pack = replace(topical, topics={**topical.topics, "school": few})
    with pytest.raises(PackFaults, match="the topic 'school' has 4 phrases: write 5 at the least, better a hundred"):
        cross_validate(pack, lambda _: by_table(), lambda _done, _of: None)
