"""The practice phone: ring and text the service, or menus that are not live yet; nothing is sent, kept or counted.

It carries the whole conversation in the page, signed. Redis is asked for nothing but the message of the day and what
staff have changed of contacts and closed days.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Flask, current_app, flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.wrappers import Response
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from signpost.amended import amended_by
from signpost.authoring.faults import PackFaults
from signpost.authoring.load import load
from signpost.bootstrap import Service, understanding
from signpost.callbacks import without_mail
from signpost.core.line import Opening
from signpost.core.menu import Pack
from signpost.core.session import Channel, StaleError
from signpost.web.console import handset
from signpost.web.console.guard import officer
from signpost.web.console.rehearsal import LineIs, Rehearsal, Stage, Stands

_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#")
# A page may lie open over a working day.
_GOOD_FOR = 12 * 3_600
# What is carried must fit into a form: what was said before is told no more.
_REMEMBERED = 40
_MOST_KEYS = 40
_Form = ImmutableMultiDict[str, str]
_Done = Response | str | tuple[str, int]


class Menus(StrEnum):
    """Which menus are played."""

    LIVE = "live"
    DISK = "disk"


_LINES = {
    LineIs.NOW: "As it is now, and somebody answers it",
    LineIs.BUSY: "Busy: nobody answers it",
    LineIs.SHUT: "Shut",
    LineIs.PASSED_ON: "Busy, and you rang it first: it passed you on",
    LineIs.PASSED_ON_SHUT: "Shut, and you rang it first: it passed you on",
}


class StartForm(FlaskForm):
    """What to practise with."""

    menus = RadioField(
        "Which menus?",
        choices=[
            SelectChoice(Menus.LIVE, "Those that are live"),
            SelectChoice(Menus.DISK, "Those on disk now, to try a change"),
        ],
        default=Menus.LIVE,
    )
    line = RadioField("The line behind 0 is", default=LineIs.NOW)


def pages(service: Service) -> Blueprint:
    """/phone, and /phone/texts."""
    routes = Blueprint("practice", __name__)
    phone = _Phone(service)

    @routes.route("/phone", methods=["GET", "POST"])
    @officer
    def call() -> _Done:
        return phone.page(Channel.VOICE)

    @routes.route("/phone/texts", methods=["GET", "POST"])
    @officer
    def texts() -> _Done:
        return phone.page(Channel.TEXT)

    return routes


@dataclass(frozen=True, slots=True)
class _Phone:
    service: Service

    def page(self, channel: Channel) -> _Done:
        if "state" in request.form:
            return self._go_on(request.form)
        form = self._form(channel)
        if not form.validate_on_submit():
            page = render_template("staff/practice_start.html", form=form, channel=channel)
            return (page, 422) if form.errors else page
        menus, line = Menus(form.menus.data), LineIs(form.line.data) if form.line else LineIs.NOW
        try:
            stage = self._stage(menus)
        except PackFaults as faults:
            return self._faulty(faults, channel)
        begun = Rehearsal(Channel.TEXT, line) if channel is Channel.TEXT else handset.ring(stage, line)
        return _shown(stage, replace(begun, entries=()), begun, menus)

    def _form(self, channel: Channel) -> StartForm:
        form = StartForm()
        hours = self.service.pack.line.opening != Opening()
        lines = [line for line in _LINES if hours or not line.shut]
        if channel is Channel.TEXT:
            # Nobody is put through by text, or passed on.
            lines = [line for line in lines if line in {LineIs.NOW, LineIs.SHUT}]
        form.line.choices = [SelectChoice(line, _LINES[line]) for line in lines]
        if len(lines) == 1:
            del form.line
        return form

    def _go_on(self, form: _Form) -> _Done:
        try:
            kept = _signed(current_app).loads(form["state"], max_age=_GOOD_FOR)
            menus, before = Menus(kept["menus"]), Rehearsal.from_dict(kept)
        except (BadSignature, StaleError, KeyError, TypeError, ValueError):
            flash("This conversation was open too long. Begin again.")
            return redirect(url_for(request.endpoint or "practice.call"), 303)
        try:
            stage = self._stage(menus)
        except PackFaults as faults:
            return self._faulty(faults, before.channel)
        # Only what is new is told as now.
        return _shown(stage, before, _acted(stage, replace(before, entries=()), form), menus)

    def _stage(self, menus: Menus) -> Stage:
        service, message = self.service, self.service.store.message.read()
        mailed = service.settings.smtp_url is not None
        pack = service.pack if menus is Menus.LIVE else _on_disk(service.settings.pack, mailed=mailed)
        understand = service.understand if menus is Menus.LIVE else understanding(pack)
        pack = amended_by(pack, service.store.amendments.read())
        holidays = service.follow_ups.calendar.holidays
        return Stage(pack, datetime.now(UTC), holidays, understand, message[0] if message else "")

    def _faulty(self, faults: PackFaults, channel: Channel) -> _Done:
        told = [str(fault) for fault in faults.faults]
        return render_template("staff/practice_faults.html", faults=told, channel=channel), 422


def _acted(stage: Stage, here: Rehearsal, form: _Form) -> Rehearsal:
    acts: dict[str, Callable[[str], Rehearsal]] = {
        "key": lambda key: handset.press(stage, here, key[:1]),
        "keys": lambda keys: handset.press(stage, here, keys[:_MOST_KEYS]),
        "say": lambda words: handset.speak(stage, here, words),
        "text": lambda words: handset.text(stage, here, words),
        "ended": lambda how: handset.ended(stage, here, how),
        "arrive": lambda which: handset.arrive(stage, here, int(which) if which.isdecimal() else -1),
        "wait": lambda _: handset.wait(stage, here),
        "hang_up": lambda _: handset.hang_up(stage, here),
        "again": lambda _: handset.ring(stage, here.line, here),
    }
    return next((act(form[name]) for name, act in acts.items() if name in form), here)


def _shown(stage: Stage, before: Rehearsal, now: Rehearsal, menus: Menus) -> str:
    whole = replace(now, entries=(*before.entries, *now.entries)[-_REMEMBERED:])
    page = "staff/practice_call.html" if now.channel is Channel.VOICE else "staff/practice_text.html"
    return render_template(
        page,
        channel=now.channel,
        state=_signed(current_app).dumps({**whole.to_dict(), "menus": menus}),
        here=now,
        before=before.entries[-_REMEMBERED:],
        keys=_KEYS,
        stands=Stands,
        pack=stage.pack,
        disk=menus is Menus.DISK,
    )


def _signed(app: Flask) -> URLSafeTimedSerializer:
    keys = [*app.config["SECRET_KEY_FALLBACKS"], app.config["SECRET_KEY"]]
    return URLSafeTimedSerializer(keys, salt="practice phone")


def _on_disk(folder: Path, *, mailed: bool) -> Pack:
    """The pack as it is on disk at this moment, read anew only when a file has changed. Raises PackFaults."""
    try:
        stamp = tuple(sorted((path.name, (stat := path.stat()).st_mtime_ns, stat.st_size) for path in folder.iterdir()))
    except OSError:
        # A link that leads nowhere, or a folder that is gone: what is wrong with it is told by who reads it.
        _read.cache_clear()
        stamp = ()
    return _read(folder, stamp, mailed)


@lru_cache(maxsize=1)
def _read(folder: Path, stamp: tuple[tuple[str, int, int], ...], mailed: bool) -> Pack:  # noqa: ARG001
    pack = load(folder)
    return pack if mailed else without_mail(pack)
