"""What people's keys and words mean: the service's own keywords, a choice by number or by word.

People text in capitals, with full stops, with "pls" and "option": all of that is forgiven here, once.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from signpost.core import plain_speech
from signpost.core.folding import apart
from signpost.core.reserved import GREETINGS, KEYS, MEANING, NUMBERS, SPOKEN, Keyword, once
from signpost.core.session import Channel
from signpost.core.yes_or_no import AFTER_A_NO, AFTER_A_YES_OR_NO, DENIALS, NO, YES

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
_POLITE = GREETINGS | {"please", "pls", "plz", "plse", "thanks", "thank", "thankyou", "thx", "ta", "you"}
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
_LEFT_OUT = re.compile(r"['\u2019`\u0300-\u036f]")
_WORD = re.compile(r"\w+")


def plain(words: str) -> str:
    """Words with case, accents, apostrophes, punctuation and extra space taken away; * and # are kept alone."""
    bare = words.strip()
    # A key, or one word: so most answers are.
    if bare.isascii() and bare.isalnum():
        return bare.lower()
    if bare in {"*", "#"}:
        return bare
    letters = _LEFT_OUT.sub("", apart(bare).casefold())
    return " ".join(_WORD.findall(letters.replace("_", " ")))


# A pack's own words are brought into that form once; what people send is never kept.
known = lru_cache(maxsize=8192)(plain)


def without_courtesies(words: str) -> str:
    """Plain words with please, thanks and hello left out."""
    kept = [word for word in words.split() if word not in _POLITE]
    return " ".join(kept)


@once
def keyword(words: str, channel: Channel, *, stopped: bool = False) -> Keyword | None:
    """The keyword that somebody pressed or texted, or None. On the phone these are keys, in a text words.

    For somebody who has `stopped` texts YES means START: Twilio takes it so.
    """
    if channel is Channel.VOICE:
        return KEYS.get(words.strip())
    said = plain(words)
    if stopped and said == "yes":
        return Keyword.START
    found = MEANING.get(said) or MEANING.get(without_courtesies(said))
    return found if found or not said else _in_plain_speech(said)


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
    is_person = MEANING.get(asked_for) is Keyword.PERSON or plain_speech.wants_a_persons_ring(bare)
    return Keyword.PERSON if is_person else None


@once
def gives_a_reason(words: str) -> bool:
    """Whether the words say STOP and why."""
    return plain_speech.pleads_with_reason(without_courtesies(plain(words)))


@once
def is_pleased(words: str) -> bool:
    """Whether the words say that it is good, and no more, such as "ok": thanks, where a contact was just given."""
    return plain_speech.is_pleased(without_courtesies(plain(words)))


@once
def greets(words: str) -> bool:
    """Whether the words are a greeting and no more."""
    return plain(words) in GREETINGS


def denies(words: str) -> bool:
    """Whether a "no" of any kind stands among the words."""
    return not DENIALS.isdisjoint(plain(words).split())


def choice(words: str, options: Sequence[Iterable[str]]) -> int | None:
    """Which option (0-based) was meant, each given by the words it may be called; None when that is not plain.

    A number counts when nothing else of weight stands beside it ("2", "Option two.", "1 pls"). Words count when they
    are an option's own, or are in a short answer that fits one option alone ("yes she is").
    """
    number = _number(words)
    if number is not None:
        return number - 1 if number <= len(options) else None
    said, names = without_courtesies(plain(words)), _names(options)
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
    return [_own(tuple(option)) for option in options]


@lru_cache(maxsize=4096)
def _own(option: tuple[str, ...]) -> frozenset[str]:
    """The plain words that an option may be called; for yes and no whatever is like them."""
    names = frozenset(known(name) for name in option) - {""}
    return names | (YES if "yes" in names else frozenset()) | (NO if "no" in names else frozenset())


def _ordinal(said: str, count: int) -> int | None:
    left = [word for word in said.split() if word not in _AROUND_AN_ORDINAL]
    number = _ORDINALS.get(left[0], 0) if len(left) == 1 else 0
    return number - 1 if 0 < number <= count else None


@once
def _number(words: str) -> int | None:
    tokens = without_courtesies(plain(words)).split()
    around = _AROUND_A_DIGIT if any(token.isdigit() for token in tokens) else _AROUND_A_NUMBER
    left = [token for token in tokens if token not in around]
    found = {NUMBERS[word] for word in left if word in NUMBERS}
    return found.pop() if len(found) == 1 and all(word in NUMBERS for word in left) else None


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
