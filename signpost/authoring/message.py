"""Whether the staff's message of the day is fit to be said and sent: it stands before every first menu."""

from signpost.authoring.faults import quoted
from signpost.authoring.rules.words import unfit
from signpost.authoring.texts import openings
from signpost.core.menu import Pack
from signpost.core.written import EMERGENCY, numbers, ringable
from signpost.render.gsm import septets, to_gsm
from signpost.render.sms import ROOM

# What a caller hears before each first menu is short: about seven seconds.
LONGEST = 100


class UnfitError(ValueError):
    """The message cannot be said or sent as it stands; the error says why, and what to write instead."""


def fit(pack: Pack, written: str) -> str:
    """The message in the letters that a text has. Raises UnfitError."""
    words = " ".join(written.split(" "))
    _check_letters(words)
    plain = to_gsm(words).strip()
    if not plain:
        raise UnfitError("it is empty: write what callers should hear first")
    if strange := sorted(set(numbers(plain)) - _known(pack, plain)):
        raise UnfitError(f"{strange[0]} is the number of no confirmed contact in the pack: write one that is")
    if found := next(unfit(plain), None):
        raise UnfitError(found)
    if septets(plain) > (most := room(pack)):
        raise UnfitError(f"it has {septets(plain)} letters, and there is room for {most}: write it shorter")
    return plain


def room(pack: Pack) -> int:
    """How many septets a message may have, so that a text with it and the first menu stays whole."""
    longest = max(septets(sent.words) for sent in openings(pack))
    return max(0, min(LONGEST, ROOM - longest - len("\n")))


def _check_letters(words: str) -> None:
    for letter in words:
        if letter in "<>" or not letter.isprintable():
            raise UnfitError(f"{quoted(letter)} cannot stand in it: write plain words on one line")
        if letter != "?" and to_gsm(letter) in {"", "?"}:
            raise UnfitError(f"{quoted(letter)} cannot be sent in a text: leave it out")


def _known(pack: Pack, words: str) -> set[str]:
    ours = {ringable(service.number) for service in pack.services.values() if service.number}
    return {found for found in numbers(words) if found in EMERGENCY or ringable(found) in ours}
