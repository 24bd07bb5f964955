"""Any pack that the loader could give, and anything that could happen to it."""

from datetime import date, timedelta

from hypothesis import strategies as st

from signpost.core.events import Answered, DialEnded, Event, FollowUpDue, HungUp, NoInput
from signpost.core.menu import (
    Choice,
    Closing,
    Danger,
    Deadline,
    Delay,
    FollowUp,
    Menu,
    Pack,
    Place,
    Service,
    Signpost,
    When,
    Yearly,
)
from signpost.core.session import Channel, Context, Person
from signpost.core.wording import Prompt

# Each begins with a letter that both channels can carry: words of combining marks alone are nobody's.
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60).map("w".__add__)
prompts = st.builds(Prompt, words, words)
numbers = st.sampled_from(["01632 960001", "07700 900777", "0300 123 4040", None])
DAY = date(2026, 11, 1)
TEAM = Service(
    "team", Prompt("Team", "Team"), "01632 960001", "team@example.org", None, None, "all", "page", DAY, DAY, True
)
PERSON = Signpost("person", TEAM, Prompt("A person can help.", "A person can help."), None, None)


delays: st.SearchStrategy[When] = st.builds(Delay, st.integers(1, 30), st.just("working days"))
whens = delays | st.builds(Yearly, st.integers(1, 28), st.integers(1, 12))


@st.composite
def services(draw: st.DrawFn) -> Service:
    return Service("s", draw(prompts), draw(numbers), None, None, None, "all", "page", DAY, DAY, draw(st.booleans()))


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    names = [f"place-{index}" for index in range(draw(st.integers(1, 6)))]
    gotos = st.sampled_from([*names, "person"])
    choices = st.builds(Choice, prompts, st.lists(words, max_size=2).map(tuple), gotos)
    follow_ups = st.builds(FollowUp, whens, gotos)

    def place(name: str) -> st.SearchStrategy[Place]:
        menus = st.builds(Menu, st.just(name), prompts, st.lists(choices, min_size=1, max_size=5).map(tuple))
        ways = (st.none() | choices, st.none() | follow_ups, st.none() | choices)
        signposts = st.builds(Signpost, st.just(name), services(), prompts, *ways)
        deadlines = st.builds(Deadline, st.just(name), services(), gotos)
        return menus | signposts | deadlines | st.builds(Closing, st.just(name), prompts)

    places: dict[str, Place] = {name: draw(place(name)) for name in names}
    places["person"] = PERSON
    return Pack(
        key="any",
        name=draw(words),
        welcome=draw(prompts),
        first=draw(gotos),
        person="person",
        danger=draw(st.none() | st.builds(Danger, st.just(("in danger",)), gotos)),
        places=places,
        services={"team": TEAM},
    )


# Of Wednesday 18 November 2026, and of half a year before and after: what letters are of, and when they are told.
NOW, HALF_A_YEAR = 1_795_000_000, 182 * 24 * 60 * 60
days = st.dates(date(2026, 6, 1), date(2026, 11, 18))
moments = st.integers(NOW - HALF_A_YEAR, NOW + HALF_A_YEAR) | st.sampled_from([0, NOW])
names = st.sampled_from(["person", *(f"place-{index}" for index in range(6))])
mobiles = st.sampled_from(["+447700900123", None])
people = st.builds(Person, st.booleans(), st.booleans())


def contexts(channel: Channel) -> st.SearchStrategy[Context]:
    """What may be known beside the session, on this channel."""
    pending = st.frozensets(names, max_size=3)
    holidays = st.frozensets(days.map(lambda day: day + timedelta(days=60)), max_size=3)
    return st.builds(Context, st.just(channel), moments, mobiles, people, st.booleans(), pending, holidays)


keys = st.sampled_from(list("0123456789*#")) | st.just("07700900456") | days.map("{:%d%m}".format)
said = (
    st.sampled_from(["menu", "back", "stop", "start", "forget", "yes", "no", "person", "in danger", "1 pls"])
    | days.map("{:%d %B}".format)
    | st.text(min_size=1, max_size=80).filter(lambda text: bool(text.strip()))
)
on_the_phone: st.SearchStrategy[Event] = (
    keys.map(Answered) | st.builds(NoInput) | st.builds(DialEnded, st.booleans()) | st.builds(HungUp)
)
unknown = st.just("")
due = st.builds(FollowUpDue, names, names | unknown) | st.builds(FollowUpDue, names, names | unknown, names, days)
in_a_text: st.SearchStrategy[Event] = (keys | said).map(Answered) | st.builds(NoInput) | due
