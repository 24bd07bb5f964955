"""The shape of the files that hold menus: each key is the name of a menu, a signpost, a deadline, a callback or a
closing.

In this and the two modules beside it every key has an example: editors offer it, and a fault's message shows it.
"""

from typing import Any, Self

from pydantic import ConfigDict, Field, model_validator

from signpost.authoring.scalars import After, Goto, MenuPlace, On, ServiceKey, Texted, Waivers, Words, fault
from signpost.authoring.sentences import Sentence, Shape
from signpost.core.menu import When

_WAIVE: Any = Field(
    {},
    description="Rules of the check that do not hold here, each with the reason. The check prints them.",
    examples=[{"3": "all five belong to one letter"}],
)
_ABOUT: Any = Field(
    None,
    description='What it is about, as named in "Is it this: <about>?". Needed beside phrases.',
    examples=["help in a plan that is not given"],
)
_PHRASES: Any = Field(
    [],
    description="Ways that people say what this place is for, in their own words. More may stand in phrases.yaml.",
    examples=[["school isnt giving him the help in his plan", "no speech therapy since easter"]],
)
_PATHWAY: Any = Field(
    None,
    description="What your own papers call this topic; several places may share it. Used by signpost evaluate.",
    examples=["A5"],
)
_GOTO = "The place this leads to: the name of a menu, a signpost, a deadline, a callback or a closing."


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


class AlsoEntry(ChoiceEntry):
    """A further way on from a signpost, for who wants something else there."""

    model_config = ConfigDict(title="also")

    label: Sentence = Field(
        description='Two to five words. The phone says "For <label>, press 4.", a text shows "3 <label>".',
        examples=["My last day to appeal"],
    )


class Told(Shape):
    """What any place may have beside what it is: how people speak of it, and rules that do not hold there."""

    about: Sentence | None = _ABOUT
    phrases: list[Texted] = _PHRASES
    pathway: Words | None = _PATHWAY
    waive: Waivers = _WAIVE

    @model_validator(mode="after")
    def _named(self) -> Self:
        if (self.phrases or self.pathway) and not self.about:
            raise fault("the place has phrases or a pathway, and no about", "add about: the question names it so")
        return self


class MenuEntry(Told):
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


class FollowUpEntry(Shape):
    """A text, sent later to those who agree, that asks how it went: after a time, or on a day that comes every year."""

    model_config = ConfigDict(
        title="follow_up", json_schema_extra={"oneOf": [{"required": ["after"]}, {"required": ["on"]}]}
    )

    after: After | None = Field(
        None, description="How long to wait, in hours, days or working days.", examples=["10 working days"]
    )
    on: On | None = Field(
        None,
        description="Instead of after: a day that comes every year. The text goes out the next time it comes.",
        examples=["16 February"],
    )
    goto: Goto = Field(description="The menu that the later text opens.", examples=["heard-back"])

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        if self.after and self.on:
            raise fault("has both after and on", "leave one out: a text goes out at one time")
        if not (self.after or self.on):
            raise fault("says neither after nor on", "add one, such as after: 10 working days, or on: 16 February")
        return self

    @property
    def when(self) -> When:
        """When the text goes out."""
        when = self.after or self.on
        if when is None:
            raise TypeError("a follow_up is judged before it is built")
        return when


class SignpostEntry(Told):
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
    also: AlsoEntry | None = Field(
        None,
        description="A further way on beside next, such as to a deadline.",
        examples=[{"label": "My last day to appeal", "goto": "appeal-date"}],
    )
    follow_up: FollowUpEntry | None = Field(
        None,
        description="A text, some time later, that asks if it helped.",
        examples=[{"after": "10 working days", "goto": "heard-back"}],
    )


class DeadlineEntry(Told):
    """Asks for the dates of a decision letter and a mediation certificate, and works out the last day to appeal."""

    model_config = ConfigDict(title="deadline")

    deadline: ServiceKey = Field(
        description="A key of services.yaml: who checks the day with the parent.", examples=["helpline"]
    )
    reminder: MenuPlace = Field(
        description="The menu that a reminder's text opens, 4 weeks and 1 week before that day.",
        examples=["appeal-reminder"],
    )


class CallbackEntry(Told):
    """Asks a team to ring the person back: which number, when, and how they would like to talk."""

    model_config = ConfigDict(title="callback")

    callback: ServiceKey = Field(description="A key of services.yaml: the team that rings.", examples=["helpline"])
    within: After = Field(
        description="How long it may take: the day that is told. Agree it with the team before you write it.",
        examples=["2 working days"],
    )
    asks: MenuPlace = Field(
        description="The menu that a text opens on the working day after: did they ring? No leads back here.",
        examples=["called-or-not"],
    )
    first: Sentence | None = Field(
        None,
        description="Asks, as a yes or no, if one of the team's own reasons to ring sooner holds, and names them.",
        examples=["Is your child out of school, or do you move within 10 days?"],
    )
    say: Sentence | None = Field(
        None, description="Said beside the day that is told.", examples=["They ring from a number that is withheld."]
    )


class ClosingEntry(Told):
    """A place that only says something."""

    model_config = ConfigDict(title="closing")

    close: Sentence = Field(description="What is said; nothing is asked.", examples=["Thank you for telling us."])


PlaceEntry = MenuEntry | SignpostEntry | DeadlineEntry | CallbackEntry | ClosingEntry
KINDS: tuple[type[PlaceEntry], ...] = (MenuEntry, SignpostEntry, DeadlineEntry, CallbackEntry, ClosingEntry)
