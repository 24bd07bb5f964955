"""What people's keys and words mean: the service's own keywords, a choice by number or by word, danger.

People text in capitals, with full stops, with "pls" and "option": all of that is forgiven here, once.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from signpost.core.folding import Slips, apart, joined, readings
from signpost.core.session import Channel


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
    Keyword.PERSON: frozenset({"person", "human", "someone", "somebody", "0"}),
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
_THANKS = frozenset(
    {"thanks", "thank you", "thankyou", "thx", "ta", "cheers", "ok", "okay", "many", "so much", "very much"}
)
# What stands around the person in "i want to talk to a real person please", and around "can you ring me".
_ASKING = frozenset(
    {"i", "want", "need", "would", "like", "can", "could", "to", "talk", "speak", "with", "get", "me", "a", "real"}
)
# Plain speech for STOP: "do not text me", "please stop sending me messages", "take me off your list".
_TEXTS = r"(?:text\w*|messag\w*|msgs?|sms)"
_LIST = r"(?:list|lists|database|system|texts|records)"
_ME, _YOUR = r"(?:me|us|(?:my|this) (?:number|name|phone))", r"(?:(?:your|ur|the|this) )?"
_PLEA = re.compile(
    r"(?:stop|dont|do not|no more|never)(?: (?:send|sending|sends|me|us|any|more|your|the|these|those))*"
    rf" {_TEXTS}(?: (?:me|us|any|more|anymore|again|now))*"
    r"|(?:i|we) (?:dont|do not|never|no longer) (?:want|need|asked for|wanted)"
    rf"(?: (?:to|get|getting|receive|any|more|your|ur|the|these|those|of))* {_TEXTS}"
    r"(?: (?:any|more|anymore|again|now))*"
    r"|(?:stop|dont|do not|never) contact(?:ing)? (?:me|us)(?: (?:again|any|more|anymore|ever|now))*"
    r"|(?:just )?leave (?:me|us) (?:alone|be)(?: now)?"
    # "Get me out" is no such plea: it may be a cry for help.
    rf"|get {_ME} (?:off|out of) {_YOUR}{_LIST}|take {_ME} off(?: of)?(?: {_YOUR}{_LIST})?"
    rf"|(?:remove|delete) (?:me|us|{_ME} from {_YOUR}{_LIST}|(?:my|this) (?:number|name|phone))"
)
# Those that may be said aloud on the phone as well as keyed.
SPOKEN = frozenset({Keyword.PERSON, Keyword.BACK, Keyword.AGAIN, Keyword.MENU})
# Words that no choice may claim for itself.
RESERVED = frozenset(word for words in WORDS.values() for word in words)
_MEANING = {word: keyword for keyword, words in WORDS.items() for word in words}

NUMBERS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
_POLITE = _GREETINGS | {"please", "pls", "plz", "plse", "thanks", "thank", "thankyou", "thx", "ta", "you"}
_AROUND_A_NUMBER = frozenset({"option", "number", "num", "choice", "press", "answer", "reply"})
# "no 1" and "i want 2" choose; "no one" and "i want one" do not.
_AROUND_A_DIGIT = _AROUND_A_NUMBER | {"no", "the", "i", "want", "choose", "pick", "my", "is", "its"}
# Words that change nothing about the choice they stand beside: "yes she is", "at home". Any other word may turn it
# round ("not at school", "excluded from school"), and a wrong turn is worse than asking again.
_NEUTRAL = frozenset(
    "a an the my our his her their i he she it its we they is am are does do did has have was in at on to for of about "
    "that this".split()
)
_DENIALS = frozenset(
    "no not none never nah without yet lost cant cannot dont didnt havent havnt hasnt hadnt isnt wasnt aint".split()
)
# Above this many words an answer is a sentence: a "no" in it says little about which choice was meant.
_SHORT_ANSWER = 4


def plain(words: str) -> str:
    """Words with case, accents, apostrophes, punctuation and extra space taken away; * and # are kept alone."""
    bare = words.strip()
    if bare in {"*", "#"}:
        return bare
    letters = apart(bare).casefold()
    letters = re.sub(r"['\u2019`\u0300-\u036f]", "", letters)
    return " ".join(re.findall(r"\w+", letters.replace("_", " ")))


# A pack's own words are brought into that form once; what people send is never kept.
_known = lru_cache(maxsize=8192)(plain)


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
    if _PLEA.fullmatch(without_courtesies(said)):
        return Keyword.STOP
    if _thanks(said):
        return Keyword.THANKS
    asking = [word for word in without_courtesies(said).split() if word not in _ASKING - {"me"}]
    if _MEANING.get(" ".join(asking)) is Keyword.RING_ME:
        return Keyword.RING_ME
    bare = " ".join(word for word in asking if word != "me")
    return Keyword.PERSON if _MEANING.get(bare) is Keyword.PERSON else None


def _thanks(said: str) -> bool:
    left = f" {said} "
    for phrase in sorted(_THANKS, key=len, reverse=True):
        left = left.replace(f" {phrase} ", " ")
    return not left.strip()


def greets(words: str) -> bool:
    """Whether the words are a greeting and no more."""
    return plain(words) in _GREETINGS


def denies(words: str) -> bool:
    """Whether a "no" of any kind stands among the words."""
    return not _DENIALS.isdisjoint(plain(words).split())


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
    return index if index is not None else _contained(said, names)


def exact(words: str, options: Sequence[Iterable[str]]) -> int | None:
    """Which option (0-based) has these very words among its own, courtesies apart; None when none or several do."""
    return _exact(without_courtesies(plain(words)), _names(options))


def _exact(said: str, names: Sequence[frozenset[str]]) -> int | None:
    found = [index for index, own in enumerate(names) if said in own]
    return found[0] if len(found) == 1 else None


def _names(options: Sequence[Iterable[str]]) -> list[frozenset[str]]:
    return [frozenset(_known(name) for name in option) - {""} for option in options]


def _number(said: str) -> int | None:
    tokens = said.split()
    around = _AROUND_A_DIGIT if any(token.isdigit() for token in tokens) else _AROUND_A_NUMBER
    words = [token for token in tokens if token not in around]
    found = {NUMBERS[word] for word in words if word in NUMBERS}
    return found.pop() if len(found) == 1 and all(word in NUMBERS for word in words) else None


def _contained(said: str, names: Sequence[frozenset[str]]) -> int | None:
    tokens = said.split()
    if not 0 < len(tokens) <= _SHORT_ANSWER:
        return None
    fits = {index for index, own in enumerate(names) if any(_is_but_for_neutral(said, name) for name in own)}
    # "1 yes" names its option twice; "2 yes" names two, and is no answer.
    numbers = {NUMBERS[token] - 1 for token in tokens if token in NUMBERS}
    return fits.pop() if len(fits) == 1 and numbers <= fits else None


def _is_but_for_neutral(said: str, name: str) -> bool:
    before, found, after = f" {said} ".partition(f" {name} ")
    return bool(found) and all(token in _NEUTRAL or token in NUMBERS for token in (before + " " + after).split())


def _has(said: str, phrase: str) -> bool:
    return f" {phrase} " in f" {said} "


def danger(words: str, phrases: Iterable[str]) -> bool:
    """Whether any of the pack's danger phrases stands in the words, whole words only, however it is written.

    See `core.folding`.
    """
    known = _dangers(tuple(phrases))
    said = [plain(words), *(joined(plain(reading)) for reading in readings(words))]
    return any(known.named(one) for one in dict.fromkeys(said))


@dataclass(frozen=True, slots=True)
class _Dangers:
    """A pack has a thousand: only those that begin with a word that was said are looked for."""

    by_first_word: dict[str, tuple[str, ...]]
    slips: Slips

    def named(self, said: str) -> bool:
        return self._stands_in(said) or self.slips.run(said) or self._stands_in(self.slips.mended(said))

    def _stands_in(self, said: str) -> bool:
        return any(_has(said, phrase) for word in set(said.split()) for phrase in self.by_first_word.get(word, ()))


@lru_cache(maxsize=64)
def _dangers(phrases: tuple[str, ...]) -> _Dangers:
    found: dict[str, list[str]] = {}
    for phrase in map(_known, phrases):
        found.setdefault(phrase.split(" ")[0], []).append(phrase)
    return _Dangers({word: tuple(those) for word, those in found.items()}, Slips.of(map(_known, phrases)))
