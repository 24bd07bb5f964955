"""Why Twilio refuses or loses texts: its codes, in words, and whether another try can help."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from signpost.ports import SendError


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a code means. `permanent` says that the same text to the same number will never go."""

    meaning: str
    permanent: bool


REFUSALS: Mapping[int, Refusal] = MappingProxyType(
    {
        20003: Refusal("Twilio does not accept our account or token", permanent=False),
        20429: Refusal("too many requests at once", permanent=False),
        21211: Refusal("this is not a phone number", permanent=True),
        21408: Refusal("texts to this country are switched off in our account", permanent=True),
        21610: Refusal("this phone has sent STOP", permanent=True),
        21611: Refusal("our number has too many texts waiting", permanent=False),
        21614: Refusal("this is not a mobile", permanent=True),
        21635: Refusal("this is a landline", permanent=True),
        30001: Refusal("too many texts are waiting", permanent=False),
        30003: Refusal("the phone could not be reached", permanent=False),
        30004: Refusal("the phone blocks our texts", permanent=True),
        30005: Refusal("the phone is unknown or no longer in use", permanent=True),
        30006: Refusal("a landline, or a network that cannot be reached", permanent=True),
        30007: Refusal("the network took the text for spam", permanent=True),
        30008: Refusal("the network gave no reason", permanent=False),
        30036: Refusal("the text waited longer than it was good for", permanent=False),
    }
)

# These say something of one phone, and nothing of us: some come every day.
OF_ONE_PHONE = frozenset({21211, 21610, 21614, 21635, 30003, 30004, 30005, 30006, 30008})


def meaning(code: int | None) -> str:
    """What a failure's code means, in words, for whoever reads the log."""
    if code is None:
        return "the carrier gave no answer, or it was one too many for this phone's day"
    known = REFUSALS.get(code)
    return known.meaning if known else "not a code that we know: look for it in Twilio's list of errors"


def refusal(code: int | None, status: int | None) -> SendError:
    """The error for Twilio's code, or for the HTTP status when the code is none of ours.

    An unknown code with 400 says that the text itself is at fault. Anything else (401, 404, 429, 5xx) is about our
    account or Twilio's day, and can come right while we wait.
    """
    known = REFUSALS.get(code) if code is not None else None
    return SendError(code or status, permanent=known.permanent if known else status == 400)
