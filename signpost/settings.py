"""Floor 4: the settings, from the environment. Nothing below this floor reads it."""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from signpost.adapters.mail import smtp_address
from signpost.adapters.redis_url import check as check_redis_address
from signpost.flood_ports import Crowd

SECRET_LENGTH = 16

# Sound by their looks alone, for whoever wants to know of the other settings when these are not.
_STAND_INS = {
    "SIGNPOST_PUBLIC_URL": "https://signpost.invalid",
    "SIGNPOST_SECRET_KEY": "0" * SECRET_LENGTH,
    "TWILIO_ACCOUNT_SID": f"AC{'0' * 32}",
    "TWILIO_AUTH_TOKEN": "0" * 32,
}


class SettingsError(Exception):
    """The environment lacks a setting or holds a malformed one; a line for each, naming it."""


def _web_address(value: str) -> str:
    parts = urlsplit(value.strip())
    odd = re.search(r"\s", value.strip()) or parts.query or parts.fragment
    # The port is looked at only when it is asked for: that raises a ValueError of its own.
    if parts.scheme not in {"http", "https"} or not parts.hostname or odd or parts.port == 0:
        raise ValueError("not a web address")
    return value.strip().rstrip("/")


def _redis_address(value: str) -> str:
    check_redis_address(value.strip())
    return value.strip()


def _secret(value: SecretStr) -> SecretStr:
    if any(len(part.strip()) < SECRET_LENGTH for part in value.get_secret_value().split(",")):
        raise ValueError("too short")
    return value


def _smtp_address(value: SecretStr) -> SecretStr:
    smtp_address(value.get_secret_value())
    return value


def _capitals(value: str) -> str:
    return value.strip().upper()


WebAddress = Annotated[str, AfterValidator(_web_address)]
RedisAddress = Annotated[str, AfterValidator(_redis_address)]


class LogSettings(BaseSettings):
    """What a process tells of itself, and to whom. Each field's description says what it should look like."""

    model_config = SettingsConfigDict(frozen=True, env_ignore_empty=True)

    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_capitals)] = Field(
        "INFO", alias="SIGNPOST_LOG_LEVEL", description="DEBUG, INFO, WARNING or ERROR"
    )
    spans_to: str | None = Field(
        None,
        alias="OTEL_EXPORTER_OTLP_ENDPOINT",
        description="the address of a collector of OpenTelemetry, such as http://localhost:4318",
    )

    @classmethod
    def from_env(cls) -> Self:
        """The settings of this process. Raises SettingsError, a line for each setting that is missing or malformed."""
        try:
            return cls()
        except ValidationError as error:
            raise SettingsError("\n".join(_faults(error))) from None


class StoreSettings(LogSettings):
    """What it takes to read and change what a service keeps."""

    redis_url: RedisAddress | None = Field(
        None,
        alias="REDIS_URL",
        description="an address such as redis://localhost:6379/0, rediss:// for TLS or redis+sentinel://host:port,host:port"
        "/service; leave it out for a server of our own",
    )
    pack: Path = Field(Path("menus/hertfordshire"), alias="SIGNPOST_PACK", description="the folder of a pack")
    data: Path = Field(
        Path(".signpost"), alias="SIGNPOST_DATA", description="a folder where our own Redis server keeps its data"
    )
    secret_key: Annotated[SecretStr, AfterValidator(_secret)] = Field(
        alias="SIGNPOST_SECRET_KEY",
        description=f"at least {SECRET_LENGTH} random characters, such as those that `openssl rand -hex 32` prints",
    )


class Settings(StoreSettings):
    """All settings, from the environment."""

    public_url: WebAddress = Field(
        alias="SIGNPOST_PUBLIC_URL",
        description="the address at which Twilio reaches this service, such as https://signpost.example.org",
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
    segments_a_day: int = Field(
        5_000,
        ge=1,
        alias="SIGNPOST_SEGMENTS_A_DAY",
        description="how many segments may be sent in a day; from four fifths on nothing goes out that can wait: 5000",
    )
    most_from_one: int = Field(
        40,
        ge=1,
        alias="SIGNPOST_MOST_FROM_ONE",
        description="how many texts, or calls, of one phone are answered in ten minutes, five times that in a day: 40",
    )
    most_from_a_block: int = Field(
        400,
        ge=1,
        alias="SIGNPOST_MOST_FROM_A_BLOCK",
        description="how many texts, or calls, of 10,000 neighbouring numbers are answered in ten minutes: 400",
    )
    smtp_url: Annotated[SecretStr, AfterValidator(_smtp_address)] | None = Field(
        None,
        alias="SMTP_URL",
        description="the server that e-mails go out by, such as smtp://user:password@host:587?from=signpost@example.org",
    )
    metrics_token: SecretStr | None = Field(
        None, min_length=1, alias="SIGNPOST_METRICS_TOKEN", description="the bearer token that opens /metrics"
    )

    @property
    def crowd(self) -> Crowd:
        """How often is too often."""
        return Crowd(self.most_from_one, 5 * self.most_from_one, self.most_from_a_block)

    @property
    def caller_number(self) -> str | None:
        """The number that our own calls come from: the one set for it, or that of texts; None when neither is one."""
        return self.voice_from or (self.sms_from if self.sms_from and self.sms_from.startswith("+") else None)

    @classmethod
    def surveyed(cls) -> tuple[Self, dict[str, str]]:
        """The settings of this process, and what is wrong with those that are missing or malformed, by their names.

        In place of each of these stands its default, or something that only looks right.
        """
        try:
            return cls(), {}
        except ValidationError as error:
            faults = {line.partition(" ")[0]: line.partition(" ")[2] for line in _faults(error)}
        defaults = {field.alias: field.default for field in cls.model_fields.values()}
        given: dict[str, Any] = {name: _STAND_INS.get(name, defaults[name]) for name in faults}
        return cls(**given), faults

    def require_sender(self) -> None:
        """Make sure that texts can be sent. Raises SettingsError."""
        if self.sms_from is None:
            described = type(self).model_fields["sms_from"]
            raise SettingsError(f"{described.alias} is missing: set it to {described.description}")


def whole_number(name: str, default: int, most: int) -> int:
    """A setting that is a number from 1 to `most`, as those of gunicorn are. Raises SettingsError."""
    written = os.environ.get(name) or str(default)
    if not (written.isascii() and written.isdecimal() and 1 <= int(written) <= most):
        raise SettingsError(f"{name} does not look right: set it to a number from 1 to {most}")
    return int(written)


# How many web processes gunicorn forks, and where they listen: the default, and the most.
WEB_NUMBERS = {"PORT": (8000, 65535), "WEB_CONCURRENCY": (2, 64)}


def _faults(error: ValidationError) -> list[str]:
    described = {field.alias: field.description for field in Settings.model_fields.values()}
    lines = []
    for fault in error.errors(include_input=False, include_url=False):
        name = str(fault["loc"][0])
        wrong = "is missing" if fault["type"] == "missing" else "does not look right"
        lines.append(f"{name} {wrong}: set it to {described[name]}")
    return lines
