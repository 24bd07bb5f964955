"""The keys and words that mean the same at every menu, and what is found of them, worked out once."""

from collections.abc import Callable
from enum import StrEnum
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Keyword(StrEnum):
    """What means the same at every menu."""

    MENU = "menu"
    BACK = "back"
    AGAIN = "again"
    PERSON = "person"
    RING_ME = "ring me"
    SLOWER = "slower"
    RELAY = "relay"
    STOP = "stop"
    START = "start"
    FORGET = "forget"
    THANKS = "thanks"


KEYS = {"0": Keyword.PERSON, "*": Keyword.BACK, "#": Keyword.AGAIN, "7": Keyword.RELAY, "8": Keyword.SLOWER}

GREETINGS = frozenset({"hi", "hello", "hey"})
# STOP and START hold the words that Twilio itself acts on for UK numbers; HELP and INFO get Twilio's own answer as well
# as ours. Nobody is ever asked to text one of those except STOP and START.
WORDS: dict[Keyword, frozenset[str]] = {
    Keyword.MENU: frozenset({"menu", "main menu", "first menu", "start again", "#"}),
    Keyword.BACK: frozenset({"back", "go back", "*"}),
    Keyword.AGAIN: GREETINGS | {"again", "repeat", "say again", "help", "info"},
    Keyword.PERSON: frozenset({"person", "human", "someone", "somebody", "operator", "0"}),
    Keyword.RING_ME: frozenset(
        {"ring me", "call me", "phone me", "ring me back", "call me back", "phone me back"}
        | {"ring me now", "call me now", "phone me now", "ringme", "callme"}
    ),
    Keyword.STOP: frozenset(
        {"stop", "stp", "stopp", "unsubscribe", "end", "quit", "stopall", "stop all", "revoke", "optout", "opt out"}
        | {"cancel", "stop texting me", "stop texting", "stop texts", "stop it", "no more texts", "dont text me"}
    ),
    Keyword.START: frozenset({"start", "unstop", "restart"}),
    Keyword.FORGET: frozenset({"forget", "forget me", "erase", "erase me", "delete my data", "delete me"}),
}
# Those that may be said aloud on the phone as well as keyed.
SPOKEN = frozenset({Keyword.PERSON, Keyword.BACK, Keyword.AGAIN, Keyword.MENU, Keyword.SLOWER, Keyword.THANKS})
# Words that no choice may claim for itself.
RESERVED = frozenset(word for words in WORDS.values() for word in words)
MEANING = {word: keyword for keyword, words in WORDS.items() for word in words}

NUMBERS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
# As most people write them.
_WRITTEN = frozenset(form for word in (*RESERVED, *NUMBERS, *KEYS) for form in (word, word.upper(), word.capitalize()))


def once(judge: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """What a pure function finds of words, kept for the keys and words here. What else people send is never kept."""
    kept = lru_cache(maxsize=2048)(judge)

    @wraps(judge)
    def found(words: str, /, *more: P.args, **named: P.kwargs) -> T:
        if words not in _WRITTEN:
            return judge(words, *more, **named)
        return kept(words, *more, **named)  # type: ignore[arg-type]  # all that is given is hashable

    return found
