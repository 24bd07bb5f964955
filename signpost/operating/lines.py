"""What people ring and text: the numbers and the messaging service at Twilio that the settings and the pack name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from signpost.adapters.twilio_account import AccountError, TwilioAccount
from signpost.core.numbers_set_up import (
    Change,
    Fallbacks,
    absent_fallbacks,
    changes,
    for_calls,
    for_service,
    for_texts,
)
from signpost.settings import Settings

# Twilio's status where the account has no such thing.
_NONE_SUCH = 404


@dataclass(frozen=True, slots=True)
class Target:
    """One number or messaging service, as it is set `now` and as `wanted`.

    `lacks` is what it is needed for and cannot do. `sid` is "" for one that the account does not have.
    """

    about: str
    sid: str
    now: Mapping[str, str]
    wanted: Mapping[str, str]
    lacks: tuple[str, ...] = ()

    @property
    def is_service(self) -> bool:
        """Whether it is a messaging service."""
        return self.sid.startswith("MG")

    @property
    def changes(self) -> tuple[Change, ...]:
        """What has to change."""
        return changes(self.now, self.wanted)

    @property
    def absent_fallbacks(self) -> tuple[str, ...]:
        """The fallback addresses that it has none of, and is given none of."""
        return absent_fallbacks(self.now, self.wanted)

    @property
    def fallbacks(self) -> Mapping[str, str]:
        """The fallback addresses that it has."""
        return {name: url for name, url in self.now.items() if url and name.endswith("fallback_url")}

    def set(self, account: TwilioAccount) -> None:
        """Change what has to change. Raises AccountError; then nothing of this one is changed, or all of it."""
        wanted = {change.name: change.new for change in self.changes}
        if wanted:
            (account.set_service if self.is_service else account.set_number)(self.sid, wanted)


def targets(
    account: TwilioAccount, settings: Settings, arrivals: Iterable[str], fallbacks: Fallbacks
) -> tuple[Target, ...]:
    """All of them, as they are now. `arrivals` are the pack's numbers that a line forwards to. Raises AccountError."""
    rung = [settings.voice_from, *sorted(arrivals)]
    texted: str | None = None
    found: list[Target] = []
    if settings.sms_from and settings.sms_from.startswith("MG"):
        service, numbers = _service(account, settings, fallbacks)
        found, rung = [service], [*numbers, *rung]
    else:
        texted = settings.sms_from
    for number in dict.fromkeys(one for one in (texted, *rung) if one):
        found.append(_number(account, settings.public_url, number, number == texted, fallbacks))
    return tuple(found)


def _service(account: TwilioAccount, settings: Settings, fallbacks: Fallbacks) -> tuple[Target, tuple[str, ...]]:
    sid = settings.sms_from or ""
    about = f"messaging service {sid}"
    try:
        service = account.service(sid)
    except AccountError as fault:
        if fault.status != _NONE_SUCH:
            raise
        return Target(about, "", {}, {}), ()
    lacks = () if service.numbers else ("any number",)
    return Target(about, sid, service.settings, for_service(settings.public_url, fallbacks), lacks), service.numbers


def _number(account: TwilioAccount, public_url: str, number: str, texted: bool, fallbacks: Fallbacks) -> Target:
    about = f"number {number}"
    one = account.number(number)
    if one is None:
        return Target(about, "", {}, {})
    wanted = for_calls(public_url, fallbacks) if one.calls else {}
    if texted and one.texts:
        wanted |= for_texts(public_url, fallbacks)
    lacks = [] if one.calls else ["calls"]
    lacks += ["texts"] if texted and not one.texts else []
    return Target(about, one.sid, one.settings, wanted, tuple(lacks))


def shown(value: str) -> str:
    """A setting for people to read: of an address nothing that may be a password or a key."""
    if not value:
        return "nothing"
    parts = urlsplit(value)
    if not parts.netloc:
        return value
    query = "..." if parts.query else ""
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, query, parts.fragment))
