"""From the shape of the files, all found good, to the core's frozen model."""

from collections.abc import Mapping
from types import MappingProxyType

from signpost.authoring.menu_files import ChoiceEntry, ClosingEntry, MenuEntry, PlaceEntry
from signpost.authoring.pack_file import PackFile
from signpost.authoring.service_file import ServiceEntry
from signpost.core.menu import (
    Choice,
    Closing,
    Danger,
    FollowUp,
    Keep,
    Menu,
    Pack,
    Place,
    Service,
    Signpost,
    TextHours,
    Voice,
)


def build(key: str, pack: PackFile, services: Mapping[str, ServiceEntry], places: Mapping[str, PlaceEntry]) -> Pack:
    """The pack called `key`. Every name in it must be known to lead somewhere."""
    known = {name: _service(name, entry) for name, entry in services.items()}
    return Pack(
        key=key,
        name=pack.name,
        welcome=pack.welcome.prompt,
        first=pack.first,
        person=pack.person,
        danger=Danger(tuple(pack.danger.words), pack.danger.goto) if pack.danger else None,
        places=MappingProxyType({name: _place(name, entry, known) for name, entry in places.items()}),
        services=MappingProxyType(known),
        voice=Voice(**pack.voice.model_dump()),
        text_hours=TextHours(**pack.text_hours.model_dump()),
        keep=Keep(**pack.keep.model_dump()),
        wording=pack.wording.wording(),
    )


def _service(key: str, entry: ServiceEntry) -> Service:
    values = entry.model_dump(exclude={"confidence"})
    return Service(key=key, confirmed=entry.confidence == "confirmed", **values)


def _place(name: str, entry: PlaceEntry, services: Mapping[str, Service]) -> Place:
    if isinstance(entry, MenuEntry):
        return Menu(name, entry.prompt.prompt, tuple(map(_choice, entry.choices)))
    if isinstance(entry, ClosingEntry):
        return Closing(name, entry.close.prompt)
    follow_up = FollowUp(entry.follow_up.after, entry.follow_up.goto) if entry.follow_up else None
    way_on = _choice(entry.next) if entry.next else None
    return Signpost(name, services[entry.signpost], entry.say.prompt, way_on, follow_up)


def _choice(entry: ChoiceEntry) -> Choice:
    return Choice(entry.label.prompt, tuple(entry.words), entry.goto)
