"""The staff's list of requests to be rung back, until there is a console for it."""

import getpass
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, NoReturn

import click

from signpost.callback_ports import BY_STAFF
from signpost.cli.running import running

if TYPE_CHECKING:
    from signpost.bootstrap import Desk
    from signpost.callback_ports import AuditLine, Claim, OpenCallback

# So many letters of an ID at least: with fewer, another request might begin alike by the time that this one is closed.
_SHORTEST = 6
_OUTCOMES = [str(outcome) for outcome in BY_STAFF]


def _login() -> str:
    """The name of whoever is logged in; "" where there is none, as in many a container."""
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return ""


@click.group(invoke_without_command=True)
@click.option(
    "--as",
    "who",
    envvar="SIGNPOST_OFFICER",
    default=_login,
    metavar="NAME",
    help="Who you are, where several share a login.  [default: your login]",
)
@click.pass_context
def callbacks(context: click.Context, who: str) -> None:
    """List who asks to be rung back, in the order in which to ring them. No number is shown.

    Where a command takes an ID, its first letters do, from six on.
    """
    if not who.strip():
        raise click.UsageError("this login has no name: say who you are with --as NAME, or set SIGNPOST_OFFICER")
    context.obj = who.strip()
    if context.invoked_subcommand:
        return
    with running() as desk:
        found = desk.store.callbacks.open()
        click.echo(f"Open requests: {len(found)}.")
        for callback in found:
            click.echo("\n".join(["", callback.id, *_lines(desk, callback)]))


@callbacks.command()
@click.argument("id_", metavar="ID")
@click.pass_obj
def claim(who: str, id_: str) -> None:
    """Say that you see to a request, so that nobody else rings them."""
    with running() as desk:
        callback_id = _whole(desk, id_)
        stands = desk.store.callbacks.claim(callback_id, who, datetime.now(UTC))
        if stands is None:
            _gone(id_)
        if stands.by != who:
            sys.exit(f"{callback_id} is claimed already: {_claimed(stands)}.")
        click.echo(f"{callback_id} is yours: {_claimed(stands)}. Its number: signpost callbacks show {callback_id[:8]}")


@callbacks.command()
@click.argument("id_", metavar="ID")
@click.option("--from", "of", help="End the claim of somebody else, who cannot see to it.")
@click.pass_obj
def release(who: str, id_: str, of: str | None) -> None:
    """End your claim, so that somebody else can see to it."""
    with running() as desk:
        callback_id = _whole(desk, id_)
        found = desk.store.callbacks.release(callback_id, who, of=of or who)
        if found is None:
            _gone(id_)
        if found.claim and found.claim.by != (of or who):
            sys.exit(
                f"{callback_id} is claimed {_claimed(found.claim)}. If they cannot see to it: --from {found.claim.by}"
            )
        click.echo(f"Nobody has claimed {callback_id} now.")


@callbacks.command()
@click.argument("id_", metavar="ID")
@click.pass_obj
def show(who: str, id_: str) -> None:
    """Show one request with its number. That you did is kept in the audit log."""
    from signpost.core.numbers import national

    with running() as desk:
        found = desk.store.callbacks.show(_whole(desk, id_), who)
        if found is None:
            _gone(id_)
        number = f"  {'ring':<12} {national(found.request.wish.number)}"
        click.echo("\n".join([found.id, number, *_lines(desk, found)]))


@callbacks.command()
@click.argument("id_", metavar="ID")
@click.option("--outcome", type=click.Choice(_OUTCOMES), required=True, help="What came of it.")
@click.pass_obj
def close(who: str, id_: str, outcome: str) -> None:
    """Close a request. After no-answer and left-message it stays open, with one try more, for whoever claims it."""
    from signpost.callback_ports import Outcome

    with running() as desk:
        found = desk.store.callbacks.close(_whole(desk, id_), Outcome(outcome), who)
        if found is None:
            _gone(id_)
        stays = f"stays open, tried {_times(found.request.tries + 1)}"
        click.echo(f"{found.id} {stays if Outcome(outcome).is_try else 'is closed'}.")
        if found.claim and found.claim.by != who:
            click.echo(f"It was claimed {_claimed(found.claim)}: tell them.")


@callbacks.command()
@click.argument("id_", metavar="ID")
def mail(id_: str) -> None:
    """Have a request e-mailed to its team once more, after what kept it from that was mended."""
    from signpost.callback_ports import MailState

    with running() as desk:
        found = desk.store.callbacks.find(_whole(desk, id_))
        if found is None:
            _gone(id_)
        if not found.request.wish.mail:
            sys.exit("They did not agree to an e-mail.")
        desk.store.callbacks.mailed(found, MailState.DUE, datetime.now(UTC))
        click.echo("It will be e-mailed.")


@callbacks.command()
@click.argument("start", metavar="[ID]", default="")
@click.option("--last", "most", type=click.IntRange(1), default=50, show_default=True, help="So many lines.")
def audit(start: str, most: int) -> None:
    """Show who saw the number of which request, claimed, released or closed it, and what else staff changed.

    The latest comes first. With ID, of that request alone; it may be closed by now.
    """
    with running() as desk:
        lines = (line for line in _audited(desk) if line.about.startswith(start.lower()))
        for line in islice(lines, most):
            click.echo(f"{_when(line.at)}  {line.who:<12} {line.what:<12}  {line.about}")


def _audited(desk: "Desk") -> Iterator["AuditLine"]:
    page = desk.store.callbacks.audit()
    yield from page.lines
    while page.next:
        page = desk.store.callbacks.audit(page.next)
        yield from page.lines


def _whole(desk: "Desk", start: str) -> str:
    """The ID that begins so. Ends the command unless there is just one."""
    if len(start) < _SHORTEST:
        sys.exit(f"Write at least the first {_SHORTEST} letters of the ID.")
    found = desk.store.callbacks.matching(start.lower())
    if len(found) > 1:
        sys.exit("\n  ".join([f"Several open requests begin with {start}: write more of it.", *found]))
    return found[0] if found else _gone(start)


def _gone(start: str) -> NoReturn:
    sys.exit(f"There is no open request {start}: it was closed or erased, or the ID is mistyped.")


def _claimed(claim: "Claim") -> str:
    return f"by {claim.by}, since {_when(claim.at)}"


def _when(moment: datetime) -> str:
    from signpost.core.hours import LONDON

    return f"{moment.astimezone(LONDON):%a %d %b %Y %H:%M}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _lines(desk: "Desk", callback: "OpenCallback") -> Iterator[str]:
    from signpost.callback_ports import MailState
    from signpost.callbacks import best_time, manner, matter, told_the_day

    request = callback.request
    made = _when(datetime.fromtimestamp(request.made, UTC))
    mail = {MailState.DUE: "not mailed yet", MailState.SENT: "mailed", MailState.FAILED: "could not be mailed"}
    team = desk.pack.services.get(request.team)
    told = f"told: by {request.by:%a %d %b}" if told_the_day(desk.pack, request) else "no day was told"
    for what, value in (
        (
            "first",
            "they say that nobody was in touch" if request.unrung else "a reason to ring sooner" * request.wish.first,
        ),
        ("claimed", _claimed(callback.claim) if callback.claim else ""),
        ("team", team.name.text if team else request.team),
        ("about", matter(desk.pack, request)),
        ("best time", best_time(request.wish)),
        ("how", manner(request.wish)),
        ("asked", f"{made}, {told}"),
        ("tries", str(request.tries)),
        ("e-mail", mail.get(callback.mail, "" if told_the_day(desk.pack, request) else "the team is not told")),
    ):
        if value:
            yield f"  {what:<12} {value}"
