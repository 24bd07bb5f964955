"""The map of a pack as an SVG: made to be read without colour, and to be read aloud.

Shapes say what a place is and lines how one goes on, each in a style of its own; the key in the corner names them all.
"""

from collections.abc import Callable, Iterator, Sequence
from html import escape

import svg

from signpost.authoring.walk.chart import LINE, PAD, WIDTH, Box, Chart, Line, Way, chart
from signpost.core.menu import Callback, Closing, Deadline, Menu, Pack, Place, Signpost

_MARGIN, _TIP, _BEND = 30, 22, 8
_KEY_WIDTH, _KEY_TOP = 250, 90
_DASHES: dict[Way, list[float]] = {
    Way.CHOICE: [],
    Way.TRIED: [9, 5],
    Way.TRIED_OR_LATER: [9, 4, 2, 4],
    Way.LATER: [2, 5],
    Way.ALSO: [14, 4],
}
_STYLE = """
text { font-family: system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; font-size: 13px; fill: #111; }
.title { font-size: 24px; font-weight: 700; }
.head { font-weight: 700; }
.name { fill: #444; font-style: italic; }
.box { fill: #fff; stroke: #111; stroke-width: 1.5; }
.menu { fill: #eef3f8; }
.closing { fill: #f6f6f6; }
.deadline { fill: #fbf4e6; }
.person { stroke-width: 4; }
.way { fill: none; stroke: #111; stroke-width: 1.4; }
.rule { stroke: #9aa5b1; stroke-width: 1; }
"""


Link = Callable[[str], str]


def drawn(pack: Pack) -> str:
    """The SVG document."""
    laid_out = chart(pack)
    told = svg.Desc(id="map-desc", text=escape(_described(pack, laid_out), quote=False))
    roles = {"role": "img", "aria-labelledby": "map-title map-desc"}
    return f"{_document(pack, laid_out, roles, [told, svg.Style(text=_STYLE)])}\n"


def linked(pack: Pack, link: Link) -> str:
    """The same as a part of a page, which has to have its style; each place leads to the address that `link` gives."""
    roles = {"role": "group", "aria-labelledby": "map-title", "class": "map"}
    return str(_document(pack, chart(pack), roles, (), link))


def _document(
    pack: Pack, laid_out: Chart, roles: dict[str, str], more: Sequence[svg.Element], link: Link | None = None
) -> svg.SVG:
    height = max(laid_out.height, 330) + _KEY_TOP + 2 * _MARGIN
    width = max(laid_out.width, 3 * _KEY_WIDTH) + 2 * _MARGIN
    top = svg.Translate(_MARGIN, _MARGIN + _KEY_TOP)
    ways = [element for line in laid_out.lines for element in _way(line)]
    boxes = [_linked(_placed(pack, box), box, link) for box in laid_out.boxes]
    return svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, width, height),
        width=width,
        height=height,
        lang="en-GB",
        extra=roles,
        elements=[
            svg.Title(id="map-title", text=escape(f"The map of {pack.name}", quote=False)),
            *more,
            svg.Defs(elements=[_arrow()]),
            svg.Rect(width=width, height=height, fill="#fff"),
            _text(f"The map of {pack.name}", _MARGIN, _MARGIN + 8, "title"),
            svg.G(elements=list(_key()), transform=[svg.Translate(_MARGIN, _MARGIN + 32)]),
            svg.G(elements=[*ways, *boxes], transform=[top]),
        ],
    )


def _linked(drawn_box: svg.G, box: Box, link: Link | None) -> svg.Element:
    if link is None:
        return drawn_box
    named = {"aria-label": escape(" ".join((*box.head, *box.said)))}
    return svg.A(href=escape(link(box.place.name)), extra=named, elements=[drawn_box])


def _described(pack: Pack, laid_out: Chart) -> str:
    """Every way on in words, for whoever hears the map."""
    said = [f"{len(laid_out.boxes)} places, from left to right. It begins at {pack.first}."]
    for line in laid_out.lines:
        by = f"key {line.row + 1}" if line.row is not None else line.way.value
        said.append(f"{line.source}, {by}: {line.target}.")
    return " ".join(said)


def _arrow() -> svg.Marker:
    tip = svg.Path(d=[svg.M(0, 0), svg.L(10, 5), svg.L(0, 10), svg.Z()], fill="#111")
    return svg.Marker(
        id="tip", viewBox=svg.ViewBoxSpec(0, 0, 10, 10), refX=9, refY=5, markerWidth=8, markerHeight=8,
        orient="auto", elements=[tip],
    )  # fmt: skip


def _way(line: Line) -> Iterator[svg.Element]:
    yield svg.Path(
        d=list(_rounded(line.points)),
        class_=["way"],
        stroke_dasharray=list(_DASHES[line.way]) or "none",
        marker_end="url(#tip)",
    )


def _rounded(points: tuple[tuple[int, int], ...]) -> Iterator[svg.PathData]:
    yield svg.M(*points[0])
    for before, (x, y), after in zip(points, points[1:], points[2:], strict=False):
        yield svg.L(*_towards((x, y), before))
        yield svg.Q(x, y, *_towards((x, y), after))
    yield svg.L(*points[-1])


def _towards(corner: tuple[int, int], other: tuple[int, int]) -> tuple[float, float]:
    (x, y), (to_x, to_y) = corner, other
    length = max(abs(to_x - x), abs(to_y - y), 1)
    part = min(_BEND, length / 2) / length
    return round(x + (to_x - x) * part, 1), round(y + (to_y - y) * part, 1)


def _placed(pack: Pack, box: Box) -> svg.G:
    left, top = box.x - WIDTH // 2, box.y - box.height // 2
    inside = [_outline(pack, box.place, WIDTH, box.height), *_written(box)]
    return svg.G(id=f"place-{box.place.name}", transform=[svg.Translate(left, top)], elements=inside)


def _outline(pack: Pack, place: Place, width: int, height: int) -> svg.Element:
    match place:
        case Menu():
            return svg.Rect(width=width, height=height, rx=4, class_=["box", "menu"])
        case Signpost():
            return _signpost(width, height, _TIP, person=place.name == pack.person)
        case Deadline() | Callback():
            return _deadline(width, height, _TIP / 2)
        case Closing():
            return svg.Rect(width=width, height=height, rx=min(height / 2, 30), class_=["box", "closing"])


def _signpost(width: int, height: int, tip: int, *, person: bool) -> svg.Path:
    edge = width - tip
    corners = [svg.L(edge, 0), svg.L(width, height / 2), svg.L(edge, height), svg.L(0, height)]
    style = ["box", "person"] if person else ["box"]
    return svg.Path(d=[svg.M(0, 0), *corners, svg.Z()], class_=style, stroke_linejoin="round")


def _deadline(width: int, height: int, cut: float) -> svg.Path:
    corners = [(width - cut, 0), (width, cut), (width, height - cut), (width - cut, height)]
    corners += [(cut, height), (0, height - cut), (0, cut)]
    d: list[svg.PathData] = [svg.M(cut, 0), *(svg.L(x, y) for x, y in corners), svg.Z()]
    return svg.Path(d=d, class_=["box", "deadline"], stroke_linejoin="round")


def _written(box: Box) -> Iterator[svg.Element]:
    inset = PAD if not isinstance(box.place, Closing) else PAD + 8
    y = PAD + LINE - 4
    menu = isinstance(box.place, Menu)
    for words in box.head:
        yield _text(words, inset, y, "name" if menu else "head")
        y += LINE
    for words in box.said:
        yield _text(words, inset, y, "head" if menu else "name" if words == box.place.name else "said")
        y += LINE
    for row in box.rows:
        yield svg.Line(x1=0, x2=WIDTH, y1=y - LINE + 4, y2=y - LINE + 4, class_=["rule"])
        for words in row:
            yield _text(words, inset, y, "row")
            y += LINE


def _text(words: str, x: int, y: int, style: str) -> svg.Text:
    return svg.Text(x=x, y=y, class_=[style], text=escape(words, quote=False))


def _key() -> Iterator[svg.Element]:
    shapes = [("a menu", 0), ("a contact", 1), ("the end", 2), ("a person (0)", 3), ("a last day", 4)]
    for words, at in shapes:
        x = at * 150
        yield svg.G(elements=[_sample(at)], transform=[svg.Translate(x, 0)])
        yield _text(words, x + 44, 15, "said")
    for at, way in enumerate(Way):
        x, y = (0, 165, 350, 635, 800)[at], 44
        yield from _way(Line("", "", way, points=((x, y), (x + 36, y))))
        yield _text(way.value, x + 44, y + 5, "said")


def _sample(at: int) -> svg.Element:
    if at == 0:
        return svg.Rect(width=34, height=22, rx=4, class_=["box", "menu"])
    if at == 2:
        return svg.Rect(width=34, height=22, rx=11, class_=["box", "closing"])
    if at == 4:
        return _deadline(34, 22, 5)
    return _signpost(34, 22, 9, person=at == 3)
