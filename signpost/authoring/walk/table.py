"""The figures of a walk as tables: Markdown to read and review, CSV to reckon with."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from math import ceil
from operator import attrgetter
from statistics import median

from signpost.authoring.walk.callers import BY_TEXT, Caller, Figures
from signpost.authoring.walk.paths import Kind
from signpost.authoring.walk.pence import Cost, Prices, cost
from signpost.authoring.walk.survey import Row, Survey

Figure = Callable[[Figures], float]
BY_PHONE = tuple(caller for caller in Caller if caller not in BY_TEXT)


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest of the values that at least this share of them (0 to 1) do not exceed. There must be one."""
    ordered = sorted(values)
    return ordered[max(ceil(share * len(ordered)) - 1, 0)]


def grid(head: Sequence[str], rows: Iterable[Sequence[object]], left: int = 1) -> list[str]:
    """A Markdown table; after `left` columns the figures stand to the right."""
    rule = ["---"] * left + ["--:"] * (len(head) - left)
    return [_line(head), _line(rule), *(_line([_cell(value) for value in row]) for row in rows)]


def summary(walked: Survey) -> list[str]:
    """Median, 95th percentile and worst of each caller."""
    straight, ladder = walked.of(Kind.STRAIGHT), walked.of(Kind.LADDER)
    steps = [row.step for row in ladder if row.step]
    groups = [[row.figures for row in straight], steps, [row.figures for row in ladder]]
    head = ["caller", *(f"{group}: {of}" for group in ("straight", "a step on", "whole ladder") for of in _OF)]
    rows = [
        [label, *(cell for group in groups for cell in _spread([figure(one[caller]) for one in group]))]
        for label, caller, figure in _MEASURES
    ]
    return grid(head, rows)


def paths_table(walked: Survey, kind: Kind, prices: Prices) -> list[str]:
    """Each path of a kind that is gone by phone, with what it costs each caller."""
    head = ["keys", "choices", "contact", "expert", "first-timer", "slow", "wrong turn", "relay", "words"]
    head += ["texts", "from hello", "segments", "phone, p", "text, p"]
    return grid(head, [_path(row, prices) for row in walked.of(kind)], left=3)


def texts_table(walked: Survey, prices: Prices) -> list[str]:
    """Each path that only a text takes."""
    head = ["asked after", "sent", "choices", "contact", "texts", "answers", "segments", "longest", "text, p"]
    rows = [
        [", ".join(row.path.opened_by), " ".join(row.keys), row.title, row.contact, *_texted(row, prices)]
        for row in walked.of(Kind.FOLLOW_UP, Kind.DANGER)
    ]
    return grid(head, rows, left=4)


def as_csv(walked: Survey, prices: Prices) -> str:
    """One line for each path and caller."""
    out = io.StringIO()
    names = [entry.name for entry in fields(Figures)]
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(["language", "kind", "keys", "places", "contact", "caller", *names, "pence_parent", "pence_line"])
    for row in walked.rows:
        for caller, found in row.figures.items():
            pence = cost(prices, caller, found)
            about = [walked.language, row.path.kind, " ".join(row.keys), " ".join(row.path.places), row.contact, caller]
            figures = [round(getattr(found, name), 1) for name in names]
            sheet.writerow([*about, *figures, pence.parent, pence.line])
    return out.getvalue()


_OF = ("median", "95 in 100", "worst")
_MEASURES: tuple[tuple[str, Caller, Figure], ...] = (
    *((f"{caller}, seconds", caller, attrgetter("seconds")) for caller in BY_PHONE),
    ("first-timer, seconds by the formula", Caller.FIRST_TIMER, attrgetter("formula")),
    ("first-timer, keys", Caller.FIRST_TIMER, attrgetter("keys")),
    ("first-timer, words", Caller.FIRST_TIMER, attrgetter("words")),
    ("text, parent's texts", Caller.TEXT, attrgetter("texts")),
    ("text, our segments", Caller.TEXT, attrgetter("segments")),
    ("text, longest answer in segments", Caller.TEXT, attrgetter("longest")),
    ("text from hello, parent's texts", Caller.TEXT_HELLO, attrgetter("texts")),
    ("text from hello, our segments", Caller.TEXT_HELLO, attrgetter("segments")),
)


def _spread(known: Sequence[float]) -> list[float | str]:
    # Whoever is silent takes no step on.
    return [median(known), percentile(known, 0.95), max(known)] if any(known) else ["-"] * 3


def _path(row: Row, prices: Prices) -> list[object]:
    of = row.figures
    clocked = (Caller.EXPERT, Caller.FIRST_TIMER, Caller.SLOW, Caller.WRONG_TURN, Caller.RELAY)
    text, hello, heard = of[Caller.TEXT], of[Caller.TEXT_HELLO], of[Caller.FIRST_TIMER]
    return [
        " ".join(row.keys),
        row.title,
        row.contact,
        *(of[caller].seconds for caller in clocked),
        heard.words,
        text.texts,
        hello.texts,
        text.segments,
        cost(prices, Caller.FIRST_TIMER, heard),
        cost(prices, Caller.TEXT, text),
    ]


def _texted(row: Row, prices: Prices) -> list[object]:
    found = row.figures[Caller.TEXT]
    return [found.texts, found.answers, found.segments, found.longest, cost(prices, Caller.TEXT, found)]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: object) -> str:
    match value:
        case float():
            return f"{value:.0f}"
        case Cost():
            return str(value)
        case _:
            return str(value).replace("|", "\\|")
