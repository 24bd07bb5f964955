"""Every contact of the pack: how parents are told to reach it now; and for managers, to pause it or give another
number in its place. Each change first shows what parents will hear.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from signpost.amended import amended_by, amendments_to_change, read_amendments
from signpost.authoring.message import UnfitError, fit
from signpost.authoring.told import Cut, Told, cut, of_contact, of_danger
from signpost.bootstrap import Service as Running
from signpost.core.amendments import Amendment, amended, why_not_paused, why_not_replaced
from signpost.core.hours import london_day
from signpost.core.menu import Pack, Served, Service
from signpost.core.numbers import line_number, published
from signpost.web.console.guard import manager, member, officer

NO_NUMBER = "Enter a UK phone number, like 01632 960001, that costs no more than usual and is not a short one"
OUR_NUMBER = "Enter another number: this one is ours, so callers would come back here"


class NumberForm(FlaskForm):
    """Another number for a contact; asked for again, hidden, when it is confirmed."""

    number = StringField("Number to give instead", [InputRequired("Enter the number to give instead")])


@dataclass(frozen=True, slots=True)
class Row:
    """A contact: as the pack has it, as parents are told of it now, and what is changed of it."""

    service: Service
    now: Service
    amendment: Amendment
    overdue: bool

    @property
    def name(self) -> str:
        """What it is called in texts."""
        return self.service.name.text

    @property
    def number(self) -> str:
        """The number that staff have given in place of its own; "" for none."""
        return published(self.amendment.number) if self.amendment.number else ""

    @property
    def reached(self) -> str:
        """How parents are told to reach it, in a few words."""
        line = self.now.line
        if line is None:
            return "By a number that parents have"
        return line.number or "" if line is self.now else f"By {line.name.text}, {line.number}"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a contact, in words; `{name}` is the contact's."""

    title: str
    button: str
    done: str


PAUSE = Change("Pause {name}?", "Pause this contact", "{name} is paused. Parents are told of it no more.")
TAKE_UP = Change("Take {name} up again?", "Take it up again", "{name} is told to parents again.")
NUMBER = Change("Give another number for {name}?", "Give this number", "Parents get the other number for {name} now.")
OWN_NUMBER = Change(
    "Give the own number of {name} again?", "Give its own number", "Parents get the own number of {name} again."
)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does: what parents are told of the contact then, and which others they reach by another number.

    `cut` are the places with a text that has no room for it. `danger` is what somebody in danger is told then, None
    where that stays. `unfit` says why the message of the day could not stand then, "" where it can: it may name a
    number that nobody is to be given any more.
    """

    told: Told
    others: tuple[str, ...]
    cut: tuple[Cut, ...]
    danger: Told | None
    unfit: str


class _Contacts:
    """The contacts as they stand in one request."""

    def __init__(self, running: Running, *, to_change: bool = False) -> None:
        self.pack = running.pack
        record = running.store.amendments.read()
        self.amendments = amendments_to_change(record) if to_change else read_amendments(record)
        self.now = amended_by(running.pack, record)
        self._message = running.store.message.read()

    def rows(self) -> list[Row]:
        return [self.row(key) for key in self.pack.services]

    def row(self, key: str) -> Row:
        if key not in self.pack.services:
            abort(404)
        service, today = self.pack.services[key], london_day(datetime.now(UTC))
        return Row(service, self.now.services[key], self.amendments.of(key), service.review_by < today)

    def effect(self, key: str, amendment: Amendment) -> Effect:
        """What comes of another amendment of this contact."""
        then = amended(self.pack, self.amendments.with_service(key, amendment))
        danger = of_danger(then)
        return Effect(
            of_contact(then, then.services[key]),
            _passed_on(self.now, then, key),
            cut(self.now, then),
            danger if danger != of_danger(self.now) else None,
            self._unfit(then),
        )

    def _unfit(self, then: Pack) -> str:
        if self._message is None:
            return ""
        try:
            fit(then, self._message[0])
        except UnfitError as error:
            return str(error)
        return ""


def _passed_on(now: Pack, then: Pack, key: str) -> tuple[str, ...]:
    """The names of the other contacts that are reached by another number then."""

    def number(pack: Pack, other: str) -> str | None:
        line = pack.services[other].line
        return line.number if line else None

    return tuple(
        service.name.text
        for other, service in now.services.items()
        if other != key and number(now, other) != number(then, other)
    )


def used_at(pack: Pack, key: str) -> list[str]:
    """The places that signpost to a contact, by name."""
    return [place.name for place in pack.places.values() if isinstance(place, Served) and place.service.key == key]


def pages(service: Running) -> Blueprint:
    """/contacts, and a page for each contact and each change of one."""
    routes = Blueprint("contacts", __name__, url_prefix="/contacts")

    @routes.get("")
    @officer
    def every() -> str:
        return render_template("staff/contacts.html", rows=_Contacts(service).rows())

    @routes.get("/<key>")
    @officer
    def one(key: str) -> str:
        contacts = _Contacts(service)
        row = contacts.row(key)
        return render_template(
            "staff/contact.html",
            row=row,
            told=of_contact(contacts.now, row.now),
            places=used_at(service.pack, key),
            not_paused=why_not_paused(service.pack, key),
            not_replaced=why_not_replaced(service.pack, key),
        )

    _changes(routes, service)
    return routes


def _changes(routes: Blueprint, service: Running) -> None:
    """The pages that change a contact. A get shows what comes of it, a post does it."""
    board, forms = service.store.amendments, _Forms(service)

    @routes.route("/<key>/pause", methods=["GET", "POST"])
    @manager
    def pause(key: str) -> Response | tuple[str, int] | str:
        if key in service.pack.services and why_not_paused(service.pack, key):
            return _back(key)
        return forms.confirmed(key, PAUSE, lambda one: replace(one, paused=True), board.pause)

    @routes.route("/<key>/take-up", methods=["GET", "POST"])
    @manager
    def take_up(key: str) -> Response | tuple[str, int] | str:
        return forms.confirmed(key, TAKE_UP, lambda one: replace(one, paused=False), board.take_up)

    @routes.route("/<key>/own-number", methods=["GET", "POST"])
    @manager
    def own_number(key: str) -> Response | tuple[str, int] | str:
        return forms.confirmed(key, OWN_NUMBER, lambda one: replace(one, number=None), board.lift_number)

    @routes.route("/<key>/number", methods=["GET", "POST"])
    @manager
    def number(key: str) -> Response | tuple[str, int] | str:
        if key in service.pack.services and why_not_replaced(service.pack, key):
            return _back(key)
        return forms.number(key)


class _Forms:
    """What the pages that change a contact have in common."""

    def __init__(self, running: Running) -> None:
        self._running = running
        settings = running.settings
        self._ours = {settings.sms_from, settings.caller_number, *running.pack.line.arrivals}

    def confirmed(
        self, key: str, change: Change, amend: Callable[[Amendment], Amendment], do: Callable[[str, str], None]
    ) -> Response | tuple[str, int] | str:
        """Do it when this is a post, and the message of the day can stand then; else show what comes of it."""
        contacts = _Contacts(self._running, to_change=True)
        row = contacts.row(key)
        effect = contacts.effect(key, amend(row.amendment))
        if request.method == "POST" and not effect.unfit:
            do(key, member().name)
            flash(change.done.format(name=row.name))
            return _back(key)
        return _asked(row, change, effect, FlaskForm())

    def number(self, key: str) -> Response | tuple[str, int] | str:
        """Ask for a number, show what comes of it, then give it."""
        contacts, form = _Contacts(self._running, to_change=True), NumberForm()
        row = contacts.row(key)
        number = self._valid(form) if form.validate_on_submit() else None
        if number is None:
            return render_template("staff/contact_number.html", row=row, form=form), 422 if form.errors else 200
        effect = contacts.effect(key, replace(row.amendment, number=number))
        if "sure" in request.form and not effect.unfit:
            self._running.store.amendments.put_number(key, number, member().name)
            flash(NUMBER.done.format(name=row.name))
            return _back(key)
        form.number.data = published(number)
        return _asked(row, NUMBER, effect, form)

    def _valid(self, form: NumberForm) -> str | None:
        try:
            number = line_number(form.number.data or "")
        except ValueError:
            form.number.errors = [NO_NUMBER]
            return None
        if number in self._ours:
            form.number.errors = [OUR_NUMBER]
            return None
        return number


def _asked(row: Row, change: Change, effect: Effect, form: FlaskForm) -> tuple[str, int]:
    """What comes of a change, and whether to make it; refused where it was to be made."""
    page = render_template("staff/contact_change.html", row=row, change=change, effect=effect, form=form)
    return page, 422 if effect.unfit and request.method == "POST" else 200


def _back(key: str) -> Response:
    return redirect(url_for("contacts.one", key=key), 303)
