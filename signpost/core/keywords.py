"""What people's keys and words mean: the service's own keywords, a choice by number or by word.

People text in capitals, with full stops, with "pls" and "option": all of that is forgiven here, once.
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache

from signpost.core import plain_speech
from signpost.core.folding import apart
from signpost.core.session import Channel
from signpost.core.yes_or_no import AFTER_A_NO, AFTER_A_YES_OR_NO, DENIALS, NO, YES


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

_GREETINGS = frozenset({"hi", "hello", "hey"})
# STOP and START hold the words that Twilio itself acts on for UK numbers; HELP and INFO get Twilio's own answer as well
# as ours. Nobody is ever asked to text one of those except STOP and START.
WORDS: dict[Keyword, frozenset[str]] = {
    Keyword.MENU: frozenset({"menu", "main menu", "first menu", "start again", "#"}),
    Keyword.BACK: frozenset({"back", "go back", "*"}),
    Keyword.AGAIN: _GREETINGS | {"again", "repeat", "say again", "help", "info"},
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
# What stands around the person in "i want to talk to a real person please", and around "can you ring me".
_ASKING = frozenset(
    {
        "i",
        "want",
        "need",
        "would",
        "like",
        "can",
        "could",
        "to",
        "talk",
        "speak",
        "with",
        "get",
        "me",
        "a",
        "an",
        "real",
    }
)
# Those that may be said aloud on the phone as well as keyed.
SPOKEN = frozenset({Keyword.PERSON, Keyword.BACK, Keyword.AGAIN, Keyword.MENU, Keyword.SLOWER, Keyword.THANKS})
# Words that no choice may claim for itself.
RESERVED = frozenset(word for words in WORDS.values() for word in words)
_MEANING = {word: keyword for keyword, words in WORDS.items() for word in words}

NUMBERS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_POLITE = _GREETINGS | {"please", "pls", "plz", "plse", "thanks", "thank", "thankyou", "thx", "ta", "you"}
_AROUND_A_NUMBER = frozenset({"option", "number", "num", "choice", "press", "answer", "reply", "ok", "okay"})
# "no 1" and "i want 2" choose; "no one" and "i want one" do not.
_AROUND_A_DIGIT = _AROUND_A_NUMBER | {"no", "the", "i", "want", "choose", "pick", "my", "is", "its"}
# Words that change nothing about the choice they stand beside: "yes she is", "at home". Any other word may turn it
# round ("not at school", "excluded from school"), and a wrong turn is worse than asking again.
_NEUTRAL = frozenset(
    "a an the my our his her their i he she it its we they is am are does do did has have was in at on to for of about "
    "that this hes shes its theyre were im ive weve theyve thats ok okay still just now".split()
)
# Above this many words an answer is a sentence: a "no" in it says little about which choice was meant.
_SHORT_ANSWER = 4
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_AROUND_AN_ORDINAL = _AROUND_A_NUMBER | {"the", "one", "i", "want", "its", "think"}


def plain(words: str) -> str:
    """Words with case, accents, apostrophes, punctuation and extra space taken away; * and # are kept alone."""
    bare = words.strip()
    if bare in {"*", "#"}:
        return bare
    letters = apart(bare).casefold()
    letters = re.sub(r"['\u2019`\u0300-\u036f]", "", letters)
    return " ".join(re.findall(r"\w+", letters.replace("_", " ")))


# A pack's own words are brought into that form once; what people send is never kept.
known = lru_cache(maxsize=8192)(plain)


def without_courtesies(words: str) -> str:
    """Plain words with please, thanks and hello left out."""
    kept = [word for word in words.split() if word not in _POLITE]
    return " ".join(kept)


def keyword(words: str, channel: Channel, *, stopped: bool = False) -> Keyword | None:
    """The keyword that somebody pressed or texted, or None. On the phone these are keys, in a text words.

    For somebody who has `stopped` texts YES means START: Twilio takes it so.
    """
    if channel is Channel.VOICE:
        return KEYS.get(words.strip())
    said = plain(words)
    if stopped and said == "yes":
        return Keyword.START
    found = _MEANING.get(said) or _MEANING.get(without_courtesies(said))
    if found or not said:
        return found
    return _in_plain_speech(said)


def heard(words: str) -> Keyword | None:
    """The keyword that a caller has said aloud, or None."""
    said = without_courtesies(plain(words))
    if said and plain_speech.wants_it_slower(said):
        return Keyword.SLOWER
    # In a text it may be a choice's own word.
    found = Keyword.AGAIN if said == "what" else keyword(words, Channel.TEXT)
    return found if found in SPOKEN else None


def _in_plain_speech(said: str) -> Keyword | None:
    bare = without_courtesies(said)
    if plain_speech.pleads(bare) or plain_speech.pleads_with_reason(bare):
        return Keyword.STOP
    if plain_speech.thanks(said):
        return Keyword.THANKS
    if plain_speech.wants_a_ring(bare):
        return Keyword.RING_ME
    if plain_speech.wants_it_again(bare):
        return Keyword.AGAIN
    asked_for = " ".join(word for word in bare.split() if word not in _ASKING)
    is_person = _MEANING.get(asked_for) is Keyword.PERSON or plain_speech.wants_a_persons_ring(bare)
    return Keyword.PERSON if is_person else None


def gives_a_reason(words: str) -> bool:
    """Whether the words say STOP and why."""
    return plain_speech.pleads_with_reason(without_courtesies(plain(words)))


def is_pleased(words: str) -> bool:
    """Whether the words say that it is good, and no more, such as "ok": thanks, where a contact was just given."""
    return plain_speech.is_pleased(without_courtesies(plain(words)))


def greets(words: str) -> bool:
    """Whether the words are a greeting and no more."""
    return plain(words) in _GREETINGS


def denies(words: str) -> bool:
    """Whether a "no" of any kind stands among the words."""
    return not DENIALS.isdisjoint(plain(words).split())


def choice(words: str, options: Sequence[Iterable[str]]) -> int | None:
    """Which option (0-based) was meant, each given by the words it may be called; None when that is not plain.

    A number counts when nothing else of weight stands beside it ("2", "Option two.", "1 pls"). Words count when they
    are an option's own, or are in a short answer that fits one option alone ("yes she is").
    """
    said = without_courtesies(plain(words))
    number = _number(said)
    if number is not None:
        return number - 1 if number <= len(options) else None
    names = _names(options)
    index = _exact(said, names)
    if index is None:
        index = _ordinal(said, len(options))
    return index if index is not None else _contained(said, names)


def exact(words: str, options: Sequence[Iterable[str]]) -> int | None:
    """Which option (0-based) has these very words among its own, courtesies apart; None when none or several do."""
    return _exact(without_courtesies(plain(words)), _names(options))


def _exact(said: str, names: Sequence[frozenset[str]]) -> int | None:
    found = [index for index, own in enumerate(names) if said in own]
    return found[0] if len(found) == 1 else None


def _names(options: Sequence[Iterable[str]]) -> list[frozenset[str]]:
    return [_alike(frozenset(known(name) for name in option) - {""}) for option in options]


def _alike(names: frozenset[str]) -> frozenset[str]:
    return names | (YES if "yes" in names else frozenset()) | (NO if "no" in names else frozenset())


def _ordinal(said: str, count: int) -> int | None:
    left = [word for word in said.split() if word not in _AROUND_AN_ORDINAL]
    number = _ORDINALS.get(left[0], 0) if len(left) == 1 else 0
    return number - 1 if 0 < number <= count else None


def _number(said: str) -> int | None:
    tokens = said.split()
    around = _AROUND_A_DIGIT if any(token.isdigit() for token in tokens) else _AROUND_A_NUMBER
    words = [token for token in tokens if token not in around]
    found = {NUMBERS[word] for word in words if word in NUMBERS}
    return found.pop() if len(found) == 1 and all(word in NUMBERS for word in words) else None


def _contained(said: str, names: Sequence[frozenset[str]]) -> int | None:
    tokens = said.split()
    if not tokens:
        return None
    fits = {index for index, own in enumerate(names) if _is_made_of(tokens, own, names)}
    # "1 yes" names its option twice; "2 yes" names two, and is no answer.
    numbers = {NUMBERS[token] - 1 for token in tokens if token in NUMBERS}
    return fits.pop() if len(fits) == 1 and numbers <= fits else None


def _is_made_of(tokens: Sequence[str], own: frozenset[str], names: Sequence[frozenset[str]]) -> bool:
    """Whether an option's own words stand here, and beside them nothing that might turn the answer round."""
    beside = _NEUTRAL
    if tokens[0] in own & (YES | NO):
        beside = beside | AFTER_A_YES_OR_NO
        if tokens[0] in NO:
            if any(_denies_more(name, tokens) for other in names if other is not own for name in other):
                return False
            beside = beside | AFTER_A_NO
            # "No, he isn't in school": a denial of what another option says.
            if not AFTER_A_NO.isdisjoint(tokens[1:]):
                beside = beside.union(*(name.split() for other in names for name in other - YES))
    elif len(tokens) > _SHORT_ANSWER:
        return False
    said = f" {' '.join(tokens)} "
    left = said
    for name in sorted(own, key=len, reverse=True):
        while f" {name} " in left:
            left = left.replace(f" {name} ", " ")
    return left != said and all(token in beside or token in NUMBERS for token in left.split())


def _denies_more(name: str, tokens: Sequence[str]) -> bool:
    """Whether an option's "not yet" stands here, where "no" is another's."""
    return not DENIALS.isdisjoint(name.split()) and has(" ".join(tokens[1:]), name)


def has(said: str, phrase: str) -> bool:
    """Whether a phrase stands in what was said, both plain: whole words only."""
    return f" {phrase} " in f" {said} "
