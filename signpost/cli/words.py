"""Commands about people's own words: how well they are understood, and which were not."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from signpost.cli.folder import DEFAULT_PACK, Folder
from signpost.cli.running import running

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from signpost.core.menu import Pack
    from signpost.core.understanding import Understand, Understood
    from signpost.ports import Unread


@click.command()
@click.argument("pack", type=Folder(path_type=Path), default=DEFAULT_PACK, envvar="SIGNPOST_PACK")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@click.option("--cross-validate", is_flag=True, help="Judge the pack's own phrases instead, each by the others.")
@click.option("--wrong", is_flag=True, help="List each text that was taken for another pathway, and each false alarm.")
def evaluate(pack: Path, file: Path | None, cross_validate: bool, wrong: bool) -> None:
    """Say how well PACK understands the texts of FILE, a CSV file with the columns text and pathway.

    A pathway is one of the pack, or the name of a topic's place; "none" is for what is not covered. Keep texts in FILE
    that stand nowhere among the phrases: otherwise it tells nothing.
    """
    from signpost.authoring import evaluate as judge
    from signpost.authoring.faults import PackFaults
    from signpost.authoring.load import load
    from signpost.understanding import fit

    if (file is None) != cross_validate:
        raise click.UsageError("Name PACK and FILE, or PACK and --cross-validate.")
    try:
        found = load(pack)
        if file:
            evaluation = judge.evaluate(found, _once_asked(found, fit), file, _progress)
        else:
            evaluation = judge.cross_validate(found, fit, _progress)
    except PackFaults as faults:
        sys.exit(str(faults))
    click.echo(judge.as_text(evaluation))
    if wrong:
        click.echo("\n" + "\n".join(judge.mistakes(evaluation)))


def _once_asked(pack: "Pack", fit: "Callable[[Pack], Understand]") -> "Understand":
    """What is fitted when it is first asked: faults of the pack and of the file are told before."""

    def understand(words: str) -> "Understood":
        return fit(pack)(words)

    return understand


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty() and (done % 50 == 0 or done == of):
        click.echo(f"\r{done} of {of}" + ("\n" if done == of else ""), err=True, nl=False)


@click.group()
def phrases() -> None:
    """Turn texts that were not understood into phrases of a pack."""


@phrases.command()
@click.option("--clear", is_flag=True, help="Let go of them afterwards.")
def review(clear: bool) -> None:
    """Show the texts that were not understood, by the topic that came nearest, with all masked that may be personal.

    None is kept unless pack.yaml says `keep: {words: DAYS}`. Write those that belong to a topic, as phrases of it, into
    phrases.yaml; then `signpost check` and `signpost evaluate`.
    """
    from datetime import UTC, datetime

    with running() as desk:
        if not desk.pack.keep.words:
            sys.exit("No words are kept: write words: 30 under keep: in pack.yaml to keep them for 30 days, masked.")
        unread = desk.store.unread.all(int(datetime.now(UTC).timestamp()))
        for line in listed(unread):
            click.echo(line)
        click.echo(f"Texts that were not understood: {len(unread)}.")
        if clear:
            desk.store.unread.clear()


def listed(unread: "Sequence[Unread]") -> list[str]:
    """A line for each text, by the topic that came nearest; for like ones one, with how many they are."""
    lines: list[str] = []
    for nearest in sorted({one.nearest for one in unread}):
        words = Counter(one.words for one in unread if one.nearest == nearest)
        lines.append(f"{nearest or 'nothing near'}: {words.total()}")
        lines += [f"  {text}" + (f" ({often} times)" if often > 1 else "") for text, often in words.items()]
    return lines
