"""One thing said, in the words of each channel."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing said, in the words of each channel."""

    voice: str
    text: str

    def fill(self, **slots: "str | Prompt") -> "Prompt":
        """The prompt with each {slot} replaced by its value, or by what its value is called on that channel."""
        voice = {name: value.voice if isinstance(value, Prompt) else value for name, value in slots.items()}
        text = {name: value.text if isinstance(value, Prompt) else value for name, value in slots.items()}
        return Prompt(self.voice.format(**voice), self.text.format(**text))
