"""YAML text to plain data in which every scalar is text and every key path has a line.

Built from PyYAML's events and not from its objects, so an alias is never followed (a YAML bomb stays a few faults), a
key that stands twice is seen, and nothing is ever turned into a number, a date or a truth value.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from signpost.authoring.faults import Fault, quoted

Path = tuple[str | int, ...]

_DEEPEST = 10
# Values and groups of one file. The phrases of Hertfordshire, by far the most, are 6,000.
_MOST_PARTS = 20_000
# Faults of one file that are told: nobody reads more.
_MOST = 400
# Where things are read that belong to no key: they are looked through for faults and then dropped.
_ASIDE = -1
# Control characters, and the invisible ones that word processors and web pages leave behind: nobody can see why a
# text with one of them does not match. The joiners U+200C and U+200D stay: several scripts are spelt with them.
_HIDDEN = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u200b\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufeff\\ufffe\\uffff]"
)
# Of these, the parser's first mark is where something was opened, and its second where the search for an end gave up.
_UNCLOSED = {
    "found unexpected end of stream": "close the quote that is opened here",
    "did not find expected ',' or ']'": "close the bracket that is opened here, and put commas between the items",
    "did not find expected ',' or '}'": "close the brace that is opened here, and put commas between the keys",
}
_HINTS = {
    "mapping values are not allowed in this context": "put words that hold a colon in quotes, and begin keys in line",
    "found character that cannot start any token": "begin lines with spaces, never a tab; put words in quotes",
    "could not find expected ':'": "write key: value, and begin further lines of words two spaces in",
    "did not find expected key": "begin keys of one group in the same column, and put words in quotes",
    "did not find expected '-' indicator": "begin each item of a list with a dash, in the same column",
}
_HINT = "look at the quotes, brackets, colons and the spaces before this line"


@dataclass(slots=True)
class Document:
    """One file as it was read. `data` is text, lists and dicts; `lines` has the line of each key path.

    `readable` is false when the file could not be read, so that nothing can be said about what is in it. `spoilt`
    holds paths whose value is unknown for a fault already reported.
    """

    file: str
    data: object = ""
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    spoilt: set[Path] = field(default_factory=set)
    readable: bool = True

    def line(self, path: Path) -> int:
        """The line of a key path, or of the nearest thing around it."""
        return next(self.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.lines)

    def report(self, path: Path, wrong: str, mend: str) -> None:
        """Add a fault at a key path, unless it only follows from one that is already there."""
        if not any(path[:end] in self.spoilt for end in range(len(path) + 1)):
            self.at_line(self.line(path), wrong, mend)

    def at_line(self, line: int, wrong: str, mend: str) -> None:
        """Add a fault at a line, 0 for the whole file."""
        if len(self.faults) < _MOST:
            self.faults.append(Fault(self.file, line, wrong, mend))
        elif len(self.faults) == _MOST:
            self.faults.append(Fault(self.file, line, "is where we stopped counting", "mend the others first"))

    def give_up(self, line: int, wrong: str, mend: str) -> None:
        """Add a fault after which nothing else in the file can be judged."""
        self.at_line(line, wrong, mend)
        self.readable = False
        self.data = ""


def parse(text: str, file: str) -> Document:
    """The document in `text`; its faults are in it, and it is not `readable` when the YAML is broken."""
    document = Document(file, lines={(): 1})
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), 1):
        if found := _HIDDEN.search(line):
            document.at_line(number, *_hidden(found[0]))
    # Blanks in their place let the rest of the file be judged as well.
    text = _HIDDEN.sub(" ", text)
    try:
        _Builder(document, yaml.parse(text, Loader=yaml.CBaseLoader)).build()
    except yaml.MarkedYAMLError as broken:
        problem = broken.problem or "not readable"
        mark = broken.context_mark if problem in _UNCLOSED else broken.problem_mark
        mend = (_UNCLOSED | _HINTS).get(problem, _HINT)
        document.give_up(mark.line + 1 if mark else 0, f"is not YAML ({problem})", mend)
    except yaml.YAMLError:
        document.give_up(0, "is not YAML", _HINT)
    return document


def _hidden(character: str) -> tuple[str, str]:
    return (f"has an invisible control character (U+{ord(character):04X})", "delete it, or type the words afresh")


class _Builder:
    """Takes the parser's events one by one, depth first."""

    def __init__(self, document: Document, events: Iterator[Any]) -> None:
        self.document = document
        self.events = events
        self.parts = 0

    def build(self) -> None:
        starts: Iterator[Any] = (event for event in self.events if isinstance(event, yaml.DocumentStartEvent))
        if next(starts, None):
            self.document.data = self._node(next(self.events), ())
        if second := next(starts, None):
            self.document.at_line(second.start_mark.line + 1, "begins a second document", "take out the line ---")

    def _node(self, event: Any, path: Path) -> object:
        line = event.start_mark.line + 1
        self.parts += 1
        if self.parts > _MOST_PARTS:
            raise yaml.MarkedYAMLError(problem="too many parts", problem_mark=event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            self._refuse(line, f"*{event.anchor}", "write the words out again here, or put them in quotes")
            self.document.spoilt.add(path)
            return ""
        if event.anchor:
            self._refuse(line, f"&{event.anchor}", "write the words out wherever they belong, or put them in quotes")
        if event.tag:
            self._refuse(line, event.tag, "take it out, all values are read as words anyway")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line)
        if len(path) > _DEEPEST:
            raise yaml.MarkedYAMLError(problem="too many groups within groups", problem_mark=event.start_mark)
        return self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._sequence(path)

    def _refuse(self, line: int, written: str, mend: str) -> None:
        self.document.at_line(line, f"uses YAML's {quoted(written)}, which packs do without", mend)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> str:
        if found := _HIDDEN.search(event.value):
            self.document.at_line(line, *_hidden(found[0]))
        return str(event.value)

    def _sequence(self, path: Path) -> list[object]:
        items: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            here = (*path, len(items))
            self.document.lines[here] = event.start_mark.line + 1
            items.append(self._node(event, here))
        return items

    def _mapping(self, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event, path)
            if key is None or key in found:
                self._again(event, key, path)
                self._node(next(self.events), (*path, _ASIDE))
            else:
                self.document.lines[*path, key] = event.start_mark.line + 1
                found[key] = self._node(next(self.events), (*path, key))
        return found

    def _key(self, event: Any, path: Path) -> str | None:
        key = self._node(event, (*path, _ASIDE))
        return key if isinstance(event, yaml.ScalarEvent) and isinstance(key, str) else None

    def _again(self, event: Any, key: str | None, path: Path) -> None:
        line = event.start_mark.line + 1
        if key is not None:
            first = self.document.lines[*path, key]
            wrong = f"{quoted(key)} is here twice, first in line {first}"
            self.document.at_line(line, wrong, "take one out, or give it another name")
        elif not isinstance(event, yaml.AliasEvent):
            self.document.at_line(line, "has a list or a group as a key", "write plain words before the colon")
