"""A new pack to begin with: small, sound, and invented, so that nobody takes it for a real one."""

from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from re import fullmatch
from string import Template

from signpost.authoring.known import NAME
from signpost.authoring.schema import KINDS, schema_text

SCHEMA = "schema"
FILES = ("pack.yaml", "services.yaml", "menus.yaml")
# Until somebody is to look at the contacts again: a quarter of a year.
REVIEW_AFTER = timedelta(days=92)


class NewPackError(Exception):
    """A pack cannot be made; the message says what is wrong and what to write instead."""


def make(name: str, parent: Path, today: date) -> Path:
    """Make the pack `name` in the folder `parent`, and give its path. Raises NewPackError when it cannot be made.

    The schemas that editors follow are put beside it, in `parent`/schema, unless they are there.
    """
    if not fullmatch(NAME, name):
        raise NewPackError(f"{name!r} is not a name: write lower-case words with hyphens, such as north-town")
    folder, schema = parent / name, parent / SCHEMA
    if name == SCHEMA:
        raise NewPackError(f"{name!r} is where the schemas for editors go: choose another name")
    if schema.exists() and not schema.is_dir():
        raise NewPackError(f"{schema} is a file, and the schemas for editors go there: move it away, or use --in")
    try:
        folder.mkdir(parents=True)
        schema.mkdir(exist_ok=True)
        for kind in KINDS:
            _write_once(schema / f"{kind}.json", schema_text(kind))
        for file in FILES:
            (folder / file).write_text(_filled(file, name, today), encoding="utf-8")
    except FileExistsError:
        raise NewPackError(f"{folder} is there already: choose another name, or take it away first") from None
    except OSError as refused:
        raise NewPackError(f"{folder} cannot be made ({refused.strerror}): name another folder with --in") from None
    return folder


def _filled(file: str, name: str, today: date) -> str:
    template = Template((files("signpost.authoring") / "new_pack" / file).read_text(encoding="utf-8"))
    # What each file says of its $schema stays: only these three are filled in.
    title = " ".join(word.capitalize() for word in name.split("-"))
    return template.safe_substitute(name=title, today=today, review_by=today + REVIEW_AFTER)


def _write_once(file: Path, text: str) -> None:
    if not file.exists():
        file.write_text(text, encoding="utf-8")
