"""Floor 5: the command `signpost`. Each command loads only what it needs: a check starts no web server."""

import click

from signpost.cli.callbacks import callbacks
from signpost.cli.doctor import doctor
from signpost.cli.export import export
from signpost.cli.fallback import fallback
from signpost.cli.notice import notice
from signpost.cli.packs import check, contacts, new, schema, walk
from signpost.cli.phone import demo, try_
from signpost.cli.service import forget, stop, texts, worker
from signpost.cli.staff import staff
from signpost.cli.twilio import twilio
from signpost.cli.words import evaluate, phrases


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="signpost")
def main() -> None:
    """Phone-keypad and text menus that lead a parent to the right contact."""


COMMANDS = (
    callbacks,
    check,
    contacts,
    demo,
    doctor,
    evaluate,
    export,
    fallback,
    forget,
    new,
    notice,
    phrases,
    schema,
    staff,
    stop,
    texts,
    try_,
    twilio,
    walk,
)
for command in (*COMMANDS, worker):
    main.add_command(command)
