"""A pack as a FLOIP container, and all that a flow cannot hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from signpost.authoring.floip.flow import blocks, reached
from signpost.authoring.floip.parts import MODES, Data, Parts
from signpost.authoring.floip.words import message
from signpost.core.menu import Callback, Deadline, Menu, Pack, Signpost
from signpost.core.questions import said_of
from signpost.core.session import Channel

# As of the flow-runner that reads it.
SPECIFICATION = "1.0.0-rc1"
# Seconds that an answer may take: as long as the carrier keeps a conversation by text together.
ANSWER_WITHIN = 4 * 60 * 60
# ISO 639-3 for the tags that a pack's voice may have: the languages of Wales and of LANGUAGES in `core.menu`.
_CODES = {"en": "eng", "cy": "cym", "pl": "pol", "ro": "ron", "ur": "urd", "bn": "ben", "pa": "pan"}
_UNKNOWN = "mis"


@dataclass(frozen=True, slots=True)
class Exported:
    """The container as JSON data, and a sentence for each thing that is not in it."""

    container: Data
    left_out: tuple[str, ...]


def export(pack: Pack, at: datetime) -> Exported:
    """The pack's menus, last modified `at` (aware), as a container of two flows: the menus, and what danger is told."""
    code = _CODES.get(pack.voice.language.partition("-")[0].lower(), _UNKNOWN)
    parts = Parts(pack.key, code)
    left_out = tuple(_left_out(pack))
    flows = [_flow(parts, pack, "menus", blocks(pack, parts), at, f"Not in this flow: {' '.join(left_out)}")]
    if pack.danger:
        words = message(pack, {channel: said_of(pack, pack.places[pack.danger.goto], channel) for channel in Channel})
        block = parts.message(pack.danger.goto, words, None, "What is said to somebody in danger")
        told = "Start this flow, whatever else runs, for a text that holds one of the words in vendor_metadata."
        flow = _flow(parts, pack, "danger", [block], at, told)
        flows.append({**flow, "vendor_metadata": {"signpost": {"words": list(pack.danger.words)}}})
    container = {
        "specification_version": SPECIFICATION,
        "uuid": parts.id("container"),
        "name": pack.name,
        "description": f"The menus of {pack.name}, exported by Signpost. Not in it: {' '.join(left_out)}",
        "flows": flows,
        "resources": list(parts.resources.values()),
    }
    return Exported(container, left_out)


def _flow(parts: Parts, pack: Pack, name: str, found: list[Data], at: datetime, label: str) -> Data:
    return {
        "uuid": parts.id("flow", name),
        "name": f"{pack.name}: {name}",
        "label": label,
        "last_modified": at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "interaction_timeout": ANSWER_WITHIN,
        "supported_modes": list(MODES),
        "languages": [{"id": parts.language, "iso_639_3": parts.language, "bcp_47": pack.voice.language}],
        "blocks": found,
        "first_block_id": found[0]["uuid"],
    }


def _left_out(pack: Pack) -> Iterator[str]:
    places, person = reached(pack), pack.person_signpost.service
    instead = f"its block gives the number of {person.name.text}, {person.number}, instead."
    for place in places:
        if isinstance(place, Deadline):
            yield f"{place.name} works out a last day from dates; {instead}"
        if isinstance(place, Callback):
            yield f"{place.name} takes a request to be rung back; {instead}"
    if pack.topics:
        yield f"One's own words are not understood: an answer that is no key leads to {person.name.text}."
    if pack.danger:
        yield (
            "Words of danger are not heard by themselves: have your platform start the flow 'danger' "
            f"for its {len(pack.danger.words)} words."
        )
    if later := sum(isinstance(place, Signpost) and place.follow_up is not None for place in places):
        yield f"Nobody is asked later if it helped: {later} signposts offer that here."
    if unasked := sum(isinstance(place, Menu) for place in pack.places.values()) - sum(
        isinstance(place, Menu) for place in places
    ):
        yield f"So {unasked} menus that only such a later text opens are left out."
    yield (
        "Callers are not put through, sent a contact by text, or taken back, slower or by Relay UK; "
        "opening hours, STOP and FORGET are your platform's."
    )
