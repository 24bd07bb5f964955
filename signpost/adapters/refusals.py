"""Why Twilio refuses or loses texts: its codes, in words, whether another try can help, and what staff can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from signpost.carrier_ports import HELD_BACK, NO_ROOM, SendError

_AGAIN = "Send it again, if it still helps them."
_MENDED = "Tell whoever runs the service. Once that is mended, send it again."
_NEVER = "No text will ever reach this number. If they asked to be rung, ring them instead."
_PAUSED = "Once the contact is taken up again, send it again. Until then, tell them in another way whom to turn to."
_STOPPED = "They want no texts: do not send it again. They get texts once they text START."


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a code means, and what staff can do. `permanent`: the same text to the same number will never go."""

    meaning: str
    permanent: bool
    advice: str = _AGAIN


REFUSALS: Mapping[int, Refusal] = MappingProxyType(
    {
        HELD_BACK: Refusal(
            "it holds a number or an address that is paused now, so we have kept it back",
            permanent=True,
            advice=_PAUSED,
        ),
        NO_ROOM: Refusal(
            "there was no room for it: too many texts in a day, or earlier ones that Twilio would not take",
            permanent=True,
            advice=_AGAIN,
        ),
        20003: Refusal("Twilio does not accept our account or token", permanent=False, advice=_MENDED),
        20429: Refusal("too many requests at once", permanent=False),
        21211: Refusal("this is not a phone number", permanent=True, advice=_NEVER),
        21408: Refusal("texts to this country are switched off in our account", permanent=True, advice=_MENDED),
        21610: Refusal("this phone has sent STOP", permanent=True, advice=_STOPPED),
        21611: Refusal("our number has too many texts waiting", permanent=False),
        21614: Refusal("this is not a mobile", permanent=True, advice=_NEVER),
        21635: Refusal("this is a landline", permanent=True, advice=_NEVER),
        30001: Refusal("too many texts are waiting", permanent=False),
        30003: Refusal("the phone could not be reached", permanent=False),
        30004: Refusal("the phone blocks our texts", permanent=True, advice=_NEVER),
        30005: Refusal("the phone is unknown or no longer in use", permanent=True, advice=_NEVER),
        30006: Refusal("a landline, or a network that cannot be reached", permanent=True, advice=_NEVER),
        30007: Refusal("the network took the text for spam", permanent=True, advice=_MENDED),
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


def advice(code: int | None) -> str:
    """What staff can do about a text that failed with this code."""
    if code is None:
        return "Wait until tomorrow, then send it again, if it still helps them."
    known = REFUSALS.get(code)
    return known.advice if known else f"Tell whoever runs the service that Twilio gave the code {code}."


def refusal(code: int | None, status: int | None) -> SendError:
    """The error for Twilio's code, or for the HTTP status when the code is none of ours.

    An unknown code with 400 says that the text itself is at fault. Anything else (401, 404, 429, 5xx) is about our
    account or Twilio's day, and can come right while we wait.
    """
    known = REFUSALS.get(code) if code is not None else None
    return SendError(code or status, permanent=known.permanent if known else status == 400)
