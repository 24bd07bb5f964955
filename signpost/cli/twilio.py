"""The command that sets up our numbers at Twilio."""

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

if TYPE_CHECKING:
    from signpost.adapters.twilio_account import TwilioAccount
    from signpost.operating.lines import Target
    from signpost.settings import Settings


@click.group()
def twilio() -> None:
    """Set up the account with Twilio."""


@twilio.command()
@click.option("--fallback", default="", metavar="ADDRESS", help="Where the file of `signpost fallback` stands.")
@click.option("--sms-fallback", default="", metavar="ADDRESS", help="Where that of `signpost fallback --sms` stands.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--yes", is_flag=True, help="Do not ask before anything is changed.")
def setup(fallback: str, sms_fallback: str, dry_run: bool, yes: bool) -> None:
    """Point the numbers of this service at it, as `signpost doctor` wants them, and show what changes first.

    These are SIGNPOST_SMS_FROM, or that messaging service and its numbers; SIGNPOST_VOICE_FROM; and the pack's
    arrivals. A fallback address that is not given here stays as it is. To run it twice does no harm.
    """
    from signpost.adapters.twilio_account import AccountError, TwilioAccount
    from signpost.core.numbers_set_up import Fallbacks
    from signpost.operating.lines import targets

    settings, arrivals = _known()
    fallbacks = Fallbacks(_elsewhere(fallback, settings), _elsewhere(sms_fallback, settings))
    token = settings.auth_token.get_secret_value()
    with TwilioAccount(settings.account_sid, token, settings.api_url) as account:
        look = partial(targets, account, settings, arrivals, fallbacks)
        try:
            found = look()
        except AccountError as fault:
            sys.exit(f"nothing was changed: {fault}. See what signpost doctor says of it")
        unknown = [target for target in found if not target.sid]
        for target in unknown:
            click.echo(f"{target.about}: this account does not have it", err=True)
        if _show(found) and not dry_run:
            if not yes:
                click.confirm("Change that at Twilio?", abort=True)
            _change(account, found)
            _see(_again(look))
    sys.exit(1 if unknown else 0)


def _known() -> tuple["Settings", frozenset[str]]:
    from signpost.authoring.faults import PackFaults
    from signpost.authoring.load import load
    from signpost.settings import Settings, SettingsError

    try:
        settings = Settings.from_env()
        settings.require_sender()
        return settings, frozenset(load(settings.pack).line.arrivals)
    except (SettingsError, PackFaults) as fault:
        sys.exit(f"nothing was changed:\n{fault}")


def _elsewhere(address: str, settings: "Settings") -> str:
    if not address:
        return ""
    parts = urlsplit(address.strip())
    if parts.scheme != "https" or not parts.hostname:
        raise click.UsageError("a fallback address begins with https://")
    if parts.hostname == urlsplit(settings.public_url).hostname:
        raise click.UsageError("a fallback must stand somewhere else: it is for when this service is away")
    return address.strip()


def _again(look: Callable[[], tuple["Target", ...]]) -> tuple["Target", ...]:
    from signpost.adapters.twilio_account import AccountError

    try:
        return look()
    except AccountError as fault:
        sys.exit(f"it was changed, but cannot be looked at again ({fault}): see what signpost doctor says")


def _show(found: tuple["Target", ...]) -> int:
    """Say what is to change; how much that is."""
    from signpost.operating.lines import shown

    for target in found:
        if target.changes:
            click.echo(target.about)
        for change in target.changes:
            click.echo(f"  {change.name}: {shown(change.old)} -> {shown(change.new)}")
        for name in target.absent_fallbacks:
            option = "--fallback" if name.startswith("voice") else "--sms-fallback"
            click.echo(f"{target.about}: {name} stays empty: give an address with {option}", err=True)
    count = sum(len(target.changes) for target in found)
    if not count:
        click.echo("Nothing has to change.")
    return count


def _change(account: "TwilioAccount", found: tuple["Target", ...]) -> None:
    from signpost.adapters.twilio_account import AccountError

    wanted = [target for target in found if target.changes]
    for at, target in enumerate(wanted):
        try:
            target.set(account)
        except AccountError as fault:
            # Without an answer it may have been changed all the same.
            told = "was not changed" if fault.status else "may be changed, or not"
            click.echo(f"{target.about}: {told}: {fault}", err=True)
            for later in wanted[at + 1 :]:
                click.echo(f"{later.about}: was not changed", err=True)
            sys.exit("Run it again: it goes on where it stopped.")
        click.echo(f"{target.about}: changed")


def _see(found: tuple["Target", ...]) -> None:
    """Trust nothing but a second look."""
    odd = [f"{target.about}: {change.name}" for target in found for change in target.changes]
    if odd:
        sys.exit("\n".join(["Twilio took it, and still has something else:", *odd]))
