"""The parts of a flow as JSON data: resources, exits, blocks. Each has an id of its own, the same in every export."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from signpost.core.wording import Prompt

Data = dict[str, Any]

# The modes we have words for. A text is one of up to two segments: too long for USSD.
MODES = {"IVR": "voice", "TEXT": "text"}
_OURS = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # the namespace of URLs (RFC 9562)
_NAME = re.compile(r"\W", re.ASCII)


@dataclass
class Parts:
    """Makes the parts of one pack's container, and collects its resources."""

    key: str
    language: str
    resources: dict[str, Data] = field(default_factory=dict)

    def id(self, *names: str) -> str:
        """The id of what these names stand for: the same in each export, so that a platform knows it again."""
        return str(uuid5(_OURS, "/".join(("signpost:floip", self.key, *names))))

    def resource(self, words: Prompt, *names: str) -> str:
        """The id of a resource with these words, one value for each mode."""
        found = self.id("resource", *names)
        self.resources[found] = {
            "uuid": found,
            "values": [
                {
                    "language_id": self.language,
                    "content_type": "TEXT",
                    "mime_type": "text/plain",
                    "modes": [mode],
                    "value": _plain(getattr(words, channel)),
                }
                for mode, channel in MODES.items()
            ],
        }
        return found

    def message(self, name: str, words: Prompt, to: str | None, label: str) -> Data:
        """A block that says something and goes on to the block with the id `to`, or ends."""
        said = self.resource(words, name, "message")
        return {
            "uuid": self.id("block", name, "message"),
            "name": variable(f"{name}_says"),
            "label": label,
            "type": "MobilePrimitives.Message",
            # Without a recording the platform reads the words out.
            "config": {"prompt": said, "message_audio": said},
            "exits": [self._exit(name, "message", "on", to)],
        }

    def select(self, name: str, asked: Prompt, choices: dict[str, tuple[Prompt, str]], otherwise: str) -> Data:
        """A block that asks a question: for each key its label and the block it leads to.

        `otherwise` is the block for an answer that fits nothing, and for none.
        """
        labels = {key: self.resource(label, name, "choice", key) for key, (label, _to) in choices.items()}
        exits = [
            {**self._exit(name, "select", key, to), "label": labels[key], "test": f'block.value = "{key}"'}
            for key, (_label, to) in choices.items()
        ]
        last = {**self._exit(name, "select", "else", otherwise), "test": "", "default": True}
        return {
            "uuid": self.id("block", name, "select"),
            "name": variable(name),
            "type": "MobilePrimitives.SelectOneResponse",
            "config": {"prompt": self.resource(asked, name, "question"), "choices": labels},
            "exits": [*exits, last],
        }

    def _exit(self, name: str, kind: str, tag: str, to: str | None) -> Data:
        found: Data = {
            "uuid": self.id("exit", name, kind, tag),
            "label": tag,
            "tag": variable(f"key_{tag}"),
            "config": {},
        }
        return {**found, "destination_block": to} if to else found


def variable(name: str) -> str:
    """A name as expressions can use it: letters, digits and underscores, no digit first."""
    found = _NAME.sub("_", name)
    return f"_{found}" if found[:1].isdigit() else found


def _plain(words: str) -> str:
    """Words in which nothing is an expression: an at sign would begin one."""
    return words.replace("@", "@@")
