"""What parents needed: figures of a month or a week, as bars, as tables, and as CSV to take away.

Which figures there are, and why none of them tells of fewer than five people, stands in `signpost.core.figures`.
"""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import Blueprint, Response, abort, render_template, request
from markupsafe import Markup

from signpost.adapters.days import Days
from signpost.bootstrap import Service
from signpost.core import needs, needs_told
from signpost.core.figures import told
from signpost.core.hours import LONDON
from signpost.core.needs_told import Section
from signpost.core.visit import OVER_AT
from signpost.web.console.bars import drawn
from signpost.web.console.guard import officer

# As many months as are kept whole, beside the one that runs.
_MONTHS, _WEEKS = 24, 8
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar month, or a week from Monday on. `until` is its last day, `last` the last one that can be shown."""

    name: str
    title: str
    first: date
    until: date
    last: date

    @property
    def over(self) -> bool:
        """Whether all its days can be shown."""
        return self.last >= self.until

    @property
    def is_month(self) -> bool:
        """Whether it is a month: of a week only its days are shown."""
        return "W" not in self.name


def pages(service: Service, clock: Callable[[], datetime] = lambda: datetime.now(LONDON)) -> Blueprint:
    """/needs, and each of its tables as /needs.csv. `clock` gives the time, aware."""
    routes = Blueprint("needs", __name__)

    @routes.get("/needs")
    @officer
    def shown() -> str:
        choices = periods(settled(clock()))
        period = _chosen(service, choices)
        found = _sections(service, period)
        charts = {section.key: Markup(drawn(section)) for section in found}  # noqa: S704 - our own, and escaped
        return render_template(
            "staff/needs.html",
            period=period,
            periods=choices,
            sections=found,
            charts=charts,
            told=told,
            begins=_begins(service, period, choices),
        )

    @routes.get("/needs.csv")
    @officer
    def taken_away() -> Response:
        period = _named(periods(settled(clock())), request.args.get("period", ""))
        found = {section.key: section for section in _sections(service, period)}
        section = found.get(request.args.get("section", "")) or abort(404)
        named = f"attachment; filename={section.key}-{period.name}.csv"
        return Response(as_csv(section), mimetype="text/csv", headers={"Content-Disposition": named})

    return routes


def settled(now: datetime) -> date:
    """The last day of which nothing can change any more, at `now` (aware)."""
    at = now.astimezone(LONDON)
    return at.date() - timedelta(days=1 if at.time() >= OVER_AT else 2)


def periods(last: date) -> list[Period]:
    """The months and weeks to choose from, the latest first, of which `last` is the last day that can be shown."""
    found, first = [], last.replace(day=1)
    for _ in range(_MONTHS + 1):
        until = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        found.append(Period(f"{first:%Y-%m}", f"{first:%B %Y}", first, until, last))
        first = (first - timedelta(days=1)).replace(day=1)
    monday = last - timedelta(days=last.weekday())
    for _ in range(_WEEKS):
        sunday = monday + _WEEK - timedelta(days=1)
        title = f"Week from {monday.day} {monday:%B} to {sunday.day} {sunday:%B %Y}"
        found.append(Period(f"{monday:%G-W%V}", title, monday, sunday, last))
        monday -= _WEEK
    return found


def _chosen(service: Service, choices: list[Period]) -> Period:
    """The period that was asked for; else the last month that is over of which anybody is shown, or the one that runs.

    Of one that has nobody to show it is not told whether anybody came: so no other is chosen because of it.
    """
    if name := request.args.get("period"):
        return _named(choices, name)
    latest = [period for period in choices if period.is_month and period.over]
    found = _shown(service.store.days, latest)
    return next((period for period in latest if period.name in found), choices[0])


def _shown(kept: Days, months: list[Period]) -> set[str]:
    """Those of these months of whose days anything is shown but what is under five, by name."""
    every = [(month, day) for month in months for day in _days(month.first, min(month.until, month.last))]
    counted = kept.came([day for _, day in every], needs.ALL)
    found: dict[str, list[dict[str, int]]] = {}
    for (month, _), counts in zip(every, counted, strict=True):
        found.setdefault(month.name, []).append(counts)
    came = {name: needs.days(counts) for name, counts in found.items()}
    return {name for name, days in came.items() if any((*days.calls, *days.texts))}


def _begins(service: Service, period: Period, choices: list[Period]) -> Period | None:
    """The first month of which anything is shown, where this period comes before it."""
    months = [one for one in choices if one.is_month]
    shown = _shown(service.store.days, months)
    first = next((one for one in reversed(months) if one.name in shown), None)
    return first if first and period.until < first.first else None


def _named(choices: list[Period], name: str) -> Period:
    found = next((period for period in choices if period.name == name), None)
    return found or abort(404)


def _sections(service: Service, period: Period) -> list[Section]:
    """What can be shown of a period: of a week, and of a month that runs, only its days."""
    last = min(period.until, period.last)
    if not period.is_month:
        return [_week(service.store.days, period.first, last)]
    counted = _counted(service.store.days, period.first, last)
    found = [needs_told.came_by_day(period.first, needs.days(counted))]
    if period.over:
        made = service.store.figures.read(period.name, lambda: needs.figures(service.pack, counted))
        found += needs_told.sections(service.pack, made)
    return found


def _week(kept: Days, first: date, last: date) -> Section:
    # Its days as the months that they are of show them.
    begins = first.replace(day=1)
    counted = _counted(kept, begins, last)
    calls: list[int] = []
    texts: list[int] = []
    for month in _by_month(begins, counted):
        came = needs.days(month)
        calls += came.calls
        texts += came.texts
    skipped = (first - begins).days
    return needs_told.came_by_day(first, needs.Days(calls[skipped:], texts[skipped:]))


def _by_month(first: date, counted: list[dict[str, int]]) -> list[list[dict[str, int]]]:
    found: list[list[dict[str, int]]] = []
    for ahead, day in enumerate(counted):
        if not found or (first + timedelta(days=ahead)).day == 1:
            found.append([])
        found[-1].append(day)
    return found


def _counted(kept: Days, first: date, last: date) -> list[dict[str, int]]:
    return kept.read(_days(first, last))


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


# What a spreadsheet would take for a formula.
_FORMULA = re.compile(r"^\s*[=+\-@]|^[\t\r\n]")


def as_csv(section: Section) -> str:
    """A section as CSV, in UTF-8 with a mark that tells spreadsheets so."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([section.first, *section.columns])
    for label, figures in section.shown:
        safe = f"'{label}" if _FORMULA.match(label) else label
        lines.writerow([safe, *(f"{figure}" if figure else told(0) for figure in figures)])
    return "\ufeff" + written.getvalue()
