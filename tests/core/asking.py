"""The sample pack with a callback, and conversations that ask for one."""

from dataclasses import replace

from signpost.core.engine import step
from signpost.core.events import Answered, Event, Output, RequestCallback, Started
from signpost.core.menu import Callback, Choice, Delay, Menu
from signpost.core.session import Channel, Context, Person, Question, Session
from signpost.core.wish import Request
from tests.samples import DUTY, MOBILE, NOW, PACK, PLACES, both

BACK = Callback("back", DUTY, Delay(2, "working days"), "rang", both("Is it one of these?"))
START = PLACES["start"]
assert isinstance(START, Menu)
CALLED = replace(
    PACK,
    callback="back",
    places={
        **PLACES,
        "start": replace(START, choices=(*START.choices, Choice(both("A call back"), ("call back",), "back"))),
        "back": BACK,
        "rang": Menu(
            "rang",
            both("Did they ring?"),
            (
                Choice(both("Yes"), ("yes",), "thanks"),
                Choice(both("No"), ("no",), "back"),
                Choice(both("Other"), ("other",), "start"),
            ),
        ),
    },
)


class Asking:
    """A conversation in which requests are kept as the service keeps them."""

    def __init__(self, channel: Channel, number: str | None = MOBILE, person: Person | None = None) -> None:
        self.pack, self.now, self.refused = CALLED, NOW, False
        self.channel, self.number, self.person = channel, number, person or Person()
        self.session: Session | None = None
        self.requests: dict[str, Request] = {}

    def __call__(self, *events: Event | str) -> tuple[Output, ...]:
        outputs: tuple[Output, ...] = ()
        for event in events:
            mobile = self.number if self.number and self.number.startswith("+447") else None
            context = Context(
                self.channel, self.now, mobile, self.person, self.refused, number=self.number, callbacks=self.requests
            )
            after, outputs = step(
                self.pack, self.session, Answered(event) if isinstance(event, str) else event, context
            )
            self.session = Session.from_dict(after.to_dict())
            self.requests |= {one.request.team: one.request for one in outputs if isinstance(one, RequestCallback)}
        return outputs

    @property
    def question(self) -> Question:
        assert self.session
        return self.session.question

    @property
    def request(self) -> Request:
        return self.requests["duty"]


def call(number: str | None = MOBILE, **more: Person) -> Asking:
    talk = Asking(Channel.VOICE, number, **more)
    talk(Started(), "4")
    return talk


def text(number: str | None = MOBILE, **more: Person) -> Asking:
    talk = Asking(Channel.TEXT, number, **more)
    talk("call back")
    return talk
