"""Who may call the webhooks: Twilio alone, by its signature over our public address and the form."""

import hmac
from base64 import b64encode
from urllib.parse import quote

from flask import Request
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict


class Signature:
    """Checks X-Twilio-Signature. There is no way to turn it off.

    Twilio signs the address with the form's fields after it, sorted by name (its "Security" page, "Validating requests
    are coming from Twilio"). Its own validator works that out twice each time, with the address's port and without:
    that is asked only where the plain one does not match.
    """

    def __init__(self, auth_token: str, public_url: str) -> None:
        self._token = auth_token.encode()
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
        if hmac.compare_digest(signature.encode(), self._signed(url, request.form)):
            return True
        return bool(self._validator.validate(url, request.form, signature))

    def _signed(self, url: str, form: MultiDict[str, str]) -> bytes:
        fields = "".join([name + _each(name, values) for name, values in sorted(form.lists())])
        return b64encode(hmac.digest(self._token, f"{url}{fields}".encode(), "sha1"))


def _each(name: str, values: list[str]) -> str:
    """A field's values, each once, and between them its name again: so none can be sent in two pieces."""
    return values[0] if len(values) == 1 else name.join(sorted(set(values)))
