"""Rules about how hard sentences and labels are to follow."""

from collections import Counter
from collections.abc import Iterator

from signpost.authoring.english import grade, sentences, syllables, words
from signpost.authoring.faults import quoted
from signpost.authoring.rules.finding import Finding, rule
from signpost.authoring.rules.subject import STATEMENTS, Subject
from signpost.core.menu import Menu

LONGEST_SENTENCE, LONGEST_LABEL = 15, 5
AIM, LIMIT = 5.0, 6.0
# Shorter passages have no grade worth the name: one long word would decide it. Rules 28 and 29 look after those.
SHORTEST_GRADED = 15
LONG_WORD, FEW = 4, 0.05

# Words that tell no choice from another. "Child" is among them: here every choice is about one.
_LITTLE_WORDS = """
    a about after all am an and another any anyone anything are as ask asking at be been before but by can child
    children do does doing else find finding for from get getting give given go going got had has have help her here
    him his how i if in into is isnt it its just me more my need needed needs new no not now of off on one only or other
    our out over own say says she so some somebody someone something still tell than that the their them then there
    these they this those to too under up us want was we were what when where which who whom why will with within
    without yes yet you your
"""
_LITTLE = frozenset(_LITTLE_WORDS.split())


@rule(7, "no two labels of a menu share a word that matters", english=True)
def labels_differ(subject: Subject) -> Iterator[Finding]:
    """Somebody who listens for a word takes the first choice that has it."""
    for place in subject.pack.places.values():
        seen: dict[str, int] = {}
        for index, choice in enumerate(place.choices if isinstance(place, Menu) else ()):
            telling = _telling(choice.label.voice) | _telling(choice.label.text)
            shared = sorted(word for word in telling if word in seen)
            if shared:
                first = subject.at_place(place.name, "choices", seen[shared[0]], "label").line
                wrong = f"the label shares {quoted(shared[0])} with the one in line {first}"
                spot = subject.at_place(place.name, "choices", index, "label")
                yield Finding(spot, 7, wrong, "name each choice by a word that it alone has")
            for word in telling:
                seen.setdefault(word, index)


@rule(27, f"a label has at most {LONGEST_LABEL} words: it is said back after the key")
def short_labels(subject: Subject) -> Iterator[Finding]:
    """An echo is to reassure, not to delay."""
    for passage in subject.passages:
        count = len(words(passage.words))
        if passage.kind == "label" and count > LONGEST_LABEL:
            mend = f"write {LONGEST_LABEL} words at most, the telling one first"
            yield Finding(passage.spot, 27, f"the label has {count} words", mend)


@rule(28, f"a sentence has at most {LONGEST_SENTENCE} words")
def short_sentences(subject: Subject) -> Iterator[Finding]:
    """One idea at a time."""
    for passage in subject.statements:
        for sentence in sentences(passage.words):
            count = len(words(sentence))
            if count > LONGEST_SENTENCE:
                wrong = f"{quoted(sentence)} has {count} words"
                yield Finding(passage.spot, 28, wrong, f"make it two sentences of {LONGEST_SENTENCE} words at most")


@rule(29, "words of four syllables and more are rare: at most 5 in 100 over the whole pack", english=True)
def short_words(subject: Subject) -> Iterator[Finding]:
    """Names of services do not count; every other long word has to earn its place."""
    said = [
        word
        for passage in subject.passages
        if passage.kind in {*STATEMENTS, "label"}
        for word in words(subject.without_names(passage.words))
    ]
    long = Counter(word.lower() for word in said if syllables(word) >= LONG_WORD)
    if said and long.total() > FEW * len(said):
        most = ", ".join(f"{word} ({count})" for word, count in long.most_common(5))
        wrong = f"{100 * long.total() / len(said):.0f} in 100 words have four syllables or more, mostly {most}"
        yield Finding(subject.at_pack(), 29, wrong, "find shorter words for some, or say each hard word only once")


@rule(30, f"the Flesch-Kincaid grade is at most {LIMIT:.0f}; above {AIM:.0f} warns", english=True)
def reading_grade(subject: Subject) -> Iterator[Finding]:
    """Reading age 9 to 11, which suits listening too."""
    for passage in subject.statements:
        plain = subject.without_names(passage.words)
        if len(words(plain)) < SHORTEST_GRADED:
            continue
        found = grade(plain)
        if found > AIM:
            hard = sorted(set(words(plain)), key=lambda word: (-syllables(word), word))[:3]
            mend = f"write shorter sentences, and plainer words for {', '.join(hard)}"
            wrong = f"the reading grade is {found:.1f}, above {LIMIT if found > LIMIT else AIM:.0f}"
            yield Finding(passage.spot, 30, wrong, mend, warning=found <= LIMIT)


def _telling(label: str) -> set[str]:
    bare = (word.lower().replace("\u2019", "'").removesuffix("'s").replace("'", "") for word in words(label))
    return {_singular(word) for word in bare if word not in _LITTLE and not word.isdigit()}


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
