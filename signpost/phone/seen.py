"""What a person hears and sees, in words: the one form that scripts match and transcripts print."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from signpost.phone.call import Dialling, Failure, Over, Sound
from signpost.phone.ledger import Kind, Text
from signpost.phone.numbers import as_written
from signpost.phone.speech import Gap, Piece, sentences
from signpost.phone.twiml import Pause, Say

# What Twilio's own recording says when it cannot go on.
_RECORDING = "We are sorry, an application error has occurred. Goodbye."


Event = Dialling | Failure | Over


class Manner(StrEnum):
    """How something reaches a person."""

    SAID = "said"  # by the service's voice
    NOTE = "note"  # told about the call or a text, in brackets
    TEXT = "text"  # a text from the service
    NETWORK = "network"  # a text from the phone network
    FAULT = "fault"  # the line broke: never as it should be


_MANNERS = MappingProxyType({Kind.NETWORK: Manner.NETWORK, Kind.NOTE: Manner.NOTE})


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing heard or seen. `words` may have several lines."""

    manner: Manner
    words: str


def said(*lines: str) -> Seen:
    """Words of the service's voice, one sentence or so a line."""
    return Seen(Manner.SAID, "\n".join(lines))


def dialling(number: str) -> Seen:
    """The note that the caller is put through to `number` (E.164, or as people write it)."""
    return Seen(Manner.NOTE, f"[Dialling {as_written(number)}]")


def runs(sounds: Iterable[Sound]) -> tuple[tuple[Piece, ...] | Event, ...]:
    """A call's sounds with speech that follows on speech, and pauses in it, taken together."""
    found: list[tuple[Piece, ...] | Event] = []
    speech: list[Piece] = []
    for sound in sounds:
        match sound:
            case Say():
                speech += sound.pieces
            case Pause():
                speech.append(Gap(float(sound.seconds)))
            case _:
                found += [tuple(speech), sound]
                speech = []
    return tuple(run for run in (*found, tuple(speech)) if run != ())


def heard(sounds: Iterable[Sound]) -> tuple[Seen, ...]:
    """A call's sounds in words."""
    return tuple(seen for run in runs(sounds) for seen in (_speech(run) if isinstance(run, tuple) else _event(run)))


def received(text: Text) -> Seen:
    """A text as it is read on the phone."""
    return Seen(_MANNERS.get(text.kind, Manner.TEXT), text.body)


def _speech(pieces: Iterable[Piece]) -> tuple[Seen, ...]:
    lines = sentences(pieces)
    return (said(*lines),) if lines else ()


def _event(sound: Event) -> tuple[Seen, ...]:
    match sound:
        case Dialling(number):
            return (dialling(number),)
        case Failure(code, what):
            return (Seen(Manner.FAULT, f"{_RECORDING}\nTwilio error {code}: {what}"),)
        case Over():
            return (Seen(Manner.NOTE, "[The call is over]"),)
