"""How a conversation reads on paper, for somebody tired: who did what, and what came of it."""

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from signpost.phone.replay import Played
from signpost.phone.script import Script, Step
from signpost.phone.seen import Manner, Seen
from signpost.phone.segments import segments

_WIDTH = 88
_SERVICE = "Signpost"
_TITLES = MappingProxyType({"call": "By phone", "text": "By text"})
_ENDINGS = MappingProxyType(
    {
        "completed": "They talk, and the other side hangs up.",
        "busy": "The line is busy.",
        "no-answer": "Nobody answers.",
        "failed": "The number cannot be reached.",
        "canceled": "The ringing is broken off.",
    }
)


def transcript(script: Script, parts: Mapping[str, tuple[Played, ...]], service: str = _SERVICE) -> str:
    """A script as it was played, part by part, ending in a new line. The same play reads the same each time."""
    lines = textwrap.wrap(f"{script.story}.".replace("..", "."), _WIDTH)
    for part, played in parts.items():
        lines += ["", _TITLES[part], "-" * len(_TITLES[part]), "", *steps(played, service)]
    return "\n".join(lines) + "\n"


def steps(played: Iterable[Played], service: str = _SERVICE) -> Iterator[str]:
    """The lines of some steps."""
    for one in played:
        if done := _done(one.step):
            yield done
        for seen in one.seen:
            yield from shown(seen, service)


def shown(seen: Seen, service: str = _SERVICE) -> Iterator[str]:
    """The lines of one thing heard or seen."""
    match seen.manner:
        case Manner.SAID:
            yield f"{service} says:"
            yield from _indented(seen.words)
        case Manner.NOTE:
            yield f"  {seen.words}"
        case Manner.TEXT:
            count = segments(seen.words)
            yield f"Text from {service}:"
            yield from _indented(seen.words)
            yield f"    ({count} segment{'s' if count > 1 else ''})"
        case Manner.NETWORK:
            yield "Text from the phone network:"
            yield from _indented(seen.words)
        case Manner.FAULT:
            yield "The line breaks:"
            yield from _indented(seen.words)


def _done(step: Step) -> str:
    match step.action:
        case "ring":
            return "Parent rings."
        case "pick_up":
            return "The phone rings, and the parent picks up."
        case "press":
            return f"Parent presses {step.value}."
        case "say":
            return f"Parent says: {step.value}"
        case "silence":
            return "Parent waits."
        case "hang_up":
            return "Parent hangs up."
        case "dial":
            return _ENDINGS[step.value]
        case "queue":
            return f"The wait in the queue ends: {step.value}."
        case "send":
            return f"Parent texts: {step.value}"
        case "later":
            return "Time passes."
        case _:
            return ""


def _indented(words: str) -> Iterator[str]:
    for line in words.splitlines():
        yield from textwrap.wrap(line, _WIDTH, initial_indent="    ", subsequent_indent="      ")
