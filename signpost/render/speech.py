"""Outputs as speech: words and pauses, unhurried, option words before their key, numbers in groups.

Lengths of pauses are those of the accessibility rules that this project follows: half a second before a key is named
and after a key was pressed, three quarters between options, seven tenths between the groups of a number
(W3C Content Usable, voice menus; Avaya's design guide; Lehman on number read-outs).
"""

import re
from collections.abc import Iterable

from signpost.core.events import Ask, Contact, Echo, Output, Say
from signpost.core.menu import Service
from signpost.core.numbers import groups
from signpost.core.wording import Wording

# Milliseconds.
AFTER_KEY, BEFORE_PRESS, BETWEEN_OPTIONS, BETWEEN_GROUPS = 500, 500, 750, 700
BETWEEN_SENTENCES, BEFORE_DIGITS = 500, 300

# Numbers that stand in a sentence: UK numbers as written, and the short ones that would be read as "nine hundred".
_NUMBER = re.compile(r"\b(?:0\d{2,4}(?: ?\d{3,4}){1,3}|0\d{9,10}|116 ?\d{3}|999|111|112|101|105|119|18001)\b")

Piece = str | int  # words, or a pause in milliseconds


def pieces_of(say: Wording, output: Output) -> list[Piece]:
    """What is heard of one output: words and pauses in order, nothing for what is not heard."""
    match output:
        case Echo(label=label) if label.voice:
            return [*_words(f"{label.voice}."), BETWEEN_SENTENCES]
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
        asked += [BETWEEN_SENTENCES, counted.voice.format(count=count), BETWEEN_OPTIONS] if count else []
    for key, label in enumerate(ask.labels, 1):
        asked += [f"{label.voice},", BEFORE_PRESS, say.press.voice.format(key=key), BETWEEN_OPTIONS]
    if ask.controls:
        asked.append(say.controls.voice)
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
