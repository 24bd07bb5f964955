"""Outputs as TwiML for a call: unhurried, option words before their key, numbers in groups and twice.

Lengths of pauses are those of the accessibility rules that this project follows: half a second before a key is named
and after a key was pressed, three quarters between options, seven tenths between the groups of a number
(W3C Content Usable, voice menus; Avaya's design guide; Lehman on number read-outs).
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from twilio.twiml.voice_response import Gather, SsmlProsody, VoiceResponse
from twilio.twiml.voice_response import Say as SayVerb

from signpost.core.events import Ask, Contact, Dial, Echo, End, Output, Say
from signpost.core.menu import Pack, Service
from signpost.core.numbers import e164, groups

AFTER_KEY, BEFORE_PRESS, BETWEEN_OPTIONS, BETWEEN_GROUPS = 500, 500, 750, 700  # milliseconds
# Seconds to answer: ten, then fifteen for somebody who did not manage; all doubled for who asked us to slow down.
WAIT, WAIT_PATIENTLY = 10, 15
SLOW_RATE = "80%"
RING_FOR = 25  # seconds: about as long as a busy office takes before its own voicemail answers

# Numbers that stand in a sentence: UK numbers as written, and the short ones that would be read as "nine hundred".
_NUMBER = re.compile(r"\b(?:0\d{2,4}(?: ?\d{3,4}){1,3}|0\d{9,10}|116 ?\d{3}|999|111|112|101|105|119|18001)\b")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")

_BEFORE_STOP = re.compile(r"\s+(?=[,.;:!?])")

Piece = str | int  # words, or a pause in milliseconds


class VoiceRenderer:
    """Renders one pack's calls. What is the same for every caller is built once."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._say = pack.wording
        self._rendered = lru_cache(maxsize=4096)(self._render)

    def twiml(
        self,
        outputs: Iterable[Output],
        *,
        action: str,
        slow: bool = False,
        answering: bool = True,
        caller_id: str | None = None,
    ) -> str:
        """The TwiML document for these outputs.

        `action` is the URL that the next answer is sent to. `answering` is for somebody who has just pressed a key, and
        brings the handset back to the ear before we speak. `caller_id` is shown to whoever is dialled, for callers
        whose own number cannot be.
        """
        opening = (AFTER_KEY,) if answering else ()
        return self._rendered(tuple(outputs), opening, action, slow, caller_id)

    def _render(
        self, outputs: tuple[Output, ...], opening: tuple[Piece, ...], action: str, slow: bool, caller_id: str | None
    ) -> str:
        response = VoiceResponse()
        pieces = list(opening)
        for output in outputs:
            match output:
                case Ask() as ask:
                    self._speak(response, pieces, slow)
                    gather = response.gather(**_gather(ask, action, slow))
                    self._speak(gather, self._asked(ask), slow)
                    pieces = []
                case Dial(service=service):
                    self._speak(response, pieces, slow)
                    pieces = []
                    dial = response.dial(
                        action=action, method="POST", timeout=RING_FOR, caller_id=caller_id, answer_on_bridge=True
                    )
                    dial.number(e164(service.number or ""))
                case End():
                    self._speak(response, pieces, slow)
                    pieces = []
                    response.hangup()
                case _:
                    pieces += self._said(output)
        self._speak(response, pieces, slow)
        return str(response)

    def _said(self, output: Output) -> list[Piece]:
        match output:
            case Echo(label=label) if label.voice:
                return [*_words(f"{label.voice}."), BETWEEN_OPTIONS]
            case Say(prompt=prompt) if prompt.voice:
                return [*_words(prompt.voice), BETWEEN_OPTIONS]
            case Contact(service=service) if service.number:
                return self._number(service)
            case _:
                return []

    def _number(self, service: Service) -> list[Piece]:
        digits = _spaced(service.number or "")
        first = self._say.number.voice.format(service=service.name, number="")
        return [first, BETWEEN_GROUPS, *digits, BETWEEN_GROUPS, self._say.number_again.voice, *digits, BETWEEN_GROUPS]

    def _asked(self, ask: Ask) -> list[Piece]:
        """The question and its options: what a key may interrupt."""
        say, count = self._say, len(ask.labels)
        asked: list[Piece] = []
        if not ask.brief:
            asked += _words(ask.prompt.voice)
            counted = say.count_one if count == 1 else say.count
            asked += [AFTER_KEY, counted.voice.format(count=count), BETWEEN_OPTIONS] if count else []
        for key, label in enumerate(ask.labels, 1):
            asked += [f"{label.voice},", BEFORE_PRESS, say.press.voice.format(key=key), BETWEEN_OPTIONS]
        if ask.controls:
            asked.append(say.controls.voice)
        return asked

    def _speak(self, parent: VoiceResponse | Gather, pieces: list[Piece], slow: bool) -> None:
        while pieces and not (isinstance(pieces[-1], str) and pieces[-1].strip()):
            pieces = pieces[:-1]
        if not pieces:
            return
        verb = parent.say(voice=self._pack.voice.name, language=self._pack.voice.language)
        target = verb.prosody(rate=SLOW_RATE) if slow else verb
        _fill(target, pieces)


def _fill(target: SayVerb | SsmlProsody, pieces: Iterable[Piece]) -> None:
    # The builder keeps only the last of several strings in a row, so they are joined first.
    for pause, run in groupby(pieces, key=lambda piece: isinstance(piece, int)):
        if pause:
            target.break_(time=f"{max(int(piece) for piece in run)}ms")
        else:
            words = _CONTROL.sub("", " ".join(str(piece).strip() for piece in run))
            target.append(_BEFORE_STOP.sub("", words))


def _gather(ask: Ask, action: str, slow: bool) -> dict[str, object]:
    seconds = WAIT_PATIENTLY if ask.patient else WAIT
    return {
        "action": action,
        "method": "POST",
        "input": "dtmf",
        "num_digits": ask.digits,
        "finish_on_key": "",
        "timeout": seconds * 2 if slow else seconds,
        "action_on_empty_result": True,
    }


def _words(sentence: str) -> list[Piece]:
    """A sentence with the phone numbers in it made ready to be read out."""
    pieces: list[Piece] = []
    end = 0
    for found in _NUMBER.finditer(sentence):
        pieces += [sentence[end : found.start()], *_spaced(found.group())]
        end = found.end()
    return [piece for piece in (*pieces, sentence[end:]) if piece != ""]


def _spaced(number: str) -> list[Piece]:
    pieces: list[Piece] = []
    for group in groups(number):
        pieces += [" ".join(group), BETWEEN_GROUPS]
    return pieces[:-1]
