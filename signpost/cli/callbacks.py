"""The staff's list of requests to be rung back, until there is a console for it."""

import getpass
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from signpost.cli.running import running

if TYPE_CHECKING:
    from signpost.bootstrap import Desk
    from signpost.callback_ports import OpenCallback

_BY_HAND = ("reached", "no-answer", "wrong-number", "done-otherwise")


@click.group(invoke_without_command=True)
@click.pass_context
def callbacks(context: click.Context) -> None:
    """List who asks to be rung back, in the order in which to ring them. No number is shown."""
    if context.invoked_subcommand:
        return
    with running() as desk:
        found = desk.store.callbacks.open()
        click.echo(f"Open requests: {len(found)}.")
        for callback in found:
            click.echo("\n".join(["", callback.id, *_lines(desk, callback)]))


@callbacks.command()
@click.argument("id_")
def show(id_: str) -> None:
    """Show one request with its number. That you did is kept in the audit log."""
    from signpost.core.numbers import national

    with running() as desk:
        found = desk.store.callbacks.show(id_, getpass.getuser())
        if found is None:
            sys.exit("There is no such open request: it is closed, or was erased.")
        click.echo("\n".join([f"  ring         {national(found.request.wish.number)}", *_lines(desk, found)]))


@callbacks.command()
@click.argument("id_")
@click.option("--outcome", type=click.Choice(_BY_HAND), required=True, help="What came of it; no-answer is one try.")
def close(id_: str, outcome: str) -> None:
    """Close a request. After no-answer it stays open, with one try more."""
    from signpost.callback_ports import Outcome

    with running() as desk:
        found = desk.store.callbacks.close(id_, Outcome(outcome), getpass.getuser())
        if found is None:
            sys.exit("There is no such open request: it is closed, or was erased.")
        stays = Outcome(outcome) is Outcome.NO_ANSWER
        click.echo(f"It stays open, tried {found.request.tries + 1} times." if stays else "It is closed.")


@callbacks.command()
@click.argument("id_")
def mail(id_: str) -> None:
    """Have a request e-mailed to its team once more, after what kept it from that was mended."""
    from signpost.callback_ports import MailState

    with running() as desk:
        found = desk.store.callbacks.find(id_)
        if found is None:
            sys.exit("There is no such open request: it is closed, or was erased.")
        if not found.request.wish.mail:
            sys.exit("They did not agree to an e-mail.")
        desk.store.callbacks.mailed(found, MailState.DUE, datetime.now(UTC))
        click.echo("It will be e-mailed.")


def _lines(desk: "Desk", callback: "OpenCallback") -> Iterator[str]:
    from signpost.callback_ports import MailState
    from signpost.callbacks import best_time, manner, matter, told_the_day
    from signpost.core.hours import LONDON

    request = callback.request
    made = datetime.fromtimestamp(request.made, UTC).astimezone(LONDON)
    mail = {MailState.DUE: "not mailed yet", MailState.SENT: "mailed", MailState.FAILED: "could not be mailed"}
    team = desk.pack.services.get(request.team)
    told = f"told: by {request.by:%a %d %b}" if told_the_day(desk.pack, request) else "no day was told"
    for what, value in (
        (
            "first",
            "they say that nobody was in touch" if request.unrung else "a reason to ring sooner" * request.wish.first,
        ),
        ("team", team.name.text if team else request.team),
        ("about", matter(desk.pack, request)),
        ("best time", best_time(request.wish)),
        ("how", manner(request.wish)),
        ("asked", f"{made:%a %d %b %H:%M}, {told}"),
        ("tries", str(request.tries)),
        ("e-mail", mail.get(callback.mail, "" if told_the_day(desk.pack, request) else "the team is not told")),
    ):
        if value:
            yield f"  {what:<12} {value}"
