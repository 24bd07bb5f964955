"""Commands for the people who run the service."""

import logging
import sys
from pathlib import Path

import click

from signpost.cli.running import running


@click.command()
@click.argument("queues", nargs=-1, required=True)
def worker(queues: tuple[str, ...]) -> None:
    """Send texts and follow-ups as they fall due. QUEUES are served in the order given."""
    from redis.exceptions import RedisError

    from signpost import jobs, logs, traces
    from signpost.adapters.jobqueue import QUEUES
    from signpost.bootstrap import CannotStart

    if unknown := sorted(set(queues) - set(QUEUES)):
        raise click.UsageError(f"there is no queue {', '.join(unknown)}: there are {', '.join(QUEUES)}")
    try:
        service = jobs.service()
        logs.begin(service.settings.log_level)
        service.settings.require_sender()
        if service.settings.spans_to:
            traces.begin()
        service.store.ping()
    except CannotStart as error:
        sys.exit(f"signpost cannot start:\n{error}")
    except RedisError as error:
        sys.exit(f"signpost cannot start:\nREDIS_URL: no server answers there ({type(error).__name__})")
    if service.warning:
        logging.getLogger("signpost").warning(service.warning)
    service.gateway.load()
    service.jobs.work(queues, sweep=service.store.agenda.sweep)


@click.command()
@click.argument("number", required=False)
def forget(number: str | None) -> None:
    """Erase everything held about a phone number, as the text FORGET does.

    Leave NUMBER out to be asked for it: what is typed there stands in no history of commands.
    """
    from redis.exceptions import RedisError

    from signpost.core.numbers import e164
    from signpost.ports import TooBusyError

    try:
        whose = e164(number or click.prompt("The number", hide_input=True))
    except ValueError:
        raise click.UsageError("that is not a UK number: write it like +447700900123 or 07700 900123") from None
    with running() as desk:
        try:
            desk.forget(whose)
        except (RedisError, TooBusyError) as error:
            sys.exit(f"nothing was erased ({type(error).__name__}): is REDIS_URL right? Try again in a minute")
    click.echo("Nothing is held about that number now.")


@click.command()
def texts() -> None:
    """Show what is still to be sent, and every text that could not be, with the reason. No number is shown."""
    from signpost.adapters.refusals import meaning
    from signpost.core.hours import LONDON

    with running() as desk:
        errands, late = desk.store.agenda.count()
        failed = desk.store.failed()
    click.echo(f"To be sent: {errands}. More than two minutes late: {late}. Could not be delivered: {len(failed)}.")
    for text in failed:
        made = text.made.astimezone(LONDON)
        click.echo(f"  {made:%d %b %Y %H:%M}  {text.code or '-':>5}  {meaning(text.code)}")


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path(".signpost"),
    envvar="SIGNPOST_DATA",
    show_default=True,
    help="The folder where it keeps its data.",
)
def stop(data: Path) -> None:
    """End the Valkey server of our own, which outlives the web service and the worker. What it holds is kept."""
    from signpost.adapters import embedded

    try:
        embedded.stop(data)
    except embedded.NoServerError as error:
        sys.exit(str(error))
    click.echo(f"No server runs on {data} now.")
