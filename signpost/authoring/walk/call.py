"""A call, taken through the real engine, and what is heard in each of its turns."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from signpost.authoring.sample_dates import NOW
from signpost.authoring.walk.paths import Kind, Leg, Path
from signpost.core.engine import step
from signpost.core.events import Answered, Ask, Contact, Event, NoInput, Output, Say, Started
from signpost.core.menu import Closing, Pack, Place, Signpost
from signpost.core.options import Goto, options
from signpost.core.session import Channel, Context, Session
from signpost.core.wording import Prompt
from signpost.render.speech import AFTER_KEY, Piece, pieces_of, runs, without_last_pauses

# Of the numbers that Ofcom keeps for drama.
MOBILE = "+447700900123"
PERSON_KEY = "0"

Pieces = tuple[Piece, ...]
_NEW_LINE = 750  # milliseconds
_SENTENCE = re.compile(r"[.!?](?=\s|$)")
_ONE_BY_ONE = re.compile(r"(?<=\d) (?=\d)")


def as_written(pieces: Pieces) -> Iterator[Piece]:
    """Speech as one would write it down: runs of words and pauses, digits that are said one by one as a group."""
    for piece in runs(pieces):
        yield piece if isinstance(piece, int) else _ONE_BY_ONE.sub("", piece)


def breaths(pieces: Iterable[Piece]) -> Iterator[str]:
    """The same line by line: a new one wherever a listener hears that the next thing begins."""
    breath: list[str] = []
    for piece in (*as_written(tuple(pieces)), _NEW_LINE):
        if isinstance(piece, str):
            breath.append(piece)
        elif piece >= _NEW_LINE and breath:
            yield " ".join(breath)
            breath.clear()


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn of a call: `ahead` is said before keys count, `question` while they do, as the voice renderer has it."""

    pack: Pack
    outputs: tuple[Output, ...]
    session: Session
    answering: bool

    @property
    def slow(self) -> bool:
        """Whether it is said slowly."""
        return self.session.slow

    @property
    def ask(self) -> Ask | None:
        """The question that ends the turn, or None when somebody else's phone is rung instead."""
        return next((output for output in self.outputs if isinstance(output, Ask)), None)

    @property
    def ahead(self) -> Pieces:
        """What is said before the question. Keys pressed now are lost."""
        return self._said(output for output in self.outputs if not isinstance(output, Ask))

    @property
    def question(self) -> Pieces:
        """The question, whole. A key ends it."""
        return tuple(without_last_pauses(pieces_of(self.pack.wording, self.ask))) if self.ask else ()

    def up_to(self, key: str) -> Pieces:
        """The question up to and with the option that this key stands for; the whole of it for 0, star and hash."""
        if self.ask is None or not key.isdigit() or not 0 < int(key) <= len(self.ask.labels):
            return self.question
        # The options before a key sound the same whatever comes after it.
        shorter = replace(self.ask, labels=self.ask.labels[: int(key)], controls=False)
        length = len(pieces_of(self.pack.wording, shorter))
        return tuple(without_last_pauses(pieces_of(self.pack.wording, self.ask)[:length]))

    @property
    def to_contact(self) -> Pieces:
        """What is said until the contact is known: its number once, or its phone rings, or else the first sentence."""
        until: list[Output] = []
        for output in self.outputs:
            until.append(output)
            if isinstance(output, Contact) and output.service.line:
                break
        else:
            until = [_first_sentence(output, self.place) for output in self.outputs if not isinstance(output, Ask)]
        return self._said(until)

    @property
    def place(self) -> Place:
        """Where the caller now stands."""
        return self.pack.places[self.session.place]

    def _said(self, outputs: Iterable[Output]) -> Pieces:
        pieces: list[Piece] = [AFTER_KEY] if self.answering else []
        for output in outputs:
            pieces += pieces_of(self.pack.wording, output)
        return tuple(without_last_pauses(pieces))


def _first_sentence(output: Output, place: Place) -> Output:
    if not isinstance(place, Signpost | Closing) or not isinstance(output, Say) or output.prompt != place.say:
        return output
    end = _SENTENCE.search(place.say.voice)
    return Say(Prompt(place.say.voice[: end.end()], "")) if end else output


class Call:
    """One call. `turn` is what was heard last."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._context = Context(Channel.VOICE, NOW, MOBILE)
        self.turn = self._take(None, Started())

    def press(self, keys: str) -> Heard:
        """Press keys, and hear what follows."""
        return self._answer(Answered(keys))

    def wait(self) -> Heard:
        """Let the time to answer pass, and hear what follows."""
        return self._answer(NoInput())

    def key(self, leg: Leg, kind: Kind) -> str:
        """The key that takes this step from where the call stands; of a date, its keys."""
        if kind is Kind.PERSON:
            return PERSON_KEY
        if leg.typed:
            return leg.typed.voice
        return str(option(self.pack, self.turn.session, self._context, leg) + 1)

    def _answer(self, event: Event) -> Heard:
        self.turn = self._take(self.turn.session, event)
        return self.turn

    def _take(self, session: Session | None, event: Event) -> Heard:
        after, outputs = step(self.pack, session, event, self._context)
        return Heard(self.pack, outputs, after, answering=session is not None)


def option(pack: Pack, session: Session, context: Context, leg: Leg) -> int:
    """Which option (from 0) of the open question takes this step."""
    if leg.choice is not None:
        return leg.choice
    acts = [option.act for option in options(pack, session, context)]
    return next(at for at, act in enumerate(acts) if isinstance(act, Goto) and act.place == leg.goto)


def turns(pack: Pack, path: Path) -> Iterator[tuple[str, Heard]]:
    """The turns of a path by phone, each with the key pressed for it ('' for the first)."""
    call = Call(pack)
    yield "", call.turn
    for leg in path.legs:
        key = call.key(leg, path.kind)
        yield key, call.press(key)
