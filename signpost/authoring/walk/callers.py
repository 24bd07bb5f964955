"""The seven callers, as different people as may ring or text, and what each path costs them.

The clock runs from pick-up to the right contact: its number spoken once, or its phone ringing; where there is no
number, the end of the first sentence. Nobody waits for more. What each caller does:

- expert: presses as soon as a key counts. The welcome, the echo of a choice and what a signpost says are heard out,
  because keys do not count yet.
- first-timer: hears each menu up to and with the option's key, and takes 3 s to decide.
- slow: hears each menu whole, asks for it again (8 at the first, which slows the whole call down; hash at the others),
  hears it whole again, and takes 3 s to decide.
- silent: presses nothing at all, and lets each time to answer pass (10 s, then 15), until a person's phone rings.
- wrong turn: a first-timer who presses the next choice's key at the first menu, hears that place out, takes 3 s,
  presses star, and begins again. Where there is no other choice they press 9, which does nothing.
- relay: hears what a first-timer hears, typed at 40 words a minute by the relay assistant, and takes 3 s to decide.
- text: the first text is a topic's own word. Text hello: it says only hello.

A date is keyed as day and month, as one answer: its four keys take no time of their own, and finding the letter none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from signpost.authoring.speech_time import plain_seconds, seconds
from signpost.authoring.walk.call import Call, Heard, Pieces, as_written
from signpost.authoring.walk.paths import Kind, Path
from signpost.authoring.walk.thread import exchanges
from signpost.core.events import Dial
from signpost.core.menu import Menu, Pack
from signpost.render.voice import WAIT, WAIT_PATIENTLY

DECIDE = 3.0
RELAY_WORDS_A_MINUTE = 40
NO_KEY = "9"


class Caller(StrEnum):
    """Who goes a path."""

    EXPERT = "expert"
    FIRST_TIMER = "first-timer"
    SLOW = "slow"
    SILENT = "silent"
    WRONG_TURN = "wrong turn"
    RELAY = "relay"
    TEXT = "text"
    TEXT_HELLO = "text hello"


BY_TEXT = (Caller.TEXT, Caller.TEXT_HELLO)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a path costs one caller. `texts` are the parent's, `answers` ours; `longest` is our longest, in segments.

    `formula` is `seconds` by the plain formula: words and digits at 150 a minute, pauses and decisions as they are.
    """

    seconds: float = 0.0
    keys: int = 0
    words: int = 0
    texts: int = 0
    answers: int = 0
    segments: int = 0
    longest: int = 0
    formula: float = 0.0

    def less(self, start: "Figures") -> "Figures":
        """What is left when the part up to `start` is not counted. The longest answer stays what it is."""
        return Figures(
            self.seconds - start.seconds,
            self.keys - start.keys,
            self.words - start.words,
            self.texts - start.texts,
            self.answers - start.answers,
            self.segments - start.segments,
            self.longest,
            self.formula - start.formula,
        )


@dataclass(slots=True)
class Clock:
    """What one caller has gone through so far."""

    seconds: float = 0.0
    keys: int = 0
    words: int = 0
    decisions: int = 0
    formula: float = 0.0

    def hear(self, turn: Heard, pieces: Pieces) -> None:
        """Hear a part of a turn."""
        self.seconds += seconds(pieces, turn.slow)
        self.words += words(pieces)
        self.formula += plain_seconds(pieces)

    def decide(self) -> None:
        """Take the time that a choice takes."""
        self.seconds += DECIDE
        self.formula += DECIDE
        self.decisions += 1

    def press(self, call: Call, key: str) -> Heard:
        """Press a key."""
        self.keys += len(key)
        return call.press(key)

    def figures(self) -> Figures:
        """The sum of it."""
        return Figures(self.seconds, self.keys, self.words, formula=self.formula)


Listen = Callable[[Clock, Call, str], None]


def words(pieces: Pieces) -> int:
    """How many words are said; a group of digits counts as one."""
    said = (piece for piece in as_written(pieces) if isinstance(piece, str))
    return sum(any(map(str.isalnum, word)) for run in said for word in run.split())


def figures(pack: Pack, path: Path) -> dict[Caller, Figures]:
    """What a path costs each caller. A follow-up and the danger words are only ever texts."""
    if path.kind is Kind.FOLLOW_UP:
        return {Caller.TEXT: _texted(pack, path, hello=False)}
    by_text = {caller: _texted(pack, path, hello=caller is Caller.TEXT_HELLO) for caller in BY_TEXT}
    if path.kind is Kind.DANGER:
        return by_text
    spoken = {caller: _gone(pack, path, listen).figures() for caller, listen in _LISTEN.items()}
    spoken[Caller.SILENT] = _silent(pack)
    spoken[Caller.WRONG_TURN] = _gone(pack, path, _first_timer, begin=_wrong_turn).figures()
    spoken[Caller.RELAY] = _relayed(_gone(pack, path, _first_timer))
    return {caller: (spoken | by_text)[caller] for caller in Caller}


def _gone(pack: Pack, path: Path, listen: Listen, begin: Listen | None = None) -> Clock:
    clock, call = Clock(), Call(pack)
    for at, leg in enumerate(path.legs):
        key = call.key(leg, path.kind)
        if begin and at == 0:
            begin(clock, call, key)
        listen(clock, call, key)
        clock.press(call, key)
    clock.hear(call.turn, call.turn.to_contact)
    return clock


def _expert(clock: Clock, call: Call, _: str) -> None:
    clock.hear(call.turn, call.turn.ahead)


def _first_timer(clock: Clock, call: Call, key: str) -> None:
    clock.hear(call.turn, call.turn.ahead)
    clock.hear(call.turn, call.turn.up_to(key))
    clock.decide()


def _slow(clock: Clock, call: Call, _: str) -> None:
    _whole(clock, call.turn)
    clock.press(call, "#" if call.turn.slow else "8")
    _whole(clock, call.turn)
    clock.decide()


_LISTEN = MappingProxyType({Caller.EXPERT: _expert, Caller.FIRST_TIMER: _first_timer, Caller.SLOW: _slow})


def _whole(clock: Clock, turn: Heard) -> None:
    clock.hear(turn, turn.ahead)
    clock.hear(turn, turn.question)


def _wrong_turn(clock: Clock, call: Call, key: str) -> None:
    labels = call.turn.ask.labels if call.turn.ask else ()
    others = [str(at) for at in range(1, len(labels) + 1) if str(at) != key]
    if not isinstance(call.turn.place, Menu) or not others:
        others, back = [NO_KEY], ""
    else:
        back = "*"
    after = [other for other in others if other > key]
    wrong = (after or others)[0]
    _first_timer(clock, call, wrong)
    clock.press(call, wrong)
    if back:
        _whole(clock, call.turn)
        clock.decide()
        clock.press(call, back)


def _silent(pack: Pack) -> Figures:
    clock, call = Clock(), Call(pack)
    while call.turn.ask:
        _whole(clock, call.turn)
        clock.seconds += WAIT_PATIENTLY if call.turn.ask.patient else WAIT
        call.wait()
    if not any(isinstance(output, Dial) for output in call.turn.outputs):
        raise ValueError("whoever stays silent must come to a person")
    clock.hear(call.turn, call.turn.to_contact)
    return clock.figures()


def _relayed(clock: Clock) -> Figures:
    typed = clock.words / RELAY_WORDS_A_MINUTE * 60
    return Figures(typed + clock.decisions * DECIDE, clock.keys, clock.words)


def _texted(pack: Pack, path: Path, *, hello: bool) -> Figures:
    thread = exchanges(pack, path, hello=hello)
    sizes = [one.segments for one in thread]
    said = sum(len(one.answer.split()) for one in thread)
    sent = sum(bool(one.sent) for one in thread)
    return Figures(0.0, 0, said, sent, len(thread), sum(sizes), max(sizes))
