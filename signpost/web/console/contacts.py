"""Every contact of the pack: how parents are told to reach it now; for managers, the way to change that."""

from flask import Blueprint, render_template

from signpost.authoring.told import of_contact
from signpost.bootstrap import Service as Running
from signpost.core.amendments import why_not_paused, why_not_replaced
from signpost.core.menu import Pack, Served
from signpost.core.needs_told import named
from signpost.web.console import contact_changes
from signpost.web.console.contact_rows import Contacts
from signpost.web.console.guard import officer


def used_at(pack: Pack, key: str) -> list[str]:
    """The places that signpost to a contact, by name."""
    return [
        named(pack, place) for place in pack.places.values() if isinstance(place, Served) and place.service.key == key
    ]


def pages(service: Running) -> Blueprint:
    """/contacts, and a page for each contact and each change of one."""
    routes = Blueprint("contacts", __name__, url_prefix="/contacts")

    @routes.get("")
    @officer
    def every() -> str:
        return render_template("staff/contacts.html", rows=Contacts(service).rows())

    @routes.get("/<key>")
    @officer
    def one(key: str) -> str:
        contacts = Contacts(service)
        row = contacts.row(key)
        return render_template(
            "staff/contact.html",
            row=row,
            told=of_contact(contacts.now, row.now),
            places=used_at(service.pack, key),
            not_paused=why_not_paused(service.pack, key),
            not_replaced=why_not_replaced(service.pack, key),
        )

    contact_changes.add(routes, service)
    return routes
