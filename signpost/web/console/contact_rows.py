"""The contacts as they stand in one request, and what would come of a change of one."""

from dataclasses import dataclass
from datetime import UTC, datetime

from flask import abort

from signpost.amended import amended_by, amendments_to_change, read_amendments
from signpost.authoring.message import UnfitError, fit
from signpost.authoring.told import Cut, Told, cut, of_contact, of_danger
from signpost.bootstrap import Service as Running
from signpost.core.amendments import Amendment, amended
from signpost.core.hours import london_day
from signpost.core.menu import Pack, Service
from signpost.core.numbers import published


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
    def stands(self) -> str:
        """What staff have changed of it, as a sentence."""
        number = f"its number is {self.number} instead of its own" if self.number else "its own number is given"
        if not self.amendment.paused:
            return f"{number[0].upper()}{number[1:]}, and it is not paused."
        return f"It is paused, and once it is taken up again {number}."

    @property
    def reached(self) -> str:
        """How parents are told to reach it, in a few words."""
        line = self.now.line
        if line is None:
            return "By a number that parents have"
        return line.number or "" if line is self.now else f"By {line.name.text}, {line.number}"


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


class Contacts:
    """The contacts as they stand in one request."""

    def __init__(self, running: Running, *, to_change: bool = False) -> None:
        self.pack = running.pack
        record = running.store.amendments.read()
        self.amendments = amendments_to_change(record) if to_change else read_amendments(record)
        self.now = amended_by(running.pack, record)
        self._message = running.store.message.read()

    def rows(self) -> list[Row]:
        """All of them, in the pack's order."""
        return [self.row(key) for key in self.pack.services]

    def row(self, key: str) -> Row:
        """The contact of this key; answers 404 where there is none."""
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
