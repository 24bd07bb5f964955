"""The command that makes what is said while the service itself cannot be reached."""

import sys
from pathlib import Path

import click

from signpost.cli.folder import DEFAULT_PACK, Folder


@click.command()
@click.argument("pack", type=Folder(path_type=Path), default=DEFAULT_PACK, envvar="SIGNPOST_PACK")
@click.option("--sms", is_flag=True, help="The answer to a text, instead of what a caller hears.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; printed if not given.")
def fallback(pack: Path, sms: bool, out: Path | None) -> None:
    """Make a file for Twilio's fallback URL: sorry, 999 in danger, and the number behind 0 of PACK, twice and slowly.

    Twilio fetches it when this service does not answer. So it must stand somewhere else: in a TwiML Bin of Twilio's
    console, or on any host of plain files. Whatever staff change in the console (a paused contact, another number) is
    not in it: make it anew when a number of the pack changes.
    """
    from signpost.authoring.faults import PackFaults
    from signpost.authoring.load import load
    from signpost.render import fallback as render

    try:
        made = load(pack)
    except PackFaults as faults:
        sys.exit(str(faults))
    document = render.text(made) if sms else render.voice(made)
    if out is None:
        click.echo(document)
        return
    try:
        out.write_text(f"{document}\n", encoding="utf-8", newline="\n")
    except OSError as refused:
        sys.exit(f"{out}: cannot be written there ({refused.strerror})")
    click.echo(f"wrote {out}: put it where this service is not, then signpost twilio setup --{_option(sms)} ADDRESS")


def _option(sms: bool) -> str:
    return "sms-fallback" if sms else "fallback"
