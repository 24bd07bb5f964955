"""Outputs as TwiML for a call."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import lru_cache

from twilio.twiml.voice_response import Gather, SsmlProsody, VoiceResponse
from twilio.twiml.voice_response import Say as SayVerb

from signpost.core.events import Ask, Busy, Dial, End, Enqueue, Output
from signpost.core.menu import Pack
from signpost.core.numbers import e164
from signpost.render.speech import AFTER_KEY, SLOW_RATE, Piece, in_one_go, pieces_of, runs, without_last_pauses

# Seconds to answer: ten, then fifteen for somebody who did not manage; all doubled for who asked us to slow down.
WAIT, WAIT_PATIENTLY = 10, 15
# Seconds for who rings by way of Relay UK, at any question: what is said is typed first, at some forty words a minute.
WAIT_FOR_RELAY = 180
# Between one time that a caller in the queue hears how they stand and the next; what is said takes about ten more.
WAIT_IN_QUEUE = 20
# Seconds of silence that end what a caller says: long enough to search for a word, where the default is far longer.
PAUSE_IN_SPEECH = 3
# As many hints as Twilio takes, and as long.
MOST_HINTS, LONGEST_HINT = 500, 100
RING_FOR = 25  # seconds: about as long as a busy office takes before its own voicemail answers

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a caller likes to be spoken to: slowly, by way of Relay UK."""

    slow: bool = False
    relay: bool = False

    @property
    def query(self) -> str:
        """The same as the end of a URL."""
        named = [f"{field.name}=1" for field in fields(self) if getattr(self, field.name)]
        return f"?{'&'.join(named)}" if named else ""


class VoiceRenderer:
    """Renders one pack's calls. What is the same for every caller is built once."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._rendered = lru_cache(maxsize=4096)(self._render)

    def twiml(
        self,
        outputs: Iterable[Output],
        *,
        action: str,
        slow: bool = False,
        relay: bool = False,
        answering: bool = True,
        caller_id: str | None = None,
    ) -> str:
        """The TwiML document for these outputs.

        `action` is the URL that the next answer is sent to. `answering` is for somebody who has just pressed a key, and
        brings the handset back to the ear before we speak. `caller_id` is shown to whoever is dialled, for callers
        whose own number cannot be. `relay` says all in one go, without a pause, and lets a key end it from the start.
        """
        opening = (AFTER_KEY,) if answering else ()
        return self._rendered(tuple(outputs), opening, action, Manner(slow, relay), caller_id)

    def _render(
        self,
        outputs: tuple[Output, ...],
        opening: tuple[Piece, ...],
        action: str,
        manner: Manner,
        caller_id: str | None,
    ) -> str:
        response = VoiceResponse()
        pieces = list(opening)
        for output in outputs:
            match output:
                case Ask() as ask:
                    before, pieces = ([], pieces) if manner.relay else (pieces, [])
                    self._speak(response, before, manner)
                    gather = response.gather(**_gather(ask, action, manner, self._pack.voice.language))
                    self._speak(gather, [*pieces, *pieces_of(self._pack.wording, ask)], manner)
                    pieces = []
                case Dial(service=service):
                    self._speak(response, pieces, manner)
                    pieces = []
                    dial = response.dial(
                        action=action, method="POST", timeout=RING_FOR, caller_id=caller_id, answer_on_bridge=True
                    )
                    dial.number(e164(service.number or ""))
                case End() | Enqueue() | Busy():
                    self._speak(response, pieces, manner)
                    pieces = []
                    self._end(response, output, action, manner)
                case _:
                    pieces += pieces_of(self._pack.wording, output)
        self._speak(response, pieces, manner)
        return str(response)

    def _end(self, response: VoiceResponse, output: End | Enqueue | Busy, action: str, manner: Manner) -> None:
        queue = self._pack.line.queue
        match output:
            case Enqueue() if queue:
                wait = f"{action.partition('?')[0]}/wait{manner.query}"
                response.enqueue(queue.name, action=action, method="POST", wait_url=wait, wait_url_method="POST")
            case Busy():
                response.reject(reason="busy")
            case _:
                response.hangup()

    def waiting(self, said: Iterable[Output], *, leave: str | None, manner: Manner, most: int = WAIT_FOR_RELAY) -> str:
        """The TwiML that somebody in the queue hears, until it is asked for again. Any key asks for the URL `leave`.

        None for `leave` takes them out of the queue at once, after what is `said`. `most` is how many seconds they may
        wait in all.
        """
        response = VoiceResponse()
        pieces = [piece for output in said for piece in pieces_of(self._pack.wording, output)]
        if leave is None:
            self._speak(response, pieces, manner)
            response.leave()
        else:
            keys = {"action": leave, "method": "POST", "input": "dtmf", "num_digits": 1, "finish_on_key": ""}
            seconds = min(WAIT_FOR_RELAY if manner.relay else WAIT_IN_QUEUE, most)
            self._speak(response.gather(**keys, timeout=seconds), pieces, manner)
        return str(response)

    def _speak(self, parent: VoiceResponse | Gather, pieces: Iterable[Piece], manner: Manner) -> None:
        pieces = without_last_pauses(pieces)
        if not pieces:
            return
        verb = parent.say(voice=self._pack.voice.name, language=self._pack.voice.language)
        target = verb.prosody(rate=f"{SLOW_RATE:.0%}") if manner.slow else verb
        _fill(target, [in_one_go(pieces)] if manner.relay else pieces)


def _fill(target: SayVerb | SsmlProsody, pieces: Iterable[Piece]) -> None:
    # The builder keeps only the last of several strings in a row: in runs there are never two.
    for piece in runs(pieces):
        if isinstance(piece, int):
            target.break_(time=f"{piece}ms")
        else:
            target.append(_CONTROL.sub("", piece))


def _seconds(ask: Ask, manner: Manner) -> int:
    seconds = (WAIT_PATIENTLY if ask.patient else WAIT) * (2 if manner.slow else 1)
    return max(seconds, WAIT_FOR_RELAY) if manner.relay else seconds


def _gather(ask: Ask, action: str, manner: Manner, language: str) -> dict[str, object]:
    speech: dict[str, object] = {}
    if ask.hints:
        pause = PAUSE_IN_SPEECH * (2 if manner.slow else 1)
        speech = {"language": language, "hints": _hinted(ask.hints), "speech_timeout": pause, "profanity_filter": False}
    return {
        **speech,
        "action": action,
        "method": "POST",
        "input": "dtmf speech" if ask.hints else "dtmf",
        "num_digits": ask.digits,
        "finish_on_key": "",
        "timeout": _seconds(ask, manner),
        "action_on_empty_result": True,
    }


def _hinted(hints: Iterable[str]) -> str:
    # A comma parts one hint from the next.
    words = dict.fromkeys(hint.replace(",", " ")[:LONGEST_HINT].strip() for hint in hints)
    return ", ".join(list(words)[:MOST_HINTS])
