"""What people's keys and words mean: the service's own keywords, a choice by number or by word, danger.

People text in capitals, with full stops, with "pls" and "option": all of that is forgiven here, once.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from signpost.core.session import Channel


class Keyword(StrEnum):
    """What means the same at every menu."""

    MENU = "menu"
    BACK = "back"
    AGAIN = "again"
    PERSON = "person"
    SLOWER = "slower"
    STOP = "stop"
    START = "start"
    FORGET = "forget"


KEYS = {"0": Keyword.PERSON, "*": Keyword.BACK, "#": Keyword.AGAIN, "8": Keyword.SLOWER}

# STOP and START hold the words that Twilio itself acts on for UK numbers; HELP and INFO get Twilio's own answer as well
# as ours. Nobody is ever asked to text one of those except STOP and START.
WORDS: dict[Keyword, frozenset[str]] = {
    Keyword.MENU: frozenset({"menu", "main menu", "first menu", "start again", "#"}),
    Keyword.BACK: frozenset({"back", "go back", "*"}),
    Keyword.AGAIN: frozenset({"again", "repeat", "say again", "help", "info", "hi", "hello", "hey"}),
    Keyword.PERSON: frozenset(
        {"person", "a person", "human", "real person", "talk to a person", "speak to a person", "talk to someone"}
        | {"speak to someone", "ring me", "call me", "phone me", "ring me back", "call me back", "0"}
    ),
    Keyword.STOP: frozenset(
        {"stop", "stp", "stopp", "unsubscribe", "end", "quit", "stopall", "stop all", "revoke", "optout", "opt out"}
        | {"cancel", "stop texting me", "stop texting", "stop texts", "stop it", "no more texts", "dont text me"}
    ),
    Keyword.START: frozenset({"start", "unstop", "restart"}),
    Keyword.FORGET: frozenset({"forget", "forget me", "erase", "erase me", "delete my data", "delete me"}),
}
# Words that no choice may claim for itself.
RESERVED = frozenset(word for words in WORDS.values() for word in words)
_MEANING = {word: keyword for keyword, words in WORDS.items() for word in words}

NUMBERS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_POLITE = frozenset(
    {"please", "pls", "plz", "plse", "thanks", "thank", "thankyou", "thx", "ta", "you", "hi", "hello", "hey"}
)
_AROUND_A_NUMBER = frozenset(
    {
        "option",
        "number",
        "no",
        "num",
        "choice",
        "press",
        "answer",
        "reply",
        "the",
        "i",
        "want",
        "choose",
        "pick",
        "my",
        "is",
        "its",
    }
)
# Above this many words an answer is a sentence: a "no" in it says little about which choice was meant.
_SHORT_ANSWER = 4


def plain(words: str) -> str:
    """Words with case, accents, apostrophes, punctuation and extra space taken away; * and # are kept alone."""
    bare = words.strip()
    if bare in {"*", "#"}:
        return bare
    letters = unicodedata.normalize("NFKD", bare).casefold()
    letters = re.sub(r"['\u2019`\u0300-\u036f]", "", letters)
    return " ".join(re.findall(r"\w+", letters.replace("_", " ")))


# A pack's own words are brought into that form once; what people send is never kept.
_known = lru_cache(maxsize=8192)(plain)


def _polite(words: str) -> str:
    kept = [word for word in words.split() if word not in _POLITE]
    return " ".join(kept)


def keyword(words: str, channel: Channel) -> Keyword | None:
    """The keyword that somebody pressed or texted, or None. On the phone these are keys, in a text words."""
    if channel is Channel.VOICE:
        return KEYS.get(words.strip())
    said = plain(words)
    return _MEANING.get(said) or _MEANING.get(_polite(said))


def choice(words: str, options: Sequence[Iterable[str]]) -> int | None:
    """Which option (0-based) was meant, each given by the words it may be called; None when that is not plain.

    A number counts when nothing else of weight stands beside it ("2", "Option two.", "1 pls"). Words count when they
    are an option's own, or are in a short answer that fits one option alone ("yes she is").
    """
    said = _polite(plain(words))
    number = _number(said)
    if number is not None:
        return number - 1 if number <= len(options) else None
    names = [frozenset(_known(name) for name in option) - {""} for option in options]
    exact = [index for index, own in enumerate(names) if said in own]
    if len(exact) == 1:
        return exact[0]
    return _contained(said, names)


def _number(said: str) -> int | None:
    words = [word for word in said.split() if word not in _AROUND_A_NUMBER]
    found = {NUMBERS[word] for word in words if word in NUMBERS}
    if len(found) == 1 and all(word in NUMBERS for word in words):
        return found.pop()
    return None


def _contained(said: str, names: Sequence[frozenset[str]]) -> int | None:
    tokens = said.split()
    if not 0 < len(tokens) <= _SHORT_ANSWER:
        return None
    # "1 yes" names its option twice; "2 yes" names two, and is no answer.
    fits = {index for index, own in enumerate(names) if any(_has(said, name) for name in own)}
    if fits:
        fits |= {NUMBERS[token] - 1 for token in tokens if token in NUMBERS}
    return fits.pop() if len(fits) == 1 else None


def _has(said: str, phrase: str) -> bool:
    return f" {phrase} " in f" {said} "


def danger(words: str, phrases: Iterable[str]) -> bool:
    """Whether any of the pack's danger phrases stands in the words, whole words only."""
    said = plain(words)
    return any(_has(said, _known(phrase)) for phrase in phrases)
