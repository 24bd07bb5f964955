"""What staff are shown before they change a contact: the texts that lose words, before and after."""

from dataclasses import replace

from signpost.authoring.told import cut
from signpost.core.menu import Served, Signpost
from signpost.core.prompt import Prompt
from tests.house import PACK
from tests.shipped import shipped


def test_a_text_that_loses_words_is_shown_before_and_after() -> None:
    pack = shipped(PACK)
    name = next(name for name, place in pack.places.items() if isinstance(place, Signpost))
    place = pack.places[name]
    assert isinstance(place, Served)
    service = replace(place.service, name=Prompt("a team", "A team of a long name " * 20))
    after = replace(pack, places={**pack.places, name: replace(place, service=service)})
    [lost] = cut(pack, after)
    assert lost.name == name
    assert "A team of a long name" in lost.after
    assert "..." in lost.after
    assert "A team of a long name" not in lost.before
