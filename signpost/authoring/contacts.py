"""The contacts of a pack: where each comes from, when it was checked, and what is still to be checked."""

import textwrap
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from signpost.authoring.load import Source, load_source
from signpost.authoring.places import said
from signpost.core.menu import Place, Served, Service
from signpost.core.written import numbers, ringable

WIDTH = 80


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact, as it stands in services.yaml. `release` is the file and line to change once it is confirmed."""

    key: str
    name: str
    confidence: str
    phone: str | None
    email: str | None
    mail_to: str | None
    web: str | None
    via: str | None
    hours: str | None
    who_for: str
    source: str
    checked: date
    review_by: date
    used_at: tuple[str, ...]
    file: str
    line: int
    release: str | None

    def as_data(self) -> dict[str, Any]:
        """The same as plain JSON data."""
        return {**asdict(self), "checked": str(self.checked), "review_by": str(self.review_by)}


def contacts(folder: Path) -> tuple[ContactRow, ...]:
    """Every contact of the pack in `folder`, in the order of its file. Raises PackFaults when it cannot be loaded."""
    source = load_source(folder)
    return tuple(_row(source, service) for service in source.pack.services.values())


def as_text(rows: tuple[ContactRow, ...], today: date) -> str:
    """The contacts for reading, 80 columns wide: those to be confirmed last, with what to do."""
    ordered = sorted(rows, key=lambda row: row.confidence == "unconfirmed")
    waiting = sum(row.confidence == "unconfirmed" for row in rows)
    parts = ["\n".join(_lines(row, today)) for row in ordered]
    parts.append(f"{len(rows)} contacts, {waiting} of them to be confirmed.")
    return "\n\n".join(parts) + "\n"


def _row(source: Source, service: Service) -> ContactRow:
    document = source.folder.services
    at = document.line((service.key, "confidence"))
    return ContactRow(
        key=service.key,
        name=service.name.text,
        confidence="confirmed" if service.confirmed else "unconfirmed",
        phone=service.phone,
        email=service.email,
        mail_to=service.mailbox or service.mail_to,
        web=service.web,
        via=service.via.name.text if service.via else None,
        hours=service.hours,
        who_for=service.who_for,
        source=service.source,
        checked=service.checked,
        review_by=service.review_by,
        used_at=_used_at(source, service),
        file=document.file,
        line=document.line((service.key,)),
        release=None if service.confirmed else f"{document.file}:{at}",
    )


def _used_at(source: Source, service: Service) -> tuple[str, ...]:
    """The signposts, deadlines and callbacks of a service, and the places that have its number among their words."""
    number = ringable(service.phone) if service.phone else None
    return tuple(
        place.name
        for place in source.pack.places.values()
        if (isinstance(place, Served) and place.service == service) or (number and number in _told(place))
    )


def _told(place: Place) -> set[str | None]:
    words = said(place)
    return {ringable(written) for written in numbers(f"{words.voice}\n{words.text}")}


def _lines(row: ContactRow, today: date) -> Iterator[str]:
    yield f"{row.name} ({row.confidence})"
    held = " (held back)" if row.release else ""
    for what, value in (
        ("phone", row.phone and row.phone + held),
        ("e-mail", row.email and row.email + held),
        ("requests to", row.mail_to and row.mail_to + held),
        ("web", row.web),
        ("ring instead", row.via),
        ("hours", row.hours or "not known"),
        ("for", row.who_for),
        ("source", row.source),
        ("checked", f"{row.checked}, to be checked again by {row.review_by}{_overdue(row, today)}"),
        ("used at", ", ".join(row.used_at) or "nowhere"),
        ("written in", f"{row.file}:{row.line}"),
        ("to do", _to_do(row)),
    ):
        if value:
            yield from _wrapped(what, value)


def _wrapped(what: str, value: str) -> list[str]:
    first = f"  {what:<14}"
    return textwrap.wrap(
        value, WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _overdue(row: ContactRow, today: date) -> str:
    return ": THAT DAY IS PAST" if row.review_by < today else ""


def _to_do(row: ContactRow) -> str | None:
    if not row.release:
        return None
    given = " and ".join(what for what, value in (("number", row.phone), ("e-mail address", row.email)) if value)
    check = f"Check the {given} with them" if given else "Find out how they are reached"
    return (
        f"{check}, and that they help {row.who_for}. Mend what differs, write today under checked and the day of the "
        f"next check under review_by. Then write confidence: confirmed at {row.release}"
    )
