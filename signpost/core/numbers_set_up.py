"""What a number of ours, or the messaging service that texts go out by, has to be set to at Twilio.

The names are those of Twilio's SDK: of an incoming phone number, and of a messaging service. A setting that is absent
is "".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlsplit

# Twilio by itself tries again only when it cannot connect. So: two more tries, also after an error of ours and after 4
# seconds without an answer; three times 4 seconds are within the 15 that a caller is let wait.
OVERRIDES = "rc=2&rp=5xx,ct,rt&rt=4000"

# These would be asked instead of the address that is set.
_NUMBER_APPLICATIONS = MappingProxyType({"voice_application_sid": "", "trunk_sid": ""})


@dataclass(frozen=True, slots=True)
class Fallbacks:
    """Where Twilio finds what it plays and sends while we are away; "" leaves alone what is set."""

    voice: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that is `old` and should be `new`. `minor`: it works, if less well than it could."""

    name: str
    old: str
    new: str
    minor: bool = False


def for_calls(public_url: str, fallbacks: Fallbacks) -> dict[str, str]:
    """How a number that is rung should be set."""
    return {
        "voice_url": f"{public_url}/voice#{OVERRIDES}",
        "voice_method": "POST",
        **_NUMBER_APPLICATIONS,
        **_fallback("voice_fallback", fallbacks.voice),
        "status_callback": f"{public_url}/status/call",
        "status_callback_method": "POST",
    }


def for_texts(public_url: str, fallbacks: Fallbacks) -> dict[str, str]:
    """How a number that is texted should be set, where no messaging service stands before it."""
    return {
        "sms_url": f"{public_url}/sms#{OVERRIDES}",
        "sms_method": "POST",
        "sms_application_sid": "",
        **_fallback("sms_fallback", fallbacks.text),
    }


def for_service(public_url: str, fallbacks: Fallbacks) -> dict[str, str]:
    """How a messaging service should be set: all texts to its numbers come by its own address."""
    return {
        "inbound_request_url": f"{public_url}/sms#{OVERRIDES}",
        "inbound_method": "POST",
        "use_inbound_webhook_on_number": "false",
        **_fallback("fallback", fallbacks.text),
    }


def _fallback(name: str, url: str) -> dict[str, str]:
    # A host of plain files answers to nothing but GET.
    return {f"{name}_url": url, f"{name}_method": "GET"} if url else {}


def changes(now: Mapping[str, str], wanted: Mapping[str, str]) -> tuple[Change, ...]:
    """What has to change, in the order of `wanted`, for the settings `now` to be as wanted."""
    return tuple(
        Change(name, now.get(name, ""), new, _is_minor(name, now.get(name, ""), new))
        for name, new in wanted.items()
        if not _same(now.get(name, ""), new)
    )


def absent_fallbacks(now: Mapping[str, str], wanted: Mapping[str, str]) -> tuple[str, ...]:
    """The fallback addresses that a number or service set as wanted would still have none of."""
    known = {"voice_url": "voice_fallback_url", "sms_url": "sms_fallback_url", "inbound_request_url": "fallback_url"}
    needed = [fallback for name, fallback in known.items() if name in wanted]
    return tuple(name for name in needed if not (wanted.get(name) or now.get(name)))


def _same(old: str, new: str) -> bool:
    return _bare(old) == _bare(new) and _overrides(old) == _overrides(new)


def _is_minor(name: str, old: str, new: str) -> bool:
    return name.startswith("status_callback") or _bare(old) == _bare(new)


def _bare(url: str) -> str:
    return url.partition("#")[0]


def _overrides(url: str) -> dict[str, frozenset[str]]:
    parts = (part.partition("=") for part in urlsplit(url).fragment.split("&") if part)
    return {name: frozenset(value.split(",")) for name, _, value in parts}
