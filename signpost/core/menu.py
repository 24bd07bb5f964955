"""What a pack is made of: the frozen model that the engine walks and every channel renders.

A pack is one organisation's folder of menus. Whoever builds a `Pack` answers for its being whole: every `goto` names a
place, every signpost a service. `signpost.authoring.load` does, and says in full what is wrong when it is not.
"""

from calendar import month_name
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Literal

from signpost.core.line import Line
from signpost.core.wording import Prompt, Wording

Unit = Literal["hours", "days", "working days"]


@dataclass(frozen=True, slots=True)
class Delay:
    """How long until a follow-up: 'in 10 working days'."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"in {self.amount} {self.unit if self.amount != 1 else self.unit.removesuffix('s')}"


@dataclass(frozen=True, slots=True)
class Yearly:
    """A day that comes every year, and the next time that it does: 'on 16 February'."""

    day: int
    month: int

    def __str__(self) -> str:
        return f"on {self.day} {month_name[self.month]}"


When = Delay | Yearly


@dataclass(frozen=True, slots=True)
class Service:
    """An organisation or team that people are signposted to.

    `phone` is kept as it is written ("01442 453300"): its spaces say how to read it out. While a contact is not
    `confirmed` nobody is told its number: see `number`. `via` is whom to ring instead as long as there is none. `mail`
    says that it takes requests to ring somebody back by e-mail, at `mail_to`, which nobody is told, or at `email`.
    """

    key: str
    name: Prompt
    phone: str | None
    email: str | None
    web: str | None
    hours: str | None
    who_for: str
    source: str
    checked: date
    review_by: date
    confirmed: bool
    via: "Service | None" = None
    mail: bool = False
    mail_to: str | None = None

    @property
    def number(self) -> str | None:
        """The phone number that may be said, texted and dialled, or None."""
        return self.phone if self.confirmed else None

    @property
    def called(self) -> Prompt:
        """Its name within a sentence: a text that lists numbers leaves out the "the" that is said."""
        article = "the " if self.name.voice.startswith("the ") and not self.name.text.lower().startswith("the ") else ""
        return Prompt(self.name.voice, f"{article}{self.name.text}")

    @property
    def line(self) -> "Service | None":
        """Whose number reaches this service: its own, or that of the one that passes people on. None when neither."""
        return self if self.number else self.via if self.via and self.via.number else None

    @property
    def address(self) -> str | None:
        """The e-mail address that may be texted, or None."""
        return self.email if self.confirmed else None

    @property
    def mailbox(self) -> str | None:
        """The e-mail address that takes requests to ring somebody back, or None. It may be one that is never told."""
        return (self.mail_to or self.email) if self.confirmed and self.mail else None


@dataclass(frozen=True, slots=True)
class Choice:
    """One way on. `words` are what a person may text instead of its number."""

    label: Prompt
    words: tuple[str, ...]
    goto: str


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A text, `after` a delay or on a day of the year, that opens the menu `goto`."""

    after: When
    goto: str


@dataclass(frozen=True, slots=True)
class Menu:
    """A question and its choices, one to five of them."""

    name: str
    prompt: Prompt
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Signpost:
    """The end of a path: whom to contact and what to say.

    `next` is the way on for "I have tried that"; `also` one that is open beside it, as to work out a date.
    """

    name: str
    service: Service
    say: Prompt
    next: Choice | None
    follow_up: FollowUp | None
    also: Choice | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A question for dates, and the last day to appeal that follows from them (see `core.deadline`).

    `service` is who checks it with the person. `reminder` is the menu that a text opens, some weeks before that day.
    """

    name: str
    service: Service
    reminder: str


@dataclass(frozen=True, slots=True)
class Callback:
    """A place where a team is asked to ring the person back (see `core.callback`).

    `service` is the team, `within` how long it may take: the day that is told. `asks` is the menu that a text opens on
    the working day after, where "yes" leads to a closing and "no" back to this place. `first` asks whether one of the
    team's reasons to ring sooner holds, with the reasons in it; `say` is said beside the day. `mailable` is False where
    no e-mail can be sent.
    """

    name: str
    service: Service
    within: Delay
    asks: str
    first: Prompt | None = None
    say: Prompt | None = None
    mailable: bool = True

    @property
    def address(self) -> str | None:
        """The address that a request can be mailed to, or None."""
        return self.service.mailbox if self.mailable else None


@dataclass(frozen=True, slots=True)
class Closing:
    """A place that only says something: thanks, or what to do in danger. Nothing is asked there."""

    name: str
    say: Prompt


# The places that have a service.
Served = Signpost | Deadline | Callback
Place = Menu | Served | Closing


@dataclass(frozen=True, slots=True)
class Danger:
    """Words that are answered before anything else, and the place that answers them.

    That place's topic, if it has one, holds sentences of somebody in danger that no such word stands in.
    """

    words: tuple[str, ...]
    goto: str


@dataclass(frozen=True, slots=True)
class Topic:
    """What people come with, in their own words, and the place that answers it.

    `about` names it in a question: "Is it this: help in a plan that is not given?". `phrases` are ways people say it.
    `pathway` is what the pack's makers call it in their own papers.
    """

    place: str
    about: Prompt
    phrases: tuple[str, ...]
    pathway: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks on the phone: a Twilio voice name and its language tag."""

    name: str = "Polly.Amy-Neural"
    language: str = "en-GB"


@dataclass(frozen=True, slots=True)
class TextHours:
    """When a text nobody is waiting for may go out, in UK time; never on a Sunday or a bank holiday."""

    start: time = time(8, 30)
    end: time = time(19, 0)


# When who texts RING ME may be rung, where a pack does not say.
RING_HOURS = TextHours(time(9), time(18))


@dataclass(frozen=True, slots=True)
class Keep:
    """How many days things are kept, each at least one.

    `session` is where a person stands by text, `call` where a caller stands, `person` what is remembered of a number,
    `text` a text of ours and its number, `callback` a request to be rung back that nobody has closed. `words` are texts
    that were not understood, masked; with 0 none is kept.
    """

    session: int = 30
    call: int = 1
    person: int = 180
    text: int = 30
    callback: int = 365
    words: int = 0


# Those that a pack offers unless it says otherwise: after English, Polish and Romanian are the most spoken at home in
# England, then Panjabi and Urdu (Census 2021, main language); Bengali is among the first ten.
LANGUAGES = (
    *(Prompt(name, name) for name in ("Polish", "Romanian", "Urdu", "Bengali")),
    Prompt("some other one", "Other"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """One organisation's menus, whole.

    `first` names the first place; `person` the signpost that 0 and PERSON lead to, whose service has a number, and
    whose line `line` is about. `callback` is the callback that is offered where no person can be had; `languages` are
    those one may be rung in; where there are none, the question is left out. `ring_me` is when the service may ring
    somebody who texts RING ME, in UK time, and not on a Sunday or a bank holiday; None for never. `topics` are what
    people come with in their own words, by the names of their places; `hints` are words of the field that speech
    recognition would not expect.
    """

    key: str
    name: str
    welcome: Prompt
    first: str
    person: str
    danger: Danger | None
    places: Mapping[str, Place]
    services: Mapping[str, Service]
    callback: str | None = None
    line: Line = field(default_factory=Line)
    voice: Voice = field(default_factory=Voice)
    text_hours: TextHours = field(default_factory=TextHours)
    ring_me: TextHours | None = RING_HOURS
    keep: Keep = field(default_factory=Keep)
    wording: Wording = field(default_factory=Wording)
    languages: tuple[Prompt, ...] = LANGUAGES
    topics: Mapping[str, Topic] = field(default_factory=dict)
    hints: tuple[str, ...] = ()

    @property
    def person_signpost(self) -> Signpost:
        """The signpost behind 0 and PERSON."""
        place = self.places[self.person]
        if not isinstance(place, Signpost):
            raise TypeError(f"{self.person!r} must be a signpost: it is where 0 leads")
        return place


def teams(pack: Pack) -> tuple[str, ...]:
    """The keys of the services that can be asked to ring back, in the order of the pack."""
    places = pack.places.values()
    return tuple(dict.fromkeys(place.service.key for place in places if isinstance(place, Callback)))
