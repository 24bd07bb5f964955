"""Replays a conversation file on a phone, and says where what is heard differs from what the file expects."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from signpost.phone.faults import CarrierError, NotNowError
from signpost.phone.script import Script, Step
from signpost.phone.seen import Manner, Seen


class Player(Protocol):
    """One person with a phone. Each method does one thing and returns all that is heard and seen because of it.

    Any of them may raise NotNowError when it cannot be done at that moment, or CarrierError.
    """

    def ring(self) -> tuple[Seen, ...]:
        """Ring the service."""

    def press(self, keys: str) -> tuple[Seen, ...]:
        """Press keys, and wait when they are not yet a whole answer."""

    def say(self, words: str) -> tuple[Seen, ...]:
        """Speak, where the service listens."""

    def silence(self) -> tuple[Seen, ...]:
        """Say and press nothing until the time is up."""

    def dial(self, status: str) -> tuple[Seen, ...]:
        """The call put through has ended so."""

    def queue(self, result: str) -> tuple[Seen, ...]:
        """The wait in the queue has ended so."""

    def hang_up(self) -> tuple[Seen, ...]:
        """Put the phone down."""

    def pick_up(self) -> tuple[Seen, ...]:
        """Wait until the service rings, and answer."""

    def send(self, words: str) -> tuple[Seen, ...]:
        """Send a text, and read what comes straight back."""

    def arrives(self) -> tuple[Seen, ...]:
        """Read the next text that the service sends on its own."""

    def later(self) -> tuple[Seen, ...]:
        """Let time pass until the next follow-up is due, and read it."""


@dataclass(frozen=True, slots=True)
class Played:
    """A step, and what came of it."""

    step: Step
    seen: tuple[Seen, ...]


class MismatchError(AssertionError):
    """A conversation did not go as its file says. `played` is how far it came, the step that failed included."""

    def __init__(self, where: str, what: str, played: tuple[Played, ...]) -> None:
        super().__init__(f"{where}: {what}")
        self.played = played


def play(script: Script, part: str, player: Player) -> tuple[Played, ...]:
    """Replay one part ('call' or 'text') of a script. Raises MismatchError at the first step that goes otherwise."""
    played: list[Played] = []
    for step in script.parts[part]:
        where = f"{script.path}:{step.line}"
        try:
            seen = _do(step, player)
        except (NotNowError, CarrierError) as error:
            raise MismatchError(where, f"{_named(step)} cannot be done: {error}", tuple(played)) from error
        played.append(Played(step, seen))
        if fault := _fault(step, seen):
            raise MismatchError(where, fault, tuple(played))
    return tuple(played)


def plain(words: str) -> str:
    """Words in the form that is compared: white space collapsed, digits joined however they were grouped.

    The phone knows only the number that is dialled, so a name in '[Dialling SEND Duty Line 01442 453300]' goes too.
    """
    joined = re.sub(r"(?<=\d)[\s,…]+(?=\d)", "", " ".join(words.split()))
    return re.sub(r"\[Dialling [^\]]*?(\+?\d+)\]", r"[Dialling \1]", joined)


def _do(step: Step, player: Player) -> tuple[Seen, ...]:
    match step.action:
        case "press":
            return player.press(step.value)
        case "say":
            return player.say(step.value)
        case "dial":
            return player.dial(step.value)
        case "send":
            return player.send(step.value)
        case "queue":
            return player.queue(step.value)
        case "ring":
            return player.ring()
        case "silence":
            return player.silence()
        case "hang_up":
            return player.hang_up()
        case "pick_up":
            return player.pick_up()
        case "arrives":
            return player.arrives()
        case _:
            return player.later()


def _fault(step: Step, seen: Iterable[Seen]) -> str | None:
    seen = tuple(seen)
    words = "\n".join(one.words for one in seen)
    missing = [text for text in step.expect if plain(text) not in plain(words)]
    unwanted = [text for text in step.never if plain(text) in plain(words)]
    if any(one.manner is Manner.FAULT for one in seen):
        return f"after {_named(step)} the line broke:\n{_indented(words)}"
    if missing:
        return (
            f"after {_named(step)}, expected\n{_indented(*missing)}\nbut there was\n{_indented(words or '(nothing)')}"
        )
    if unwanted:
        return f"after {_named(step)}, never expected\n{_indented(*unwanted)}\nbut there was\n{_indented(words)}"
    return None


def _named(step: Step) -> str:
    return f"{step.action}: {step.value}".removesuffix(": ")


def _indented(*texts: str) -> str:
    return "\n".join(f"    {line}" for text in texts for line in text.splitlines())
