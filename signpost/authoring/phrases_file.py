"""The shape of phrases.yaml: for each topic, by its place, ways that people say it. It may be left out.

A place may carry its own under `phrases:`, as a dozen look well beside a menu; what goes beyond stands here.
"""

from collections.abc import Mapping

from signpost.authoring.faults import quoted
from signpost.authoring.known import Known, top
from signpost.authoring.yaml_lines import Document
from signpost.core.keywords import plain

Phrases = Mapping[str, tuple[str, ...]]


def read_phrases(document: Document | None, known: Known) -> Phrases:
    """The phrases of each place. Every fault is reported to the document; nothing faulty is among them."""
    found = top(document) if document else {}
    return {name: _listed(document, name, entry, known) for name, entry in found.items() if document}


def _listed(document: Document, name: str, entry: object, known: Known) -> tuple[str, ...]:
    if wrong := known.place(name):
        document.report((name,), f"{quoted(name)} {wrong[0]}", wrong[1])
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
    wrong = f"{quoted(item)} has no letter or digit" if isinstance(item, str) else "is a group, not words"
    document.report(path, wrong, "write what a person would say; put it in quotes if it has a colon")
    return ""
