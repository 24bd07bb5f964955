"""Whether the choices of a place can be told apart, by their labels and by the words that may be texted for them.

This looks at the raw values: two labels that clash are told of even while a third choice has a fault of its own.
"""

from collections.abc import Iterator, Mapping, Sequence

from signpost.authoring.faults import quoted
from signpost.authoring.yaml_lines import Document, Path
from signpost.core.danger import danger
from signpost.core.keywords import choice, keyword, plain
from signpost.core.reserved import NUMBERS, RESERVED
from signpost.core.session import Channel

_MOST = 5
_NUMBER_WORDS = frozenset("0123456789") | set(NUMBERS) | {"zero", "six", "seven", "eight", "nine"}
# What `core.questions` takes for "I have tried that", "ask me later" and "first menu".
_AT_A_SIGNPOST = frozenset({"tried", "tried that", "ask me", "ask me later", "something else", "other", "first"})
_Choices = Sequence[tuple[Path, Mapping[str, object]]]


def check_choices(document: Document, path: Path, place: object, phrases: tuple[str, ...]) -> None:
    """Report what is wrong among a place's choices. `phrases` are the pack's danger words."""
    if not isinstance(place, dict):
        return
    choices = place.get("choices")
    if isinstance(choices, list):
        within = (*path, "choices")
        _count(document, within, len(choices))
        siblings = [((*within, index), entry) for index, entry in enumerate(choices) if isinstance(entry, dict)]
        _labels(document, siblings)
        _words(document, siblings, phrases)
    ways = [((*path, key), place[key]) for key in ("next", "also") if isinstance(place.get(key), dict)]
    _labels(document, ways)
    _words(document, ways, phrases)
    _offered(document, [way for way in ways if way[0][-1] == "also"])


def check_danger(document: Document, phrases: tuple[str, ...]) -> None:
    """Report danger words that would swallow a keyword of the service or the number of a choice."""
    # All phrases at once: to ask each of a thousand about every keyword takes longer than all the rest of reading.
    hidden = [word for word in sorted(RESERVED | _NUMBER_WORDS) if danger(word, phrases)]
    for index, phrase in enumerate(phrases):
        taken = next((word for word in hidden if danger(word, [phrase])), None)
        if not plain(phrase):
            wrong, mend = _no_letters(phrase)
        elif taken:
            wrong, mend = f"words has {quoted(phrase)}, which would hide the keyword {taken}", "write more words for it"
        else:
            continue
        document.report(("danger", "words", index), wrong, mend)


def texts(found: object) -> tuple[str, ...]:
    """The words in what should be a list of them; a faulty item is "", so that each keeps its place."""
    return tuple(item if isinstance(item, str) else "" for item in found) if isinstance(found, list) else ()


def _count(document: Document, path: Path, count: int) -> None:
    if not count:
        document.report(path, "choices is empty", "write one to five choices, or write close: for a place without any")
    if count > _MOST:
        wrong = f"choices has {count} choices, and keys 1 to {_MOST} are all there are"
        document.report(path, wrong, "move some to a menu of their own, one choice leading there")


def _labels(document: Document, siblings: _Choices) -> None:
    first: dict[tuple[str, str], Path] = {}
    for path, entry in siblings:
        clash = None
        for channel, label in _label(entry):
            clash = clash or first.get((channel, label))
            first.setdefault((channel, label), path)
        if clash:
            wrong = f"label says the same as the label in line {document.line((*clash, 'label'))}"
            document.report((*path, "label"), wrong, "make the two differ, in both channels")


def _label(entry: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    label = entry.get("label")
    for channel in ("voice", "text"):
        words = label.get(channel) if isinstance(label, dict) else label
        if isinstance(words, str) and plain(words):
            yield channel, plain(words)


def _words(document: Document, siblings: _Choices, phrases: tuple[str, ...]) -> None:
    # A text that repeats a label is an answer too, so a label counts as one of its choice's words.
    homes = {label: path for path, entry in reversed(siblings) for _, label in _label(entry)}
    for path, entry in siblings:
        for index, word in enumerate(texts(entry.get("words"))):
            here = (*path, "words", index)
            home = homes.setdefault(plain(word), path)
            finding = _taken(word, phrases)
            if not finding and home != path:
                line = document.line(home)
                wrong = f"words has {quoted(word)}, and so has the choice in line {line}"
                finding = (wrong, "let each word lead one way")
            if finding and word.strip():
                document.report(here, *finding)


def _offered(document: Document, ways: _Choices) -> None:
    """Report words of a way on that already stand for another option of every signpost."""
    for path, entry in ways:
        for index, word in enumerate(texts(entry.get("words"))):
            if plain(word) in _AT_A_SIGNPOST:
                wrong = f"words has {quoted(word)}, which stands for another option of every signpost"
                document.report((*path, "words", index), wrong, "use another word")


def _taken(word: str, phrases: tuple[str, ...]) -> tuple[str, str] | None:
    """Why a word cannot stand for a choice, whatever its siblings are."""
    if not plain(word):
        return _no_letters(word)
    if danger(word, phrases):
        return f"words has {quoted(word)}, which is a danger word and is answered first", "use another word"
    if meant := keyword(word, Channel.TEXT):
        return f"words has {quoted(word)}, which always means {meant.upper()}", "use another word"
    understood = {choice(word, [()] * index + [(word,)]) == index for index in range(2)}
    if plain(word) in _NUMBER_WORDS or understood == {True, False}:
        return f"words has {quoted(word)}, which is the number of a choice", "take it out: numbers always work"
    if understood == {False}:
        return f"words has {quoted(word)}, which is only a courtesy", "leave out please, thanks and hello"
    return None


def _no_letters(word: str) -> tuple[str, str]:
    return f"words has {quoted(word)}, without a letter or a digit", "write a word that a person would text"
