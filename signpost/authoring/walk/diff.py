"""What a change to a pack does to each path: for whoever changes menus, before it goes live."""

from collections.abc import Iterator
from difflib import unified_diff

from signpost.authoring.walk.callers import Caller, Figures
from signpost.authoring.walk.paths import Kind
from signpost.authoring.walk.survey import Row, Survey
from signpost.authoring.walk.table import grid
from signpost.authoring.walk.transcripts import Section, sections

CHANGES = "changes.md"

_Key = tuple[Kind, tuple[str, ...]]
_HEAD = ("keys", "choices", "contact", "first-timer, s", "keys pressed", "texts", "segments")


def differences(before: Survey, after: Survey, since: str) -> str:
    """Markdown: paths added, gone and changed, each with its figures before and after, and the words that differ."""
    old, new = _by_key(before), _by_key(after)
    added = [row for key, row in new.items() if key not in old]
    gone = [row for key, row in old.items() if key not in new]
    shown = {key: _changed(old[key], row) for key, row in new.items() if key in old}
    changed = [cells for key, cells in shown.items() if cells != _cells(old[key])]
    words = list(_changed_words(sections(before), sections(after)))
    page = [f"# What changed in {after.pack.name} since {since}", ""]
    page.append(
        f"Paths: {len(added)} added, {len(gone)} gone, {len(changed)} that lead elsewhere or cost other than before, "
        f"{len(shown) - len(changed)} the same. Steps with other words: {len(words)}."
    )
    tables = (("Added", map(_cells, added)), ("Gone", map(_cells, gone)), ("Changed: before → after", changed))
    for heading, rows in tables:
        lines = grid(_HEAD, rows, left=3)
        page += ["", f"## {heading}", "", *lines] if len(lines) > 2 else []
    page += ["", "## Words"] if words else []
    for heading, lines in words:
        page += ["", f"### {heading}", "", "```diff", *lines, "```"]
    return "\n".join(page) + "\n"


def _by_key(walked: Survey) -> dict[_Key, Row]:
    return {(row.path.kind, row.path.places): row for row in walked.rows}


def _cells(row: Row) -> list[str]:
    heard, text = row.figures.get(Caller.FIRST_TIMER), row.figures[Caller.TEXT]
    spoken = (f"{heard.seconds:.0f}", str(heard.keys)) if heard else ("-", "-")
    return [" ".join(row.keys), row.title, row.contact, *spoken, *_counted(text)]


def _counted(text: Figures) -> tuple[str, str]:
    return str(text.texts), str(text.segments)


def _changed(was: Row, now: Row) -> list[str]:
    pairs = zip(_cells(was), _cells(now), strict=True)
    return [new if old == new else f"{old} → {new}" for old, new in pairs]


def _changed_words(before: list[Section], after: list[Section]) -> Iterator[tuple[str, list[str]]]:
    old, new = ({section.key: section for section in part} for part in (before, after))
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        lines = _unified(was.lines if was else (), now.lines if now else ())
        if lines:
            of = now or was
            kind = "new step, " if was is None else "gone, " if now is None else ""
            yield f"{kind}{of.heading if of else ''}", lines


def _unified(was: tuple[str, ...], now: tuple[str, ...]) -> list[str]:
    # The first three lines name files and line numbers, which these have not.
    return [line for line in list(unified_diff(was, now, lineterm="", n=1))[2:] if not line.startswith("@@")]
