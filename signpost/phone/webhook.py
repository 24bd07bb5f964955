"""The carrier's side of a webhook: a request truly signed, cookies kept, Twilio's limits held."""

import uuid
from collections.abc import Mapping
from urllib.parse import urldefrag, urlencode

import requests
from twilio.request_validator import RequestValidator

from signpost.phone.faults import CarrierError
from signpost.phone.ledger import Exchange, Ledger

# Twilio's own: 5 s to connect, 15 s in all; 64 kB of TwiML.
_PATIENCE = (5.0, 15.0)
_LARGEST = 64 * 1024
_TWIML_TYPES = {"text/xml", "application/xml", "text/html"}


class Webhook:
    """One conversation's line to the service. Keeps the cookies the service sets, as Twilio does."""

    def __init__(self, token: str, ledger: Ledger) -> None:
        self._validator = RequestValidator(token)
        self._ledger = ledger
        self._session = requests.Session()
        # Nothing here leaves this machine, so no proxy.
        self._session.trust_env = False

    def fetch(self, title: str, url: str, fields: Mapping[str, str], method: str = "POST") -> str:
        """The TwiML that the service answers with. Raises CarrierError when Twilio could not use the answer."""
        answer = self._ask(title, url, fields, method)
        _check(answer)
        return answer.text

    def tell(self, title: str, url: str, fields: Mapping[str, str]) -> None:
        """Send a status callback. Like Twilio, whatever the service answers is noted and changes nothing."""
        try:
            self._ask(title, url, fields, "POST")
        except CarrierError as error:
            self._ledger.note(Exchange(f"{title} failed", url, fields, None, str(error)))

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _ask(self, title: str, url: str, fields: Mapping[str, str], method: str) -> requests.Response:
        target, form = urldefrag(url).url, dict(fields)
        if method == "GET":
            target, form = f"{target}{'&' if '?' in target else '?'}{urlencode(form)}", {}
        headers = {
            "X-Twilio-Signature": self._validator.compute_signature(target, form),
            "I-Twilio-Idempotency-Token": str(uuid.uuid4()),
            "User-Agent": "TwilioProxy/1.1",
        }
        try:
            answer = self._session.request(
                method, target, data=form or None, headers=headers, timeout=_PATIENCE, allow_redirects=False
            )
        except requests.RequestException as error:
            # The exception's own words may hold the query, and so a number: its kind says enough.
            raise CarrierError(11205, f"the service could not be reached ({type(error).__name__})") from None
        for cookie in self._session.cookies:
            # The service marks its cookies for TLS, which has no place on a loopback; Twilio would send them back.
            cookie.secure = False
        answer.encoding = answer.encoding if "charset" in answer.headers.get("Content-Type", "") else "utf-8"
        self._ledger.note(Exchange(f"{method} {title}", target, fields, answer.status_code, answer.text))
        return answer


def _check(answer: requests.Response) -> None:
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if answer.is_redirect:
        raise CarrierError(11200, f"the service answered {answer.status_code}: a redirect loses the keys or words sent")
    if not answer.ok:
        raise CarrierError(11200, f"the service answered {answer.status_code}, not 200")
    if kind not in _TWIML_TYPES:
        raise CarrierError(12300, f"the answer is {kind or 'of no type'}, not text/xml")
    if len(answer.content) > _LARGEST:
        raise CarrierError(11750, f"the answer has {len(answer.content)} bytes; Twilio takes {_LARGEST}")
