"""How well the Hertfordshire pack understands the texts of its own two sets. README, "Own words", has what they are."""

from pathlib import Path

import pytest

from signpost.authoring.evaluate import Evaluation, evaluate
from signpost.authoring.load import load
from signpost.understanding import fit

PACK = Path(__file__).parents[2] / "menus" / "hertfordshire"
# What each set came to, in 1000: texts of danger told of 999 first, and others that are answered with that alone.
# Both may only get better. The sets written last are full of what sounds like danger.
REACHED = {"development": (1000, 20), "held-out": (1000, 18), "unseen": (950, 35), "replies": (0, 60)}
SETS = tuple(REACHED)
TOPICS = ("development", "held-out", "unseen")


@pytest.fixture(scope="session")
def found() -> dict[str, Evaluation]:
    """Both sets, judged by what was fitted once."""
    pack = load(PACK)
    understand = fit(pack)
    return {
        name: evaluate(pack, understand, PACK / "evaluation" / f"{name}.csv", lambda _done, _of: None) for name in SETS
    }


@pytest.mark.parametrize("name", TOPICS)
@pytest.mark.parametrize(("most", "least"), [(1, 0.90), (3, 0.97)])
def test_the_pathway_is_among_the_likeliest(found: dict[str, Evaluation], name: str, most: int, least: float) -> None:
    right, of = found[name].right(most)
    assert right >= least * of


@pytest.mark.parametrize("name", TOPICS)
def test_danger_is_told_of_999_first(found: dict[str, Evaluation], name: str) -> None:
    rightly, there, _ = found[name].found("A0")
    told = rightly + found[name].doubts[0]
    assert 1000 * told >= REACHED[name][0] * there
    assert there > 30


@pytest.mark.parametrize("name", SETS)
def test_few_are_taken_for_danger(found: dict[str, Evaluation], name: str) -> None:
    alarms, of = found[name].false_alarms
    assert 1000 * alarms <= REACHED[name][1] * of


@pytest.mark.parametrize("name", TOPICS)
def test_a_cry_for_help_is_heard_within_a_longer_text(found: dict[str, Evaluation], name: str) -> None:
    understand = fit(load(PACK))
    cries = [one.text for one in found[name].judged if one.pathway == "A0" and one.doubt]
    long = [understand(f"Hi sorry to bother you, its about my sons EHCP. {cry} what can i do").doubt for cry in cries]
    assert sum(long) >= 0.95 * len(cries)


@pytest.mark.parametrize("name", TOPICS)
def test_every_pathway_is_there(found: dict[str, Evaluation], name: str) -> None:
    assert {one.pathway for one in found[name].judged} == {*(f"A{number}" for number in range(13)), "none"}
