"""The command for the message of the day."""

import getpass
from datetime import datetime, time, timedelta

import click

from signpost.cli.running import running

LONGEST = timedelta(days=7)


@click.command()
@click.argument("words", required=False)
@click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    help="When it ends, in UK time; at most a week from now.  [default: the end of today]",
)
@click.option("--lift", is_flag=True, help="Say it no more.")
def notice(words: str | None, until: datetime | None, *, lift: bool) -> None:
    """Set the message of the day, show it, or lift it.

    WORDS are said at the start of each call, and sent before the first menu of each text conversation; who is in one
    already reads them once, with MENU or PERSON.
    """
    from signpost.authoring.message import UnfitError, fit

    if (lift and (words or until)) or (until and not words):
        raise click.UsageError("write the words, or --lift, or neither to see what is said now")
    with running() as desk:
        board = desk.store.message
        try:
            if words is not None:
                board.put(fit(desk.pack, words), _end(until), getpass.getuser())
        except UnfitError as error:
            raise click.UsageError(str(error)) from None
        if lift and not board.lift(getpass.getuser()):
            click.echo("Nothing was said.")
            return
        said = board.read()
    click.echo(f"Said until {_told(said[1])}: {said[0]}" if said else "There is no message of the day.")


def _told(until: datetime) -> str:
    """An end in UK time, for people: midnight belongs to the day that it ends."""
    if until.time() == time.min:
        return f"the end of {until - timedelta(days=1):%A %-d %B}"
    return f"{until:%A %-d %B, %H:%M}"


def _end(until: datetime | None) -> datetime:
    from signpost.core.hours import LONDON

    now = datetime.now(LONDON)
    if until is None:
        return datetime.combine(now.date() + timedelta(days=1), time.min, LONDON)
    end = until.replace(tzinfo=LONDON)
    if not now < end <= now + LONGEST:
        raise click.UsageError("--until is a time in the next 7 days, such as 2026-12-01T12:00")
    return end
