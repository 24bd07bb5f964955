"""The menus of a pack as the blocks of a flow.

A menu is a block that asks. A signpost is a message, with the contact and the next step, and a block that asks how to
go on. Key 0 is a person throughout, and so is an answer that fits nothing. What has no block in a flow, because it
works out a date or keeps a request, is a message with the number of that person.
"""

from collections import deque

from signpost.authoring.floip.parts import Data, Parts
from signpost.authoring.floip.words import message, question
from signpost.authoring.places import onward
from signpost.core.events import Output, Say
from signpost.core.menu import Callback, Closing, Deadline, Menu, Pack, Place, Signpost
from signpost.core.questions import said_of
from signpost.core.session import Channel
from signpost.core.wording import Prompt

WELCOME = "welcome"
PERSON_KEY = "0"


def reached(pack: Pack) -> tuple[Place, ...]:
    """The places that keys lead to from the first menu, that one first; the person's among them."""
    found, waiting = [pack.first], deque([pack.first, pack.person])
    while waiting:
        name = waiting.popleft()
        if name not in found:
            found.append(name)
        waiting.extend(goto for goto in onward(pack.places[name]) if goto not in found and goto not in waiting)
    return tuple(pack.places[name] for name in found)


def blocks(pack: Pack, parts: Parts) -> list[Data]:
    """Every block, in the order in which keys reach them; the welcome first."""
    welcome = message(pack, dict.fromkeys(Channel, (Say(pack.welcome),)))
    start = pack.places[pack.first]
    found = [parts.message(WELCOME, welcome, _entry(parts, start), "What is said first")]
    return found + [block for place in reached(pack) for block in _blocks(pack, parts, place)]


def _entry(parts: Parts, place: Place) -> str:
    """The block at which somebody arrives who comes to a place."""
    return parts.id("block", place.name, "select" if isinstance(place, Menu) else "message")


def _blocks(pack: Pack, parts: Parts, place: Place) -> list[Data]:
    choices = _choices(pack, parts, place)
    person = _entry(parts, pack.places[pack.person])
    labels = {key: label for key, (label, _to) in choices.items()}
    asked = place.prompt if isinstance(place, Menu) else pack.wording.what_next
    select = parts.select(place.name, question(pack, asked, labels), choices, person) if choices else None
    if isinstance(place, Menu):
        return [select] if select else []
    words = message(pack, {channel: said(pack, place, channel) for channel in Channel})
    on = select["uuid"] if select else None
    says = parts.message(place.name, words, on, _label(pack, place))
    return [says, select] if select else [says]


def said(pack: Pack, place: Place, channel: Channel) -> tuple[Output, ...]:
    """What a place says in a flow: instead of a deadline or a request to be rung back, a person's number."""
    if isinstance(place, Deadline | Callback):
        return (Say(pack.wording.to_person), *said_of(pack, pack.person_signpost, channel))
    return said_of(pack, place, channel)


def _choices(pack: Pack, parts: Parts, place: Place) -> dict[str, tuple[Prompt, str]]:
    say = pack.wording
    ways: list[tuple[Prompt, str]] = []
    match place:
        case Menu(choices=choices):
            ways += [(say.option.fill(label=choice.label), choice.goto) for choice in choices]
        case Signpost(next=way_on, also=also):
            ways += [(way_on.label, way_on.goto)] if way_on else []
            ways += [(say.option.fill(label=also.label), also.goto)] if also else []
        case Closing():
            return {}
    if place.name != pack.first:
        ways.append((say.other, pack.first))
    found = {str(key): (label, _entry(parts, pack.places[goto])) for key, (label, goto) in enumerate(ways, 1)}
    if place.name != pack.person:
        found[PERSON_KEY] = (
            say.option.fill(label=pack.person_signpost.service.name),
            _entry(parts, pack.person_signpost),
        )
    return found


def _label(pack: Pack, place: Place) -> str:
    person = pack.person_signpost.service.name.text
    match place:
        case Signpost(service=service):
            return f"Signpost to {service.name.text}"
        case Deadline():
            return f"Stands for {place.name}, which works out the last day to appeal: the number of {person}"
        case Callback():
            return f"Stands for {place.name}, which takes a request to be rung back: the number of {person}"
        case _:
            return place.name
