"""How commands take a folder."""

from pathlib import Path
from typing import Any

import click

DEFAULT_PACK = Path("menus/hertfordshire")


class Folder(click.Path):
    """A path that is not empty: an empty one would mean the folder that one happens to stand in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path of `value`; fails when it is empty."""
        if value == "":
            self.fail("it is empty: write the path of a folder, such as menus/hertfordshire", param, ctx)
        return super().convert(value, param, ctx)
