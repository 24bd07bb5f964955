"""What was found, as Markdown: in short for the README, whole beside the benchmarks, and the ratios as a plot."""

import math
from pathlib import Path

import svg

from tests.benchmarks.figures import Findings, Ratio, Table

README = Path("README.md")
WHOLE = Path("tests/benchmarks/results.md")
PLOT = Path("tests/benchmarks/ratios.svg")
BEGIN, END = "<!-- begin: made by make bench -->", "<!-- end: made by make bench -->"
HEAD = ("what", "ours", "beside", "found", "goal", "reached")
_WIDTH, _LEFT, _ROW, _TOP = 900, 430, 26, 34
_REACHED, _MISSED, _NEITHER = "#00703c", "#d4351c", "#1d70b8"


def summary(found: Findings, machine: str) -> str:
    """The ratios as a table, with when and where."""
    table = Table("", HEAD, tuple(ratio.cells() for ratio in found.ratios))
    failed = "".join(f"\n- {line}" for line in found.failed)
    left = f"Not measured, or not as it should be:\n{failed}" if failed else ""
    told = f"{machine}. The machine is noisy: ratios are from the same run, and say more than figures."
    return "\n\n".join(part for part in (told, table.markdown() if table.rows else "", left) if part)


def write(found: Findings, machine: str, national: Table | None) -> None:
    """Put the summary into the README, the tables and the plot beside the benchmarks."""
    readme = README.read_text(encoding="utf-8")
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    short = summary(found, machine)
    page = f"\n\n#{national.markdown()}" if national else ""
    plot = f"![Each figure beside its goal]({PLOT})"
    README.write_text(f"{before}{BEGIN}\n{short}\n\n{plot}{page}\n{END}{after}", encoding="utf-8", newline="\n")
    tables = "\n\n".join(table.markdown().removeprefix("#") for table in found.tables)
    WHOLE.write_text(f"# Results\n\nMade by `make bench`. {short}\n\n{tables}\n", encoding="utf-8", newline="\n")
    PLOT.write_text(f"{plotted(found.ratios)}\n", encoding="utf-8", newline="\n")


def plotted(ratios: list[Ratio]) -> svg.SVG:
    """How far each figure is from its goal: a bar to the right of the line is better than the goal, by that factor."""
    shown = [ratio for ratio in ratios if ratio.goal]
    height = _TOP + _ROW * len(shown) + 12
    middle = _LEFT + (_WIDTH - _LEFT) / 2
    elements: list[svg.Element] = [
        svg.Rect(x=0, y=0, width=_WIDTH, height=height, fill="white"),
        svg.Text(x=middle, y=20, text="the goal", text_anchor="middle", font_size=14, fill="#0b0c0c"),
    ]
    for number, ratio in enumerate(shown):
        elements += _bar(ratio, _TOP + _ROW * number, middle)
    elements.append(svg.Line(x1=middle, x2=middle, y1=_TOP - 6, y2=height - 6, stroke="#0b0c0c", stroke_width=2))
    told = "How far each figure is from its goal: " + "; ".join(f"{ratio.what} {ratio.cells()[3]}" for ratio in shown)
    return svg.SVG(
        viewBox=svg.ViewBoxSpec(0, 0, _WIDTH, height),
        lang="en-GB",
        extra={"role": "img", "font-family": "Arial, sans-serif"},
        elements=[svg.Title(text=told), *elements],
    )


def better_by(ratio: Ratio) -> float:
    """By what factor a figure is better than its goal; below 1 it is worse."""
    goal = ratio.goal or 1
    return goal / ratio.value if ratio.most else ratio.value / goal


def _bar(ratio: Ratio, top: float, middle: float) -> list[svg.Element]:
    # A doubling is as long everywhere, and nothing longer than four of them.
    doublings = max(-4.0, min(4.0, math.log2(max(better_by(ratio), 1e-6))))
    length = abs(doublings) * (_WIDTH - _LEFT) / 2 / 4.2
    start = middle if doublings >= 0 else middle - length
    colour = {True: _REACHED, False: _MISSED, None: _NEITHER}[ratio.reached]
    return [
        svg.Text(x=_LEFT - 10, y=top + 16, text=ratio.what, text_anchor="end", font_size=13, fill="#0b0c0c"),
        svg.Rect(x=start, y=top + 3, width=max(length, 1), height=_ROW - 8, fill=colour),
        svg.Text(x=_LEFT + 2, y=top + 16, text=ratio.cells()[3], font_size=13, fill="#0b0c0c"),
    ]
