"""Twilio's REST API for texts and calls. The SDK takes long to import, so only who sends loads it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from signpost.adapters.refusals import refusal
from signpost.carrier_ports import SendError

if TYPE_CHECKING:
    from twilio.rest import Client

logger = logging.getLogger(__name__)

# Twilio's clock and ours; a second equal text to the same phone within it is no loss.
_SKEW = timedelta(minutes=1)
_NEWEST = 50
# Seconds that a phone rings: most voicemail takes longer to answer.
RING_FOR = 25
# How many seconds a text may wait at Twilio. The longest that it takes; after that it comes back to us as lost.
VALIDITY = 36_000
# Such a text will not arrive, so it does not stand in the way of another try.
_LOST = frozenset({"undelivered", "failed", "canceled"})


@dataclass(frozen=True)
class TwilioGateway:
    """The ports `Gateway` and `Telephone`.

    `sender` is an E.164 number or a messaging service (MG...). Twilio reports on each text to `callback_url`/<text id>.
    Calls come from the number `voice_sender`, and who answers hears what `voice_url` says. `api_url` is another base
    URL than Twilio's own. `timeout` is in seconds, for connecting and for each wait after.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    sender: str
    callback_url: str
    api_url: str | None = None
    voice_sender: str = ""
    voice_url: str = ""
    timeout: float = 10.0

    def load(self) -> None:
        """Load the SDK now, so that processes which are forked from this one need not, each anew."""
        _ = self._client.messages

    def send(self, to: str, body: str, text_id: str) -> str:
        """Hand a text over; Twilio's id for it. Raises SendError.

        After one without a code nobody knows whether Twilio took it: ask `find` before the next try.
        """
        service = self.sender.startswith("MG")
        with _own_words():
            message = self._client.messages.create(
                to=to,
                body=body,
                status_callback=f"{self.callback_url.rstrip('/')}/{text_id}",
                # Our texts are GSM-7 already, and `find` compares them letter by letter.
                smart_encoded=False,
                validity_period=VALIDITY,
                **({"messaging_service_sid": self.sender} if service else {"from_": self.sender}),
            )
            return _sid(message.sid)

    def find(self, to: str, body: str, since: datetime) -> str | None:
        """Twilio's id of the newest such text that it took since then and has not lost, else None. Raises SendError.

        The date is compared here: Twilio's own filter is on when a text was sent, which one still in its queue was not.
        """
        with _own_words():
            for message in self._client.messages.list(to=to, limit=_NEWEST, page_size=_NEWEST):
                if message.status in _LOST:
                    continue
                made = message.date_created
                # A trial account's texts come with a notice before them.
                if message.body.rstrip().endswith(body.rstrip()) and (made is None or made >= since - _SKEW):
                    return _sid(message.sid)
        return None

    def call(self, to: str) -> None:
        """Have a phone rung. Raises SendError.

        After one without a code nobody knows whether Twilio rings: ask `was_called` before the next try.
        """
        with _own_words():
            # No machine detection: it keeps whoever answers waiting for seconds, in silence.
            made = self._client.calls.create(
                to=to, from_=self.voice_sender, url=self.voice_url, method="POST", timeout=RING_FOR
            )
            _sid(made.sid)

    def was_called(self, to: str, since: datetime) -> bool:
        """Whether Twilio was told to ring this phone since then. Raises SendError."""
        with _own_words():
            for call in self._client.calls.list(to=to, from_=self.voice_sender, limit=_NEWEST, page_size=_NEWEST):
                if call.date_created is None or call.date_created >= since - _SKEW:
                    return True
        return False

    @cached_property
    def _client(self) -> "Client":
        from signpost.adapters.twilio_client import client  # noqa: PLC0415

        return client(self.account_sid, self.auth_token, api_url=self.api_url, timeout=self.timeout)


@contextmanager
def _own_words() -> Iterator[None]:
    """Turn whatever the SDK raises into a SendError: their messages quote numbers and bodies, ours do not."""
    from twilio.base.exceptions import TwilioException  # noqa: PLC0415

    try:
        yield
    except TwilioException as fault:
        error = refusal(getattr(fault, "code", None), getattr(fault, "status", None))
    except Exception as fault:
        # No answer, or one that the SDK stumbles over in whatever way. What it raises may hold the number.
        logger.warning("Twilio gave no answer that we can read: %s", type(fault).__name__)
        error = SendError(None, permanent=False)
    else:
        return
    raise error from None


def _sid(sid: object) -> str:
    if not isinstance(sid, str) or not sid:
        raise ValueError("an answer without an id")
    return sid
