"""The account with Twilio: whether we may use it, how its numbers are set, and what only its console shows."""

from collections.abc import Generator, Iterator
from urllib.parse import urlsplit

from signpost.adapters.twilio_account import AccountError, Dialling, Standing, TwilioAccount
from signpost.core.finding import Finding, look, ok, wrong, yourself
from signpost.core.menu import Pack
from signpost.operating.lines import Target, shown
from signpost.operating.redis_found import clock
from signpost.settings import Settings

COUNTRY = "GB"
_SET_UP = "signpost twilio setup --dry-run shows it, and without --dry-run mends it."
_FALLBACK = "Make one with signpost fallback, put it where this service is not, and name it to signpost twilio setup."


def account_found(account: TwilioAccount) -> Generator[Finding, None, bool]:
    """Whether Twilio knows us, and what time it has there; in the end, whether anything more can be asked."""
    about = "Twilio, the account"
    try:
        yield _standing(about, account.standing())
    except AccountError as fault:
        if fault.status in {401, 404}:
            told = "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN do not belong together"
            yield wrong(about, told, "Copy both from the first page of Twilio's console.")
        else:
            yield wrong(about, str(fault), "Can this machine reach api.twilio.com? See status.twilio.com, too.")
        return False
    if account.ahead is not None:
        yield clock("this machine and Twilio", account.ahead)
    return True


def _standing(about: str, standing: Standing) -> Finding:
    if standing.status != "active":
        return wrong(about, f"is {standing.status}", "Twilio's console says why: mostly its balance is used up.")
    if standing.kind == "Trial":
        told = "is for trial: only numbers that were shown to be yours are rung and texted, with a notice"
        return look(about, told, "Upgrade it in Twilio's console before anybody else rings.")
    return ok(about, "is active, and takes our token")


def caller_found(settings: Settings, pack: Pack | None) -> Iterator[Finding]:
    """Whether the service has a number to ring from, if it needs one."""
    if pack and pack.ring_me and settings.caller_number is None:
        told = "is not set, and texts come from no number: nobody who texts RING ME is rung"
        yield look("SIGNPOST_VOICE_FROM", told, "Set it to a number of the account's that has voice.")


def target_found(target: Target, public_url: str) -> Iterator[Finding]:
    """How one is set."""
    if not target.sid:
        mend = "Correct SIGNPOST_SMS_FROM, SIGNPOST_VOICE_FROM or the pack's arrivals, or move it to this account."
        yield wrong(target.about, "this account does not have it", mend)
        return
    for lacking in target.lacks:
        yield wrong(target.about, f"lacks {lacking}", "Take one that has it: Twilio's console shows what each can do.")
    grave = [change for change in target.changes if not change.minor]
    for change in target.changes:
        told = f"{change.name} is {shown(change.old)}, and should be {shown(change.new)}"
        yield (look if change.minor else wrong)(target.about, told, _SET_UP)
    if not grave:
        yield ok(target.about, "comes here")
    for name in target.absent_fallbacks:
        yield wrong(target.about, f"{name} is nothing: who comes while we are away hears or reads an error", _FALLBACK)
    for name, url in target.fallbacks.items():
        if urlsplit(url).hostname == urlsplit(public_url).hostname:
            yield wrong(target.about, f"{name} is on this service, and away when it is", _FALLBACK)


def dialling_found(account: TwilioAccount) -> Iterator[Finding]:
    """Whom the account may ring. Who it may text no API tells."""
    about, console = "Twilio, who may be rung", "Twilio's console, Voice, Settings, Geo permissions"
    try:
        yield _dialling(about, console, account.dialling(COUNTRY))
    except AccountError as fault:
        yield yourself(about, f"{console}: the United Kingdom has to be ticked ({fault}).")


def _dialling(about: str, console: str, may: Dialling) -> Finding:
    if not may.ordinary:
        told = "not the United Kingdom: nobody can be put through, or rung"
        return wrong(about, told, f"{console}: tick the United Kingdom.")
    if may.costly:
        told = "the United Kingdom, its numbers that cost more among them"
        return look(about, told, f"{console}: untick those of high risk. This service never rings one.")
    return ok(about, "the United Kingdom, without numbers that cost more")


def console_found(settings: Settings) -> Iterator[Finding]:
    """What no API tells."""
    yield yourself(
        "Twilio, who may be texted",
        "Twilio's console, Messaging, Settings, Geo permissions: tick the United Kingdom, and nothing else.",
    )
    where = "Twilio's console, Phone Numbers: the number's own handling of STOP, START and HELP can stay on."
    if (settings.sms_from or "").startswith("MG"):
        where = (
            "Twilio's console, Messaging, Services, yours, Opt-Out Management: either way works. With Advanced Opt-Out "
            "its answers to STOP, START and HELP are Twilio's: read them. Add no word that the menus use."
        )
    yield yourself("Twilio, STOP and START", where)
