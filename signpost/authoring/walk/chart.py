"""What the map shows: each place as a box of words, each way on as a line, and where graphlay puts them.

A menu that only a later text opens is left out: the line for it runs from the signpost that asks to where "no" leads.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from textwrap import wrap

import graphlay

from signpost.authoring.places import onward, opened_by, opened_later
from signpost.core.menu import Callback, Closing, Deadline, Menu, Pack, Place, Service, Signpost

WIDTH, LINE, PAD = 260, 17, 12  # of a box, in pixels
_LETTERS = 31  # that fit on a line of a box
_CLEAR = 6  # pixels between a line and a box that it passes
_ORDERS, _EFFORTS = ("alternate", "barycenter", "median"), ("fast", "thorough")


class Way(StrEnum):
    """How one comes from a place to the next; each has a line of its own on the map."""

    CHOICE = "a choice"
    TRIED = "I have tried that"
    TRIED_OR_LATER = "I have tried that, or a later text"
    LATER = "a later text"
    ALSO = "another way on"


@dataclass(frozen=True, slots=True)
class Box:
    """A place: its heading, what is said of it, and its choices; each a line as drawn. `x` and `y` are its middle."""

    place: Place
    head: tuple[str, ...]
    said: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    x: int = 0
    y: int = 0

    @property
    def height(self) -> int:
        """Its height, as high as its lines need."""
        return 2 * PAD + LINE * (len(self.head) + len(self.said) + sum(map(len, self.rows)))

    def row_middle(self, row: int) -> float:
        """How far below the top the middle of a choice's lines is."""
        before = len(self.head) + len(self.said) + sum(map(len, self.rows[:row]))
        return PAD + LINE * (before + len(self.rows[row]) / 2)


@dataclass(frozen=True, slots=True)
class Line:
    """A way on, through `points` once it is laid out. `row` is the choice it begins at."""

    source: str
    target: str
    way: Way
    row: int | None = None
    points: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that is drawn, in its place."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def chart(pack: Pack) -> Chart:
    """The map of a pack, laid out from left to right."""
    hidden = _only_later(pack)
    boxes = {name: _box(pack, pack.places[name]) for name in _in_order(pack) if name not in hidden}
    lines = [line for box in boxes.values() for line in _lines(pack, box.place) if line.target in boxes]
    return _laid_out(boxes, lines)


def _in_order(pack: Pack) -> list[str]:
    """All places as they are come to from the first menu, choice by choice: what is near stands near."""
    found: dict[str, None] = {}
    waiting = deque([pack.first])
    while waiting:
        name = waiting.popleft()
        if name not in found:
            found[name] = None
            waiting.extend(onward(pack.places[name]))
    return [*found, *(name for name in pack.places if name not in found)]


def _only_later(pack: Pack) -> set[str]:
    chosen = {goto for place in pack.places.values() for goto in onward(place)} | {pack.first}
    return {name for name in opened_later(pack) if name not in chosen and isinstance(pack.places[name], Menu)}


def _lines(pack: Pack, place: Place) -> Iterator[Line]:
    match place:
        case Menu(choices=choices):
            for row, choice in enumerate(choices):
                yield Line(place.name, choice.goto, Way.CHOICE, row)
        case Signpost(next=on, also=also):
            later = _later(pack, place)
            if on:
                both = Way.TRIED_OR_LATER if on.goto in later else Way.TRIED
                yield Line(place.name, on.goto, both)
            if also:
                yield Line(place.name, also.goto, Way.ALSO)
            for goto in later:
                if on is None or goto != on.goto:
                    yield Line(place.name, goto, Way.LATER)
        case Deadline():
            for goto in _later(pack, place):
                yield Line(place.name, goto, Way.LATER)


def _later(pack: Pack, place: Place) -> list[str]:
    name = opened_by(place)
    if name is None:
        return []
    opened = pack.places[name]
    if not isinstance(opened, Menu):
        return [opened.name]
    if opened.name == pack.first:
        return []
    on = [choice.goto for choice in opened.choices if not isinstance(pack.places[choice.goto], Closing)]
    return [goto for goto in on if goto != pack.first]


def _box(pack: Pack, place: Place) -> Box:
    match place:
        case Menu(prompt=prompt, choices=choices):
            rows = tuple(
                tuple(wrap(f"{key}  {choice.label.text}", _LETTERS, subsequent_indent="    "))
                for key, choice in enumerate(choices, 1)
            )
            return Box(place, _wrapped(place.name), _wrapped(prompt.text), rows)
        case Signpost(service=service, follow_up=follow_up):
            always = ["0, at any time"] if place.name == pack.person else []
            asks = [f"text {follow_up.after}"] if follow_up else []
            said = [_reached(service), *always, *asks, place.name]
            return Box(place, _wrapped(service.name.text), tuple(line for one in said for line in _wrapped(one)))
        case Deadline(service=service):
            said = ["asks for dates", f"check it with {service.name.text}", _reached(service), place.name]
            return Box(place, _wrapped("Last day to appeal"), tuple(line for one in said for line in _wrapped(one)))
        case Callback(service=service, within=within):
            said = [f"{service.name.text} rings back", f"{within}", place.name]
            return Box(place, _wrapped("To be rung back"), tuple(line for one in said for line in _wrapped(one)))
        case Closing(say=say):
            return Box(place, _wrapped(place.name), _wrapped(say.text))


def _reached(service: Service) -> str:
    line = service.line
    if line is None:
        return "no number"
    return f"{line.number}" if line is service else f"by {line.name.text}, {line.number}"


def _wrapped(words: str) -> tuple[str, ...]:
    return tuple(wrap(words, _LETTERS, max_lines=3, placeholder=" ..."))


def _laid_out(boxes: dict[str, Box], lines: list[Line]) -> Chart:
    """The clearest of a few drawings. The same pack always gives the same one."""
    tries = [_tried(boxes, lines, how, effort) for how in _ORDERS for effort in _EFFORTS]
    return min(tries, key=lambda one: one[0])[1]


def _tried(boxes: dict[str, Box], lines: list[Line], how: str, effort: str) -> tuple[int, Chart]:
    """A drawing, and how hard it is to follow: by lines that cross, that graze a box, or that lead out of order."""
    graph = graphlay.Graph()
    for name, box in boxes.items():
        graph.node(name, width=WIDTH, height=box.height)
    for line in lines:
        graph.edge(line.source, line.target, source_port=_port(boxes[line.source], line.row))
    spacing = {"layer_gap": 70.0, "node_gap": 24.0}
    drawn = graphlay.layout(graph, options={"spacing": spacing, "order": {"heuristic": how}, "effort": effort})
    least, most = drawn.bounds["min"], drawn.bounds["max"]

    def at(x: float, y: float) -> tuple[int, int]:
        return round(x - least["x"]), round(y - least["y"])

    centres = {name: at(*middle) for name, middle in drawn.positions().items()}
    placed = tuple(replace(box, x=centres[name][0], y=centres[name][1]) for name, box in boxes.items())
    routed = tuple(
        replace(line, points=tuple(at(point["x"], point["y"]) for point in edge["points"]))
        for line, edge in zip(lines, drawn.edges, strict=True)
    )
    chart = Chart(placed, routed, *at(most["x"], most["y"]))
    found = drawn.metrics()
    grazes = (found["min_edge_node_clearance"] or _CLEAR) < _CLEAR
    return found["crossings"] + 20 * grazes + 4 * _out_of_order(chart), chart


def _port(box: Box, row: int | None) -> dict[str, object]:
    # A way on begins at its choice's line, or at the tip of a signpost.
    middle = 0.0 if row is None else 2 * box.row_middle(row) / box.height - 1
    return {"offset": {"side": "right", "t": middle}}


def _out_of_order(chart: Chart) -> int:
    """How many pairs of a menu's choices lead the other way round than they stand there: the engine knows no order."""
    heights = {box.place.name: box.y for box in chart.boxes}
    ways = [line for line in chart.lines if line.row is not None]
    pairs = [pair for pair in combinations(ways, 2) if pair[0].source == pair[1].source]
    return sum(heights[above.target] > heights[below.target] for above, below in pairs)
