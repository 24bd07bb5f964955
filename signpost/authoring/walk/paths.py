"""The ways through a pack: from the first menu, or a follow-up's text, to each signpost and closing.

- Straight: by choices alone, from the first menu to each place where a path ends, by every way that there is.
- Ladder: on from a signpost by "I have tried that", or the way on beside it. A rung that several ways lead to is walked
  from each, but what lies behind it only once, by the way with the fewest steps: nobody reads five rungs twenty times.
- Deadline: on from there to a last day to appeal, with the date of a letter and no certificate (see `sample_dates`).
- Follow-up: what a later text asks, answered. Places that open the same place share one.
- Person and danger: 0 or PERSON, and the first of the danger words.

No path comes to the same place twice: a step that leads back ends it. So does one that leads to the first menu.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from signpost.authoring.places import onward, opened_later
from signpost.authoring.rules.ways import DEEPEST, menus_on, trails
from signpost.authoring.sample_dates import LETTER_GIVEN, NO_CERTIFICATE
from signpost.core.menu import Deadline, Menu, Pack
from signpost.core.wording import Prompt

MOST_PATHS = 5_000


class Kind(StrEnum):
    """How a path is gone."""

    STRAIGHT = "straight"
    LADDER = "ladder"
    DEADLINE = "deadline"
    FOLLOW_UP = "follow-up"
    PERSON = "person"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a path, to the place `goto`.

    `choice` counts a menu's choices from 0. `typed` is what answers a deadline's question: keys, and words. Neither is
    "I have tried that", or the way on beside it.
    """

    goto: str
    choice: int | None = None
    typed: Prompt | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """One way to the place where it ends. `opened_by` names the places whose later text a path begins with."""

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


class TooManyWaysError(Exception):
    """A pack whose menus lead on and on has more ways through it than anybody can walk. The message says what to do."""


def paths(pack: Pack) -> list[Path]:
    """Every path of a pack: straight ones first, in the order of their keys, then ladders, follow-ups and the rest.

    Raises TooManyWaysError when more than DEEPEST menus follow on each other, or there are more than MOST_PATHS.
    """
    for start in (pack.first, *opened_later(pack)):
        if any(len(menus_on(pack, trail)) > DEEPEST for trail in trails(pack, (start,))):
            wrong = f"more than {DEEPEST} menus follow on each other from {start}, too many to walk"
            raise TooManyWaysError(f"{wrong}: mend first what `signpost check` says by rule 4")
    found = _paths(pack)
    if len(found) > MOST_PATHS:
        raise TooManyWaysError(f"there are {len(found):,} paths, and {MOST_PATHS:,} at most are walked: join menus")
    return found


def _paths(pack: Pack) -> list[Path]:
    straight = list(_straight(pack, Path(Kind.STRAIGHT, pack.first)))
    on = list(_ladders(pack, straight))
    dated = [_with_dates(path) for path in (*straight, *on) if isinstance(pack.places[path.end], Deadline)]
    found = [path for path in (*straight, *on) if not isinstance(pack.places[path.end], Deadline)]
    found += [*dated, *_follow_ups(pack)]
    found.append(Path(Kind.PERSON, pack.first, (Leg(pack.person),)))
    if pack.danger:
        found.append(Path(Kind.DANGER, pack.first, (Leg(pack.danger.goto),)))
    return found


def _straight(pack: Pack, so_far: Path) -> Iterator[Path]:
    place = pack.places[so_far.end]
    if not isinstance(place, Menu):
        yield so_far
        return
    for leg in _on_from(pack, place.name):
        if leg.goto not in so_far.places:
            yield from _straight(pack, so_far.on(leg))


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


def _with_dates(path: Path) -> Path:
    for typed in (LETTER_GIVEN, NO_CERTIFICATE):
        path = path.on(Leg(path.end, typed=typed), Kind.DEADLINE)
    return path


def _on_from(pack: Pack, name: str) -> list[Leg]:
    place = pack.places[name]
    return [Leg(goto, at if isinstance(place, Menu) else None) for at, goto in enumerate(onward(place))]


def _follow_ups(pack: Pack) -> Iterator[Path]:
    for goto, openers in opened_later(pack).items():
        yield from _asked_later(pack, Path(Kind.FOLLOW_UP, goto, (), openers))


def _asked_later(pack: Pack, so_far: Path) -> Iterator[Path]:
    if so_far.end == pack.first or not isinstance(pack.places[so_far.end], Menu):
        yield so_far
        return
    for leg in _on_from(pack, so_far.end):
        if leg.goto not in so_far.places:
            yield from _asked_later(pack, so_far.on(leg))
