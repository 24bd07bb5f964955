"""One phone call: plays what the service says and carries the caller's keys and words back."""

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from signpost.phone import twiml
from signpost.phone.faults import CarrierError, NotNowError
from signpost.phone.twiml import Dial, Enqueue, Gather, Hangup, Leave, Pause, Redirect, Say
from signpost.phone.waiting import QUEUE_ENDINGS, Waiting
from signpost.phone.webhook import Webhook

DIAL_ENDINGS = ("completed", "busy", "no-answer", "failed", "canceled")
_KEYS = frozenset("0123456789*#")
# Twilio documents no limit; a real caller would have given up long before.
_MOST_DOCUMENTS = 25
# How sure the carrier says it is of the words that it heard, between 0 and 1.
_CONFIDENCE = "0.9"


@dataclass(frozen=True, slots=True)
class Dialling:
    """The caller is being put through to `number`."""

    number: str


@dataclass(frozen=True, slots=True)
class Failure:
    """The carrier could not go on: the caller hears an error recording."""

    code: int
    what: str


@dataclass(frozen=True, slots=True)
class Over:
    """The service has ended the call."""


Sound = Say | Pause | Dialling | Failure | Over


class Call:
    """A call from one number to another. Each method returns, in order, what the caller hears because of it.

    `waiting` is the Gather or Dial at which the call stands, `keys` what was pressed towards an answer so far, `queue`
    the caller's wait in a queue, where `ahead` others come first.
    """

    def __init__(self, line: Webhook, url: str, parties: Mapping[str, str], ahead: int = 0) -> None:
        self.sid = f"CA{uuid.uuid4().hex}"
        self.waiting: Gather | Dial | None = None
        self.keys = ""
        self.over = False
        self._line = line
        self._url = url
        self._parties = parties
        self._ahead = ahead
        self.queue: Waiting | None = None
        self._steps: list[twiml.VoiceStep] = []
        self._lock = threading.Lock()

    def ring(self) -> tuple[Sound, ...]:
        """Ring the service, and hear how it answers."""
        with self._lock:
            return self._go("", "POST", "a call comes in", CallStatus="ringing")

    def answer(self) -> tuple[Sound, ...]:
        """Pick up a call that the service makes, and hear how it begins."""
        with self._lock:
            return self._go("", "POST", "the person picks up", CallStatus="in-progress")

    def press(self, keys: str) -> tuple[Sound, ...]:
        """Press keys (0-9 * #) one after another; each goes to whatever the call is waiting for by then."""
        if not keys or not set(keys) <= _KEYS:
            raise NotNowError(f"the keys of a phone are 0 to 9, * and #, not {keys!r}")
        with self._lock:
            self._check_on()
            return tuple(sound for key in keys for sound in self._press(key))

    def say(self, words: str) -> tuple[Sound, ...]:
        """Speak: as the carrier hears it, `words` is what was said."""
        if not words.strip():
            raise NotNowError("there are no words to say: to say nothing, wait")
        with self._lock:
            self._check_on()
            gather = self.waiting
            if not isinstance(gather, Gather) or not gather.hears:
                raise NotNowError("nobody listens to words here: press a key or wait")
            if self.keys:
                raise NotNowError("keys came first, and words are not heard any more: press more, or wait")
            return self._go(
                *(gather.action, gather.method, "the caller spoke"),
                CallStatus="in-progress",
                SpeechResult=words,
                Confidence=_CONFIDENCE,
            )

    def silence(self) -> tuple[Sound, ...]:
        """Wait until the time for keys is up: those pressed so far count, and none is silence.

        While another phone rings, wait until it has rung for as long as it is to: nobody answers.
        """
        with self._lock:
            self._check_on()
            if isinstance(self.waiting, Dial):
                return self._dial_ended("no-answer")
            return self._answer(finished="")

    def dial_ended(self, status: str) -> tuple[Sound, ...]:
        """The call that the caller was put through to has ended; `status` is one of DIAL_ENDINGS."""
        if status not in DIAL_ENDINGS:
            raise NotNowError(f"a call put through ends as {', '.join(DIAL_ENDINGS)}, not {status!r}")
        with self._lock:
            self._check_on()
            return self._dial_ended(status)

    def queue_ended(self, result: str) -> tuple[Sound, ...]:
        """The wait in the queue has ended; `result` is one of QUEUE_ENDINGS."""
        if result not in QUEUE_ENDINGS:
            raise NotNowError(f"a wait ends as {', '.join(QUEUE_ENDINGS)}, not {result!r}")
        with self._lock:
            self._check_on()
            if self.queue is None:
                raise NotNowError("nobody waits in a queue: press the key that waits")
            return self._play(self._after_queue(result))

    def hang_up(self) -> None:
        """Put the phone down. Nothing happens when the call is over already."""
        with self._lock:
            self._finish()

    def _dial_ended(self, status: str) -> tuple[Sound, ...]:
        dial = self.waiting
        if not isinstance(dial, Dial):
            raise NotNowError("nobody is being rung: press a key or wait")
        if dial.action is None:
            return self._play()
        lasted = {"DialCallDuration": "60"} if status == "completed" else {}
        return self._go(
            dial.action,
            dial.method,
            "the call put through has ended",
            DialCallStatus=status,
            DialCallSid=f"CA{uuid.uuid4().hex}",
            DialBridged=str(status == "completed").lower(),
            **lasted,
        )

    def _check_on(self) -> None:
        if self.over:
            raise NotNowError("the call is over: ring again")

    def _press(self, key: str) -> tuple[Sound, ...]:
        gather = self.waiting
        if not isinstance(gather, Gather) or not gather.has_keys:
            return ()
        if key == gather.finish:
            return self._answer(finished=key)
        self.keys += key
        return self._answer(finished="") if len(self.keys) == gather.keys else ()

    def _answer(self, finished: str) -> tuple[Sound, ...]:
        gather, keys = self.waiting, self.keys
        if not isinstance(gather, Gather):
            raise NotNowError("the service is not waiting for a key")
        if not keys and not gather.report_silence:
            return self._play()
        title = f"the caller pressed {keys}" if keys else "the caller pressed nothing"
        return self._go(
            gather.action, gather.method, title, CallStatus="in-progress", Digits=keys, FinishedOnKey=finished
        )

    def _go(self, url: str, method: str, title: str, **fields: str) -> tuple[Sound, ...]:
        try:
            self._fetch(url, method, title, fields)
        except CarrierError as error:
            return self._fail(error)
        return self._play()

    def _fetch(self, url: str, method: str, title: str, fields: Mapping[str, str]) -> None:
        self._url = urljoin(self._url, url)
        form = {
            "Direction": "inbound",
            **self._parties,
            "CallSid": self.sid,
            "CallStatus": "in-progress",
            **fields,
        }
        self._steps = list(twiml.voice(self._line.fetch(title, self._url, form, method)))

    def _after_queue(self, result: str) -> Callable[[], None]:
        """What is asked of the service when the wait ends so: to be called where the carrier's faults are caught."""
        queue = self.queue
        if queue is None:
            raise CarrierError(12200, "<Leave> is for somebody who waits in a queue")
        self.queue = None
        action, fields = queue.enqueue, queue.ended(result)
        return lambda: self._fetch(action.action, action.method, "the wait in the queue has ended", fields)

    def _wait_on(self) -> None:
        queue = self.queue
        if queue is None:
            return
        url = self._url
        self._fetch(queue.enqueue.wait, queue.enqueue.wait_method, "the caller waits in the queue", queue.fields)
        # What the queue's end leads to is relative to the document that began the wait.
        self._url = url
        queue.check(self._steps)
        self.queue = queue.next_round()

    def _play(self, first: Callable[[], None] | None = None) -> tuple[Sound, ...]:
        self.waiting, self.keys = None, ""
        heard: list[Sound] = []
        try:
            if first:
                first()
            self._play_until_wait(heard)
        except CarrierError as error:
            return (*heard, *self._fail(error))
        if self.waiting is None:
            self._finish()
            heard.append(Over())
        return tuple(heard)

    def _play_until_wait(self, heard: list[Sound]) -> None:
        documents = 0
        while self._steps or self.queue:
            if not self._steps:
                documents += 1
                self._wait_on()
                continue
            if documents > _MOST_DOCUMENTS:
                raise CarrierError(11215, f"{_MOST_DOCUMENTS} redirects or waits in a row without a question")
            match self._steps.pop(0):
                case Gather() as gather:
                    heard += gather.prompts
                    self.waiting = gather
                    return
                case Dial() as dial:
                    heard.append(Dialling(dial.number))
                    self.waiting = dial
                    return
                case Enqueue() as enqueue:
                    self.queue = Waiting(enqueue, self._ahead)
                    self._steps = []
                case Leave():
                    self._after_queue("leave")()
                case Redirect(url, method):
                    documents += 1
                    self._fetch(url, method, "redirected", {})
                case Hangup():
                    return
                case Say() | Pause() as sound:
                    heard.append(sound)

    def _fail(self, error: CarrierError) -> tuple[Sound, ...]:
        self._finish()
        return (Failure(error.code, error.what),)

    def _finish(self) -> None:
        self.waiting, self.keys, self._steps, self.queue = None, "", [], None
        if not self.over:
            self.over = True
            self._line.close()
