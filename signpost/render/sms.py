"""Outputs as one text message: the service's name first, the way to reply last, never over two segments."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from twilio.twiml.messaging_response import MessagingResponse

from signpost.core.events import Ask, Contact, Output, Say
from signpost.core.menu import Pack
from signpost.core.wording import Wording
from signpost.render.gsm import PART, segments, septets, to_gsm

MAX_SEGMENTS = 2
ROOM = MAX_SEGMENTS * PART  # in septets
_CUT = "..."


@dataclass(frozen=True, slots=True)
class _Part:
    words: str
    statement: bool
    prompt: bool = False


def body(pack: Pack, outputs: Iterable[Output]) -> str:
    """The text that carries these outputs, in GSM-7, two segments at most; empty when there is nothing to say.

    `signpost check` keeps a pack's own words within that room. Should some combination still be too long, statements
    are shortened before the contact, the choices and how to reply are, the longest first. A question that follows
    something else is left out instead: half a time limit is worse than none, and it was told when the question was new.
    """
    return _fit(_named(pack, outputs))


def whole(pack: Pack, outputs: Iterable[Output]) -> str:
    """The same with every word of it, however many segments that takes: to judge a pack by, never to be sent."""
    return _join(_named(pack, outputs))


def reply(words: str) -> str:
    """TwiML that answers an incoming text with these words, or with nothing when they are empty."""
    response = MessagingResponse()
    if words:
        response.message(words)
    return str(response)


def _named(pack: Pack, outputs: Iterable[Output]) -> list[_Part]:
    """What a text is made of, in order, the first part with the service's name before it."""
    said = [_tidy(part) for output in outputs for part in _parts(pack.wording, output)]
    parts = [part for part in said if part.words]
    if parts:
        parts[0] = replace(parts[0], words=f"{to_gsm(pack.name)}: {parts[0].words}")
    return parts


def _tidy(part: _Part) -> _Part:
    return replace(part, words=to_gsm(part.words).strip())


def _parts(say: Wording, output: Output) -> Iterable[_Part]:
    match output:
        case Say(prompt=prompt):
            yield _Part(prompt.text, True)
        case Contact(service=service):
            if line := service.line:
                frame = say.number if line is service else say.number_via
                yield _Part(frame.fill(service=service.name, via=line.name, number=line.number or "").text, False)
            if service.address:
                yield _Part(say.email.text.format(address=service.address), False)
        case Ask(prompt=prompt, labels=labels, brief=brief):
            if not brief:
                yield _Part(prompt.text, True, prompt=bool(labels))
            for key, label in enumerate(labels, 1):
                yield _Part(f"{key} {label.text}", False)
            if labels:
                yield _Part(say.reply.text.format(keys=_keys(say, len(labels))), False)
        case _:
            return


def _keys(say: Wording, count: int) -> str:
    *first, last = (str(key) for key in range(1, count + 1))
    return say.reply_or.text.format(first=", ".join(first), last=last) if first else last


def _fit(parts: list[_Part]) -> str:
    while segments(words := _join(parts)) > MAX_SEGMENTS:
        longest = max((part for part in parts if part.statement), key=lambda part: len(part.words), default=None)
        if longest and longest.prompt and longest is not parts[0]:
            parts = [part for part in parts if part is not longest]
            continue
        shorter = _shorten(longest.words) if longest else None
        if longest is None or shorter is None:
            return _hard_cut(words)
        parts = [_Part(shorter, True) if part is longest else part for part in parts]
    return words


def _join(parts: Iterable[_Part]) -> str:
    return "\n".join(part.words for part in parts)


def _shorten(words: str) -> str | None:
    head, _, _ = words.removesuffix(_CUT).rstrip().rpartition(" ")
    return f"{head}{_CUT}" if head.strip() else None


def _hard_cut(words: str) -> str:
    while segments(words + _CUT) > MAX_SEGMENTS:
        over = septets(words + _CUT) - ROOM
        words = words[: -max(over // 2, 1)]
    return words + _CUT
