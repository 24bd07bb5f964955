"""The ways through a pack: from the first menu, or a follow-up's text, to each signpost and closing.

- Straight: by choices alone, from the first menu to each place where a path ends, by every way that there is.
- Ladder: on from a signpost by "I have tried that". A rung that several ways lead to is walked from each of them, but
  what lies behind it only once, by the way with the fewest steps: nobody reads the same five rungs twenty times.
- Follow-up: what a later text asks, answered. Signposts that open the same place share one.
- Person and danger: 0 or PERSON, and the first of the danger words.

No path comes to the same place twice: a step that leads back ends it. So does one that leads to the first menu.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from signpost.core.menu import Menu, Pack, Signpost


class Kind(StrEnum):
    """How a path is gone."""

    STRAIGHT = "straight"
    LADDER = "ladder"
    FOLLOW_UP = "follow-up"
    PERSON = "person"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a path, to the place `goto`. `choice` counts a menu's choices from 0; None is "I have tried that"."""

    goto: str
    choice: int | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """One way to the place where it ends. `opened_by` names the signposts whose follow-up a path begins with."""

    kind: Kind
    start: str
    legs: tuple[Leg, ...] = ()
    opened_by: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The names of all places on the way, the start first. With the kind they tell a path from all others."""
        return (self.start, *(leg.goto for leg in self.legs))

    @property
    def end(self) -> str:
        """The place where it ends."""
        return self.places[-1]

    def on(self, leg: Leg, kind: Kind | None = None) -> "Path":
        """The path that is one step longer."""
        return Path(kind or self.kind, self.start, (*self.legs, leg), self.opened_by)


def paths(pack: Pack) -> list[Path]:
    """Every path of a pack: straight ones first, in the order of their keys, then ladders, follow-ups and the rest."""
    straight = list(_straight(pack, Path(Kind.STRAIGHT, pack.first)))
    found = [*straight, *_ladders(pack, straight), *_follow_ups(pack)]
    found.append(Path(Kind.PERSON, pack.first, (Leg(pack.person),)))
    if pack.danger:
        found.append(Path(Kind.DANGER, pack.first, (Leg(pack.danger.goto),)))
    return found


def _straight(pack: Pack, so_far: Path) -> Iterator[Path]:
    place = pack.places[so_far.end]
    if not isinstance(place, Menu):
        yield so_far
        return
    for index, choice in enumerate(place.choices):
        if choice.goto not in so_far.places:
            yield from _straight(pack, so_far.on(Leg(choice.goto, index)))


def _ladders(pack: Pack, straight: list[Path]) -> Iterator[Path]:
    waiting = deque(sorted(straight, key=lambda path: len(path.legs)))
    climbed: set[str] = set()
    while waiting:
        path = waiting.popleft()
        if path.end in climbed:
            continue
        climbed.add(path.end)
        for leg in _on_from(pack, path.end):
            if leg.goto not in path.places:
                longer = path.on(leg, Kind.LADDER)
                if not isinstance(pack.places[leg.goto], Menu):
                    yield longer
                waiting.append(longer)


def _on_from(pack: Pack, name: str) -> list[Leg]:
    match pack.places[name]:
        case Menu(choices=choices):
            return [Leg(choice.goto, index) for index, choice in enumerate(choices)]
        case Signpost(next=choice) if choice:
            return [Leg(choice.goto)]
        case _:
            return []


def _follow_ups(pack: Pack) -> Iterator[Path]:
    opened: dict[str, list[str]] = {}
    for place in pack.places.values():
        if isinstance(place, Signpost) and place.follow_up:
            opened.setdefault(place.follow_up.goto, []).append(place.name)
    for goto, openers in opened.items():
        yield from _asked_later(pack, Path(Kind.FOLLOW_UP, goto, (), tuple(openers)))


def _asked_later(pack: Pack, so_far: Path) -> Iterator[Path]:
    if so_far.end == pack.first or not isinstance(pack.places[so_far.end], Menu):
        yield so_far
        return
    for leg in _on_from(pack, so_far.end):
        if leg.goto not in so_far.places:
            yield from _asked_later(pack, so_far.on(leg))
