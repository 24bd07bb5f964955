"""Commands for trying a pack with the stand-in phone."""

import shlex
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from signpost.cli.folder import DEFAULT_PACK

if TYPE_CHECKING:
    from signpost.phone.stack import Stack


_AT = click.option(
    "--at",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    help="When it is as you begin, in UK time, such as 2026-12-24T18:30.  [default: now]",
)
# All that the staff's commands need to find a service.
_FOR_STAFF = ("REDIS_URL", "SIGNPOST_SECRET_KEY", "SIGNPOST_PACK")


@click.command(name="try")
@click.option("--pack", type=click.Path(path_type=Path), envvar="SIGNPOST_PACK", help="The folder of the pack.")
@click.option(
    "--script",
    type=click.Path(path_type=Path),
    help="Replay this conversation file, with the pack that it is about, and print how it reads.",
)
@click.option(
    "--caller",
    type=click.Choice(["mobile", "landline", "withheld"]),
    default="mobile",
    show_default=True,
    help="What you ring from.",
)
@click.option("--forwarded", is_flag=True, help="Your calls were for the line behind 0, which has passed them on.")
@_AT
@click.option("--speak", is_flag=True, help="Say calls aloud, with espeak-ng.")
@click.pass_context
def try_(
    context: click.Context,
    pack: Path | None,
    script: Path | None,
    *,
    caller: str,
    forwarded: bool,
    at: datetime | None,
    speak: bool,
) -> None:
    """Text and ring the service in this terminal. No Twilio account is needed, and nothing real is sent.

    Where a call listens to speech, type the words that you would say.
    """
    from signpost.phone.aloud import Aloud
    from signpost.phone.terminal import Terminal

    if script:
        for option in ("caller", "forwarded", "at", "speak"):
            if _is_given(context, option):
                raise click.UsageError(f"--{option} goes with no --script: the story says how it is told")
        _replay(script, pack if _is_given(context, "pack") else None)
        return
    voice = Aloud.find() if speak else None
    if speak and voice is None:
        raise click.UsageError("--speak needs the program espeak-ng: install it, or leave --speak out")
    with _running(pack or DEFAULT_PACK, at=at) as service:
        Terminal(service.carrier, service.deliver_now, caller=caller, forwarded=forwarded, voice=voice).run()


def _is_given(context: click.Context, option: str) -> bool:
    return context.get_parameter_source(option) is click.core.ParameterSource.COMMANDLINE


def _replay(script: Path, pack: Path | None) -> None:
    from signpost.phone.script import ScriptError, read
    from signpost.phone.tell import tell

    try:
        story = read(script)
    except ScriptError as error:
        sys.exit(str(error))
    with _running(pack or DEFAULT_PACK.parent / story.pack, at=story.at) as service:
        told, fault = tell(story, service.carrier, service.deliver_now)
    click.echo(told, nl=False)
    if fault:
        sys.exit(f"\n{fault}")


@click.command()
@click.option(
    "--pack", type=click.Path(path_type=Path), default=DEFAULT_PACK, envvar="SIGNPOST_PACK", show_default=True
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Where the page is; another port if it is taken.",
)
@_AT
def demo(pack: Path, port: int, at: datetime | None) -> None:
    """Start the whole service, with a phone in the browser. No Twilio account is needed, and nothing real is sent."""
    click.echo("Starting Signpost: Valkey, the web service, a worker and a phone ...")
    with _running(pack, port, at) as service:
        click.echo(f"\n  The phone is at {service.url}\n\nCtrl-C ends it. Nothing is kept.")
        known = (f"{name}={shlex.quote(service.environment[name])}" for name in _FOR_STAFF)
        click.echo(
            f"For signpost callbacks, notice, texts and forget in another terminal:\n\n  export {' '.join(known)}\n\n"
            f"To open the staff console, first run there: signpost staff add NAME --role manager\n"
            f"Then sign in at: {service.environment['SIGNPOST_PUBLIC_URL']}/staff"
        )
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
    click.echo("\nEnded.")


@contextmanager
def _running(pack: Path, port: int = 0, at: datetime | None = None) -> Iterator["Stack"]:
    from signpost.adapters.embedded import NoServerError
    from signpost.authoring.faults import PackFaults
    from signpost.authoring.load import load
    from signpost.core.hours import LONDON
    from signpost.core.numbers import e164
    from signpost.phone.stack import StackError, running

    # A terminal that is closed, or a kill, ends the processes behind it just as Ctrl-C does.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    begins = at.replace(tzinfo=LONDON) if at and at.tzinfo is None else at
    with ExitStack() as ends:
        try:
            line = load(pack).person_signpost.service.number
            service = ends.enter_context(running(pack.resolve(), page_port=port, at=begins))
        except (PackFaults, StackError, NoServerError) as error:
            sys.exit(f"signpost cannot start:\n{error}")
        service.carrier.line = e164(line or "")
        yield service


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
