"""A thread of texts, taken through the real engine and the renderer of texts."""

from collections.abc import Iterator
from dataclasses import dataclass

from signpost.authoring.sample_dates import NOW, due
from signpost.authoring.walk.call import MOBILE, option
from signpost.authoring.walk.paths import Kind, Path
from signpost.core.engine import step
from signpost.core.events import Answered, Event
from signpost.core.menu import Menu, Pack
from signpost.core.session import Channel, Context, Session
from signpost.render import sms
from signpost.render.gsm import segments

HELLO, PERSON = "Hello", "PERSON"


@dataclass(frozen=True, slots=True)
class Exchange:
    """What a parent texted ('' when we begin), and our answer: as it is sent, and with all its words."""

    sent: str
    answer: str
    whole: str

    @property
    def segments(self) -> int:
        """How many segments the answer takes."""
        return segments(self.answer)

    @property
    def shortened(self) -> bool:
        """Whether the answer was too long for its two segments, so that the renderer left out words."""
        return self.answer != self.whole


class Thread:
    """One person's texts with us."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.session: Session | None = None
        self._context = Context(Channel.TEXT, NOW, MOBILE)

    def send(self, words: str) -> Exchange:
        """Text these words."""
        return self._take(words, Answered(words))

    def later(self, goto: str, opener: str) -> Exchange:
        """The later text that was agreed at the place `opener` falls due."""
        return self._take("", due(self.pack, goto, opener))

    def take(self, path: Path) -> Iterator[Exchange]:
        """Take the steps of a path from where the thread stands, by number; a deadline's in words."""
        for leg in path.legs[self._done(path) :]:
            if self.session is None:
                raise ValueError("a thread begins with words, or with a follow-up")
            number = option(self.pack, self.session, self._context, leg) + 1 if leg.typed is None else 0
            yield self.send(leg.typed.text if leg.typed else str(number))

    def _done(self, path: Path) -> int:
        return path.places.index(self.session.place) if self.session and self.session.place in path.places else 0

    def _take(self, words: str, event: Event) -> Exchange:
        self.session, outputs = step(self.pack, self.session, event, self._context)
        return Exchange(words, sms.body(self.pack, outputs), sms.whole(self.pack, outputs))


def topic(pack: Pack, path: Path) -> str | None:
    """The word that a first text can be to take the first step of a path at once, or None when there is none."""
    first = pack.places[path.start]
    if not path.legs or not isinstance(first, Menu) or path.legs[0].choice is None:
        return None
    choice = first.choices[path.legs[0].choice]
    for words in (*choice.words, choice.label.text):
        thread = Thread(pack)
        thread.send(words)
        if thread.session and thread.session.place == choice.goto:
            return words
    return None


def exchanges(pack: Pack, path: Path, *, hello: bool = False) -> list[Exchange]:
    """A path by text, from a topic's word where there is one; with `hello` from that word, which says nothing."""
    thread = Thread(pack)
    if path.kind is Kind.FOLLOW_UP:
        return [thread.later(path.start, path.opened_by[0]), *thread.take(path)]
    keyword = {Kind.PERSON: PERSON, Kind.DANGER: pack.danger.words[0] if pack.danger else ""}.get(path.kind)
    if keyword:
        return [*([thread.send(HELLO)] if hello else []), thread.send(keyword)]
    word = None if hello else topic(pack, path)
    return [thread.send(word or HELLO), *thread.take(path)]
