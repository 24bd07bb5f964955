"""An account with Twilio: how it stands, and how its numbers are set. For those who look after the service."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self

from signpost.adapters.twilio_client import client

_NUMBER = (
    "voice_url",
    "voice_method",
    "voice_application_sid",
    "trunk_sid",
    "voice_fallback_url",
    "voice_fallback_method",
    "status_callback",
    "status_callback_method",
    "sms_url",
    "sms_method",
    "sms_application_sid",
    "sms_fallback_url",
    "sms_fallback_method",
)
_SERVICE = (
    "inbound_request_url",
    "inbound_method",
    "use_inbound_webhook_on_number",
    "fallback_url",
    "fallback_method",
)


class AccountError(Exception):
    """Twilio did not do what it was asked; `status` is its HTTP status, None when there was no answer to read.

    The message quotes nothing of Twilio's: that may hold what we sent.
    """

    def __init__(self, status: int | None, code: int | None) -> None:
        told = f"Twilio answers {status}" + (f", code {code}" if code else "")
        super().__init__(told if status else "Twilio gives no answer that we can read")
        self.status = status
        self.code = code


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands: `status` is active, suspended or closed, `kind` Trial or Full."""

    status: str
    kind: str


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A number of the account's, with its settings by the SDK's names, and what it can do."""

    sid: str
    number: str
    settings: Mapping[str, str]
    calls: bool
    texts: bool


@dataclass(frozen=True, slots=True)
class MessagingService:
    """A messaging service, with its settings by the SDK's names, and its `numbers` (E.164)."""

    sid: str
    settings: Mapping[str, str]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dialling:
    """Which numbers of a country may be rung: ordinary ones, and those on which calls cost more."""

    ordinary: bool
    costly: bool


class TwilioAccount:
    """Asks and changes one account. Every method raises AccountError. Use it in a `with` block."""

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        api_url: str | None = None,
        timeout: float = 10.0,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._sid = account_sid
        self._clock = clock
        # How many seconds Twilio's clock is before ours, by its last answer.
        self.ahead: float | None = None
        self._client = client(account_sid, auth_token, api_url=api_url, timeout=timeout, answered=self._note)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.http_client.session.close()

    def _note(self, headers: Mapping[str, str]) -> None:
        try:
            self.ahead = (parsedate_to_datetime(headers["Date"]) - self._clock()).total_seconds()
        except (KeyError, ValueError, TypeError):
            self.ahead = None

    def standing(self) -> Standing:
        """How the account stands."""
        with _own_words():
            found = self._client.api.accounts(self._sid).fetch()
            return Standing(str(found.status), str(found.type))

    def number(self, number: str) -> OwnNumber | None:
        """The number (E.164) with its settings, None when it is none of the account's."""
        with _own_words():
            for found in self._client.incoming_phone_numbers.list(phone_number=number, limit=20):
                # Twilio takes what it is given for a part of a number.
                if found.phone_number == number:
                    can = _abilities(found.capabilities)
                    return OwnNumber(found.sid, number, _settings(found, _NUMBER), can("voice"), can("sms"))
        return None

    def service(self, sid: str) -> MessagingService:
        """The messaging service (MG...) with its settings."""
        with _own_words():
            context = self._client.messaging.v1.services(sid)
            found = context.fetch()
            numbers = tuple(one.phone_number for one in context.phone_numbers.list(limit=100))
            return MessagingService(found.sid, _settings(found, _SERVICE), numbers)

    def dialling(self, country: str) -> Dialling:
        """Which numbers of a country (as GB) may be rung."""
        with _own_words():
            found = self._client.voice.v1.dialing_permissions.countries(country).fetch()
            special, fraud = found.high_risk_special_numbers_enabled, found.high_risk_tollfraud_numbers_enabled
            return Dialling(bool(found.low_risk_numbers_enabled), bool(special or fraud))

    def set_number(self, sid: str, settings: Mapping[str, str]) -> None:
        """Change settings of a number."""
        with _own_words():
            self._client.incoming_phone_numbers(sid).update(**settings)

    def set_service(self, sid: str, settings: Mapping[str, str]) -> None:
        """Change settings of a messaging service."""
        with _own_words():
            told = {name: value == "true" if value in {"true", "false"} else value for name, value in settings.items()}
            self._client.messaging.v1.services(sid).update(**told)


def _settings(found: object, names: tuple[str, ...]) -> dict[str, str]:
    return {name: _written(getattr(found, name)) for name in names}


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value or "")


def _abilities(capabilities: object) -> Callable[[str], bool]:
    known = capabilities if isinstance(capabilities, Mapping) else {}
    return lambda name: bool({key.lower(): value for key, value in known.items()}.get(name))


@contextmanager
def _own_words() -> Iterator[None]:
    try:
        yield
    except Exception as fault:
        # Without a status it is no answer, or one that the SDK stumbles over in whatever way.
        error = AccountError(_whole(fault, "status") or _listed(fault), _whole(fault, "code"))
    else:
        return
    raise error from None


def _whole(fault: Exception, name: str) -> int | None:
    found = getattr(fault, name, None)
    return found if isinstance(found, int) else None


def _listed(fault: Exception) -> int | None:
    # Where a list is refused, the SDK hides the status within the answer.
    answers = (part for part in fault.args if hasattr(part, "status_code"))
    return next((answer.status_code for answer in answers), None)
