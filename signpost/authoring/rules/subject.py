"""What the rules look at: a sound pack, today's date, and the file and line of every sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Literal

from signpost.authoring.load import Source
from signpost.authoring.rules.finding import Spot
from signpost.authoring.texts import Sent, texts
from signpost.authoring.yaml_lines import Document, Path
from signpost.core.menu import Callback, Closing, Menu, Pack, Place, Signpost
from signpost.core.session import Channel
from signpost.core.wording import Prompt

Kind = Literal["name", "welcome", "prompt", "say", "close", "label", "next", "about", "wording", "service"]
# Whole sentences, as against labels and names.
STATEMENTS: frozenset[Kind] = frozenset({"welcome", "prompt", "say", "close", "wording"})


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand in a pack, with the channels they serve. `key` is the name of a service or of a wording."""

    words: str
    channels: frozenset[Channel]
    kind: Kind
    spot: Spot
    key: str = ""

    @property
    def said(self) -> bool:
        """Whether it is heard on the phone."""
        return Channel.VOICE in self.channels

    @property
    def sent(self) -> bool:
        """Whether it stands in a text."""
        return Channel.TEXT in self.channels


@dataclass(frozen=True)
class Subject:
    """A pack under examination."""

    source: Source
    today: date

    @property
    def pack(self) -> Pack:
        """The pack."""
        return self.source.pack

    @property
    def is_english(self) -> bool:
        """Whether the pack is in English."""
        return self.pack.voice.language.lower().startswith("en")

    def at_place(self, name: str, *path: str | int) -> Spot:
        """Where a key of a place stands."""
        document = self.source.homes[name]
        return Spot(document.file, document.line((name, *path)), name)

    def at_pack(self, *path: str | int) -> Spot:
        """Where a key of pack.yaml stands."""
        return _spot(self.source.folder.pack, path)

    def at_service(self, key: str, *path: str | int) -> Spot:
        """Where a key of a service stands."""
        return _spot(self.source.folder.services, (key, *path))

    def at_phrase(self, name: str, index: int) -> Spot:
        """Where a phrase of a place's topic stands: those of the menus come before those of phrases.yaml."""
        own, more = len(self.source.places[name].phrases), self.source.folder.phrases
        if index < own or more is None:
            return self.at_place(name, "phrases", index)
        return Spot(more.file, more.line((name, index - own)), name)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every sentence, label and name that the pack brings, in the order of its places."""
        return tuple(chain(self._own(), self._services(), *map(self._of_place, self.pack.places.values())))

    @cached_property
    def texts(self) -> tuple[Sent, ...]:
        """Every text that the pack can send."""
        return tuple(texts(self.pack))

    @property
    def statements(self) -> Iterator[Passage]:
        """The passages that are whole sentences."""
        return (passage for passage in self.passages if passage.kind in STATEMENTS)

    def without_names(self, words: str) -> str:
        """The words with a short one for each service's name: names are what they are, however hard to read."""
        for name in self._names:
            words = words.replace(name, "them")
        return words

    @cached_property
    def _names(self) -> list[str]:
        both = {name for service in self.pack.services.values() for name in (service.name.voice, service.name.text)}
        return sorted(both, key=lambda name: (-len(name), name))

    def _own(self) -> Iterator[Passage]:
        document, pack = self.source.folder.pack, self.pack
        yield Passage(pack.name, frozenset(Channel), "name", self.at_pack("name"))
        yield from _both(document, ("welcome",), pack.welcome, "welcome")
        for index, language in enumerate(self.source.file.languages or ()):
            yield from _both(document, ("languages", index), language.prompt, "name")
        for name, own in self.source.file.wording:
            if own:
                replaced = Prompt(own.voice or "", own.text or "")
                yield from _both(document, ("wording", name), replaced, "wording", key=name)

    def _services(self) -> Iterator[Passage]:
        for key, service in self.pack.services.items():
            yield from _both(self.source.folder.services, (key, "name"), service.name, "service", key=key)

    def _of_place(self, place: Place) -> Iterator[Passage]:
        document, name = self.source.homes[place.name], place.name
        if topic := self.pack.topics.get(name):
            yield from _both(document, (name, "about"), topic.about, "about", place=name)
        if isinstance(place, Menu):
            yield from _both(document, (name, "prompt"), place.prompt, "prompt", place=name)
            for index, choice in enumerate(place.choices):
                path = (name, "choices", index, "label")
                yield from _both(document, path, choice.label, "label", place=name)
        elif isinstance(place, Closing):
            yield from _both(document, (name, "close"), place.say, "close", place=name)
        elif isinstance(place, Callback):
            if place.first:
                yield from _both(document, (name, "first"), place.first, "prompt", place=name)
            if place.say:
                yield from _both(document, (name, "say"), place.say, "say", place=name)
        elif isinstance(place, Signpost):
            yield from _both(document, (name, "say"), place.say, "say", place=name)
            if place.next and (name, "next", "label") in document.lines:
                yield from _both(document, (name, "next", "label"), place.next.label, "next", place=name)
            if place.also:
                # Said back after its key, as a menu's choice is.
                yield from _both(document, (name, "also", "label"), place.also.label, "label", place=name)


def _spot(document: Document, path: Path) -> Spot:
    return Spot(document.file, document.line(path))


def _both(
    document: Document, path: Path, prompt: Prompt, kind: Kind, *, place: str = "", key: str = ""
) -> Iterator[Passage]:
    """One passage for both channels where they share their words, else one for each that has words."""
    if prompt.voice == prompt.text and (*path, Channel.VOICE.value) not in document.lines:
        spot = Spot(document.file, document.line(path), place)
        yield Passage(prompt.voice, frozenset(Channel), kind, spot, key)
        return
    for channel, words in ((Channel.VOICE, prompt.voice), (Channel.TEXT, prompt.text)):
        if words:
            spot = Spot(document.file, document.line((*path, channel.value)), place)
            yield Passage(words, frozenset({channel}), kind, spot, key)
