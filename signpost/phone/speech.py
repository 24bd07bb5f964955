"""What a voice says: the words and pauses inside a <Say>, with Twilio's SSML understood."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from signpost.phone.faults import CarrierError

# "4 4 2" is said digit by digit and reads as 442.
_SINGLE_DIGITS = re.compile(r"(?<=\b\d) (?=\d\b)")
_BREAKS = {"none": 0.0, "x-weak": 0.1, "weak": 0.2, "medium": 0.4, "strong": 0.7, "x-strong": 1.2}
_RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "fast": 1.25, "x-fast": 1.6}
_PLAIN = {"emphasis", "lang", "phoneme", "w"}
_CLOSING_GAP = {"s": 0.4, "p": 0.7}
_SPELLED = {"characters", "digits", "spell-out", "telephone"}


@dataclass(frozen=True, slots=True)
class Words:
    """Words as they are written; `aloud` says how to speak them, `rate` how fast (1.0 is the voice's own pace)."""

    text: str
    aloud: str
    rate: float = 1.0


@dataclass(frozen=True, slots=True)
class Gap:
    """Silence within speech, in seconds."""

    seconds: float


Piece = Words | Gap


def pieces(say: Element) -> tuple[Piece, ...]:
    """The words and gaps of a <Say> in order. Raises CarrierError for SSML that Twilio would not speak."""
    return tuple(_inside(say, 1.0))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Pieces said in one go, with a pause after the sentence, and the `line` they read as."""

    line: str
    pieces: tuple[Piece, ...]


def phrases(said: Iterable[Piece]) -> tuple[Phrase, ...]:
    """Speech cut where the voice pauses after a sentence or a number; at any other pause a line goes on."""
    found: list[Phrase] = []
    line, held = "", list[Piece]()
    for piece in said:
        if isinstance(piece, Words):
            if held and isinstance(held[-1], Gap) and _is_whole(line, piece.text):
                found.append(Phrase(_tidy(line), tuple(held)))
                line, held = "", []
            line = f"{line} {_SINGLE_DIGITS.sub('', piece.text)}"
        held.append(piece)
    return (*found, Phrase(_tidy(line), tuple(held))) if held else tuple(found)


def sentences(said: Iterable[Piece]) -> tuple[str, ...]:
    """Speech as lines to read, one for each phrase that has words."""
    return tuple(phrase.line for phrase in phrases(said) if phrase.line)


def _is_whole(line: str, following: str) -> bool:
    return line.endswith((".", "?", "!")) or (line[-1:].isdigit() and following[0].isupper())


def _tidy(line: str) -> str:
    return re.sub(r"\s+([,.;:?!])", r"\1", " ".join(line.split()))


def _inside(element: Element, rate: float) -> Iterator[Piece]:
    yield from _words(element.text, rate)
    for child in element:
        yield from _tag(child, rate)
        yield from _words(child.tail, rate)


def _words(text: str | None, rate: float) -> Iterator[Words]:
    if text and text.strip():
        tidy = " ".join(text.split())
        yield Words(tidy, tidy, rate)


def _tag(element: Element, rate: float) -> Iterator[Piece]:
    match element.tag:
        case "break":
            yield Gap(_break(element))
        case "prosody":
            yield from _inside(element, rate * _pace(element.get("rate", "medium")))
        case "sub":
            yield from _words(element.get("alias"), rate)
        case "say-as":
            yield from _said_as(element, rate)
        case "s" | "p":
            yield from _inside(element, rate)
            yield Gap(_CLOSING_GAP[element.tag])
        case tag if tag in _PLAIN:
            yield from _inside(element, rate)
        case tag:
            raise CarrierError(13520, f"<{tag}> cannot be spoken inside <Say>")


def _said_as(element: Element, rate: float) -> Iterator[Piece]:
    for piece in _inside(element, rate):
        if isinstance(piece, Words) and element.get("interpret-as") in _SPELLED:
            yield Words(piece.text, " ".join(piece.text.replace(" ", "")), rate)
        else:
            yield piece


def _break(element: Element) -> float:
    time = element.get("time")
    if time is None:
        return _BREAKS.get(element.get("strength", "medium"), _BREAKS["medium"])
    found = re.fullmatch(r"\+?(\d+(?:\.\d+)?)(ms|s)", time)
    if found is None:
        raise CarrierError(13520, f"a break lasts a time such as 500ms or 1s, not {time!r}")
    return float(found[1]) / (1000 if found[2] == "ms" else 1)


def _pace(rate: str) -> float:
    if rate in _RATES:
        return _RATES[rate]
    if re.fullmatch(r"\d+%", rate) and int(rate[:-1]) >= 20:
        return int(rate[:-1]) / 100
    raise CarrierError(13520, f"a prosody rate is slow, fast or a percentage from 20%, not {rate!r}")
