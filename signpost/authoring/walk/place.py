"""One place of a pack: how one comes to it, what is heard and read there, what that takes, and where it leads."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from signpost.authoring.places import onward, opened_by, opened_later, said
from signpost.authoring.speech_time import seconds
from signpost.authoring.walk.call import Call, Heard, breaths
from signpost.authoring.walk.callers import Caller, figures
from signpost.authoring.walk.paths import Kind, Leg, Path
from signpost.authoring.walk.survey import keys
from signpost.authoring.walk.thread import HELLO, PERSON, Exchange, Thread, exchanges
from signpost.core.menu import Callback, Closing, Deadline, Menu, Pack, Place, Signpost
from signpost.core.wording import Prompt


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from a place: by a key or words (`label`), or a later text; `key` is a menu's."""

    goto: str
    label: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A place as it is known before anybody walks there.

    `label` says by which choice one comes to it, `kind` what it is, `about` whom it names or what it asks, `said`
    its own sentence.
    """

    place: Place
    label: str
    kind: str
    about: str
    said: Prompt
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """What it is like to come to a place by the shortest way: `trail` names each step, `keys` are those pressed.

    `to_come` are the seconds until a first-timer knows what is said there, `lasts` those that all of it takes. What is
    by text alone is not heard.
    """

    trail: tuple[str, ...]
    keys: tuple[str, ...]
    heard: tuple[str, ...]
    to_come: float | None
    lasts: float | None
    text: Exchange


def known(pack: Pack) -> dict[str, Known]:
    """Every place, in the order in which one comes to them from the first menu; then those a later text opens."""
    return {name: _known(pack, pack.places[name], label) for name, label in _labels(pack).items()}


def _known(pack: Pack, place: Place, label: str) -> Known:
    return Known(place, label, _kind(pack, place), _about(place), said(place), _ways(pack, place.name))


def walked(pack: Pack, name: str) -> Walked | None:
    """A walk to a place; None where no key or later text leads there."""
    path = shortest(pack, name)
    if path is None:
        return None
    by_text = path.kind in {Kind.FOLLOW_UP, Kind.DANGER}
    costs = figures(pack, path)
    turn = None if by_text else _come(pack, path)
    return Walked(
        trail=tuple(_trail(pack, path)),
        keys=keys(pack, path),
        heard=(*breaths(turn.ahead), *breaths(turn.question)) if turn else (),
        to_come=costs[Caller.FIRST_TIMER].seconds if turn else None,
        lasts=seconds(turn.ahead) + seconds(turn.question) if turn else None,
        text=_texted(pack, path),
    )


def shortest(pack: Pack, name: str) -> Path | None:
    """The way with the fewest steps: from the first menu, by 0, by words of danger, or from a later text."""
    if name == pack.person:
        return Path(Kind.PERSON, pack.first, (Leg(name),))
    found = _search(pack, Path(Kind.STRAIGHT, pack.first), name)
    if found is None and pack.danger and name == pack.danger.goto:
        return Path(Kind.DANGER, pack.first, (Leg(name),))
    later = (Path(Kind.FOLLOW_UP, goto, (), openers) for goto, openers in opened_later(pack).items())
    return found or next((path for start in later if (path := _search(pack, start, name))), None)


def _search(pack: Pack, start: Path, name: str) -> Path | None:
    waiting, seen = deque([start]), {start.end}
    while waiting:
        path = waiting.popleft()
        if path.end == name:
            return path
        place = pack.places[path.end]
        for at, goto in enumerate(onward(place)):
            if goto not in seen:
                seen.add(goto)
                waiting.append(path.on(Leg(goto, at if isinstance(place, Menu) else None)))
    return None


def _come(pack: Pack, path: Path) -> Heard:
    call = Call(pack)
    for leg in path.legs:
        call.press(call.key(leg, path.kind))
    return call.turn


def _texted(pack: Pack, path: Path) -> Exchange:
    if path.kind is Kind.FOLLOW_UP:
        thread = Thread(pack)
        first = thread.later(path.start, path.opened_by[0])
        return [first, *thread.take(path)][-1]
    if not path.legs:
        return Thread(pack).send(HELLO)
    return exchanges(pack, path, hello=True)[-1]


def _trail(pack: Pack, path: Path) -> Iterator[str]:
    if path.kind is Kind.FOLLOW_UP:
        yield "A later text"
    elif path.kind is Kind.PERSON:
        yield f"0, or {PERSON}"
        return
    elif path.kind is Kind.DANGER:
        yield "Words of danger"
        return
    for at, leg in zip(path.places, path.legs, strict=False):
        yield next((way.label for way in _ways(pack, at) if way.goto == leg.goto), leg.goto)


def _ways(pack: Pack, name: str) -> tuple[Way, ...]:
    place = pack.places[name]
    found: list[Way] = []
    match place:
        case Menu(choices=choices):
            found = [Way(choice.goto, choice.label.text, str(key)) for key, choice in enumerate(choices, 1)]
        case Signpost(next=on, also=also):
            found = [Way(way.goto, way.label.text) for way in (on, also) if way]
        case _:
            pass
    if later := opened_by(place):
        found.append(Way(later, _when(place)))
    return tuple(found)


def _when(place: Place) -> str:
    if isinstance(place, Signpost) and place.follow_up:
        return f"A later text, {place.follow_up.after}"
    return "A reminder by text" if isinstance(place, Deadline) else "A later text, once their day is over"


def _labels(pack: Pack) -> dict[str, str]:
    """What leads to each place, in words: first all that can be come to by choices, then by the other ways."""
    labels: dict[str, str] = {}
    for root in _roots(pack):
        waiting = deque([root])
        while waiting:
            name, label = waiting.popleft()
            if name not in labels:
                labels[name] = label
                waiting += [(way.goto, way.label) for way in _ways(pack, name)]
    return labels


def _roots(pack: Pack) -> Iterator[tuple[str, str]]:
    yield pack.first, "The first menu"
    yield pack.person, f"0, or {PERSON}"
    if pack.danger:
        yield pack.danger.goto, "Words of danger"
    if pack.callback:
        yield pack.callback, "To be rung back"
    for topic in pack.topics.values():
        yield topic.place, f"In their own words: {topic.about.text}"
    for name in pack.places:
        yield name, name.replace("-", " ").capitalize()


def _kind(pack: Pack, place: Place) -> str:
    match place:
        case Menu():
            return "menu"
        case Signpost():
            return "a person, by 0 at any time" if place.name == pack.person else "contact"
        case Deadline():
            return "last day to appeal"
        case Callback():
            return "to be rung back"
        case Closing():
            return "the end"


def _about(place: Place) -> str:
    match place:
        case Menu(prompt=words) | Closing(say=words):
            return words.text
        case Signpost(service=service) | Deadline(service=service) | Callback(service=service):
            line = service.line
            return service.name.text if line in {service, None} else f"{service.name.text}, by {line.name.text}"
