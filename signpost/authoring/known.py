"""What a pack names, gathered from all its files before any of them is judged: the places and the services."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from signpost.authoring.faults import did_you_mean, quoted
from signpost.authoring.yaml_lines import Document

NAME = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
Finding = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Known:
    """The raw places and services by name. While a file is not readable, a name that is not found may stand in it."""

    places: Mapping[str, object]
    services: Mapping[str, object]
    all_places: bool
    all_services: bool

    def place(self, name: str) -> Finding | None:
        """What is wrong with a name of a place, and the mend; None when it is one."""
        if name in self.places or not self.all_places:
            return None
        otherwise = "write the name of a menu, a signpost, a deadline, a callback or a closing of this pack"
        return (f"leads to {quoted(name)}, and there is no such place", did_you_mean(name, self.places, otherwise))

    def menu(self, name: str) -> Finding | None:
        """What is wrong with a place as one that asks a question, and the mend."""
        place = self.places.get(name)
        if place is None or not isinstance(place, dict) or "choices" in place or "prompt" in place:
            return self.place(name)
        return f"leads to {quoted(name)}, which is not a menu", "name a menu: what is sent there is a question"

    def callback(self, name: str) -> Finding | None:
        """What is wrong with a place as one where a team is asked to ring, and the mend."""
        place = self.places.get(name)
        if place is None or not isinstance(place, dict) or "callback" in place:
            return self.place(name)
        return f"leads to {quoted(name)}, which is not a callback", "name a place that has callback: and within:"

    def service(self, key: str) -> Finding | None:
        """What is wrong with a service's key, and the mend; None when it is one."""
        if key in self.services or not self.all_services:
            return None
        otherwise = "write a key of services.yaml, or add the service there"
        return (f"names {quoted(key)}, which is not in services.yaml", did_you_mean(key, self.services, otherwise))

    def person(self, name: str) -> Finding | None:
        """What is wrong with a place as the one behind 0 and PERSON, and the mend."""
        if name not in self.places:
            return self.place(name)
        place = self.places[name]
        if not isinstance(place, dict) or "signpost" not in place:
            return (
                f"leads to {quoted(name)}, which is not a signpost",
                "name a signpost to a service with a confirmed phone",
            )
        key = str(place["signpost"])
        if self._has_number(key):
            return None
        mend = "give the service a phone and confidence: confirmed in services.yaml, or name another signpost"
        return (f"leads to {quoted(name)}, whose service {quoted(key)} has no confirmed phone", mend)

    def line(self, key: str) -> Finding | None:
        """What is wrong with a service as the one that passes people on to another, and the mend."""
        if wrong := self.service(key):
            return wrong
        if self._has_number(key):
            return None
        mend = "give it a phone and confidence: confirmed, or name a service that has both"
        return (f"is {quoted(key)}, which has no confirmed phone", mend)

    def phone_behind(self, name: str) -> str | None:
        """The phone, as it is written, of the service that a signpost leads to; None where there is none."""
        place = self.places.get(name)
        service = self.services.get(str(place.get("signpost"))) if isinstance(place, dict) else None
        phone = service.get("phone") if isinstance(service, dict) else None
        return phone if isinstance(phone, str) else None

    def _has_number(self, key: str) -> bool:
        service = self.services.get(key)
        return not isinstance(service, dict) or bool(
            service.get("phone") and service.get("confidence") != "unconfirmed"
        )


def survey(services: Document, menus: Iterable[Document]) -> Known:
    """The names in these documents. Reports those that are not names, and places that stand in two files."""
    places: dict[str, object] = {}
    homes: dict[str, Document] = {}
    readable = True
    for document in menus:
        for name, place in top(document).items():
            _check_name(document, name)
            if first := homes.get(name):
                wrong = f"{quoted(name)} is already in {first.file}, line {first.line((name,))}"
                document.report((name,), wrong, "give one of the two another name")
            else:
                homes[name], places[name] = document, place
        readable = readable and document.readable
    for key in top(services):
        _check_name(services, key)
    return Known(places, top(services), readable, services.readable)


def top(document: Document, like: str = "menus/example") -> dict[str, object]:
    """What stands under a document's own keys. Reports a document that has none; `like` names a pack that has one."""
    if isinstance(document.data, dict):
        return document.data
    if () in document.spoilt:
        document.readable = False
    elif document.readable:
        wrong = "is empty" if document.data == "" else "has no keys of its own"
        document.give_up(1, wrong, f"write it like the file of {like} that has the same first line")
    return {}


def _check_name(document: Document, name: str) -> None:
    if not re.fullmatch(NAME, name):
        mend = "write lower-case words with hyphens between them, such as school-help"
        document.report((name,), f"{quoted(name)} is not a name", mend)
