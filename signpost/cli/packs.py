"""Commands for the people who write packs."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from signpost.cli.folder import DEFAULT_PACK, Folder

if TYPE_CHECKING:
    from signpost.authoring.walk.survey import Survey


@click.command()
@click.argument("pack", type=Folder(path_type=Path), default=DEFAULT_PACK, envvar="SIGNPOST_PACK")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(pack: Path, as_json: bool) -> None:
    """Say whether PACK is fit for a phone line, or all that is not, with file, line and rule.

    Without PACK it is the one that SIGNPOST_PACK names, else menus/hertfordshire. The rules are in menus/README.md.
    """
    import json
    from datetime import date

    from signpost.authoring.check import check as check_pack
    from signpost.authoring.check import faults_as_data
    from signpost.authoring.faults import PackFaults

    try:
        report = check_pack(pack, date.today())
    except PackFaults as faults:
        if as_json:
            click.echo(json.dumps(faults_as_data(pack, faults), indent=2))
            sys.exit(1)
        click.echo(str(faults), err=True)
        count = len(faults.faults)
        sys.exit(f"{pack}: {count} {'fault' if count == 1 else 'faults'} to mend")
    if as_json:
        click.echo(json.dumps(report.as_data(), indent=2))
    else:
        for line in (*report.findings, *report.waivers, report.summary):
            click.echo(line)
    _warn_of_mail(pack)
    sys.exit(1 if report.errors else 0)


def _warn_of_mail(pack: Path) -> None:
    """Where the service itself is set up, as on a release: say which teams it could not mail."""
    from signpost.authoring.load import load
    from signpost.callbacks import unmailed

    if os.environ.get("SIGNPOST_PUBLIC_URL") and not os.environ.get("SMTP_URL") and (told := unmailed(load(pack))):
        click.echo(told, err=True)


@click.command()
@click.argument("pack", type=Folder(path_type=Path), default=DEFAULT_PACK, envvar="SIGNPOST_PACK")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def contacts(pack: Path, as_json: bool) -> None:
    """List every contact of PACK: where it is from, when it was checked, and what is still to be checked."""
    import json
    from datetime import date

    from signpost.authoring.contacts import as_text
    from signpost.authoring.contacts import contacts as contacts_of
    from signpost.authoring.faults import PackFaults

    try:
        rows = contacts_of(pack)
    except PackFaults as faults:
        sys.exit(str(faults))
    told = json.dumps([row.as_data() for row in rows], indent=2) + "\n" if as_json else as_text(rows, date.today())
    click.echo(told, nl=False)


@click.command()
@click.argument("name")
@click.option(
    "--in",
    "parent",
    type=Folder(path_type=Path),
    default=DEFAULT_PACK.parent,
    show_default=True,
    help="The folder that it is made in.",
)
def new(name: str, parent: Path) -> None:
    """Make a small pack called NAME to begin with, all its contacts invented."""
    from datetime import date

    from signpost.authoring.new import NewPackError, make

    try:
        folder = make(name, parent, date.today())
    except NewPackError as wrong:
        sys.exit(str(wrong))
    click.echo(f"{folder} is made: four places and two invented contacts. What comes next:")
    click.echo(f"  1. Put your own contacts into {folder / 'services.yaml'}, each with its source.")
    click.echo(f"  2. Write your own menus into {folder / 'menus.yaml'}.")
    click.echo(f"  3. signpost check {folder}")
    click.echo(f"  4. signpost try --pack {folder}")
    click.echo("  5. Let people say it in their own words: menus/README.md shows how.")


@click.command()
@click.argument("pack", type=Folder(path_type=Path), default=DEFAULT_PACK, envvar="SIGNPOST_PACK")
@click.option("--out", type=Folder(path_type=Path), help="Where to write; PACK/walk if not given.")
@click.option("--diff", "since", metavar="REV", help="Print what changed since this git revision, and write no pages.")
@click.option("--pence", "given", multiple=True, metavar="NAME=PENCE", help="A price of yours, such as parent-text=12.")
def walk(pack: Path, out: Path | None, since: str | None, given: tuple[str, ...]) -> None:
    """Walk every path of PACK as seven callers would, and write what they hear, what it costs, and the map.

    With --diff it says instead what a change to PACK does to each path, and writes that to changes.md where --out says.
    """
    from signpost.authoring.faults import PackFaults
    from signpost.authoring.walk.diff import CHANGES, differences
    from signpost.authoring.walk.paths import TooManyWaysError
    from signpost.authoring.walk.pence import PriceError, priced
    from signpost.authoring.walk.revision import RevisionError, as_of
    from signpost.authoring.walk.write import write

    try:
        prices = priced(given)
        walked = _walked(pack, pack)
        if since is None:
            for path in write(walked, prices, out or pack / "walk"):
                click.echo(f"wrote {path}")
            return
        with as_of(pack, since) as then:
            told = differences(_walked(then, Path(f"{pack} at {since}")), walked, since)
        click.echo(told, nl=False)
        if out:
            out.mkdir(parents=True, exist_ok=True)
            (out / CHANGES).write_text(told, encoding="utf-8", newline="\n")
    except PriceError as wrong:
        raise click.UsageError(f"--pence: {wrong}") from None
    except (PackFaults, RevisionError) as wrong:
        sys.exit(str(wrong))
    except TooManyWaysError as wrong:
        sys.exit(f"{pack}: {wrong}")
    except OSError as refused:
        into = out or pack / "walk"
        sys.exit(f"{into}: the pages cannot be written there ({refused.strerror}): name another folder with --out")


def _walked(folder: Path, called: Path) -> "Survey":
    from signpost.authoring.load import load
    from signpost.authoring.walk.paths import paths
    from signpost.authoring.walk.survey import survey

    pack = load(folder)
    with click.progressbar(paths(pack), label=f"Walking {called}", file=sys.stderr) as ways:
        return survey(pack, ways)


@click.command()
@click.argument("kind", type=click.Choice(["pack", "services", "menus", "phrases"]), default="menus")
def schema(kind: str) -> None:
    """Print the JSON Schema of a pack's files, for editors.

    KIND is pack (pack.yaml), services (services.yaml), phrases (phrases.yaml) or menus, the default
    (every other file).
    """
    from signpost.authoring.schema import Kind, schema_text

    click.echo(schema_text(cast("Kind", kind)), nl=False)
