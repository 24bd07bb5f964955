"""The map of the pack: drawn, and as a list; each place leads to its words, what they take, and how many came there."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote

from flask import Blueprint, abort, render_template, url_for
from markupsafe import Markup

from signpost.amended import amended_by
from signpost.authoring.walk.map import linked
from signpost.authoring.walk.place import Known, Walked, known, walked
from signpost.bootstrap import Service
from signpost.core.figures import told
from signpost.core.menu import Pack
from signpost.web.console.guard import officer


def pages(service: Service) -> Blueprint:
    """/map, and a page for each place."""
    routes = Blueprint("map", __name__)

    def now() -> Pack:
        return amended_by(service.pack, service.store.amendments.read())

    @routes.get("/map")
    @officer
    def whole() -> str:
        pack = now()
        return render_template(
            "staff/map.html",
            drawing=drawing(pack, url_for(".whole")),
            places=_known(pack),
            groups=grouped(_known(pack), pack.first),
            arrived=service.store.arrivals.read(datetime.now(UTC)),
            told=told,
        )

    @routes.get("/map/<name>")
    @officer
    def place(name: str) -> str:
        pack = now()
        places = _known(pack)
        if name not in places:
            abort(404)
        arrived = service.store.arrivals.read(datetime.now(UTC))
        return render_template(
            "staff/map_place.html",
            name=name,
            known=places[name],
            walk=_walked(pack, name),
            places=places,
            before=[one for one in places.values() if name in {way.goto for way in one.ways}],
            arrived=arrived,
            came=told(arrived.counts.get(name, 0)),
        )

    return routes


@dataclass(frozen=True, slots=True)
class Group:
    """Places of the list under one heading, in its order."""

    anchor: str
    title: str
    names: list[str]


def grouped(places: Mapping[str, Known], first: str) -> list[Group]:
    """The list under headings: the first menu, what each of its choices comes to before the others, and the rest."""
    heads = list(dict.fromkeys(way.goto for way in places[first].ways if way.goto != first))
    group_of, ahead = {first: first} | {name: name for name in heads}, deque(heads)
    while ahead:
        name = ahead.popleft()
        for way in places[name].ways:
            if way.goto in places and way.goto not in group_of:
                group_of[way.goto] = group_of[name]
                ahead.append(way.goto)
    titles = {first: places[first].label} | {name: places[name].label for name in heads} | {"": "Elsewhere"}
    found = [
        Group(f"from-{head or 'elsewhere'}", title, [name for name in places if group_of.get(name, "") == head])
        for head, title in titles.items()
    ]
    return [group for group in found if group.names]


@lru_cache(maxsize=4)
def drawing(pack: Pack, path: str) -> Markup:
    """The map of a pack as SVG, its places leading to pages below `path`. To lay it out takes a second at first."""
    # Made by our own code, which escapes the pack's words.
    return Markup(linked(pack, lambda name: f"{path}/{quote(name, safe='')}"))  # noqa: S704


@lru_cache(maxsize=4)
def _known(pack: Pack) -> Mapping[str, Known]:
    return known(pack)


@lru_cache(maxsize=512)
def _walked(pack: Pack, name: str) -> Walked | None:
    return walked(pack, name)
