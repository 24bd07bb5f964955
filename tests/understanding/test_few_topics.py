"""A pack whose topics cannot be told apart is fitted all the same: it understands nothing."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from signpost.core.menu import Topic
from signpost.core.prompt import Prompt
from signpost.core.understanding import Understood
from signpost.understanding import fit
from tests.shipped import shipped

SAID = ("she sits alone in class", "who can give me advice")


@pytest.mark.parametrize(
    ("phrases", "understands"),
    [({}, False), ({"school": ()}, False), ({"school": SAID}, False), ({"school": SAID, "helpline": ()}, False),
     ({"school": (), "helpline": ()}, False), ({"school": SAID[:1], "helpline": SAID[1:]}, True)],
)  # fmt: skip
def test_two_topics_with_phrases_are_needed(phrases: dict[str, tuple[str, ...]], understands: bool) -> None:
    topics = {name: Topic(name, Prompt("a matter", "a matter"), own, name) for name, own in phrases.items()}
    pack = replace(shipped(Path("menus/example")), topics=MappingProxyType(topics))
    assert (fit(pack)("she sits alone in class") != Understood()) is understands
