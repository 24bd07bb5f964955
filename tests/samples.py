"""A small pack that has one of everything, for tests of the floors below the loader."""

from dataclasses import replace
from datetime import date

from signpost.core.menu import Choice, Closing, Danger, Delay, FollowUp, Menu, Pack, Service, Signpost
from signpost.core.session import Channel, Context, Person
from signpost.core.wording import Prompt

MOBILE = "+447700900123"
OTHER_MOBILE = "+447700900456"
NOW = 1_795_000_000


def both(words: str) -> Prompt:
    return Prompt(words, words)


def service(key: str, name: str, phone: str | None, *, confirmed: bool = True, email: str | None = None) -> Service:
    day = date(2026, 11, 1)
    return Service(key, both(name), phone, email, None, None, "parents", "a page", day, day, confirmed)


DUTY = service("duty", "Duty Line", "01632 960001")
TEAM = service("team", "Plan Team", "01632 960002", email="team@example.org")
SENCO = service("senco", "SENCo", None)

PLACES = {
    place.name: place
    for place in (
        Menu(
            "start",
            both("What is it about?"),
            (
                Choice(both("Help at school"), ("school",), "school"),
                Choice(both("A plan"), ("plan",), "team"),
                Choice(both("Something else"), ("else",), "person"),
            ),
        ),
        Menu(
            "school",
            both("Is your child in school?"),
            (Choice(both("Yes"), ("yes",), "senco"), Choice(both("No"), ("no",), "team")),
        ),
        Signpost(
            "senco",
            SENCO,
            both("Ask the SENCo when help is given."),
            Choice(Prompt("If you have tried that", "I have tried that"), ("done",), "team"),
            FollowUp(Delay(10, "working days"), "heard"),
        ),
        Signpost("team", TEAM, both("Ring the Plan Team."), None, None),
        Signpost("person", DUTY, both("The Duty Line can find the right person."), None, None),
        Menu(
            "heard",
            both("Did our last text help?"),
            (Choice(both("Yes"), ("yes",), "thanks"), Choice(both("No"), ("no",), "team")),
        ),
        Closing("thanks", both("Thank you for telling us.")),
        Closing("danger", both("Ring 999 now.")),
    )
}

PACK = Pack(
    key="sample",
    name="Sample",
    welcome=both("Hello, this is Sample."),
    first="start",
    person="person",
    danger=Danger(("in danger", "999"), "danger"),
    places=PLACES,
    services={own.key: own for own in (DUTY, TEAM, SENCO)},
)


def without(*names: str) -> Pack:
    """The sample pack in a later version, in which some places were dropped."""
    return replace(PACK, places={name: place for name, place in PLACES.items() if name not in names})


def context(channel: Channel, *, mobile: str | None = MOBILE, now: int = NOW, person: Person | None = None) -> Context:
    return Context(channel, now, mobile, person or Person())
