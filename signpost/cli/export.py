"""Commands that write a pack for somebody else's platform."""

import sys
from pathlib import Path

import click

from signpost.cli.folder import DEFAULT_PACK, Folder


@click.group()
def export() -> None:
    """Write a pack in a form that other platforms read."""


@export.command()
@click.argument("pack", type=Folder(path_type=Path), default=DEFAULT_PACK, envvar="SIGNPOST_PACK")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else it is printed.")
def floip(pack: Path, out: Path | None) -> None:
    """Write the menus of PACK as a FLOIP flow, a standard that other phone and text platforms read.

    The flow holds the menus and signposts that keys lead to, for calls and texts. It cannot work out a day to appeal,
    take a request to be rung back, understand one's own words, or ask later if it helped. In the place of the first two
    it gives the number of the person behind 0. All that is left out is listed on standard error, and in the flow.
    """
    import json
    from datetime import UTC, datetime

    from signpost.authoring.faults import PackFaults
    from signpost.authoring.floip.container import export as exported
    from signpost.authoring.load import load

    try:
        found = exported(load(pack), datetime.now(UTC))
    except PackFaults as faults:
        sys.exit(str(faults))
    written = json.dumps(found.container, indent=2, ensure_ascii=False) + "\n"
    if out is None:
        click.echo(written, nl=False)
    else:
        try:
            out.write_text(written, encoding="utf-8", newline="\n")
        except OSError as refused:
            sys.exit(f"{out}: the flow cannot be written there ({refused.strerror}): name another file with --out")
        click.echo(f"wrote {out}")
    click.echo("Not in this flow:", err=True)
    for line in found.left_out:
        click.echo(f"  {line}", err=True)
