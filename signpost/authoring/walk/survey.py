"""A pack walked whole: each path with its name, its keys, and what it costs each caller."""

from collections.abc import Iterable
from dataclasses import dataclass

from signpost.authoring.walk.call import turns
from signpost.authoring.walk.callers import Caller, Figures, figures
from signpost.authoring.walk.paths import Kind, Leg, Path, paths
from signpost.authoring.walk.thread import PERSON, exchanges
from signpost.core.menu import Callback, Closing, Deadline, Menu, Pack, Place, Signpost


@dataclass(frozen=True, slots=True)
class Row:
    """One path, walked.

    `keys` are those pressed, or for a text alone what is sent. `step` is what a ladder's last step alone costs: from
    the contact before to this one.
    """

    path: Path
    keys: tuple[str, ...]
    title: str
    contact: str
    figures: dict[Caller, Figures]
    step: dict[Caller, Figures] | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """Every path of one pack in one language."""

    pack: Pack
    language: str
    rows: tuple[Row, ...]

    def of(self, *kinds: Kind) -> list[Row]:
        """The rows of these kinds."""
        return [row for row in self.rows if row.path.kind in kinds]


def survey(pack: Pack, ways: Iterable[Path] | None = None) -> Survey:
    """Walk every path, or `ways` of them."""
    return Survey(pack, pack.voice.language, tuple(_row(pack, path) for path in ways or paths(pack)))


def _row(pack: Pack, path: Path) -> Row:
    found = figures(pack, path)
    step = _less(found, figures(pack, _before(pack, path))) if path.kind is Kind.LADDER else None
    return Row(path, keys(pack, path), title(pack, path), contact(pack.places[path.end]), found, step)


def keys(pack: Pack, path: Path) -> tuple[str, ...]:
    """The keys of a path, or what is texted where it is none of a call's."""
    if path.kind in {Kind.FOLLOW_UP, Kind.DANGER}:
        return tuple(one.sent for one in exchanges(pack, path) if one.sent)
    return tuple(key for key, _ in turns(pack, path) if key)


def title(pack: Pack, path: Path) -> str:
    """The labels of the choices on the way, as they are written in texts."""
    if path.kind is Kind.PERSON:
        return f"A person (0, or {PERSON})"
    if path.kind is Kind.DANGER:
        return "Words of danger"
    labels = [_label(pack.places[at], leg) for at, leg in zip(path.places, path.legs, strict=False)]
    reminded = any(isinstance(pack.places[opener], Deadline) for opener in path.opened_by)
    asked = ["Reminded" if reminded else "Asked later"] if path.kind is Kind.FOLLOW_UP else []
    return " > ".join([*asked, *labels]) or "At once"


def contact(place: Place) -> str:
    """Whom the place leads to, and whose number is given for it when that is another's."""
    match place:
        case Callback(service=service):
            return f"{service.name.text} rings back"
        case Signpost(service=service) | Deadline(service=service):
            line = service.line
            return service.name.text if line is service or line is None else f"{service.name.text} ({line.name.text})"
        case Closing(name=name):
            return f"no contact: {name}"
        case Menu(name=name):
            return f"the menu {name}"


def _label(place: Place, leg: Leg) -> str:
    match place:
        case Menu(choices=choices) if leg.choice is not None:
            return choices[leg.choice].label.text
        case Signpost(next=on, also=also):
            return next((way.label.text for way in (on, also) if way and way.goto == leg.goto), "")
        case _:
            return leg.typed.text if leg.typed else ""


def _before(pack: Pack, path: Path) -> Path:
    length = max(at for at, name in enumerate(path.places[:-1]) if isinstance(pack.places[name], Signpost))
    return Path(path.kind, path.start, path.legs[:length])


def _less(whole: dict[Caller, Figures], start: dict[Caller, Figures]) -> dict[Caller, Figures]:
    return {caller: whole[caller].less(start[caller]) for caller in whole}
