"""Floor 5: the command `signpost`. Each command loads only what it needs: a check starts no web server."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from signpost.authoring.walk.survey import Survey
    from signpost.phone.script import Script
    from signpost.phone.stack import Stack

DEFAULT_PACK = Path("menus/hertfordshire")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="signpost")
def main() -> None:
    """Phone-keypad and text menus that lead a parent to the right contact."""


@main.command()
@click.argument("pack", type=click.Path(path_type=Path), default=DEFAULT_PACK, envvar="SIGNPOST_PACK")
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
    sys.exit(1 if report.errors else 0)


@main.command()
@click.argument("pack", type=click.Path(path_type=Path), default=DEFAULT_PACK, envvar="SIGNPOST_PACK")
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


@main.command()
@click.argument("name")
@click.option(
    "--in",
    "parent",
    type=click.Path(path_type=Path),
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


@main.command()
@click.argument("pack", type=click.Path(path_type=Path), default=DEFAULT_PACK, envvar="SIGNPOST_PACK")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where to write; PACK/walk if not given.")
@click.option("--diff", "since", metavar="REV", help="Print what changed since this git revision, and write no pages.")
@click.option("--pence", "given", multiple=True, metavar="NAME=PENCE", help="A price of yours, such as parent-text=12.")
def walk(pack: Path, out: Path | None, since: str | None, given: tuple[str, ...]) -> None:
    """Walk every path of PACK as seven callers would, and write what they hear, what it costs, and the map.

    With --diff it says instead what a change to PACK does to each path, and writes that to changes.md where --out says.
    """
    from signpost.authoring.faults import PackFaults
    from signpost.authoring.walk.diff import CHANGES, differences
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
    except PriceError as wrong:
        raise click.UsageError(f"--pence: {wrong}") from None
    except (PackFaults, RevisionError) as wrong:
        sys.exit(str(wrong))
    click.echo(told, nl=False)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / CHANGES).write_text(told, encoding="utf-8", newline="\n")


def _walked(folder: Path, called: Path) -> "Survey":
    from signpost.authoring.load import load
    from signpost.authoring.walk.paths import paths
    from signpost.authoring.walk.survey import survey

    pack = load(folder)
    with click.progressbar(paths(pack), label=f"Walking {called}", file=sys.stderr) as ways:
        return survey(pack, ways)


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
    from redis.exceptions import RedisError

    from signpost import jobs
    from signpost.adapters.jobqueue import QUEUES
    from signpost.bootstrap import CannotStart

    if unknown := sorted(set(queues) - set(QUEUES)):
        raise click.UsageError(f"there is no queue {', '.join(unknown)}: there are {', '.join(QUEUES)}")
    try:
        service = jobs.service()
        service.settings.require_sender()
        service.store.ping()
    except CannotStart as error:
        sys.exit(f"signpost cannot start:\n{error}")
    except RedisError as error:
        sys.exit(f"signpost cannot start:\nREDIS_URL: no server answers there ({type(error).__name__})")
    service.jobs.work(queues)


@main.command()
@click.argument("number", required=False)
def forget(number: str | None) -> None:
    """Erase everything held about a phone number, as the text FORGET does.

    Leave NUMBER out to be asked for it: what is typed there stands in no history of commands.
    """
    from signpost.bootstrap import CannotStart, Settings, build
    from signpost.core.numbers import e164

    try:
        whose = e164(number or click.prompt("The number", hide_input=True))
    except ValueError:
        raise click.UsageError("that is not a UK number: write it like +447700900123 or 07700 900123") from None
    try:
        service = build(Settings.from_env())
    except CannotStart as error:
        sys.exit(f"signpost cannot start:\n{error}")
    service.conversation.forget(whose)
    click.echo("Nothing is held about that number now.")


@main.command()
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

    embedded.stop(data)
    click.echo(f"No server runs on {data} now.")


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
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8080,
    show_default=True,
    help="Where the page is; another port if it is taken.",
)
def demo(pack: Path, port: int) -> None:
    """Start the whole service, with a phone in the browser. No Twilio account is needed, and nothing real is sent."""
    click.echo("Starting Signpost: Valkey, the web service, a worker and a phone ...")
    with _running(pack, port) as service:
        click.echo(f"\n  The phone is at {service.url}\n\nCtrl-C ends it. Nothing is kept.")
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
    click.echo("\nEnded.")


@contextmanager
def _running(pack: Path, port: int = 0) -> Iterator["Stack"]:
    from signpost.adapters.embedded import NoServerError
    from signpost.authoring.faults import PackFaults
    from signpost.authoring.load import load
    from signpost.phone.stack import StackError, running

    # A terminal that is closed, or a kill, ends the processes behind it just as Ctrl-C does.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    with ExitStack() as ends:
        try:
            load(pack)
            service = ends.enter_context(running(pack.resolve(), page_port=port))
        except (PackFaults, StackError, NoServerError) as error:
            sys.exit(f"signpost cannot start:\n{error}")
        yield service


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
