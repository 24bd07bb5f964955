"""The shape of phrases.yaml: for each topic, by its place, ways that people say it. It may be left out.

A place may carry its own under `phrases:`, as a dozen look well beside a menu; what goes beyond stands here.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, RootModel

from signpost.authoring.faults import quoted
from signpost.authoring.known import Known, top
from signpost.authoring.scalars import Texted
from signpost.authoring.yaml_lines import Document
from signpost.core.keywords import plain

Phrases = Mapping[str, tuple[str, ...]]
_Listed = Annotated[
    list[Texted],
    Field(
        description="Ways that people say what the place of this name is for. The place has an about.",
        examples=[["school isnt giving him the help in his plan", "no speech therapy since easter"]],
    ),
]


class PhrasesFile(RootModel[dict[str, _Listed]]):
    """Ways that people say what they come with, by the name of the place that answers it."""


def read_phrases(document: Document | None, known: Known) -> Phrases:
    """The phrases of each place. Every fault is reported to the document; nothing faulty is among them."""
    found = top(document, "menus/hertfordshire") if document else {}
    return {name: _listed(document, name, entry, known) for name, entry in found.items() if document}


def _listed(document: Document, name: str, entry: object, known: Known) -> tuple[str, ...]:
    if wrong := known.place(name):
        document.report((name,), f"{quoted(name)} is no place of this pack", wrong[1])
        return ()
    place = known.places.get(name)
    if isinstance(place, dict) and "about" not in place:
        document.report((name,), f"{quoted(name)} has phrases, and its place has no about", f"add about: to {name}")
    if not isinstance(entry, list):
        document.report((name,), f"{quoted(name)} is no list", "write one phrase a line, each after a hyphen")
        return ()
    return tuple(phrase for index, item in enumerate(entry) if (phrase := _phrase(document, (name, index), item)))


def _phrase(document: Document, path: tuple[str, int], item: object) -> str:
    if isinstance(item, str) and plain(item):
        return " ".join(item.split())
    wrong = f"{quoted(item)} has no letter or digit" if isinstance(item, str) else "it is a group, not words"
    document.report(path, wrong, "write what a person would say, in quotes if it has a colon")
    return ""
