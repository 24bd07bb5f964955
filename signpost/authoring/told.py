"""What parents hear and read of one thing, for whoever is about to change it."""

from dataclasses import dataclass

from signpost.authoring.sample_dates import NOW
from signpost.authoring.walk.call import as_written
from signpost.core.engine import step
from signpost.core.events import Answered, Contact, Effect, Output, Started
from signpost.core.menu import Pack, Service, Signpost
from signpost.core.questions import said_of
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.standing import Standing
from signpost.render import sms
from signpost.render.gsm import segments
from signpost.render.speech import pieces_of

# Of the numbers that Ofcom keeps for drama.
_MOBILE = "+447700900123"


@dataclass(frozen=True, slots=True)
class Told:
    """What is heard on the phone, and what a text has; "" for nothing."""

    heard: str
    texted: str


def of_contact(pack: Pack, service: Service) -> Told:
    """How a contact is told: by its own number, or by who stands in for it."""
    outputs = (Contact(service),)
    return Told(_heard(pack, outputs), sms.body(pack, outputs))


def of_message(pack: Pack, message: str) -> Told:
    """How a call and a text conversation begin with this message of the day."""
    first = {}
    for channel, event in ((Channel.VOICE, Started()), (Channel.TEXT, Answered("hello"))):
        _, first[channel] = step(pack, None, event, Context(channel, NOW, message=message))
    return Told(_heard(pack, first[Channel.VOICE]), sms.body(pack, first[Channel.TEXT]))


def of_danger(pack: Pack) -> Told | None:
    """What somebody in danger is told; None where the pack has no words for it."""
    if pack.danger is None:
        return None
    place = pack.places[pack.danger.goto]
    heard = said_of(pack, place, Channel.VOICE)
    return Told(_heard(pack, heard), sms.body(pack, said_of(pack, place, Channel.TEXT)))


@dataclass(frozen=True, slots=True)
class Cut:
    """A signpost whose text has no room for a change: the text that is sent before it, and after it."""

    name: str
    before: str
    after: str


def cut(before: Pack, after: Pack) -> tuple[Cut, ...]:
    """The signposts whose text is whole before a change of the pack, and too long after it."""
    signposts = [name for name, place in before.places.items() if isinstance(place, Signpost)]
    changed = [name for name in signposts if after.places[name] is not before.places[name]]
    return tuple(
        Cut(name, sms.body(before, _answered(before, name)), sms.body(after, _answered(after, name)))
        for name in changed
        if _too_long(after, name) and not _too_long(before, name)
    )


def _answered(pack: Pack, name: str) -> tuple[Output, ...]:
    stands = Session(Channel.TEXT, name, Question.CONTACT, at=NOW)
    return Standing(pack, Context(Channel.TEXT, NOW, _MOBILE), stands).arrive(name)[1]


def _too_long(pack: Pack, name: str) -> bool:
    return segments(sms.whole(pack, _answered(pack, name))) > sms.MAX_SEGMENTS


def _heard(pack: Pack, outputs: tuple[Output, ...]) -> str:
    pieces = tuple(
        piece for output in outputs if not isinstance(output, Effect) for piece in pieces_of(pack.wording, output)
    )
    return " ".join(run for run in as_written(pieces) if isinstance(run, str))
