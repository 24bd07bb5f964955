"""Requests as Twilio sends them, truly signed, written to a file for wrk: no two of them are the same turn."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from tests.house import ACCOUNT, NUMBER, TOKEN

# Calls that are under way at once; each has a mobile of Ofcom's drama range, which has a thousand,
# the first of them the service's own.
CALLERS = 999
# What a caller presses, and a parent texts: to a signpost, and back again.
KEYS = ("3", "1", "*", "*")
TEXTS = ("3", "1", "back", "back")
# What Twilio tells of a UK number beside these: nothing that we read.
_PLACES = {f"{whose}{what}": "" for whose in ("From", "To") for what in ("City", "State", "Zip")}
_COUNTRIES = {f"{whose}Country": "GB" for whose in ("From", "To", "Called", "Caller")}

Turn = tuple[str, dict[str, str]]  # the path with its query, and the form


def calls(callers: int = CALLERS, first: int = 0, pressed: Sequence[str] = KEYS) -> Iterator[Turn]:
    """Turns of calls, without end: so many begin, from the `first` number on, then each presses its next key."""
    for round_ in itertools.count():
        for step in range(len(pressed) + 1):
            for caller in range(first, first + callers):
                sid = f"CA{round_ * CALLERS + caller:032x}"
                if step:
                    yield f"/voice?step={step}", _call(caller, sid, pressed[step - 1])
                else:
                    yield "/voice", _call(caller, sid)


def _call(caller: int, sid: str, digits: str | None = None) -> dict[str, str]:
    mobile = f"+447700900{caller + 1:03}"
    form = {
        **_PLACES,
        **_COUNTRIES,
        **{f"{whose}{what}": "" for whose in ("Called", "Caller") for what in ("City", "State", "Zip")},
        "AccountSid": ACCOUNT,
        "ApiVersion": "2010-04-01",
        "CallSid": sid,
        "CallStatus": "ringing" if digits is None else "in-progress",
        "Called": NUMBER,
        "Caller": mobile,
        "Direction": "inbound",
        "From": mobile,
        "To": NUMBER,
    }
    return form if digits is None else {**form, "Digits": digits, "FinishedOnKey": "", "msg": "Gather End"}


def texts(parents: int = CALLERS, first: int = 0) -> Iterator[Turn]:
    """Texts, without end: so many parents say hello, from the `first` number on, then each goes on."""
    for number, body in enumerate(itertools.chain.from_iterable(itertools.repeat(("hello", *TEXTS)))):
        for parent in range(first, first + parents):
            sid = f"SM{number * CALLERS + parent:032x}"
            yield (
                "/sms",
                {
                    **_PLACES,
                    "FromCountry": "GB",
                    "ToCountry": "GB",
                    "AccountSid": ACCOUNT,
                    "ApiVersion": "2010-04-01",
                    "Body": body,
                    "From": f"+447700900{parent + 1:03}",
                    "To": NUMBER,
                    "MessageSid": sid,
                    "SmsMessageSid": sid,
                    "SmsSid": sid,
                    "SmsStatus": "received",
                    "NumMedia": "0",
                    "NumSegments": "1",
                },
            )


def signature(url: str, form: Mapping[str, str]) -> str:
    """Twilio's signature over an address and a form."""
    return str(RequestValidator(TOKEN).compute_signature(url, form))


def lines(turns: Iterable[Turn], public_url: str) -> Iterator[str]:
    """One request a line: path, signature, form."""
    for path, form in turns:
        yield f"{path}\t{signature(public_url + path, form)}\t{urlencode(form)}\n"
