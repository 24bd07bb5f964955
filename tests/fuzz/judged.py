"""What an answer to a fuzzed form must be."""

import logging
import time
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode
from xml.etree import ElementTree

from flask.testing import FlaskClient
from twilio.request_validator import RequestValidator

from tests.house import TOKEN
from tests.web.conftest import PUBLIC_URL

LARGEST = 64 * 1024
LONGEST = 15.0
VERBS = {
    *("Response", "Say", "Play", "Gather", "Dial", "Number", "Enqueue", "Leave", "Redirect", "Hangup", "Pause"),
    *("Reject", "Message", "Body", "break", "prosody", "say-as", "lang", "p", "s", "sub", "emphasis", "phoneme", "w"),
}


class _Raised(logging.Handler):
    """Counts what was logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.kinds: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if record.exc_info else None
        self.kinds.append(f"{record.name}: {type(fault).__name__ if fault else record.getMessage()}")


@dataclass
class Judge:
    """Sends forms, and notes what is wrong with the answers."""

    client: FlaskClient
    inputs: int = 0
    refused: int = 0
    longest: float = 0.0
    largest: int = 0
    faults: list[str] = field(default_factory=list)
    _raised: _Raised = field(default_factory=_Raised)

    def __post_init__(self) -> None:
        logging.getLogger().addHandler(self._raised)

    def close(self) -> None:
        """Watch the log no longer."""
        logging.getLogger().removeHandler(self._raised)

    def send(self, path: str, step: str | None, form: dict[str, str]) -> list[str]:
        """Send one form, truly signed; what is wrong with its answer."""
        if step is not None:
            path += f"?step={quote(step, errors='replace')}"
        encoded = urlencode(form, errors="replace")
        # As it is read on the other side: nobody can sign half a surrogate pair.
        sent = {
            name.encode(errors="replace").decode(): value.encode(errors="replace").decode()
            for name, value in form.items()
        }
        headers = {"X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(PUBLIC_URL + path, sent)}
        started = time.monotonic()
        answer = self.client.post(
            path,
            data=encoded,
            content_type="application/x-www-form-urlencoded",
            headers=headers,
            base_url="https://localhost",
        )
        took = time.monotonic() - started
        self.inputs += 1
        self.longest, self.largest = max(self.longest, took), max(self.largest, len(answer.data))
        wrong = list(self._wrong(answer.status_code, answer.data, took, len(encoded)))
        wrong += [f"logged: {kind}" for kind in self._raised.kinds]
        self._raised.kinds.clear()
        self.faults += wrong
        return wrong

    def _wrong(self, status: int, document: bytes, took: float, length: int) -> list[str]:
        if took > LONGEST:
            return [f"took {took:.0f} s"]
        if status == 413 and length > LARGEST:
            self.refused += 1
            return []
        if status != 200:
            return [f"status {status}"]
        if len(document) >= LARGEST:
            return [f"{len(document)} bytes"]
        try:
            found = {one.tag for one in ElementTree.fromstring(document).iter()}  # noqa: S314
        except ElementTree.ParseError as broken:
            return [f"no XML: {broken}"]
        return [f"verb {verb}" for verb in found - VERBS]
