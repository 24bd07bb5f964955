"""From the shape of the files, all found good, to the core's frozen model."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from signpost.authoring.menu_files import (
    CallbackEntry,
    ChoiceEntry,
    ClosingEntry,
    DeadlineEntry,
    MenuEntry,
    NextEntry,
    PlaceEntry,
)
from signpost.authoring.pack_file import PackFile
from signpost.authoring.phrases_file import Phrases
from signpost.authoring.service_file import ServiceEntry
from signpost.core.menu import (
    LANGUAGES,
    Callback,
    Choice,
    Closing,
    Danger,
    Deadline,
    FollowUp,
    Keep,
    Menu,
    Pack,
    Place,
    Service,
    Signpost,
    TextHours,
    Topic,
    Voice,
)
from signpost.core.options import NOTHING
from signpost.core.wording import Wording


def build(
    key: str,
    pack: PackFile,
    services: Mapping[str, ServiceEntry],
    places: Mapping[str, PlaceEntry],
    phrases: Phrases,
) -> Pack:
    """The pack called `key`. Every name in it must be known to lead somewhere."""
    known = _services(services)
    wording = pack.wording.wording()
    topics = {name: _topic(name, entry, phrases.get(name, ())) for name, entry in places.items() if entry.about}
    return Pack(
        key=key,
        name=pack.name,
        welcome=pack.welcome.prompt,
        first=pack.first,
        person=pack.person,
        danger=Danger(tuple(pack.danger.words), pack.danger.goto) if pack.danger else None,
        places=MappingProxyType({name: _place(name, entry, known, wording) for name, entry in places.items()}),
        services=MappingProxyType(known),
        line=pack.line.line(key),
        voice=Voice(**pack.voice.model_dump()),
        text_hours=TextHours(**pack.text_hours.model_dump()),
        ring_me=TextHours(**pack.ring_me.model_dump()) if pack.ring_me else None,
        keep=Keep(**pack.keep.model_dump(exclude_none=True)),
        wording=wording,
        callback=pack.callback,
        languages=LANGUAGES if pack.languages is None else tuple(name.prompt for name in pack.languages),
        topics=MappingProxyType(topics),
        hints=tuple(pack.hints),
    )


def _topic(name: str, entry: PlaceEntry, more: tuple[str, ...]) -> Topic:
    about = entry.about.prompt if entry.about else NOTHING
    return Topic(name, about, (*entry.phrases, *more), entry.pathway or name)


def _services(entries: Mapping[str, ServiceEntry]) -> dict[str, Service]:
    alone = {key: _service(key, entry) for key, entry in entries.items()}
    return {key: replace(alone[key], via=alone[entry.via] if entry.via else None) for key, entry in entries.items()}


def _service(key: str, entry: ServiceEntry) -> Service:
    values = entry.model_dump(exclude={"confidence", "name", "via", "mail"})
    mail = entry.mail or entry.mail_to is not None
    return Service(key=key, name=entry.name.prompt, confirmed=entry.confidence == "confirmed", mail=mail, **values)


def _place(name: str, entry: PlaceEntry, services: Mapping[str, Service], wording: Wording) -> Place:
    if isinstance(entry, MenuEntry):
        return Menu(name, entry.prompt.prompt, tuple(map(_choice, entry.choices)))
    if isinstance(entry, ClosingEntry):
        return Closing(name, entry.close.prompt)
    if isinstance(entry, DeadlineEntry):
        return Deadline(name, services[entry.deadline], entry.reminder)
    if isinstance(entry, CallbackEntry):
        first, say = (sentence.prompt if sentence else None for sentence in (entry.first, entry.say))
        return Callback(name, services[entry.callback], entry.within, entry.asks, first, say)
    follow_up = FollowUp(entry.follow_up.when, entry.follow_up.goto) if entry.follow_up else None
    way_on = _next(entry.next, wording) if entry.next else None
    also = _choice(entry.also) if entry.also else None
    return Signpost(name, services[entry.signpost], entry.say.prompt, way_on, follow_up, also)


def _next(entry: NextEntry, wording: Wording) -> Choice:
    return Choice(entry.label.prompt if entry.label else wording.tried, tuple(entry.words), entry.goto)


def _choice(entry: ChoiceEntry) -> Choice:
    return Choice(entry.label.prompt, tuple(entry.words), entry.goto)
