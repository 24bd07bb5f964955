"""Who may call the webhooks: Twilio alone, by its signature over our public address and the form."""

from urllib.parse import quote

from flask import Request
from twilio.request_validator import RequestValidator


class Signature:
    """Checks X-Twilio-Signature. There is no way to turn it off."""

    def __init__(self, auth_token: str, public_url: str) -> None:
        self._validator = RequestValidator(auth_token)
        self._public_url = public_url

    def is_valid(self, request: Request) -> bool:
        """Whether Twilio signed this request.

        The address is put together from our own setting and the query as it came: `request.url` has decoded parts
        of the query, and names the host that a stranger asked for.
        """
        query = request.query_string.decode("latin-1")
        url = self._public_url + quote(request.path) + (f"?{query}" if query else "")
        signature = request.headers.get("X-Twilio-Signature", "")
        return bool(self._validator.validate(url, request.form, signature))
