"""Floor 4: the settings, and the one place where parts are put together.

Everything is built here from a `Settings`; nothing below this floor reads the environment.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from redis import Redis

from signpost.adapters import embedded
from signpost.adapters.calendar import bank_holidays
from signpost.adapters.connection import connect
from signpost.adapters.gateway import TwilioGateway
from signpost.adapters.jobqueue import JobQueue
from signpost.adapters.mail import SmtpMailer, smtp_address
from signpost.adapters.pace import SenderPace
from signpost.adapters.seal import Seal, SecretTokens
from signpost.adapters.store import RedisStore
from signpost.authoring.faults import PackFaults
from signpost.authoring.load import load
from signpost.callbacks import unmailed, without_mail
from signpost.conversation import Conversation
from signpost.core.followup import Calendar
from signpost.core.menu import Pack, teams
from signpost.core.understanding import Understand, Understood
from signpost.delivery import Delivery
from signpost.errands import Errands
from signpost.followups import FollowUps
from signpost.live import OwnLine
from signpost.mailing import Mailing
from signpost.ringing import Ringing

SECRET_LENGTH = 16


class SettingsError(Exception):
    """The environment lacks a setting or holds a malformed one; a line for each, naming it."""


# What stops a start, each with a message for whoever starts it.
CannotStart = (SettingsError, PackFaults, embedded.NoServerError)


def _web_address(value: str) -> str:
    parts = urlsplit(value.strip())
    odd = re.search(r"\s", value.strip()) or parts.query or parts.fragment
    # The port is looked at only when it is asked for: that raises a ValueError of its own.
    if parts.scheme not in {"http", "https"} or not parts.hostname or odd or parts.port == 0:
        raise ValueError("not a web address")
    return value.strip().rstrip("/")


def _redis_address(value: str) -> str:
    parts = urlsplit(value.strip())
    if parts.scheme not in {"redis", "rediss", "unix"} or parts.port == 0:
        raise ValueError("not a Redis address")
    return value.strip()


def _secret(value: SecretStr) -> SecretStr:
    if any(len(part.strip()) < SECRET_LENGTH for part in value.get_secret_value().split(",")):
        raise ValueError("too short")
    return value


def _smtp_address(value: SecretStr) -> SecretStr:
    smtp_address(value.get_secret_value())
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
RedisAddress = Annotated[str, AfterValidator(_redis_address)]


class Settings(BaseSettings):
    """All settings, from the environment. Each field's description says what it should look like."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    redis_url: RedisAddress | None = Field(
        None,
        alias="REDIS_URL",
        description="an address such as redis://localhost:6379/0; leave it out for a server of our own",
    )
    pack: Path = Field(Path("menus/hertfordshire"), alias="SIGNPOST_PACK", description="the folder of a pack")
    data: Path = Field(
        Path(".signpost"), alias="SIGNPOST_DATA", description="a folder where our own Redis server keeps its data"
    )
    public_url: WebAddress = Field(
        alias="SIGNPOST_PUBLIC_URL",
        description="the address at which Twilio reaches this service, such as https://signpost.example.org",
    )
    secret_key: Annotated[SecretStr, AfterValidator(_secret)] = Field(
        alias="SIGNPOST_SECRET_KEY",
        description=f"at least {SECRET_LENGTH} random characters, such as those that `openssl rand -hex 32` prints",
    )
    sms_from: str | None = Field(
        None,
        pattern=r"^(\+\d{7,15}|MG[0-9a-f]{32})$",
        alias="SIGNPOST_SMS_FROM",
        description="the number that texts come from, such as +447700900000, or a messaging service, MG and 32 letters",
    )
    voice_from: str | None = Field(
        None,
        pattern=r"^\+\d{7,15}$",
        alias="SIGNPOST_VOICE_FROM",
        description="the number that calls to whoever texts RING ME come from, such as +447700900000",
    )
    account_sid: str = Field(
        pattern=r"^AC[0-9a-f]{32}$",
        alias="TWILIO_ACCOUNT_SID",
        description="the Account SID in Twilio's console: AC and 32 letters and digits",
    )
    auth_token: SecretStr = Field(
        min_length=8, alias="TWILIO_AUTH_TOKEN", description="the Auth Token in Twilio's console"
    )
    api_url: WebAddress | None = Field(
        None, alias="TWILIO_API_URL", description="another address for Twilio's REST API, such as http://127.0.0.1:9000"
    )
    sms_rate: int = Field(
        10,
        ge=1,
        alias="SIGNPOST_SMS_RATE",
        description="how many segments a second SIGNPOST_SMS_FROM may send: 10 for a UK long code",
    )
    smtp_url: Annotated[SecretStr, AfterValidator(_smtp_address)] | None = Field(
        None,
        alias="SMTP_URL",
        description="the server that e-mails go out by, such as smtp://user:password@host:587?from=signpost@example.org",
    )
    metrics_token: SecretStr | None = Field(
        None, min_length=1, alias="SIGNPOST_METRICS_TOKEN", description="the bearer token that opens /metrics"
    )

    @classmethod
    def from_env(cls) -> "Settings":
        """The settings of this process. Raises SettingsError, a line for each setting that is missing or malformed."""
        try:
            return cls()
        except ValidationError as error:
            raise SettingsError("\n".join(_faults(error))) from None

    @property
    def caller_number(self) -> str | None:
        """The number that our own calls come from: the one set for it, or that of texts; None when neither is one."""
        return self.voice_from or (self.sms_from if self.sms_from and self.sms_from.startswith("+") else None)

    def require_sender(self) -> None:
        """Make sure that texts can be sent. Raises SettingsError."""
        if self.sms_from is None:
            described = type(self).model_fields["sms_from"]
            raise SettingsError(f"{described.alias} is missing: set it to {described.description}")


def _faults(error: ValidationError) -> list[str]:
    described = {field.alias: field.description for field in Settings.model_fields.values()}
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        name = str(fault["loc"][0])
        wrong = "is missing" if fault["type"] == "missing" else "does not look right"
        lines.append(f"{name} {wrong}: set it to {described[name]}")
    return lines


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of one running process."""

    settings: Settings
    pack: Pack
    redis: Redis
    store: RedisStore
    gateway: TwilioGateway
    jobs: JobQueue
    conversation: Conversation
    follow_ups: FollowUps
    delivery: Delivery
    ringing: Ringing
    mailing: Mailing
    errands: Errands
    understand: Understand

    @property
    def warning(self) -> str:
        """What whoever starts the process should know of its settings, in one line; "" for nothing."""
        return "" if self.settings.smtp_url else unmailed(self.pack)


def build(settings: Settings) -> Service:
    """Put the service together.

    Starts our own Redis server when no other is named. Raises PackFaults for a pack that is not sound, before anything
    is started.
    """
    pack = load(settings.pack)
    if settings.smtp_url is None:
        pack = without_mail(pack)
    redis = connect(settings.redis_url or embedded.ensure(settings.data))
    secret = settings.secret_key.get_secret_value()
    tokens = SecretTokens(secret)
    store = RedisStore(redis, Seal(secret), pack.keep, tokens=tokens, teams=teams(pack))
    pace = SenderPace(redis, settings.sms_rate)
    gateway = TwilioGateway(
        settings.account_sid,
        settings.auth_token.get_secret_value(),
        sender=settings.sms_from or "",
        api_url=settings.api_url,
        callback_url=f"{settings.public_url}/status",
        voice_sender=settings.caller_number or "",
        voice_url=f"{settings.public_url}/voice",
    )
    calendar = Calendar(pack.text_hours, bank_holidays())
    follow_ups = FollowUps(pack, store, tokens, calendar, pace, _now)
    understand = understanding(pack)
    conversation = Conversation(
        pack,
        store=store,
        tokens=tokens,
        follow_ups=follow_ups,
        clock=_now,
        line=OwnLine(f"{urlsplit(settings.public_url).path}/voice", settings.caller_number),
        understand=understand,
    )
    delivery = Delivery(store, gateway, pace, calendar, _now)
    ringing = Ringing(pack, store=store, rings=store.rings, telephone=gateway, tokens=tokens, clock=_now)
    mailer = SmtpMailer(settings.smtp_url.get_secret_value()) if settings.smtp_url else None
    mailing = Mailing(pack, store.callbacks, mailer, _now, store.amendments.read)
    errands = Errands(store, follow_ups, delivery, ringing, mailing, _now)
    return Service(
        settings,
        pack,
        redis,
        store,
        gateway,
        store.jobs,
        conversation,
        follow_ups,
        delivery,
        ringing,
        mailing,
        errands,
        understand,
    )


def understanding(pack: Pack) -> Understand:
    """What understands people's own words, fitted to the pack when it is first asked: many a process never is."""

    def understand(words: str) -> Understood:
        # It loads libraries that take longer than all others together.
        from signpost.understanding import fit  # noqa: PLC0415

        return fit(pack)(words)

    return understand


def _now() -> datetime:
    return datetime.now(UTC)
