"""What is asked of the places of a pack, by rule and walk alike: their words, and which of them lead where."""

from signpost.core.menu import Closing, Menu, Pack, Place, Signpost
from signpost.core.wording import Prompt


def said(place: Place) -> Prompt:
    """The sentence of a place: a menu's question, or what a signpost or a closing says."""
    return place.prompt if isinstance(place, Menu) else place.say


def onward(place: Place) -> tuple[str, ...]:
    """The places that a place leads to by a key or an answer, in the order of its choices."""
    match place:
        case Menu(choices=choices):
            return tuple(choice.goto for choice in choices)
        case Signpost(next=way_on):
            return (way_on.goto,) if way_on else ()
        case Closing():
            return ()


def opened_later(pack: Pack) -> dict[str, tuple[str, ...]]:
    """The places that a follow-up opens, each with the signposts that offer it; all in the order of the pack."""
    found: dict[str, tuple[str, ...]] = {}
    for place in pack.places.values():
        if isinstance(place, Signpost) and place.follow_up:
            goto = place.follow_up.goto
            found[goto] = (*found.get(goto, ()), place.name)
    return found
