"""How many seconds speech lasts, reckoned from its words and pauses; nothing is spoken to find out.

The costs below are a least-squares fit to espeak-ng (`-v en-gb -s 155`, the pace of an unhurried Twilio voice) over
every sentence of the packs in this project: 19 in 20 sentences come within 7 % of it, and a whole pack within 1 %. To
measure and fit again: `python -m tests.walk.measured menus/hertfordshire menus/example`.
"""

import re
from collections.abc import Iterable
from types import MappingProxyType

from signpost.render.speech import SLOW_RATE, Piece, runs

# Seconds each. A stop or a comma counts where more words follow it: at the end of a run the pause that comes next, or
# nothing, takes its place.
COSTS = MappingProxyType({"letter": 0.0651, "digit": 0.2977, "stop": 0.541, "comma": 0.325, "run": 0.1332})

# Words a minute, as speech is commonly reckoned.
PLAIN = 150

_STOP = re.compile(r"[.!?:;](?=\s+\w)")
_COMMA = re.compile(r",(?=\s+\w)")


def seconds(pieces: Iterable[Piece], slow: bool = False) -> float:
    """Seconds that speech lasts, pauses included. `pieces` are words, or pauses in milliseconds, as they are rendered.

    `slow` is for somebody who asked us to speak more slowly. Digits that are spaced out are read one by one.
    """
    rate = SLOW_RATE if slow else 1.0
    return sum(piece / 1000 if isinstance(piece, int) else _said(piece) / rate for piece in runs(pieces))


def plain_seconds(pieces: Iterable[Piece]) -> float:
    """The same by the plain formula: 150 words a minute and the pauses; a digit that is read out alone is a word."""
    return sum(piece / 1000 if isinstance(piece, int) else len(piece.split()) * 60 / PLAIN for piece in runs(pieces))


def counts(run: str) -> dict[str, int]:
    """What a run of words is made of: how many of each thing that COSTS names."""
    return {
        "letter": sum(letter.isalpha() for letter in run),
        "digit": sum(letter.isdigit() for letter in run),
        "stop": len(_STOP.findall(run)),
        "comma": len(_COMMA.findall(run)),
        "run": 1 if run else 0,
    }


def _said(run: str) -> float:
    return sum(COSTS[what] * count for what, count in counts(run).items())
