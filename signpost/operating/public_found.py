"""The service as it is seen from outside: at its public address, and where its fallbacks stand."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

import requests
from twilio.request_validator import RequestValidator

from signpost.core.finding import Finding, look, ok, wrong, yourself
from signpost.operating.lines import shown
from signpost.settings import Settings

_PATIENCE = 10.0
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
# What Twilio keeps for its customers there it shows to nobody but itself.
_TWILIO_BINS = "handler.twilio.com"


class Visitor:
    """Somebody who comes from outside. Use it in a `with` block."""

    def __init__(self) -> None:
        self._session = requests.Session()
        # Neither a proxy nor a .netrc that happens to be about may change what is seen.
        self._session.trust_env = False

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def ask(self, method: str, url: str, **more: dict[str, str]) -> requests.Response | str:
        """The answer, or in a word why there is none."""
        try:
            return self._session.request(method, url, timeout=_PATIENCE, allow_redirects=False, **more)  # type: ignore[arg-type]
        except requests.RequestException as fault:
            return type(fault).__name__


def public_found(visitor: Visitor, settings: Settings) -> Iterator[Finding]:
    """Whether Twilio and a monitor would find the service, and strangers would not."""
    public = settings.public_url
    parts = urlsplit(public)
    if parts.scheme != "https" and parts.hostname not in _LOCAL:
        told = "begins with http://: texts and numbers go there for everybody to read"
        yield wrong("SIGNPOST_PUBLIC_URL", told, "Put a proxy with TLS before the service, and write https://")
    answer = visitor.ask("GET", f"{public}/healthz")
    if isinstance(answer, str) or answer.status_code != 200:
        told = f"does not lead here: /healthz gives {_said(answer)}"
        mend = "Is `web` running, does the name lead to it, and does the proxy let all paths through?"
        yield wrong("SIGNPOST_PUBLIC_URL", told, mend)
        return
    yield ok("SIGNPOST_PUBLIC_URL", "leads to a service that lives")
    yield _ready(visitor.ask("GET", f"{public}/readyz"))
    yield _stranger(visitor.ask("POST", f"{public}/status/call", data={"CallStatus": "completed"}))
    yield _signed(visitor, settings)


def _said(answer: requests.Response | str) -> str:
    return f"no answer ({answer})" if isinstance(answer, str) else f"{answer.status_code}"


def _ready(answer: requests.Response | str) -> Finding:
    about = "the service, ready"
    if isinstance(answer, str) or answer.status_code != 200:
        why = "" if isinstance(answer, str) else " ".join(answer.text[:100].split())
        return wrong(about, f"/readyz gives {_said(answer)}", why or "See what the log of `web` says.")
    return ok(about, "Redis is reached and a worker seen")


def _stranger(answer: requests.Response | str) -> Finding:
    about = "the service, strangers"
    if isinstance(answer, str) or answer.status_code != 403:
        told = f"a request that Twilio did not sign gives {_said(answer)}, not 403"
        return wrong(about, told, "Is that address this very service?")
    return ok(about, "are turned away")


def _signed(visitor: Visitor, settings: Settings) -> Finding:
    about, url = "the service, Twilio's requests", f"{settings.public_url}/status/call"
    form = {"CallStatus": "completed"}
    signature = RequestValidator(settings.auth_token.get_secret_value()).compute_signature(url, form)
    answer = visitor.ask("POST", url, data=form, headers={"X-Twilio-Signature": signature})
    if isinstance(answer, str) or answer.status_code != 204:
        told = f"one that is signed as Twilio signs gives {_said(answer)}"
        mend = "Give `web` the same SIGNPOST_PUBLIC_URL and TWILIO_AUTH_TOKEN as here; let the proxy change no path."
        return wrong(about, told, mend)
    return ok(about, "are taken")


def fallbacks_found(visitor: Visitor, urls: Iterable[str], number: str) -> Iterator[Finding]:
    """Whether what stands at each fallback address is TwiML that tells `number`."""
    for url in urls:
        about = f"fallback {shown(url)}"
        if urlsplit(url).hostname == _TWILIO_BINS:
            yield yourself(about, f"It is in a TwiML Bin: see that it tells {number}.")
            continue
        answer = visitor.ask("GET", url)
        if isinstance(answer, str) or answer.status_code != 200:
            mend = "Put there what signpost fallback makes."
            yield wrong(about, f"gives {_said(answer)}", mend)
        elif "<Response" not in answer.text or _digits(number) not in _digits(re.sub(r"<[^>]*>", " ", answer.text)):
            yield look(about, f"is no TwiML that tells {number}", "Make it anew with signpost fallback.")
        else:
            yield ok(about, f"tells {number}")


def _digits(words: str) -> str:
    return re.sub(r"\D", "", words)
