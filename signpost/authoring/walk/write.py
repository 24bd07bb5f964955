"""A walk, written into a folder."""

from pathlib import Path

from signpost.authoring.walk.map import drawn
from signpost.authoring.walk.pence import Prices
from signpost.authoring.walk.report import FIGURES, MAP, README, TRANSCRIPTS, report
from signpost.authoring.walk.survey import Survey
from signpost.authoring.walk.table import as_csv
from signpost.authoring.walk.transcripts import transcripts


def pages(walked: Survey, prices: Prices) -> dict[str, str]:
    """What the folder holds: each file's name, and its text."""
    return {
        README: report(walked, prices),
        TRANSCRIPTS: transcripts(walked),
        MAP: drawn(walked.pack),
        FIGURES: as_csv(walked, prices),
    }


def write(walked: Survey, prices: Prices, folder: Path) -> list[Path]:
    """Write every page; the paths written. The folder is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    found = pages(walked, prices)
    for name, text in found.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in found]
