"""Figures drawn as bars, as an SVG: each bar has its figure beside it, and two kinds differ by pattern, not by colour.

It is drawn for 320 pixels and grows with the page, so its letters are 13 pixels high or more. It says no more than the
table beside it, which is what whoever cannot see it reads.
"""

from collections.abc import Iterator
from html import escape
from textwrap import wrap

import svg

from signpost.core.figures import UNDER, told
from signpost.core.needs_told import ALL_DAYS, Section

WIDTH = 288
_LETTER, _LINE, _BAR, _GAP = 13, 17, 15, 6
_LETTERS = 40  # that fit on a line
_SHORT, _LABEL = 14, 100  # letters of a label that stands beside its bars, and the room for it
_FIGURE = 60  # for the figure behind a bar
_INK, _PLAIN = "#0b0c0c", "#143a52"
_FONT = "system-ui, Segoe UI, Helvetica Neue, Arial, sans-serif"


def drawn(section: Section) -> str:
    """The SVG of a section's rows; "" where there is nothing to be drawn."""
    # The sum of all days would make each of them small.
    rows = [(label, figures) for label, figures in section.shown if label != ALL_DAYS]
    largest = max((max(figures) for _, figures in rows), default=0)
    if not largest:
        return ""
    beside = all(len(label) <= _SHORT for label, _ in rows)
    top, elements = 4, [*_key(section)]
    top += _LINE * bool(elements)
    for label, figures in rows:
        bars, top = _row(section, label, figures, largest, top, beside=beside)
        elements += bars
    return str(_document(section, elements, top))


def _document(section: Section, elements: list[svg.Element], height: int) -> svg.SVG:
    described = f"Bars of the table beside it. What is not drawn is {UNDER}."
    return svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, WIDTH, height),
        class_=["bars"],
        extra={
            "role": "img",
            "aria-labelledby": f"{section.key}-title {section.key}-desc",
            "font-family": _FONT,
            "font-size": str(_LETTER),
            "fill": _INK,
        },
        elements=[
            svg.Title(id=f"{section.key}-title", text=escape(section.title, quote=False)),
            svg.Desc(id=f"{section.key}-desc", text=escape(described, quote=False)),
            svg.Defs(elements=[_hatched(section)]),
            *elements,
        ],
    )


def _hatched(section: Section) -> svg.Pattern:
    line = svg.Path(d=[svg.M(0, 0), svg.L(0, 6)], stroke=_PLAIN, stroke_width=4)
    return svg.Pattern(
        id=f"{section.key}-hatch",
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform=[svg.Rotate(45, 0, 0)],
        elements=[svg.Rect(width=6, height=6, fill="#fff"), line],
    )


def _fill(section: Section, column: int) -> str:
    return f"url(#{section.key}-hatch)" if column else _PLAIN


def _key(section: Section) -> Iterator[svg.Element]:
    if len(section.columns) < 2:
        return
    for column, name in enumerate(section.columns):
        left = 90 * column
        yield svg.Rect(x=left + 1, y=3, width=12, height=12, fill=_fill(section, column), stroke=_PLAIN)
        yield _words(name, left + 19, 14)


def _row(
    section: Section, label: str, figures: tuple[int, ...], largest: int, top: int, *, beside: bool
) -> tuple[list[svg.Element], int]:
    """The bars of one row under its label, or beside it, and where the next row begins."""
    found: list[svg.Element] = []
    for line in wrap(label, _LETTERS):
        top += _LINE
        found.append(_words(line, 0, top - 4))
    if beside:
        top -= _LINE
    left = _LABEL if beside else 0
    # A row of which nothing can be shown says so once.
    for column, figure in enumerate(figures if any(figures) else (0,)):
        width = round((WIDTH - left - _FIGURE) * figure / largest)
        if figure:
            fill = _fill(section, column)
            found.append(svg.Rect(x=left + 1, y=top + 1, width=width, height=_BAR - 3, fill=fill, stroke=_PLAIN))
        found.append(_words(told(figure), left + (width + 6 if figure else 1), top + _BAR - 3))
        top += _BAR
    return found, top + _GAP


def _words(words: str, x: int, y: int) -> svg.Text:
    return svg.Text(text=escape(words, quote=False), x=x, y=y)
