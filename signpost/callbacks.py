"""Floor 2: requests to be rung back: what was asked or heard in a turn, as what is kept of it.

The same person has one open request for each team: asked again, it is changed, and the day that was told stays.
"""

from dataclasses import replace
from datetime import datetime

from signpost.callback_ports import MailState, OpenCallback
from signpost.core.menu import Callback, Menu, Pack, Signpost
from signpost.core.wish import Manner, Request, Time, Wish
from signpost.ports import Changes, Tokens


def agreed(
    changes: Changes, request: Request, known: OpenCallback | None, person: str, tokens: Tokens, now: datetime
) -> Changes:
    """The changes with a request that was made in this turn, by `person`; `known` is the one that it changes."""
    made = replace(known, request=request) if known else _new(request, person, tokens)
    if request.wish.mail and (known is None or _differs(known.request, request)):
        made = replace(made, mail=MailState.DUE, tries=0, since=now)
    elif not request.wish.mail:
        made = replace(made, mail=MailState.NONE)
    return replace(changes, callbacks=(*changes.callbacks, made))


def heard(changes: Changes, known: OpenCallback, *, rang: bool) -> Changes:
    """The changes once the person has said whether they were rung."""
    if rang:
        return replace(changes, rung=(*changes.rung, known))
    waiting = replace(known, request=replace(known.request, unrung=True))
    return replace(changes, callbacks=(*changes.callbacks, waiting))


def _new(request: Request, person: str, tokens: Tokens) -> OpenCallback:
    return OpenCallback(tokens.callback(person, request.team), person, request)


def _differs(before: Request, after: Request) -> bool:
    return (before.wish, before.matter) != (after.wish, after.matter)


_TIMES = {Time.MORNING: "in the morning", Time.AFTERNOON: "in the afternoon", Time.EITHER: "morning or afternoon"}
_MANNERS = {
    Manner.USUAL: "a usual call",
    Manner.SLOWLY: "slowly and clearly",
    Manner.TEXT: "by text, not by phone",
    Manner.RELAY: "through Relay UK",
}


def matter(pack: Pack, request: Request) -> str:
    """What a request is about, for the team: the choices that led to the matter and to the last place before it."""
    named = [
        _chosen(pack, name) for name in (request.matter, request.last) if name not in {"", pack.first, pack.person}
    ]
    return ", ".join(dict.fromkeys(named)) or "not said"


def _chosen(pack: Pack, name: str) -> str:
    """The label of the choice that leads to a place; its own name where none does, or the pack has dropped it.

    What a later text asks ("did it help?") names nothing.
    """
    later = {place.follow_up.goto for place in pack.places.values() if isinstance(place, Signpost) and place.follow_up}
    menus = [place for place in pack.places.values() if isinstance(place, Menu) and place.name not in later]
    menus.sort(key=lambda menu: menu.name != pack.first)
    labels = (choice.label.text for menu in menus for choice in menu.choices if choice.goto == name)
    return next(labels, name.replace("-", " "))


def best_time(wish: Wish) -> str:
    """When to ring, in words for the team."""
    return _TIMES.get(wish.time or Time.EITHER, "")


def manner(wish: Wish) -> str:
    """How to talk, in words for the team."""
    return _MANNERS.get(wish.manner or Manner.USUAL) or f"in another language: {wish.language}"


def without_mail(pack: Pack) -> Pack:
    """The pack where no e-mail can be sent: nobody is then asked whether one may."""
    places = {
        name: replace(place, service=replace(place.service, mail=False)) if isinstance(place, Callback) else place
        for name, place in pack.places.items()
    }
    return replace(pack, places=places)
