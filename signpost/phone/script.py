"""Reads a conversation file: one story, told by phone, by text or both."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from signpost.phone.call import DIAL_ENDINGS
from signpost.phone.numbers import CALLERS
from signpost.phone.waiting import QUEUE_ENDINGS

CHANNELS = ("call", "text")
_BARE = ("ring", "pick_up", "silence", "hang_up", "arrives", "later")
_ACTIONS = ("ring", "pick_up", "press", "say", "silence", "dial", "queue", "hang_up", "send", "arrives", "later")
_KEYS = ("story", "pack", "caller", "forwarded", "at", *CHANNELS)
_DEFAULT_PACK = "hertfordshire"
_DEFAULT_TIME = "2026-11-23 10:00"
_UK = ZoneInfo("Europe/London")


class ScriptError(Exception):
    """A conversation file cannot be read as one; the message begins with file:line and says what to write instead."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing the person does. `value` holds keys, words or how ringing or waiting ended; '' for the other actions.

    Each of `expect` must be in what the person then hears or sees, and none of `never`. `line` counts from 1.
    """

    action: str
    value: str
    expect: tuple[str, ...]
    never: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Script:
    """A whole file. `parts` has a list of steps for each channel told ('call', 'text').

    `at` is when it begins, in UK time.
    """

    path: Path
    story: str
    pack: str
    caller: str
    at: datetime
    parts: Mapping[str, tuple[Step, ...]]
    # For calls that were for another line, which has passed them on.
    forwarded: bool = False


def read(path: Path) -> Script:
    """The conversation in a file. Raises ScriptError at the first thing that is not as it should be."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        hint = 'put keys in quotes, as in press: "*"' if "alias" in f"{error}" else "check the indentation and quotes"
        raise ScriptError(f"{path}:{line}: not YAML ({error.problem}): {hint}") from error
    except FileNotFoundError as error:
        raise ScriptError(f"{path}: there is no such file: name one, such as those in tests/conversations") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ScriptError(f"{path}:1: cannot be read: {error}") from error
    return _Reader(path).script(root)


class _Reader:
    """Turns YAML nodes into a script: nodes know their lines, and every scalar is taken as text."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def script(self, root: Node | None) -> Script:
        entries = self._entries(root, "a conversation file has story: and call: or text:")
        for key, node in entries.items():
            if key not in _KEYS:
                raise self._fault(node, f"{key}: is unknown", f"use {', '.join(_KEYS)}")
        parts = {channel: self._steps(entries[channel]) for channel in CHANNELS if channel in entries}
        if not parts or "story" not in entries:
            raise self._fault(root, "nothing is told", "write story: and then call: or text: with a list of steps")
        return Script(
            path=self._path,
            story=self._text(entries["story"]),
            pack=self._text(entries["pack"]) if "pack" in entries else _DEFAULT_PACK,
            caller=self._one_of(entries["caller"], tuple(CALLERS)) if "caller" in entries else "mobile",
            at=self._time(entries.get("at")),
            parts=parts,
            forwarded=self._one_of(entries["forwarded"], ("yes",)) == "yes" if "forwarded" in entries else False,
        )

    def _steps(self, node: Node) -> tuple[Step, ...]:
        if not isinstance(node, SequenceNode) or not node.value:
            raise self._fault(node, "not a list of steps", "write steps such as  - press: 2")
        return tuple(self._step(item) for item in node.value)

    def _step(self, node: Node) -> Step:
        entries = self._entries(node, "write a step such as  - press: 2")
        actions = [key for key in entries if key in _ACTIONS]
        unknown = [key for key in entries if key not in {*_ACTIONS, "expect", "never"}]
        if unknown:
            known = f"use one of {', '.join(_ACTIONS)}, and expect or never"
            raise self._fault(entries[unknown[0]], f"{unknown[0]}: is no step", known)
        if len(actions) != 1:
            raise self._fault(node, f"{len(actions)} actions in one step", f"use one of {', '.join(_ACTIONS)}")
        action = actions[0]
        return Step(
            action=action,
            value=self._value(action, entries[action]),
            expect=self._texts(entries.get("expect")),
            never=self._texts(entries.get("never")),
            line=node.start_mark.line + 1,
        )

    def _value(self, action: str, node: Node) -> str:
        if action in _BARE:
            if not _is_empty(node):
                raise self._fault(node, f"{action}: takes nothing", f"write  - {action}:")
            return ""
        if action == "dial":
            return self._one_of(node, DIAL_ENDINGS)
        if action == "queue":
            return self._one_of(node, QUEUE_ENDINGS)
        if action == "press":
            keys = "" if _is_empty(node) else self._text(node).replace(" ", "")
            if not re.fullmatch(r"[0-9*#]+", keys):
                raise self._fault(node, "press: needs keys", 'write press: 2, or with quotes press: "#"')
            return keys
        if action == "say":
            words = "" if _is_empty(node) else self._text(node).strip()
            if not words:
                raise self._fault(
                    node, "say: needs words", "write say: he is out of school, or silence: to say nothing"
                )
            return words
        if _is_empty(node):
            raise self._fault(node, "send: needs words", 'write send: hello, or send: "" for an empty text')
        return self._text(node)

    def _entries(self, node: Node | None, instead: str) -> dict[str, Node]:
        if not isinstance(node, MappingNode):
            raise self._fault(node, "not as expected here", instead)
        entries: dict[str, Node] = {}
        for key_node, value in node.value:
            key = self._text(key_node)
            if key in entries:
                raise self._fault(key_node, f"{key}: is there twice", "write it once")
            entries[key] = value
        return entries

    def _texts(self, node: Node | None) -> tuple[str, ...]:
        if node is None:
            return ()
        texts = tuple(map(self._text, node.value)) if isinstance(node, SequenceNode) else (self._text(node),)
        if not all(text.strip() for text in texts):
            raise self._fault(node, "nothing to look for", "write the words, or leave the line out")
        return texts

    def _text(self, node: Node) -> str:
        if not isinstance(node, ScalarNode):
            raise self._fault(node, "words are needed here", "write one line of words, in quotes if it holds : or #")
        return str(node.value)

    def _one_of(self, node: Node, allowed: tuple[str, ...]) -> str:
        text = self._text(node)
        if text not in allowed:
            raise self._fault(node, f"{text!r} is unknown", f"use one of {', '.join(allowed)}")
        return text

    def _time(self, node: Node | None) -> datetime:
        written = _DEFAULT_TIME if node is None else self._text(node)
        try:
            return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=_UK)
        except ValueError:
            raise self._fault(node, f"{written!r} is no time", f"write it as {_DEFAULT_TIME}") from None

    def _fault(self, node: Node | None, what: str, instead: str) -> ScriptError:
        line = node.start_mark.line + 1 if node is not None else 1
        return ScriptError(f"{self._path}:{line}: {what}: {instead}")


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and node.style is None and node.value in {"", "~", "null"}
