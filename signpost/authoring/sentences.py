"""Sentences in a pack's files: one wording for both channels, or one for each."""

from collections.abc import Mapping
from dataclasses import fields
from string import Formatter
from typing import Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
    create_model,
    field_validator,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from signpost.authoring.scalars import Words, fault, one_line
from signpost.core.wording import SLOTS, Prompt, Wording

_DEFAULT = Wording()


class Shape(BaseModel):
    """A group of keys in a file; a key that is not its own is a fault. The title is what messages call it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Sentence(Shape):
    """What is said on the phone and sent in a text."""

    model_config = ConfigDict(title="sentence")

    voice: Words = Field(description="What is said on the phone.", examples=["Is your child at school now?"])
    text: Words = Field(description="What is sent in a text.", examples=["Is your child at school now?"])

    @model_validator(mode="before")
    @classmethod
    def _one_wording(cls, written: object) -> object:
        if isinstance(written, Mapping):
            return written
        words = one_line(written)
        return {"voice": words, "text": words}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return _words_or(handler.resolve_ref_schema(handler(core)))

    @property
    def prompt(self) -> Prompt:
        """The sentence as the core knows it."""
        return Prompt(self.voice, self.text)


class OwnWording(Shape):
    """A pack's own version of one of the service's sentences; a channel that is left out keeps the usual one."""

    model_config = ConfigDict(title="sentence")

    voice: Words | None = Field(None, description="What is said on the phone.", examples=["Sorry, please try again."])
    text: Words | None = Field(None, description="What is sent in a text.", examples=["Sorry, please try again."])

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return _words_or(handler.resolve_ref_schema(handler(core)))


def _words_or(group: JsonSchemaValue) -> JsonSchemaValue:
    whole = dict(group)
    group.clear()
    group.update({"anyOf": [{"type": "string", "minLength": 1}, whole]})
    return group


class _Replaced(Shape):
    """The sentences of `signpost.core.wording` that a pack replaces. Each may use the slots its default uses."""

    model_config = ConfigDict(title="wording")

    @field_validator("*", mode="before")
    @classmethod
    def _where_it_is_used(cls, written: object, info: ValidationInfo) -> object:
        if isinstance(written, Mapping):
            return written
        words, usual = one_line(written), _usual(info.field_name)
        return {channel: words for channel in ("voice", "text") if getattr(usual, channel)}

    @field_validator("*", mode="after")
    @classmethod
    def _slots(cls, own: OwnWording | None, info: ValidationInfo) -> OwnWording | None:
        allowed = SLOTS[info.field_name or ""]
        for words in (own.voice, own.text) if own else ():
            _check_slots(words or "", allowed)
        return own

    def wording(self) -> Wording:
        """Every sentence: the pack's own where it has one, else the usual."""
        return Wording(**{entry.name: _merged(entry.name, getattr(self, entry.name)) for entry in fields(Wording)})


def _usual(name: str | None) -> Prompt:
    usual: Prompt = getattr(_DEFAULT, name or "")
    return usual


def _merged(name: str, own: OwnWording | None) -> Prompt:
    usual = _usual(name)
    return Prompt(own.voice or usual.voice, own.text or usual.text) if own else usual


def _check_slots(words: str, allowed: frozenset[str]) -> None:
    usable = " and ".join(f"{{{name}}}" for name in sorted(allowed))
    mend = f"only {usable} can be filled in here" if allowed else "write it without braces, nothing is filled in here"
    try:
        parts = list(Formatter().parse(words))
    except ValueError:
        raise fault("has a brace without its partner", mend) from None
    for _, name, detail, conversion in parts:
        if name is not None and (name not in allowed or detail or conversion):
            raise fault(f"has {{{name}}}" + (" with more than a name in it" if name in allowed else ""), mend)


def _field(name: str) -> Any:
    usual = _usual(name)
    words = " / ".join(filter(None, dict.fromkeys((usual.voice, usual.text))))
    return (OwnWording | None, Field(None, description=f"Instead of: {words}", examples=[usual.voice or usual.text]))


# One optional key for each sentence of the core, so that a new sentence there can be replaced without a change here.
WordingFile = create_model("WordingFile", __base__=_Replaced, **{e.name: _field(e.name) for e in fields(Wording)})
