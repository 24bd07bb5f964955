"""The commands for who may sign in to the staff console."""

import os
import sys

import click

from signpost.cli.running import running


@click.group(invoke_without_command=True)
@click.pass_context
def staff(context: click.Context) -> None:
    """List who may sign in to the staff console, and say who may: see `add` and `remove`."""
    if context.invoked_subcommand:
        return
    with running() as service:
        found = service.store.staff.all()
    for member in found:
        click.echo(f"{member.name:<30} {member.role}")
    if not found:
        click.echo("Nobody may sign in yet. Add somebody: signpost staff add NAME")


@staff.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(["officer", "manager"]),
    default="officer",
    show_default=True,
    help="A manager may also pause contacts, close days and set the message of the day.",
)
def add(name: str, role: str) -> None:
    """Let NAME sign in with a password, which is asked for; or give them a new password and role.

    Where the password comes by a pipe it is one line: `pass show signpost/anna | signpost staff add anna`.
    """
    from signpost.staff_ports import SHORTEST_PASSWORD, Member, Role

    name = " ".join(name.split())
    if not name or not name.isprintable() or len(name) > 60:
        raise click.UsageError("give a name of 1 to 60 letters")
    password = _password()
    if len(password) < SHORTEST_PASSWORD:
        sys.exit(f"Take a password of {SHORTEST_PASSWORD} characters or more: three words are a good one.")
    with running() as service:
        new = service.store.staff.put(Member(name, Role(role)), password)
    where = _where()
    click.echo(f"{name} may sign in {where}, as {role}." if new else f"{name} has a new password, as {role}.")


def _where() -> str:
    public = os.environ.get("SIGNPOST_PUBLIC_URL", "").rstrip("/")
    return f"at {public}/staff" if public else "under /staff"


def _password() -> str:
    if sys.stdin.isatty():
        given: str = click.prompt("Password", hide_input=True, confirmation_prompt="Password again")
        return given
    return sys.stdin.readline().rstrip("\n")


@staff.command()
@click.argument("name")
def remove(name: str) -> None:
    """Let NAME sign in no more; where they are signed in, they are signed out."""
    with running() as service:
        if not service.store.staff.remove(name):
            sys.exit(f"There is nobody of the name {name!r}. Who there is: signpost staff")
    click.echo(f"{name} can sign in no more.")
