"""The page that a walk writes: the figures of every path, what they mean, and how they were reckoned."""

from dataclasses import fields

from signpost.authoring.sample_dates import LETTER, TODAY
from signpost.authoring.walk import callers
from signpost.authoring.walk.overflow import cases
from signpost.authoring.walk.paths import Kind
from signpost.authoring.walk.pence import Prices, names
from signpost.authoring.walk.survey import Survey
from signpost.authoring.walk.table import grid, paths_table, summary, texts_table
from signpost.core.dates import written
from signpost.core.line import Opening

_DATED = (
    f"With a letter of {written(LETTER)} and no certificate, as if it were {written(TODAY)}.",
    "The clock runs until the day and whom to check it with were said.",
)
README, TRANSCRIPTS, MAP, FIGURES = "README.md", "transcripts.md", "map.svg", "figures.csv"


def report(walked: Survey, prices: Prices) -> str:
    """The whole page, as Markdown."""
    pack = walked.pack
    silent = next((row.figures[callers.Caller.SILENT] for row in walked.of(Kind.PERSON)), None)
    page = [
        f"# Every path of {pack.name}, walked",
        "",
        f"Made by `signpost walk`; do not edit. Language: {walked.language}. {len(walked.rows)} paths.",
        f"[What people hear and read]({TRANSCRIPTS}) on each of them; [the map]({MAP});",
        f"[every figure]({FIGURES}) of every caller, for a spreadsheet.",
        "",
        "## In short",
        "",
        "Seconds from pick-up until the right contact was said once, or its phone rings. *Straight* is from the first",
        "menu by choices; *a step on* is from one contact to the next by “I have tried that”; *whole ladder* is the",
        "same from pick-up. Seconds are our fitted time: reckoned by what a real voice took for these sentences. *By",
        "the formula* is the plain sum instead: words at 150 a minute, each digit that is read out one of them, the",
        "pauses, and 3 s for each decision. By text a contact takes 2 texts with a word from the leaflet, else 3.",
        "",
        *summary(walked),
        "",
        f"Whoever stays silent comes to a person after {silent.seconds:.0f} s, at any path." if silent else "",
    ]
    for kind, heading in ((Kind.STRAIGHT, "Straight to a contact"), (Kind.LADDER, "On by “I have tried that”")):
        page += ["", f"## {heading}", "", *paths_table(walked, kind, prices)]
    if walked.of(Kind.DEADLINE):
        page += ["", "## To the last day to appeal", "", *_DATED, "", *paths_table(walked, Kind.DEADLINE, prices)]
    page += ["", "## A person", "", *paths_table(walked, Kind.PERSON, prices)]
    page += ["", "## When the line behind 0 is busy or shut", "", *_overflow(walked)]
    page += ["", "## By text alone", "", *texts_table(walked, prices)]
    page += ["", *_reckoned(prices)]
    return "\n".join(page) + "\n"


def _overflow(walked: Survey) -> list[str]:
    pack = walked.pack
    rows = [
        (case.name, case.ways, "-" if case.to_number is None else f"{case.to_number:.0f}", f"{case.whole:.0f}")
        for case in cases(pack)
    ]
    unknown = ["", "The line's hours are not known: it counts as open, and is always tried."]
    head = ["who", "the ways on, by key", "s until the number", "s in all"]
    return [*grid(head, rows, left=2), *(unknown if pack.line.opening == Opening() else [])]


def _reckoned(prices: Prices) -> list[str]:
    _, _, definitions = (callers.__doc__ or "").partition("\n\n")
    return [
        "## How this was reckoned",
        "",
        "*expert* to *relay* are seconds. *words* and *phone, p* are a first-timer's. *texts*, *segments* and",
        "*text, p* are of a thread that begins with a topic's own word, *from hello* of one that begins with hello.",
        "Pence are the parent's / the line's.",
        "",
        definitions.strip(),
        "",
        "Prices are **assumed**, in pence: round figures to compare paths by, not any company's. Put in your own with",
        "`--pence NAME=PENCE`. A minute is charged once it has begun.",
        "",
        *grid(["price", "assumed pence"], zip(names(), _pence(prices), strict=True)),
    ]


def _pence(prices: Prices) -> list[str]:
    return [f"{getattr(prices, entry.name):g}" for entry in fields(prices)]
