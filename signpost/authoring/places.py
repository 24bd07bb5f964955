"""What is asked of the places of a pack, by rule and walk alike: their words, and which of them lead where."""

from signpost.core.menu import Callback, Closing, Deadline, Menu, Pack, Place, Signpost
from signpost.core.wording import Prompt


def said(place: Place) -> Prompt:
    """The sentence of a place: a menu's question, or what a signpost or a closing says. A deadline brings none."""
    match place:
        case Menu(prompt=words) | Signpost(say=words) | Closing(say=words):
            return words
        case Callback(first=first, say=say):
            return say or first or Prompt("", "")
        case Deadline():
            return Prompt("", "")


def onward(place: Place) -> tuple[str, ...]:
    """The places that a place leads to by a key or an answer, in the order of its choices."""
    match place:
        case Menu(choices=choices):
            return tuple(choice.goto for choice in choices)
        case Signpost(next=way_on, also=also):
            return tuple(way.goto for way in (way_on, also) if way)
        case Deadline() | Callback() | Closing():
            return ()


def opened_by(place: Place) -> str | None:
    """The place that a later text from here opens: a follow-up, a deadline's reminder, or whether they rang."""
    match place:
        case Signpost(follow_up=follow_up) if follow_up:
            return follow_up.goto
        case Deadline(reminder=goto) | Callback(asks=goto):
            return goto
        case _:
            return None


def opened_later(pack: Pack) -> dict[str, tuple[str, ...]]:
    """The places that a later text opens, each with the places that offer it; all in the order of the pack."""
    found: dict[str, tuple[str, ...]] = {}
    for place in pack.places.values():
        if goto := opened_by(place):
            found[goto] = (*found.get(goto, ()), place.name)
    return found
