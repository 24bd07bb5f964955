"""Floor 5: the command `signpost`. Each command loads only what it needs: a check starts no web server."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from signpost.phone.script import Script
    from signpost.phone.stack import Stack

DEFAULT_PACK = Path("menus/hertfordshire")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="signpost")
def main() -> None:
    """Phone-keypad and text menus that lead a parent to the right contact."""


@main.command()
@click.argument("pack", type=click.Path(path_type=Path), default=DEFAULT_PACK, envvar="SIGNPOST_PACK")
def check(pack: Path) -> None:
    """Say whether PACK is sound, or every fault in it with file and line.

    Without PACK it is the one that SIGNPOST_PACK names, else menus/hertfordshire.
    """
    from signpost.authoring.faults import PackFaults
    from signpost.authoring.load import load

    try:
        sound = load(pack)
    except PackFaults as faults:
        click.echo(str(faults), err=True)
        count = len(faults.faults)
        sys.exit(f"{pack}: {count} {'fault' if count == 1 else 'faults'} to mend")
    click.echo(f"{pack}: sound. {len(sound.places)} places, {len(sound.services)} services.")


@main.command()
@click.argument("kind", type=click.Choice(["pack", "services", "menus"]), default="menus")
def schema(kind: str) -> None:
    """Print the JSON Schema of a pack's files, for editors.

    KIND is pack (pack.yaml), services (services.yaml) or menus, the default (every other file).
    """
    from signpost.authoring.schema import Kind, schema_text

    click.echo(schema_text(cast("Kind", kind)), nl=False)


@main.command()
@click.argument("queues", nargs=-1, required=True)
def worker(queues: tuple[str, ...]) -> None:
    """Send texts and follow-ups as they fall due. QUEUES are served in the order given."""
    from signpost import jobs
    from signpost.adapters.jobqueue import QUEUES
    from signpost.authoring.faults import PackFaults
    from signpost.bootstrap import SettingsError

    if unknown := sorted(set(queues) - set(QUEUES)):
        raise click.UsageError(f"there is no queue {', '.join(unknown)}: there are {', '.join(QUEUES)}")
    try:
        service = jobs.service()
        service.settings.require_sender()
    except (SettingsError, PackFaults) as error:
        sys.exit(f"signpost cannot start:\n{error}")
    service.jobs.worker(queues).work(with_scheduler=True)


@main.command(name="try")
@click.option("--pack", type=click.Path(path_type=Path), envvar="SIGNPOST_PACK", help="The folder of the pack.")
@click.option("--script", type=click.Path(path_type=Path), help="Replay this conversation file and print how it reads.")
@click.option(
    "--caller",
    type=click.Choice(["mobile", "landline", "withheld"]),
    default="mobile",
    show_default=True,
    help="What you ring from.",
)
@click.option("--speak", is_flag=True, help="Say calls aloud, with espeak-ng.")
def try_(pack: Path | None, script: Path | None, caller: str, speak: bool) -> None:
    """Text and ring the service in this terminal. No Twilio account is needed, and nothing real is sent."""
    from signpost.phone.aloud import Aloud
    from signpost.phone.script import ScriptError, read
    from signpost.phone.terminal import Terminal

    voice = Aloud.find() if speak else None
    if speak and voice is None:
        raise click.UsageError("--speak needs the program espeak-ng: install it, or leave --speak out")
    try:
        story = read(script) if script else None
    except ScriptError as error:
        sys.exit(str(error))
    with _running(pack or (DEFAULT_PACK.parent / story.pack if story else DEFAULT_PACK)) as service:
        if story:
            sys.exit(_replay(service, story))
        Terminal(service.carrier, service.deliver_now, caller=caller, voice=voice).run()


def _replay(service: "Stack", story: "Script") -> int:
    from signpost.phone.player import PhonePlayer
    from signpost.phone.replay import MismatchError, play
    from signpost.phone.transcript import transcript

    played = {}
    fault = None
    for part, mobile in zip(story.parts, ("+447700900123", "+447700900124"), strict=False):
        player = PhonePlayer(service.carrier, service.deliver_now, caller=story.caller, mobile=mobile)
        try:
            played[part] = play(story, part, player)
        except MismatchError as error:
            played[part], fault = error.played, error
            break
    click.echo(transcript(story, played), nl=False)
    if fault:
        click.echo(f"\n{fault}", err=True)
    return 1 if fault else 0


@main.command()
@click.option(
    "--pack", type=click.Path(path_type=Path), default=DEFAULT_PACK, envvar="SIGNPOST_PACK", show_default=True
)
@click.option("--port", type=click.IntRange(0, 65535), default=8080, show_default=True, help="Where the page is.")
def demo(pack: Path, port: int) -> None:
    """Start the whole service, with a phone in the browser. No Twilio account is needed, and nothing real is sent."""
    click.echo("Starting Signpost: Valkey, the web service, a worker and a phone ...")
    with _running(pack, port) as service:
        click.echo(f"\n  The phone is at {service.url}\n\nCtrl-C ends it. Nothing is kept.")
        _until_told_to_stop()
    click.echo("\nEnded.")


@contextmanager
def _running(pack: Path, port: int = 0) -> Iterator["Stack"]:
    from signpost.adapters.embedded import NoServerError
    from signpost.authoring.faults import PackFaults
    from signpost.authoring.load import load
    from signpost.phone.stack import StackError, running

    with ExitStack() as ends:
        try:
            load(pack)
            service = ends.enter_context(running(pack.resolve(), page_port=port))
        except (PackFaults, StackError, NoServerError) as error:
            sys.exit(f"signpost cannot start:\n{error}")
        yield service


def _until_told_to_stop() -> None:
    told = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: told.set())
    told.wait()


if __name__ == "__main__":
    main()
