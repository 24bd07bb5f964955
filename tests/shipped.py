"""The packs that we ship, each read once in a test run: to read the large one takes half a second."""

from functools import cache
from pathlib import Path

from signpost.authoring.load import load
from signpost.core.menu import Pack

MENUS = Path("menus").resolve()


def shipped(folder: Path) -> Pack:
    """The pack in a folder, as `load` gives it; one that is not in menus/ is read anew each time."""
    found = folder.resolve()
    return _once(found) if found.parent == MENUS else load(folder)


@cache
def _once(folder: Path) -> Pack:
    return load(folder)
