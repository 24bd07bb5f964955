"""The shape of the files that hold menus: each key is the name of a menu, a signpost or a closing.

In this and the two modules beside it every key has an example: editors offer it, and a fault's message shows it.
"""

from typing import Any

from pydantic import ConfigDict, Field

from signpost.authoring.scalars import After, Goto, ServiceKey, Texted, Waivers
from signpost.authoring.sentences import Sentence, Shape

_WAIVE: Any = Field(
    {},
    description="Rules of the check that do not hold here, each with the reason. The check prints them.",
    examples=[{"3": "all five belong to one letter"}],
)
_GOTO = "The place this leads to: the name of a menu, a signpost or a closing."


class ChoiceEntry(Shape):
    """One way on."""

    model_config = ConfigDict(title="choice")

    label: Sentence = Field(
        description='Two to five words. The phone says "For <label>, press 1.", a text shows "1 <label>".',
        examples=["Yes, in school"],
    )
    words: list[Texted] = Field(
        [], description="What may be texted instead of the number.", examples=[["in school", "school"]]
    )
    goto: Goto = Field(description=_GOTO, examples=["school-help"])


class NextEntry(ChoiceEntry):
    """The way on for somebody who has tried a signpost."""

    model_config = ConfigDict(title="next")

    label: Sentence | None = Field(  # type: ignore[assignment]
        None, description='Instead of "I have tried that".', examples=["They did not answer"]
    )


class MenuEntry(Shape):
    """A question with one to five choices."""

    model_config = ConfigDict(title="menu")

    prompt: Sentence = Field(
        description="The question, short and plain.", examples=["Is your child in school at the moment?"]
    )
    choices: list[ChoiceEntry] = Field(
        description="One to five ways on. Keys 0, 8, star and hash mean the same at every menu: do not list them.",
        examples=[[{"label": "Yes, in school", "goto": "school-help"}]],
        json_schema_extra={"minItems": 1, "maxItems": 5},
    )
    waive: Waivers = _WAIVE


class FollowUpEntry(Shape):
    """A text, sent later to those who agree, that asks how it went."""

    model_config = ConfigDict(title="follow_up")

    after: After = Field(description="How long to wait, in hours, days or working days.", examples=["10 working days"])
    goto: Goto = Field(description="The menu that the later text opens.", examples=["heard-back"])


class SignpostEntry(Shape):
    """The end of a path: whom to contact, and what to say to them."""

    model_config = ConfigDict(title="signpost")

    signpost: ServiceKey = Field(description="A key of services.yaml.", examples=["helpline"])
    say: Sentence = Field(
        description="What to do and what to ask for, before the number is given. Up to about 150 characters.",
        examples=["Talk to the SENCo first. Ask when the help is given, and by whom."],
    )
    next: NextEntry | None = Field(
        None,
        description="The way on for somebody who has tried this.",
        examples=[{"goto": "helpline"}],
    )
    follow_up: FollowUpEntry | None = Field(
        None,
        description="A text, some time later, that asks if it helped.",
        examples=[{"after": "10 working days", "goto": "heard-back"}],
    )
    waive: Waivers = _WAIVE


class ClosingEntry(Shape):
    """A place that only says something."""

    model_config = ConfigDict(title="closing")

    close: Sentence = Field(description="What is said; nothing is asked.", examples=["Thank you for telling us."])
    waive: Waivers = _WAIVE


PlaceEntry = MenuEntry | SignpostEntry | ClosingEntry
KINDS: tuple[type[PlaceEntry], ...] = (MenuEntry, SignpostEntry, ClosingEntry)
