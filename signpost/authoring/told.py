"""What parents hear and read of one thing, for whoever is about to change it."""

from dataclasses import dataclass

from signpost.authoring.sample_dates import NOW
from signpost.authoring.walk.call import as_written
from signpost.core.engine import step
from signpost.core.events import Answered, Contact, Effect, Output, Started
from signpost.core.menu import Pack, Service, Signpost
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


def cut(before: Pack, after: Pack) -> tuple[str, ...]:
    """The signposts whose text is whole before a change of the pack, and too long after it."""
    signposts = [name for name, place in before.places.items() if isinstance(place, Signpost)]
    changed = [name for name in signposts if after.places[name] is not before.places[name]]
    return tuple(name for name in changed if _too_long(after, name) and not _too_long(before, name))


def _too_long(pack: Pack, name: str) -> bool:
    stands = Session(Channel.TEXT, name, Question.CONTACT, at=NOW)
    answered = Standing(pack, Context(Channel.TEXT, NOW, _MOBILE), stands).arrive(name)[1]
    return segments(sms.whole(pack, answered)) > sms.MAX_SEGMENTS


def _heard(pack: Pack, outputs: tuple[Output, ...]) -> str:
    pieces = tuple(
        piece for output in outputs if not isinstance(output, Effect) for piece in pieces_of(pack.wording, output)
    )
    return " ".join(run for run in as_written(pieces) if isinstance(run, str))
