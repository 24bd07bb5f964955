"""The shape of pack.yaml: what holds for the whole pack."""

from datetime import time
from typing import Any

from pydantic import ConfigDict, Field, ValidationInfo, field_validator

from signpost.authoring.line_file import LineFile
from signpost.authoring.scalars import (
    CallbackPlace,
    Clock,
    Days,
    Goto,
    PersonPlace,
    Texted,
    Unspaced,
    Waivers,
    Words,
    fault,
)
from signpost.authoring.sentences import Sentence, Shape, WordingFile
from signpost.core.menu import RING_HOURS, Keep, TextHours, Voice
from signpost.core.options import MOST_OPTIONS

_VOICE, _HOURS, _KEEP, _RING_ME = Voice(), TextHours(), Keep(), RING_HOURS
# What switches RING ME off.
_OFF = ("off", "no", "false")

# Twilio takes 500, of 100 letters each; the rest is left for the choices and topics of the pack.
MOST_HINTS, LONGEST_HINT = 400, 100


class DangerFile(Shape):
    """Words that are answered before anything else."""

    model_config = ConfigDict(title="danger")

    words: list[Texted] = Field(
        description="Words that may stand anywhere in a text.",
        examples=[["in danger", "overdose"]],
        json_schema_extra={"minItems": 1},
    )
    goto: Goto = Field(
        description="The place that answers them. Its phrases are sentences of danger that hold none of the words.",
        examples=["danger"],
    )

    @field_validator("words")
    @classmethod
    def _any(cls, words: list[str]) -> list[str]:
        if not words:
            raise fault("is empty")
        return words


class VoiceFile(Shape):
    """Who speaks on the phone."""

    model_config = ConfigDict(title="voice")

    name: Unspaced = Field(_VOICE.name, description="A Twilio voice.", examples=["Polly.Amy-Neural"])
    language: Unspaced = Field(_VOICE.language, description="The voice's language tag.", examples=["en-GB"])


class TextHoursFile(Shape):
    """When a text that nobody is waiting for may be sent, in UK time."""

    model_config = ConfigDict(title="text_hours")

    start: Clock = Field(f"{_HOURS.start:%H:%M}", description="Not before.", examples=["08:30"], validate_default=True)
    end: Clock = Field(f"{_HOURS.end:%H:%M}", description="Not after.", examples=["19:00"], validate_default=True)

    @field_validator("end")
    @classmethod
    def _after_start(cls, end: time, info: ValidationInfo) -> time:
        if end <= info.data.get("start", time.min):
            raise fault("is not after start", "write a later time, such as 19:00")
        return end


class RingMeFile(TextHoursFile):
    """When the service may ring somebody who texts RING ME, in UK time; never on a Sunday or a bank holiday."""

    model_config = ConfigDict(title="ring_me")

    start: Clock = Field(
        f"{_RING_ME.start:%H:%M}", description="Not before.", examples=["09:00"], validate_default=True
    )
    end: Clock = Field(f"{_RING_ME.end:%H:%M}", description="Not after.", examples=["18:00"], validate_default=True)


def _or_off(schema: dict[str, Any]) -> None:
    # To an editor they may be words, or false.
    schema["anyOf"] = [{"$ref": schema.pop("$ref")}, {"enum": [*_OFF, False]}]


class KeepFile(Shape):
    """For how many days things are kept."""

    model_config = ConfigDict(title="keep")

    session: Days = Field(_KEEP.session, description="Where a person stands in the menus, by text.", examples=[30])
    call: Days = Field(_KEEP.call, description="Where a caller stands.", examples=[1])
    person: Days = Field(_KEEP.person, description="What we remember about a number.", examples=[180])
    text: Days = Field(_KEEP.text, description="Texts we sent.", examples=[30])
    callback: Days = Field(
        _KEEP.callback, description="Requests to be rung back that nobody has closed.", examples=[365]
    )
    words: Days | None = Field(
        None,
        description="Texts that were not understood, all masked that may be personal, for staff. Left out: none.",
        examples=[30],
    )


class TimeLimitFile(Shape):
    """Which paths are about a decision that can be appealed, and how the time limit is told on them."""

    model_config = ConfigDict(title="time_limit")

    places: list[Goto] = Field(
        description="Menus or signposts from which on, along next and follow-ups too, a path is about such a decision.",
        examples=[["refusal", "plan-problem"]],
    )
    words: list[Texted] = Field(
        description="Words that tell the limit. One of them has to be told on each way, and in each signpost's text.",
        examples=[["within 2 months"]],
    )

    not_for: list[Goto] = Field(
        [],
        description="Places where another limit holds, such as a claim's: no deadline may be reached from there.",
        examples=[["discrimination", "exclusion"]],
    )

    @field_validator("places", "words")
    @classmethod
    def _any(cls, named: list[str]) -> list[str]:
        if not named:
            raise fault("is empty")
        return named


class PackFile(Shape):
    """What holds for the whole pack."""

    model_config = ConfigDict(title="pack")

    name: Words = Field(
        description="The service's short name, first in each text; 11 characters suit.", examples=["Signpost"]
    )
    welcome: Sentence = Field(
        description="Said or sent once, before the first menu.", examples=["Hello, this is Signpost."]
    )
    first: Goto = Field(description="The place where everybody begins.", examples=["start"])
    person: PersonPlace = Field(
        description="The signpost that 0 and PERSON lead to. Its service has a confirmed phone.", examples=["duty-line"]
    )
    line: LineFile = Field(
        LineFile(),
        description="The line that 0 and PERSON lead to: its hours, the numbers it forwards to, its queue.",
        examples=[{"hours": {"monday": "09:00-17:00"}}],
    )
    callback: CallbackPlace | None = Field(
        None, description="The callback that is offered where no person can be had.", examples=["call-back"]
    )
    languages: list[Sentence] | None = Field(
        None,
        description="The languages, five at most, that one can ask to be rung back in, the last for any other. [] for "
        "none; left out: Polish, Romanian, Urdu, Bengali and other.",
        examples=[["Polish", "Urdu", "some other one"]],
        json_schema_extra={"maxItems": 5},
    )
    hints: list[Words] = Field(
        [],
        description="Words of your field, for the recognition of what callers say: up to 400, of 100 characters each.",
        examples=[["EHCP", "SENCo", "speech therapy"]],
        json_schema_extra={"maxItems": MOST_HINTS},
    )
    danger: DangerFile | None = Field(
        None,
        description="Words answered before anything else, and the place that answers.",
        examples=[{"words": ["in danger", "overdose"], "goto": "danger"}],
    )

    @field_validator("languages")
    @classmethod
    def _as_many_as_keys(cls, languages: list[Sentence] | None) -> list[Sentence] | None:
        if languages and len(languages) > MOST_OPTIONS:
            raise fault(
                f"has {len(languages)} languages, and keys 1 to {MOST_OPTIONS} are all there are", "leave some out"
            )
        return languages

    @field_validator("ring_me", mode="before")
    @classmethod
    def _ring_me_or_off(cls, written: object) -> object:
        if not isinstance(written, str):
            return written
        if written.strip().lower() in _OFF:
            return None
        raise fault("is neither hours nor off", 'write ring_me: off, or ring_me: {start: "09:00", end: "18:00"}')

    @field_validator("hints")
    @classmethod
    def _as_twilio_takes_them(cls, hints: list[str]) -> list[str]:
        if len(hints) > MOST_HINTS:
            raise fault(f"has {len(hints)} hints, and {MOST_HINTS} are the most", "leave out what every caller says")
        for hint in hints:
            if len(hint) > LONGEST_HINT:
                raise fault(f"has a hint of {len(hint)} letters, and {LONGEST_HINT} are the most", "write words of it")
        return hints

    voice: VoiceFile = Field(
        VoiceFile(), description="Who speaks on the phone, and in which language.", examples=[{"language": "en-GB"}]
    )
    text_hours: TextHoursFile = Field(
        TextHoursFile(),
        description="When follow-ups may be sent, in UK time.",
        examples=[{"start": "08:30", "end": "19:00"}],
    )
    ring_me: RingMeFile | None = Field(
        RingMeFile(),
        description="When whoever texts RING ME may be rung, in UK time, or off. Each such call is paid by you.",
        examples=[{"start": "09:00", "end": "18:00"}],
        json_schema_extra=_or_off,
    )
    keep: KeepFile = Field(KeepFile(), description="How many days to keep what we hold.", examples=[{"session": 30}])
    wording: WordingFile = Field(
        WordingFile(),
        description="Your own wording for sentences that the service itself says.",
        examples=[{"goodbye": "Goodbye. Ring us again whenever you are ready."}],
    )
    time_limit: TimeLimitFile | None = Field(
        None,
        description="Where a decision can be appealed, and the words that tell the time limit there.",
        examples=[{"places": ["refusal"], "words": ["within 2 months"]}],
    )
    waive: Waivers = Field(
        {},
        description="Rules of the check that do not hold for the whole pack, each with the reason.",
        examples=[{"28": "the sentences are those of the law"}],
    )
