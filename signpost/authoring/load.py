"""A pack's folder to a Pack, or to every fault in it at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from signpost.authoring import folder as folders
from signpost.authoring.build import build
from signpost.authoring.choices import check_choices, check_danger, texts
from signpost.authoring.faults import PackFaults, quoted
from signpost.authoring.judge import judge, place_shape
from signpost.authoring.known import Known, survey, top
from signpost.authoring.line_file import check_arrivals
from signpost.authoring.menu_files import PlaceEntry
from signpost.authoring.pack_file import PackFile
from signpost.authoring.phrases_file import read_phrases
from signpost.authoring.service_file import ServiceEntry
from signpost.authoring.yaml_lines import Document
from signpost.core.menu import Pack


@dataclass(frozen=True, slots=True)
class Source:
    """A sound pack beside the files it was read from. `homes` has the file of each place."""

    pack: Pack
    folder: folders.Folder
    file: PackFile
    places: Mapping[str, PlaceEntry]
    homes: Mapping[str, Document]


def load(folder: Path) -> Pack:
    """The pack in `folder`, whole. Raises PackFaults with every fault of all its files, sorted by file and line."""
    return load_source(folder).pack


def load_source(folder: Path) -> Source:
    """The same, with the files: for whoever has to say where in them something stands."""
    found = folders.read(folder)
    known = survey(found.services, found.menus)
    pack = _pack(found.pack, known)
    phrases = _danger_words(found.pack)
    check_danger(found.pack, phrases)
    services = _services(found.services, known)
    ways_said = read_phrases(found.phrases, known)
    places: dict[str, PlaceEntry] = {}
    homes: dict[str, Document] = {}
    for document in found.menus:
        places |= _places(document, known, phrases)
        homes |= dict.fromkeys(top(document), document)
    faults = [fault for document in found for fault in document.faults]
    if faults or pack is None:
        raise PackFaults(faults)
    return Source(build(found.key, pack, services, places, ways_said), found, pack, places, homes)


def _pack(document: Document, known: Known) -> PackFile | None:
    data = top(document)
    pack = judge(PackFile, document, (), data, known) if document.readable else None
    if pack:
        check_arrivals(document, pack.line.arrivals, known.phone_behind(pack.person))
    return pack


def _danger_words(document: Document) -> tuple[str, ...]:
    danger = top(document).get("danger")
    return texts(danger.get("words")) if isinstance(danger, dict) else ()


def _services(document: Document, known: Known) -> dict[str, ServiceEntry]:
    judged = {key: judge(ServiceEntry, document, (key,), data, known) for key, data in top(document).items()}
    return {key: entry for key, entry in judged.items() if entry}


def _places(document: Document, known: Known, phrases: tuple[str, ...]) -> dict[str, PlaceEntry]:
    places: dict[str, PlaceEntry] = {}
    for name, data in top(document).items():
        check_choices(document, (name,), data, phrases)
        shape = place_shape(data)
        if shape is None:
            mend = "write prompt and choices for a menu, signpost and say for a signpost, "
            mend += "deadline and reminder for a deadline, callback and within for a callback, or close for a closing"
            document.report((name,), f"{quoted(name)} is no menu, signpost, deadline, callback or closing", mend)
        elif entry := judge(shape, document, (name,), data, known):
            places[name] = entry
    return places
