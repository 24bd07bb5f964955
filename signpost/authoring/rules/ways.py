"""The ways through a pack: which places lead where, and how many menus stand before an end."""

from collections.abc import Iterable, Iterator

from signpost.authoring.places import onward, opened_by, opened_later
from signpost.core.menu import Menu, Pack

# Past this many menus in a row there is no need to look further: the pack has failed long before.
DEEPEST = 6


def reached(pack: Pack) -> frozenset[str]:
    """Every place that somebody can get to: from the first menu, by 0, by words of danger or their own, by a
    later text.

    Where no person can be had the pack's callback is offered.
    """
    waiting = [pack.first, pack.person, *([pack.danger.goto] if pack.danger else [])]
    waiting += [*pack.topics, *([pack.callback] if pack.callback else [])]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        place = pack.places[name]
        waiting += [*onward(place), *filter(None, [opened_by(place)])]
    return frozenset(found)


def leads_to(pack: Pack, start: str) -> frozenset[str]:
    """Every place that can be got to from a place by keys or answers, itself left out unless there is a way back."""
    waiting, found = list(onward(pack.places[start])), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += onward(pack.places[name])
    return frozenset(found)


def leading_to(pack: Pack, ends: Iterable[str]) -> frozenset[str]:
    """Every place from which one of `ends` can be got to by keys or answers, one step or more."""
    before: dict[str, list[str]] = {}
    for place in pack.places.values():
        for name in onward(place):
            before.setdefault(name, []).append(place.name)
    waiting, found = list(ends), set[str]()
    while waiting:
        for name in before.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return frozenset(found)


def asked_later(pack: Pack) -> frozenset[str]:
    """The menus that a later text opens, with those they lead on to; the first menu never, for it begins anew."""
    waiting, found = list(opened_later(pack)), set[str]()
    while waiting:
        name = waiting.pop()
        if name not in found and name != pack.first and isinstance(pack.places[name], Menu):
            found.add(name)
            waiting += onward(pack.places[name])
    return frozenset(found)


def trails(pack: Pack, trail: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Each way on from the last place of `trail` through menus alone, up to the end that it comes to or DEEPEST menus.

    No place is passed twice.
    """
    place = pack.places[trail[-1]]
    if not isinstance(place, Menu) or len(trail) > DEEPEST:
        yield trail
        return
    for name in dict.fromkeys(onward(place)):
        if name not in trail:
            yield from trails(pack, (*trail, name))


def menus_on(pack: Pack, trail: Iterable[str]) -> tuple[str, ...]:
    """The menus of a trail: each is a key to press."""
    return tuple(name for name in trail if isinstance(pack.places[name], Menu))


def deepest(pack: Pack) -> tuple[str, ...]:
    """The menus on the longest way from the first menu to an end: as many keys as there are menus."""
    return max((menus_on(pack, trail) for trail in trails(pack, (pack.first,))), key=len, default=())
