"""A conversation with the engine, for tests of its table."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from typing import TypeVar

from signpost.core.engine import step
from signpost.core.events import Answered, Ask, Event, Output, Say, Started
from signpost.core.session import Channel, Person, Question, Session
from tests.samples import MOBILE, NOW, PACK, context

T = TypeVar("T")


class Talk:
    """One person's conversation with the engine, the session re-read from its JSON form at every turn."""

    def __init__(self, channel: Channel, *, mobile: str | None = MOBILE, person: Person | None = None) -> None:
        self.channel, self.mobile, self.person = channel, mobile, person or Person()
        self.session: Session | None = None
        self.pack = PACK
        self.now = NOW
        self.pending: frozenset[str] = frozenset()
        self.holidays: AbstractSet[date] = frozenset()
        # What else of the context is not as usual.
        self.known: dict[str, object] = {}

    def __call__(self, *events: Event | str) -> tuple[Output, ...]:
        outputs: tuple[Output, ...] = ()
        for event in events:
            now = context(self.channel, mobile=self.mobile, now=self.now, person=self.person)
            now = replace(now, pending=self.pending, holidays=self.holidays, **self.known)  # type: ignore[arg-type]
            taken = Answered(event) if isinstance(event, str) else event
            after, outputs = step(self.pack, self.session, taken, now)
            self.session = Session.from_dict(after.to_dict())
        return outputs

    @property
    def on_phone(self) -> bool:
        return self.channel is Channel.VOICE

    @property
    def place(self) -> str:
        assert self.session
        return self.session.place

    @property
    def question(self) -> Question:
        assert self.session
        return self.session.question


def call(**kwargs: object) -> Talk:
    talk = Talk(Channel.VOICE, **kwargs)  # type: ignore[arg-type]
    talk(Started())
    return talk


def text(**kwargs: object) -> Talk:
    return Talk(Channel.TEXT, **kwargs)  # type: ignore[arg-type]


def says(outputs: tuple[Output, ...], prompt: object) -> bool:
    return any(isinstance(output, Say) and output.prompt == prompt for output in outputs)


def of(outputs: tuple[Output, ...], kind: type[T]) -> T:
    return next(output for output in outputs if isinstance(output, kind))


def labels(outputs: tuple[Output, ...], channel: Channel) -> list[str]:
    """The options that are offered, as this channel says them."""
    asked = of(outputs, Ask).labels
    return [label.voice if channel is Channel.VOICE else label.text for label in asked]
