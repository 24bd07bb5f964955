"""Reads TwiML, the XML in which a service tells Twilio what to do, into steps.

Stricter than Twilio where Twilio only warns: whoever builds a service here wants to know.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from signpost.phone.faults import CarrierError
from signpost.phone.speech import Gap, Piece, Words, pieces

_SAY_LIMIT = 3000
_TEXT_LIMIT = 1600
_MOST_HINTS, _HINT_LIMIT = 500, 100


@dataclass(frozen=True, slots=True)
class Say:
    """Words spoken; `pieces` are in order, loops already unrolled."""

    pieces: tuple[Piece, ...]
    voice: str
    language: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Silence, in seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Gather:
    """Waits for keys, for speech or for both; what comes first counts.

    `keys` is how many make an answer (None: any number); `finish` is the key that ends it, or ''. `has_keys` and
    `hears` say what it waits for.
    """

    prompts: tuple[Say | Pause, ...]
    keys: int | None
    seconds: int
    finish: str
    action: str
    method: str
    report_silence: bool
    has_keys: bool = True
    hears: bool = False


@dataclass(frozen=True, slots=True)
class Dial:
    """Puts the caller through, and rings for so many seconds. Without an action the call goes on with the next step."""

    number: str
    action: str | None
    method: str
    caller_id: str | None
    seconds: int


@dataclass(frozen=True, slots=True)
class Enqueue:
    """Lets the caller wait in a queue, where the document at `wait` is played over and over."""

    name: str
    action: str
    wait: str
    method: str
    wait_method: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Takes the caller out of the queue."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """Goes on with another document; an empty `url` is the current one."""

    url: str
    method: str


@dataclass(frozen=True, slots=True)
class Hangup:
    """Ends the call."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text in answer; `to` is None for the person who wrote."""

    body: str
    to: str | None


VoiceStep = Say | Pause | Gather | Dial | Enqueue | Leave | Redirect | Hangup
TextStep = Message | Redirect
Step = TypeVar("Step")


def voice(document: str) -> tuple[VoiceStep, ...]:
    """The steps of a call. Raises CarrierError with Twilio's code for what a caller could not be played."""
    return _steps(document, _VOICE)


def messaging(document: str) -> tuple[TextStep, ...]:
    """The steps that answer a text. Raises CarrierError as `voice` does."""
    return _steps(document, _MESSAGING)


def _steps(document: str, verbs: Mapping[str, Callable[[Element], Step]]) -> tuple[Step, ...]:
    try:
        # The document is our own service's, under 64 kB, and today's expat refuses entity bombs.
        root = ElementTree.fromstring(document)  # noqa: S314
    except ElementTree.ParseError as error:
        raise CarrierError(12100, f"the TwiML is not well-formed XML ({error})") from error
    if root.tag != "Response":
        raise CarrierError(12100, f"TwiML begins with <Response>, not <{root.tag}>")
    return tuple(_verb(element, verbs) for element in root)


def _verb(element: Element, verbs: Mapping[str, Callable[[Element], Step]]) -> Step:
    read = verbs.get(element.tag)
    if read is not None:
        return read(element)
    if element.tag in _NOT_PLAYED:
        raise CarrierError(12200, f"<{element.tag}> is TwiML, but this stand-in phone does not play it")
    raise CarrierError(12200, f"<{element.tag}> is no verb here: use {', '.join(verbs)}")


def _known(element: Element, *names: str) -> None:
    unknown = sorted(set(element.keys()) - set(names))
    if unknown:
        raise CarrierError(12200, f"<{element.tag}> has no attribute {', '.join(unknown)}: use {', '.join(names)}")


def _count(element: Element, name: str, default: int, code: int) -> int:
    written = element.get(name, str(default))
    if not (written.isascii() and written.isdigit()):
        raise CarrierError(code, f"{name} of <{element.tag}> is a whole number, not {written!r}")
    return int(written)


def _flag(element: Element, name: str) -> bool:
    written = element.get(name, "false")
    if written not in {"true", "false"}:
        raise CarrierError(12200, f"{name} of <{element.tag}> is true or false, not {written!r}")
    return written == "true"


def _method(element: Element, name: str = "method") -> str:
    method = element.get(name, "POST").upper()
    if method not in {"GET", "POST"}:
        raise CarrierError(12200, f"the {name} of <{element.tag}> is GET or POST, not {method!r}")
    return method


def _say(element: Element) -> Say:
    _known(element, "voice", "language", "loop")
    said = pieces(element)
    words = "".join(piece.text for piece in said if isinstance(piece, Words))
    if not words:
        raise CarrierError(13520, "<Say> has no words")
    if len(words) > _SAY_LIMIT:
        raise CarrierError(13521, f"<Say> has {len(words)} characters; a voice takes {_SAY_LIMIT}")
    loops = _count(element, "loop", 1, 13511)
    if not 1 <= loops <= 10:
        raise CarrierError(13511, f"this stand-in phone repeats a <Say> 1 to 10 times, not {loops}")
    again = (Gap(0.4), *said) * (loops - 1)
    return Say((*said, *again), element.get("voice", "man"), element.get("language", "en-US"))


def _pause(element: Element) -> Pause:
    _known(element, "length")
    return Pause(_count(element, "length", 1, 13910))


def _gather(element: Element) -> Gather:
    _known(
        element,
        *("input", "numDigits", "timeout", "finishOnKey", "action", "method", "actionOnEmptyResult", "language"),
        *("hints", "speechTimeout", "profanityFilter"),
    )
    waits_for = element.get("input", "dtmf").split()
    if sorted(waits_for) not in (["dtmf"], ["speech"], ["dtmf", "speech"]):
        raise CarrierError(12200, f"the input of <Gather> is dtmf, speech or dtmf speech, not {' '.join(waits_for)!r}")
    _check_speech(element)
    finish = element.get("finishOnKey", "#")
    if len(finish) > 1 or finish not in "0123456789*#":
        raise CarrierError(13310, f"finishOnKey is one key, or empty, not {finish!r}")
    keys = _count(element, "numDigits", 0, 13314) if element.get("numDigits") is not None else None
    if keys == 0:
        raise CarrierError(13314, "numDigits is at least 1")
    return Gather(
        prompts=tuple(_prompt(child) for child in element),
        keys=keys,
        seconds=_count(element, "timeout", 5, 13313),
        finish=finish,
        action=element.get("action", ""),
        method=_method(element),
        report_silence=_flag(element, "actionOnEmptyResult"),
        has_keys="dtmf" in waits_for,
        hears="speech" in waits_for,
    )


def _check_speech(element: Element) -> None:
    _flag(element, "profanityFilter")
    if element.get("speechTimeout") != "auto" and _count(element, "speechTimeout", 1, 13327) == 0:
        raise CarrierError(13327, "speechTimeout is at least 1 second, or auto")
    hints = element.get("hints", "").split(",")
    if len(hints) > _MOST_HINTS or any(len(hint.strip()) > _HINT_LIMIT for hint in hints):
        raise CarrierError(13330, f"hints are at most {_MOST_HINTS}, of at most {_HINT_LIMIT} characters each")


def _prompt(element: Element) -> Say | Pause:
    if element.tag not in {"Say", "Pause"}:
        raise CarrierError(13320, f"<{element.tag}> cannot stand inside <Gather> here: use Say and Pause")
    return _say(element) if element.tag == "Say" else _pause(element)


def _dial(element: Element) -> Dial:
    _known(element, "action", "method", "timeout", "timeLimit", "callerId", "answerOnBridge", "hangupOnStar")
    seconds = _count(element, "timeout", 30, 13212)
    nouns = list(element)
    if len(nouns) > 1 or any(noun.tag != "Number" for noun in nouns):
        raise CarrierError(12200, "this stand-in phone dials one plain <Number> at a time")
    number = ((nouns[0] if nouns else element).text or "").strip()
    digits = number.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        raise CarrierError(13223, f"<Dial> needs a number such as +441632960999, not {number!r}")
    return Dial(number, element.get("action"), _method(element), element.get("callerId"), seconds)


def _enqueue(element: Element) -> Enqueue:
    _known(element, "action", "method", "waitUrl", "waitUrlMethod")
    name, action, wait = (element.text or "").strip(), element.get("action"), element.get("waitUrl")
    if not 1 <= len(name) <= 64:
        raise CarrierError(12200, "<Enqueue> names a queue in 1 to 64 characters")
    if not action or not wait:
        raise CarrierError(12200, "this stand-in phone needs the action and the waitUrl of <Enqueue>")
    return Enqueue(name, action, wait, _method(element), _method(element, "waitUrlMethod"))


def _leave(element: Element) -> Leave:
    _known(element)
    return Leave()


def _redirect(element: Element) -> Redirect:
    _known(element, "method")
    return Redirect((element.text or "").strip(), _method(element))


def _hangup(element: Element) -> Hangup:
    _known(element)
    return Hangup()


def _message(element: Element) -> Message:
    _known(element, "to", "from", "action", "method")
    if any(child.tag != "Body" for child in element):
        raise CarrierError(12200, "this stand-in phone takes texts of words alone: <Message> may hold a <Body>")
    body = "".join([element.text or "", *(child.text or "" for child in element)]).strip()
    if not body:
        raise CarrierError(14103, "<Message> has no words")
    if len(body) > _TEXT_LIMIT:
        raise CarrierError(14103, f"<Message> has {len(body)} characters; Twilio takes {_TEXT_LIMIT}")
    return Message(body, element.get("to"))


_VOICE: Mapping[str, Callable[[Element], VoiceStep]] = {
    "Say": _say,
    "Pause": _pause,
    "Gather": _gather,
    "Dial": _dial,
    "Enqueue": _enqueue,
    "Leave": _leave,
    "Redirect": _redirect,
    "Hangup": _hangup,
}
_MESSAGING: Mapping[str, Callable[[Element], TextStep]] = {"Message": _message, "Redirect": _redirect}
_NOT_PLAYED = {
    "Play",
    "Record",
    "Reject",
    "Refer",
    "Sms",
    "Queue",
    "Connect",
    "Start",
    "Stop",
    "Pay",
}
