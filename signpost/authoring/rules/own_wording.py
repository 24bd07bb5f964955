"""Rules about sentences of the service that a pack replaces under `wording:`, so that they keep doing their work."""

import string
from collections.abc import Iterator

from signpost.authoring.english import words
from signpost.authoring.rules.finding import Finding, rule
from signpost.authoring.rules.subject import Subject
from signpost.core.wording import Wording

_USUAL = Wording()
_OPTION, _COUNT, _REPLY = ("option", "press"), ("count",), ("reply", "reply_or")
_CONTROLS = ("controls", "controls_slow", "controls_relay")
_DIGITS = frozenset("0123456789")
_FIGURES = {"eight": "8", "seven": "7"}


@rule(1, "option words come before their key: the pack's own option and press keep their slots")
def option_before_key(subject: Subject) -> Iterator[Finding]:
    """The renderer puts `option` before `press`; a key named in `option` would come first after all."""
    yield from _lost_slots(subject, 1, _OPTION)
    for passage in subject.passages:
        said = passage.kind == "wording" and passage.key == "option" and passage.said
        if said and any(word.lower() == "press" or set(word) <= _DIGITS for word in words(passage.words)):
            mend = 'write the words alone, such as "For {label}", and the key in press'
            yield Finding(passage.spot, 1, "option names the key before or among the words", mend)


@rule(6, "a menu says how many choices there are: the pack's own count keeps its slot")
def counted(subject: Subject) -> Iterator[Finding]:
    """People hold on when they know how long."""
    yield from _lost_slots(subject, 6, _COUNT)


@rule(9, "the keys that work everywhere are told: the pack's own controls name zero, star, hash, 8 and 7", english=True)
def controls_named(subject: Subject) -> Iterator[Finding]:
    """A key that nobody is told of might as well not be there."""
    for passage in subject.passages:
        if passage.kind == "wording" and passage.key in _CONTROLS and passage.said:
            told = {_FIGURES.get(word.lower(), word.lower()) for word in words(passage.words)}
            missing = [key for key in ("zero", "star", "hash", "8", "7") if key not in told]
            if missing:
                mend = f"write, for instance: {getattr(_USUAL, passage.key).voice}"
                yield Finding(passage.spot, 9, f"{passage.key} does not name {' or '.join(missing)}", mend)


@rule(54, "a text ends with how to reply: the pack's own reply keeps its slots")
def how_to_reply(subject: Subject) -> Iterator[Finding]:
    """Without the numbers nobody knows what to send."""
    yield from _lost_slots(subject, 54, _REPLY)


@rule(109, "a sentence of the pack's own keeps what is filled in: the number, the name, the delay")
def slots_kept(subject: Subject) -> Iterator[Finding]:
    """A contact without its number is none."""
    theirs = {*_OPTION, *_COUNT, *_REPLY}
    others = {passage.key for passage in subject.passages if passage.kind == "wording"} - theirs
    yield from _lost_slots(subject, 109, tuple(sorted(others)))


def _lost_slots(subject: Subject, number: int, names: tuple[str, ...]) -> Iterator[Finding]:
    for passage in subject.passages:
        if passage.kind == "wording" and passage.key in names:
            for channel in sorted(passage.channels):
                kept, usual = _slots(passage.words), getattr(getattr(_USUAL, passage.key), channel)
                lost = sorted(_slots(usual) - kept)
                if lost:
                    slots = " and ".join(f"{{{name}}}" for name in lost)
                    yield Finding(passage.spot, number, f"{passage.key} has lost {slots}", f"write it like: {usual}")


def _slots(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
