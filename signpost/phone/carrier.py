"""The small Twilio: rings and texts the service by its webhooks, takes the texts it sends, and makes its calls."""

import secrets
import threading
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Self
from urllib.parse import urljoin

from signpost.phone import twiml
from signpost.phone.call import Call, Sound
from signpost.phone.faults import CarrierError, NotNowError, RefusedError
from signpost.phone.holding import Holding
from signpost.phone.keywords import network_reply
from signpost.phone.ledger import Kind, Ledger, Outgoing, Text
from signpost.phone.numbers import CALLERS, LINE, MOBILE, SERVICE
from signpost.phone.postman import Postman
from signpost.phone.segments import segments
from signpost.phone.twiml import Message, Redirect
from signpost.phone.webhook import Webhook

BLOCKED = "(The network blocks our answer until this phone texts START.)"
# Seconds that a phone rings when nothing else is asked for.
RING_TIME = 60
_MOST_DOCUMENTS = 50
_PLACE = MappingProxyType({"City": "", "State": "", "Zip": "", "Country": "GB"})


def _now() -> datetime:
    return datetime.now(UTC)


class Carrier:
    """One Twilio account with one number, in front of the service at `public_url` (no slash at its end).

    `account_sid` and `auth_token` are what the service must be given. Use it in a `with` block: it owns a thread and
    connections.
    """

    def __init__(
        self,
        public_url: str,
        *,
        account_sid: str | None = None,
        auth_token: str | None = None,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self.public_url = public_url
        self.account_sid = account_sid or f"AC{secrets.token_hex(16)}"
        self.auth_token = auth_token or secrets.token_hex(16)
        self.number = SERVICE
        # The line whose forwarded calls come here.
        self.line = LINE
        # How many others wait in the queue whenever somebody joins it.
        self.others_waiting = 0
        self.ledger = Ledger()
        self.holding = Holding(SERVICE)
        self._now = now
        self._postman = Postman()
        self._callbacks = Webhook(self.auth_token, self.ledger)
        self._lines: dict[str, Webhook] = {}
        self._calls: list[Call] = []
        self._blocked: set[str] = set()
        self._refusals: deque[RefusedError] = deque()
        self._call_refusals: deque[RefusedError] = deque()
        self._losses: deque[int] = deque()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up every call, deliver what is on its way, and close all connections."""
        self.ledger.close()
        for call in self._calls:
            call.hang_up()
        self._postman.close()
        for line in (*self._lines.values(), self._callbacks):
            line.close()

    # What a person does

    def call(self, caller: str = "mobile", *, forwarded: bool = False) -> tuple[Call, tuple[Sound, ...]]:
        """Ring as `mobile`, `landline`, `withheld` or any caller id; the call, and what is heard first.

        A `forwarded` call was for the line, which has passed it on.
        """
        sender = CALLERS.get(caller, caller)
        parties = {"Caller": sender, "Called": self.number, **self._parties(sender)}
        if forwarded:
            parties["ForwardedFrom"] = self.line
        url = urljoin(f"{self.public_url}/", "voice")
        call = Call(Webhook(self.auth_token, self.ledger), url, parties, self.others_waiting)
        self._calls.append(call)
        return call, call.ring()

    def text(self, body: str, sender: str = MOBILE, *, media: int = 0, sid: str | None = None) -> tuple[Text, ...]:
        """Text the service; the texts that come straight back. `sid` sends a text again, as Twilio may.

        Raises CarrierError when the service's answer is of no use: a real person would get nothing.
        """
        message = Text(sid or f"SM{uuid.uuid4().hex}", sender, self.number, body, Kind.INBOUND, self._now())
        self._show(message)
        replies = []
        if words := network_reply(body, sender, self._blocked):
            replies.append(self._show(self._make(words, sender, Kind.NETWORK)))
        for answer in self._answers(message, media):
            to = answer.to or sender
            kind, words = (Kind.NOTE, BLOCKED) if to in self._blocked else (Kind.REPLY, answer.body)
            replies.append(self._show(self._make(words, to, kind)))
        return tuple(replies)

    def ringing(self, phone: str) -> bool:
        """Whether the service is ringing this phone (E.164) just now."""
        return self.rings_for(phone) > 0

    def rings_for(self, phone: str) -> float:
        """How many seconds this phone (E.164) rings on if nobody picks up; 0 when it does not ring."""
        now = self._now()
        return max((one.rings_for(now) for one in self.ledger.outgoing() if one.to == phone), default=0.0)

    def status_of(self, made: Outgoing) -> str:
        """How a call that the service made stands now, as Twilio names it."""
        return made.status(self._now())

    def pick_up(self, phone: str) -> tuple[Call, tuple[Sound, ...]]:
        """Answer the service's call to this phone (E.164); the call, and what is heard first. Raises NotNowError."""
        for one in self.ledger.outgoing():
            if one.to == phone and one.rings_for(self._now()):
                self.ledger.answer(one.sid)
                call = next(call for call in self._calls if call.sid == one.sid)
                return call, call.answer()
        raise NotNowError("this phone does not ring")

    # What the service does, by way of the REST API

    def call_out(self, to: str, url: str, timeout: int = RING_TIME) -> Outgoing:
        """Ring a phone for the service, for `timeout` seconds: what is said comes from `url`.

        Raises RefusedError as the REST API would.
        """
        with self._lock:
            if self._call_refusals:
                raise self._call_refusals.popleft()
        # As Twilio has it, From is who rings and To who is rung, whichever of them the account is.
        rung = {"To": to, "Caller": self.number, "Called": to, "Direction": "outbound-api"}
        parties = {**self._parties(self.number), **rung}
        call = Call(Webhook(self.auth_token, self.ledger), url, parties, self.others_waiting)
        self._calls.append(call)
        made = Outgoing(call.sid, self.number, to, self._now(), timeout)
        self.ledger.ring(made)
        return made

    def refuse_next_call(self, code: int, http_status: int = 400) -> None:
        """Have the next call that the service makes refused, with Twilio's `code`: for tests."""
        self._call_refusals.append(RefusedError(code, http_status, "Refused as a test asked"))

    def send(self, to: str, body: str, callback: str | None, *, through_service: bool = False) -> Text:
        """Take a text from the service and deliver it soon. Raises RefusedError as the REST API would."""
        with self._lock:
            if self._refusals:
                raise self._refusals.popleft()
            if to in self._blocked:
                raise RefusedError(21610, 400, "Attempt to send to unsubscribed recipient")
            lost = self._losses.popleft() if self._losses else None
        text = self._make(body, to, Kind.SENT, "accepted" if through_service else "queued")
        self.ledger.accept(text)
        stages = ("queued", "sent") if through_service else ("sent",)
        self._postman.send(lambda: self._deliver(text.sid, stages, lost, callback))
        return text

    def refuse_next(self, code: int, http_status: int = 400) -> None:
        """Have the next text refused, with Twilio's `code`: for tests."""
        self._refusals.append(RefusedError(code, http_status, "Refused as a test asked"))

    def lose_next(self, code: int) -> None:
        """Have the next text taken, then reported `undelivered` with Twilio's `code`: for tests."""
        self._losses.append(code)

    # Within

    def _deliver(self, sid: str, stages: tuple[str, ...], lost: int | None, callback: str | None) -> None:
        for stage in stages:
            self._report(self.ledger.mark(sid, stage), callback)
        if lost is None:
            self.ledger.arrive(sid)
        self._report(self.ledger.mark(sid, "undelivered" if lost else "delivered", lost), callback)

    def _report(self, text: Text, callback: str | None) -> None:
        if callback is None:
            return
        fields = {
            "MessageSid": text.sid,
            "SmsSid": text.sid,
            "MessageStatus": text.status,
            "SmsStatus": text.status,
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "From": text.sender,
            "To": text.to,
        }
        code = {"ErrorCode": str(text.code)} if text.code else {}
        self._callbacks.tell(f"the text is {text.status}", callback, fields | code)

    def _answers(self, message: Text, media: int) -> list[Message]:
        fields = {
            **dict.fromkeys(("MessageSid", "SmsSid", "SmsMessageSid"), message.sid),
            "SmsStatus": "received",
            "Body": message.body,
            "NumMedia": str(media),
            "NumSegments": str(segments(message.body)),
            **self._parties(message.sender),
            **{f"MediaContentType{n}": "image/jpeg" for n in range(media)},
            **{f"MediaUrl{n}": f"https://api.twilio.com/2010-04-01/Media/ME{n:032x}" for n in range(media)},
        }
        with self._lock:
            line = self._lines.setdefault(message.sender, Webhook(self.auth_token, self.ledger))
        return _follow(line, urljoin(f"{self.public_url}/", "sms"), fields)

    def _parties(self, sender: str) -> dict[str, str]:
        known = {"AccountSid": self.account_sid, "ApiVersion": "2010-04-01", "From": sender, "To": self.number}
        places = {f"To{key}": value for key, value in _PLACE.items()}
        if sender.startswith("+44"):
            places |= {f"From{key}": value for key, value in _PLACE.items()}
        return known | places

    def _make(self, body: str, to: str, kind: Kind, status: str = "delivered") -> Text:
        return Text(f"SM{uuid.uuid4().hex}", self.number, to, body, kind, self._now(), status)

    def _show(self, text: Text) -> Text:
        self.ledger.accept(text)
        self.ledger.arrive(text.sid)
        return text


def _follow(line: Webhook, url: str, fields: Mapping[str, str]) -> list[Message]:
    answers: list[Message] = []
    title, method = "a text comes in", "POST"
    for _ in range(_MOST_DOCUMENTS):
        for step in twiml.messaging(line.fetch(title, url, fields, method)):
            if isinstance(step, Redirect):
                title, url, method = "redirected", urljoin(url, step.url), step.method
                break
            answers.append(step)
        else:
            return answers
    raise CarrierError(14106, f"{_MOST_DOCUMENTS} documents in answer to one text")
