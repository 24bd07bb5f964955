"""A look at everything that has to be right before parents ring, and as long as they do."""

from collections.abc import Generator, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from datetime import date

from signpost.adapters.mail import SmtpMailer
from signpost.adapters.twilio_account import AccountError, TwilioAccount
from signpost.authoring.check import check
from signpost.authoring.faults import PackFaults
from signpost.authoring.load import load
from signpost.callback_ports import MailError
from signpost.callbacks import unmailed
from signpost.core.finding import Finding, look, ok, wrong
from signpost.core.menu import Pack
from signpost.core.numbers_set_up import Fallbacks
from signpost.operating.lines import targets
from signpost.operating.public_found import Visitor, fallbacks_found, public_found
from signpost.operating.redis_found import redis_found
from signpost.operating.settings_found import settings_found
from signpost.operating.twilio_found import account_found, caller_found, console_found, dialling_found, target_found
from signpost.settings import Settings

_CREDENTIALS = frozenset({"TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_API_URL"})


def findings(today: date, *, offline: bool = False) -> Iterator[Finding]:
    """What was found of each part, one after the other. With `offline` nothing beyond this machine and Redis is asked.

    Nothing is changed, started or sent. What a faulty setting stands in the way of is left out.
    """
    settings, faults = Settings.surveyed()
    faulty = faults.keys()
    yield from settings_found(settings, faults)
    pack = None
    if "SIGNPOST_PACK" not in faulty:
        yield _pack_found(settings, today)
        with suppress(PackFaults):
            pack = load(settings.pack)
    if "REDIS_URL" not in faulty:
        yield from redis_found(settings)
    if offline:
        return
    if "SMTP_URL" not in faulty:
        yield from _mail_found(settings, pack)
    yield from _from_outside(settings, pack, faulty)


def _pack_found(settings: Settings, today: date) -> Finding:
    about, mend = "the pack", f"signpost check {settings.pack} says each, and how to mend it."
    try:
        report = check(settings.pack, today)
    except PackFaults as faults:
        return wrong(about, f"{len(faults.faults)} to mend", mend)
    if report.errors:
        return wrong(about, f"{report.errors} to mend", mend)
    return look(about, f"sound, with {report.warnings} warnings", mend) if report.warnings else ok(about, "sound")


def _mail_found(settings: Settings, pack: Pack | None) -> Iterator[Finding]:
    about = "e-mail"
    if settings.smtp_url is None:
        told = unmailed(pack) if pack else ""
        yield (
            look(about, told, "Set SMTP_URL, if these teams have agreed to be mailed.")
            if told
            else ok(about, "no team of the pack is to be mailed")
        )
        return
    try:
        SmtpMailer(settings.smtp_url.get_secret_value()).check()
    except MailError as fault:
        yield wrong(
            about, str(fault), "Correct SMTP_URL, or see to that server: requests wait in the console meanwhile."
        )
    else:
        yield ok(about, "the server takes us")


def _from_outside(settings: Settings, pack: Pack | None, faulty: AbstractSet[str]) -> Iterator[Finding]:
    fallbacks: tuple[str, ...] = ()
    if not faulty & _CREDENTIALS:
        token = settings.auth_token.get_secret_value()
        with TwilioAccount(settings.account_sid, token, settings.api_url) as account:
            fallbacks = yield from _twilio_found(account, settings, pack, faulty)
    yield from console_found(settings)
    with Visitor() as visitor:
        if not faulty & {"SIGNPOST_PUBLIC_URL", "TWILIO_AUTH_TOKEN"}:
            yield from public_found(visitor, settings)
        if pack:
            yield from fallbacks_found(visitor, fallbacks, pack.person_signpost.service.number or "")


def _twilio_found(
    account: TwilioAccount, settings: Settings, pack: Pack | None, faulty: AbstractSet[str]
) -> Generator[Finding, None, tuple[str, ...]]:
    """What there is to say of the account, and in the end the addresses of its numbers' fallbacks."""
    known = yield from account_found(account)
    if not known:
        return ()
    yield from dialling_found(account)
    if faulty & {"SIGNPOST_PUBLIC_URL", "SIGNPOST_SMS_FROM", "SIGNPOST_VOICE_FROM"}:
        return ()
    yield from caller_found(settings, pack)
    try:
        found = targets(account, settings, pack.line.arrivals if pack else (), Fallbacks())
    except AccountError as fault:
        yield wrong("Twilio, our numbers", str(fault), "Ask again in a minute; see status.twilio.com, too.")
        return ()
    for target in found:
        yield from target_found(target, settings.public_url)
    return tuple(dict.fromkeys(url for target in found for url in target.fallbacks.values()))
