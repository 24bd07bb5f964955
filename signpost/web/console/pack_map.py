"""The map of the pack: drawn, and as a list; each place leads to its words, what they take, and how many came there."""

from collections.abc import Mapping
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
