"""What parents hear and read of one thing, for whoever is about to change it."""

from dataclasses import dataclass

from signpost.authoring.sample_dates import NOW
from signpost.authoring.walk.call import as_written
from signpost.core.engine import step
from signpost.core.events import Answered, Contact, Effect, Output, Started
from signpost.core.menu import Pack, Service
from signpost.core.session import Channel, Context
from signpost.render import sms
from signpost.render.speech import pieces_of


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


def _heard(pack: Pack, outputs: tuple[Output, ...]) -> str:
    pieces = tuple(
        piece for output in outputs if not isinstance(output, Effect) for piece in pieces_of(pack.wording, output)
    )
    return " ".join(run for run in as_written(pieces) if isinstance(run, str))
