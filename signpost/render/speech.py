"""Outputs as speech: words and pauses, unhurried, option words before their key, numbers in groups.

Lengths of pauses follow what is published: half a second before a key is named and three quarters between options (W3C
Content Usable asks for pauses there, the Association for Conversational Interaction Design for that long); half a
second after a key was pressed, for the handset has to come back to the ear (Avaya's design guide). Seven tenths between
the groups of a number is our own, for somebody who writes it down.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from signpost.core.events import Ask, Contact, Echo, Output, Say
from signpost.core.menu import Service
from signpost.core.numbers import groups
from signpost.core.wording import Wording

# Milliseconds.
AFTER_KEY, BEFORE_PRESS, BETWEEN_OPTIONS, BETWEEN_GROUPS = 500, 500, 750, 700
BETWEEN_SENTENCES, BEFORE_DIGITS, BREATH = 500, 300, 250

# For somebody who asked us to speak more slowly: words take longer by it, pauses stay.
SLOW_RATE = 0.8

# Numbers that stand in a sentence: UK numbers as written, and the short ones that would be read as "nine hundred".
# Hyphens, dots and brackets in them are no words either.
_NUMBER = re.compile(
    r"(?<!\w)(?:(?:\(0\d{2,4}\)|0\d{2,4})(?:(?:[ ./]| ?[-\u2010-\u2015] ?)?\d{3,4}){1,3}|0\d{9,10}"
    r"|11[68][ -]?\d{3}|999|111|112|101|105|119|18001)\b"
)
_BEFORE_STOP = re.compile(r"\s+(?=[,.;:!?])")

# What stands for a pause in writing. A breath, and the pause before a key or a number, is none.
_STOPS = {BETWEEN_GROUPS: ",", BETWEEN_OPTIONS: ".", BETWEEN_SENTENCES: "."}

Piece = str | int  # words, or a pause in milliseconds


def pieces_of(say: Wording, output: Output) -> list[Piece]:
    """What is heard of one output: words and pauses in order, nothing for what is not heard."""
    match output:
        case Echo(label=label) if label.voice:
            return [*_words(f"{label.voice}."), BREATH]
        case Say(prompt=prompt) if prompt.voice:
            return [*_words(prompt.voice), BETWEEN_SENTENCES]
        case Contact(service=service) as contact if line := service.line:
            return _contact(say, contact, line)
        case Ask() as ask:
            return _asked(say, ask)
        case _:
            return []


def without_last_pauses(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces up to the last that has words: nobody waits for a pause that nothing follows."""
    kept = list(pieces)
    while kept and not (isinstance(kept[-1], str) and kept[-1].strip()):
        kept.pop()
    return kept


def runs(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same as a voice says it: words that follow on each other are one run, pauses that meet the longest one."""
    for pause, run in groupby(pieces, key=lambda piece: isinstance(piece, int)):
        if pause:
            yield max(int(piece) for piece in run)
        else:
            yield _BEFORE_STOP.sub("", " ".join(str(piece).strip() for piece in run).strip())


def in_one_go(pieces: Iterable[Piece]) -> str:
    """The same without a pause, for whoever types it: a full stop or a comma where one held words or digits apart."""
    said = ""
    for piece in runs(pieces):
        if isinstance(piece, str):
            said += piece
        elif said:
            said += ("" if said[-1] in ",.;:!?" else _STOPS.get(piece, "")) + " "
    return said.strip()


def _contact(say: Wording, contact: Contact, line: Service) -> list[Piece]:
    digits = _spaced(line.number or "")
    if contact.again:
        return [say.number_again.voice, BEFORE_DIGITS, *digits, BETWEEN_OPTIONS]
    frame = say.number if line is contact.service else say.number_via
    words = frame.fill(service=contact.service.name, via=line.name, number="").voice
    return [words, BEFORE_DIGITS, *digits, BETWEEN_OPTIONS]


def _asked(say: Wording, ask: Ask) -> list[Piece]:
    count = len(ask.labels)
    asked: list[Piece] = []
    if not ask.brief:
        asked += _words(ask.prompt.voice)
        counted = say.count_one if count == 1 else say.count
        asked += [BREATH, counted.voice.format(count=count), BETWEEN_OPTIONS] if count else []
    for key, label in enumerate(ask.labels, 1):
        asked += [f"{label.voice},", BEFORE_PRESS, say.press.voice.format(key=key), BETWEEN_OPTIONS]
    if ask.invited:
        asked += [say.speak.voice, BETWEEN_SENTENCES]
    if ask.controls:
        controls = say.controls_relay if ask.relayed else say.controls_slow if ask.slowed else say.controls
        asked.append(controls.voice)
    return asked


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
