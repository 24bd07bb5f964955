"""Any pack that the loader could give, and anything that could happen to it."""

from datetime import date, timedelta
from functools import cache

from hypothesis import strategies as st

from signpost.core.events import (
    Answered,
    DialEnded,
    Event,
    FollowUpDue,
    HungUp,
    NoInput,
    QueueEnded,
    QueueResult,
    Started,
)
from signpost.core.line import Line, Queue
from signpost.core.menu import (
    Callback,
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
from signpost.core.session import Channel, Context, Person, Question, Session
from signpost.core.wish import Request, Wish
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


def _service(name: Prompt, phone: str | None, confirmed: bool) -> Service:
    return Service("s", name, phone, None, None, None, "all", "page", DAY, DAY, confirmed)


services = st.builds(_service, prompts, numbers, st.booleans())
lines = st.builds(Line, queue=st.none() | st.builds(Queue, st.just("any"), st.integers(1, 30), st.integers(1, 9)))


def packs() -> st.SearchStrategy[Pack]:
    """Packs of up to six places beside the person's."""
    return st.integers(1, 6).flatmap(_packs_of)


# Once for each size: to make a strategy takes longer than to draw from it.
@cache
def _packs_of(size: int) -> st.SearchStrategy[Pack]:
    names = [f"place-{index}" for index in range(size)]
    gotos = st.sampled_from([*names, "person"])
    choices = st.builds(Choice, prompts, st.lists(words, max_size=2).map(tuple), gotos)
    places = {name: _places(name, gotos, choices) for name in names}
    return st.builds(
        Pack,
        key=st.just("any"),
        name=words,
        welcome=prompts,
        first=gotos,
        person=st.just("person"),
        danger=st.none() | st.builds(Danger, st.just(("in danger",)), gotos),
        places=st.fixed_dictionaries({**places, "person": st.just(PERSON)}),
        services=st.just({"team": TEAM}),
        callback=st.none() | gotos,
        line=lines,
    )


def _places(name: str, gotos: st.SearchStrategy[str], choices: st.SearchStrategy[Choice]) -> st.SearchStrategy[Place]:
    named = st.just(name)
    menus = st.builds(Menu, named, prompts, st.lists(choices, min_size=1, max_size=5).map(tuple))
    ways = (st.none() | choices, st.none() | st.builds(FollowUp, whens, gotos), st.none() | choices)
    signposts = st.builds(Signpost, named, services, prompts, *ways)
    deadlines = st.builds(Deadline, named, services, gotos)
    in_two_days = st.just(Delay(2, "working days"))
    callbacks = st.builds(Callback, named, services, in_two_days, gotos, st.none() | prompts)
    return menus | signposts | deadlines | callbacks | st.builds(Closing, named, prompts)


# Of Wednesday 18 November 2026, and of half a year before and after: what letters are of, and when they are told.
NOW, HALF_A_YEAR = 1_795_000_000, 182 * 24 * 60 * 60
days = st.dates(date(2026, 6, 1), date(2026, 11, 18))
moments = st.integers(NOW - HALF_A_YEAR, NOW + HALF_A_YEAR) | st.sampled_from([0, NOW])
names = st.sampled_from(["person", *(f"place-{index}" for index in range(6))])
trails = st.lists(names, max_size=2).map(tuple)
mobiles = st.sampled_from(["+447700900123", None])
left = st.builds(
    Session, st.just(Channel.VOICE), names, st.sampled_from(Question), at=moments, safe=st.booleans(), trail=trails
)
people = st.builds(Person, st.booleans(), st.booleans(), relay=st.booleans(), left=st.none() | left)


requests = st.builds(
    Request, st.just("s"), names, st.builds(Wish, st.just("+447700900456")), moments, days, tries=st.integers(0, 2)
)
open_requests: st.SearchStrategy[dict[str, Request]] = st.just({}) | requests.map(lambda request: {"s": request})


def contexts(channel: Channel) -> st.SearchStrategy[Context]:
    """What may be known beside the session, on this channel."""
    pending = st.frozensets(names, max_size=3)
    holidays = st.frozensets(days.map(lambda day: day + timedelta(days=60)), max_size=3)
    line = {"open": st.booleans(), "opens": st.just("at 9 am tomorrow"), "own_call": st.booleans()}
    message = st.just("") | st.just("The line is shut this afternoon.")
    line |= {"kept": st.booleans()}
    known = {"number": st.sampled_from(["+441632960123", None]), "callbacks": open_requests, "message": message, **line}
    return st.builds(Context, st.just(channel), moments, mobiles, people, st.booleans(), pending, holidays, **known)


keys = st.sampled_from(list("0123456789*#")) | st.just("07700900456") | days.map("{:%d%m}".format)
said = (
    st.sampled_from(["menu", "back", "stop", "start", "forget", "yes", "no", "person", "in danger", "1 pls"])
    | days.map("{:%d %B}".format)
    | st.text(min_size=1, max_size=80).filter(lambda text: bool(text.strip()))
)
on_the_phone: st.SearchStrategy[Event] = (
    keys.map(Answered)
    | st.builds(NoInput)
    | st.builds(DialEnded, st.booleans())
    | st.builds(QueueEnded, st.sampled_from(QueueResult), st.integers(0, 2000))
    | st.builds(Started, st.booleans())
    | st.builds(HungUp)
)
unknown = st.just("")
due = st.builds(FollowUpDue, names, names | unknown) | st.builds(FollowUpDue, names, names | unknown, names, days)
in_a_text: st.SearchStrategy[Event] = (keys | said).map(Answered) | st.builds(NoInput) | due
