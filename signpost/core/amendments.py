"""What the staff have changed of a pack while the service runs: contacts that are paused or reached by another number,
and days on which the line is shut besides those of the pack.

A paused contact's number and address are never given: whoever stands in for it is told instead, which is its `via`, or
the line behind 0. Some things stay as they are, whatever is asked for, because no change of one contact can make them
right: the line behind 0 is never paused, for nobody stands in for it; nor is a contact whose number stands in the
pack's own sentences (as those for danger do), which would go on saying it; nor one of which nothing is told, such as
each child's own school, which has no number to replace either. A short number (111) that stands in sentences is not
replaced, because they are about that number; any other one is replaced there too. `why_not_paused` and
`why_not_replaced` say so to whoever asks.

The numbers that stand in sentences and are no contact's, as 999, are out of reach here: only the pack changes them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, time
from typing import Any

from signpost.core.menu import Pack, Place, Served, Service
from signpost.core.numbers import e164, is_uk, published
from signpost.core.prompt import Prompt
from signpost.core.session import StaleError
from signpost.core.written import rewritten

VERSION = 1


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is changed of one contact. `number` (E.164) takes the place of its own.

    A pause comes before a number, which is kept for when it ends.
    """

    paused: bool = False
    number: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The same as plain data, without what is as usual."""
        return {**({"paused": True} if self.paused else {}), **({"number": self.number} if self.number else {})}

    @property
    def stamp(self) -> str:
        """What tells it from another: whoever changes a contact is asked which one they were shown."""
        return f"{'paused' if self.paused else 'told'} {self.number or 'own'}"

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Amendment":
        """The amendment that `to_dict` wrote. Raises TypeError or ValueError."""
        made = cls(**kept)
        if not isinstance(made.paused, bool) or not (made.number is None or is_uk(made.number)):
            raise ValueError("an amendment that nobody can have made")
        return made


@dataclass(frozen=True, slots=True)
class Amendments:
    """All that is changed, by the keys of services.

    `closed` are days on which the line is shut, `early` those on which it is from a time on (in London). `withdrawn`
    are numbers (E.164) that were once given in place of a service's own, and whose: a text that waits may hold one yet.
    """

    services: Mapping[str, Amendment] = field(default_factory=dict)
    closed: frozenset[date] = frozenset()
    early: Mapping[date, time] = field(default_factory=dict)
    withdrawn: Mapping[str, str] = field(default_factory=dict)

    def of(self, key: str) -> Amendment:
        """What is changed of a service: mostly nothing."""
        return self.services.get(key, Amendment())

    def with_service(self, key: str, amendment: Amendment) -> "Amendments":
        """The same with another amendment of a service."""
        others = {name: one for name, one in self.services.items() if name != key}
        services = others if amendment == Amendment() else {**others, key: amendment}
        was = self.of(key).number
        given = {} if was is None or was == amendment.number else {was: key}
        return replace(self, services=services, withdrawn={**self.withdrawn, **given})

    def to_dict(self) -> dict[str, Any]:
        """The same as plain data, with a version."""
        services = {key: one.to_dict() for key, one in sorted(self.services.items())}
        told = {"version": VERSION, "services": services, "closed": [day.isoformat() for day in sorted(self.closed)]}
        early = {day.isoformat(): at.isoformat("minutes") for day, at in sorted(self.early.items())}
        more = {"early": early, "withdrawn": dict(self.withdrawn)}
        return {**told, **{name: part for name, part in more.items() if part}}

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> "Amendments":
        """The amendments that `to_dict` wrote. Raises StaleError, KeyError, TypeError, AttributeError or ValueError."""
        if kept.get("version") != VERSION:
            raise StaleError(f"amendments of version {kept.get('version')!r}, not {VERSION}")
        services = {key: Amendment.from_dict(one) for key, one in kept["services"].items()}
        early = {date.fromisoformat(day): time.fromisoformat(at) for day, at in kept.get("early", {}).items()}
        withdrawn = {str(number): str(key) for number, key in kept.get("withdrawn", {}).items()}
        return cls(services, frozenset(map(date.fromisoformat, kept["closed"])), early, withdrawn)


def amended(pack: Pack, amendments: Amendments) -> Pack:
    """The pack as the staff have changed it; the very same where nothing is. Keys that it does not have count for none.

    Of what `why_not_paused` and `why_not_replaced` name, nothing is changed.
    """
    services = _services(pack, amendments)
    swaps = _swaps(pack, services)
    if any(services[key] is not one for key, one in pack.services.items()):
        places = {name: _served(place, services) for name, place in pack.places.items()}
        pack = replace(pack, services=services, places=places)
    if swaps:
        pack = _reworded(pack, lambda words: rewritten(words, swaps))
    if amendments.early or amendments.closed - pack.line.opening.closed:
        closed = pack.line.opening.closed | amendments.closed
        opening = replace(pack.line.opening, closed=closed, early=dict(amendments.early))
        pack = replace(pack, line=replace(pack.line, opening=opening))
    return pack


def why_not_paused(pack: Pack, key: str) -> str:
    """Why a contact of the pack cannot be paused, as a sentence for the staff; "" where it can."""
    if key == pack.person_signpost.service.key:
        return "It is whom people reach with 0, and whom they are told to ring instead of others."
    service = pack.services[key]
    if service.line is None and service.address is None and service.mailbox is None:
        return "Nothing of it is told that could be kept back: parents have its number themselves."
    if is_spelled(pack, service):
        return "Its number stands in sentences of the menus, which would go on saying it."
    return ""


def why_not_replaced(pack: Pack, key: str) -> str:
    """Why a contact of the pack cannot have another number, as a sentence for the staff; "" where it can."""
    service = pack.services[key]
    if service.phone is None and service.via is None:
        return "It has no number to replace: parents have its number themselves."
    if is_spelled(pack, service) and not is_uk(e164(service.number or "")):
        return "Sentences of the menus are about this very number."
    return ""


def is_spelled(pack: Pack, service: Service) -> bool:
    """Whether the number of a service stands in a sentence of the pack."""
    if service.number is None:
        return False
    # Any sentence that it can be swapped in is one that it stands in.
    swaps = {e164(service.number): ""}
    return _reworded(pack, lambda words: rewritten(words, swaps)) is not pack


def _services(pack: Pack, amendments: Amendments) -> dict[str, Service]:
    """The services as amended, each with whom to ring instead where it has no number; the very same if unchanged."""
    own = {key: _own(pack, service, amendments.of(key)) for key, service in pack.services.items()}
    if all(own[key] is service for key, service in pack.services.items()):
        return own
    found = {}
    for key, service in own.items():
        stood_in_for = service.via is not None or (service is not pack.services[key] and not service.number)
        via = _stand_in(pack, own, service) if stood_in_for else None
        found[key] = service if via == service.via else replace(service, via=via)
    return found


def _own(pack: Pack, service: Service, amendment: Amendment) -> Service:
    if amendment.paused and not why_not_paused(pack, service.key):
        return replace(service, phone=None, email=None, mail_to=None)
    if amendment.number and not why_not_replaced(pack, service.key):
        # Whoever gives the number answers for it; addresses that are not confirmed stay held back.
        mail_to = service.mail_to if service.confirmed else None
        phone = published(amendment.number)
        return replace(service, phone=phone, email=service.address, mail_to=mail_to, confirmed=True)
    return service


def _stand_in(pack: Pack, own: Mapping[str, Service], service: Service) -> Service:
    """The first on the way from `service` that has a number; the line behind 0 where none has."""
    seen, via = {service.key}, service.via
    while via and via.key not in seen:
        seen.add(via.key)
        via = own.get(via.key, via)
        if via.number:
            return via
        via = via.via
    person = pack.person_signpost.service
    return own.get(person.key, person)


def _served(place: Place, services: Mapping[str, Service]) -> Place:
    if not isinstance(place, Served):
        return place
    service = services.get(place.service.key, place.service)
    return place if service is place.service else replace(place, service=service)


def _swaps(pack: Pack, services: Mapping[str, Service]) -> dict[str, str]:
    """What is to stand in sentences for each number (E.164) that is no service's any more."""
    given = {e164(service.number) for service in services.values() if service.number}
    pairs = ((service.number, services[key].number) for key, service in pack.services.items())
    return {e164(was): now for was, now in pairs if was and now and e164(was) not in given}


def _reworded(thing: Any, reword: Callable[[str], str]) -> Any:
    """A part of the model with its sentences reworded; the very same where none changes. Services stay as they are."""
    match thing:
        case Service():
            return thing
        case Prompt(voice=voice, text=text):
            said = Prompt(reword(voice), reword(text))
            return thing if said == thing else said
        case tuple():
            parts = tuple(_reworded(part, reword) for part in thing)
            return parts if _differ(thing, parts) else thing
        case Mapping():
            named = {name: _reworded(part, reword) for name, part in thing.items()}
            return named if _differ(thing.values(), named.values()) else thing
        case _ if is_dataclass(thing) and not isinstance(thing, type):
            before = {one.name: getattr(thing, one.name) for one in fields(thing)}
            after = {name: _reworded(part, reword) for name, part in before.items()}
            changed = {name: part for name, part in after.items() if part is not before[name]}
            return replace(thing, **changed) if changed else thing
        case _:
            return thing


def _differ(before: Any, after: Any) -> bool:
    return any(one is not other for one, other in zip(before, after, strict=True))
