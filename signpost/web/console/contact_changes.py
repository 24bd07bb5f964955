"""The pages on which managers pause a contact or give another number for it. Each first shows what parents will hear.

Whoever changes a contact is asked which state of it they were shown: what somebody else changed meanwhile is told to
them, and not written over.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from signpost.bootstrap import Service as Running
from signpost.core.amendments import Amendment, why_not_paused, why_not_replaced
from signpost.core.numbers import line_number, published
from signpost.staff_ports import OutdatedError
from signpost.web.console.contact_rows import Contacts
from signpost.web.console.guard import manager, member

NO_NUMBER = "Enter a UK phone number, like 01632 960001, that costs no more than usual and is not a short one"
OUR_NUMBER = "Enter another number: this one is ours, so callers would come back here"


class NumberForm(FlaskForm):
    """Another number for a contact; asked for again, hidden, when it is confirmed."""

    number = StringField("Number to give instead", [InputRequired("Enter the number to give instead")])


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


def add(routes: Blueprint, service: Running) -> None:
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


class Do(Protocol):
    """Makes a change of a contact, as the methods of `RedisAmendments` do."""

    def __call__(self, key: str, who: str, *, seen: str | None = None) -> None:
        """Make it. Raises OutdatedError."""


class _Forms:
    """What the pages that change a contact have in common."""

    def __init__(self, running: Running) -> None:
        self._running = running
        settings = running.settings
        self._ours = {settings.sms_from, settings.caller_number, *running.pack.line.arrivals}

    def confirmed(
        self, key: str, change: Change, amend: Callable[[Amendment], Amendment], do: Do
    ) -> Response | tuple[str, int] | str:
        """Do it when this is a post, and the message of the day can stand then; else show what comes of it."""
        return self._asked(key, change, amend, do, FlaskForm(), sure=request.method == "POST")

    def _asked(
        self,
        key: str,
        change: Change,
        amend: Callable[[Amendment], Amendment],
        do: Do,
        form: FlaskForm,
        *,
        sure: bool,
    ) -> Response | tuple[str, int] | str:
        """Do it if they are `sure` of it; else, and where it cannot be done as things stand, show what comes of it."""
        contacts = Contacts(self._running, to_change=True)
        row, seen = contacts.row(key), request.form.get("seen") or "-"
        if sure and amend(row.amendment) == row.amendment:
            flash(f"It was so already. {change.done.format(name=row.name)}")
            return _back(key)
        effect = contacts.effect(key, amend(row.amendment))
        if sure and not effect.unfit:
            try:
                do(key, member().name, seen=seen)
            except OutdatedError:
                sure, contacts = False, Contacts(self._running, to_change=True)
                row, effect = contacts.row(key), contacts.effect(key, amend(contacts.row(key).amendment))
            else:
                flash(change.done.format(name=row.name))
                return _back(key)
        meanwhile = request.method == "POST" and seen != row.amendment.stamp
        page = render_template(
            "staff/contact_change.html", row=row, change=change, effect=effect, form=form, meanwhile=meanwhile
        )
        return page, 422 if meanwhile or (sure and effect.unfit) else 200

    def number(self, key: str) -> Response | tuple[str, int] | str:
        """Ask for a number, show what comes of it, then give it."""
        row, form = Contacts(self._running, to_change=True).row(key), NumberForm()
        number = self._valid(form) if form.validate_on_submit() else None
        if number is None:
            return render_template("staff/contact_number.html", row=row, form=form), 422 if form.errors else 200
        form.number.data = published(number)

        def put(key: str, who: str, *, seen: str | None = None) -> None:
            self._running.store.amendments.put_number(key, number, who, seen=seen)

        return self._asked(key, NUMBER, lambda one: replace(one, number=number), put, form, sure="sure" in request.form)

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


def _back(key: str) -> Response:
    return redirect(url_for("contacts.one", key=key), 303)
