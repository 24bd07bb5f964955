"""One way to reach Twilio's REST API. The SDK takes long to import: whoever imports this module should be about to."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client


def client(
    account_sid: str,
    auth_token: str,
    *,
    api_url: str | None,
    timeout: float,
    answered: Callable[[Mapping[str, str]], None] | None = None,
) -> Client:
    """The SDK's client. `api_url` is another base URL than Twilio's own; `timeout` is in seconds.

    `answered` is told the headers of each answer.
    """
    # Both write the address of each request, which may hold a person's number.
    silent = logging.getLogger(f"{__name__}.requests")
    silent.disabled = True
    logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)
    hooks: dict[str, object] = {"response": _told(answered)} if answered else {}
    http = TwilioHttpClient(timeout=timeout, logger=silent, request_hooks=hooks or None)
    # Neither a proxy nor a .netrc that happens to be about may see or change what we send.
    http.session.trust_env = False
    # TWILIO_EDGE and TWILIO_REGION would change the host of `api_url`.
    nothing = {"TWILIO_EDGE": "", "TWILIO_REGION": ""}
    made = Client(account_sid, auth_token, http_client=http, environment=nothing)
    if api_url:
        for domain in (made.api, made.messaging, made.voice):
            domain.base_url = api_url
    return made


def _told(answered: Callable[[Mapping[str, str]], None]) -> Callable[..., None]:
    def hook(response: Any, *_: object, **__: object) -> None:
        answered(response.headers)

    return hook
