"""All that a pack can say: each place on both channels, and what each key does there; and each text it can send."""

from collections.abc import Iterator
from xml.etree import ElementTree

from signpost.authoring.sample_dates import NOW
from signpost.authoring.texts import texts
from signpost.core.engine import step
from signpost.core.events import Answered, Effect, Output, SendText, Started
from signpost.core.menu import Pack
from signpost.core.questions import own_question
from signpost.core.session import Channel, Context, Session
from signpost.render import sms
from signpost.render.voice import VoiceRenderer

MOBILE = "+447700900123"
KEYS = "0123456789*#"


def all_said(pack: Pack) -> Iterator[str]:
    """Everything that is said, dialled, texted or answered, in no order."""
    yield from (sent.words for sent in texts(pack))
    voice = VoiceRenderer(pack)
    for channel in Channel:
        context = Context(channel, NOW, MOBILE)
        for session, outputs in _turns(pack, context):
            yield from (sms.whole(pack, output.spoken) for output in outputs if isinstance(output, SendText))
            if channel is Channel.TEXT:
                yield sms.whole(pack, outputs)
            else:
                yield _heard(voice, session, outputs)


def digits(said: str) -> str:
    """The digits alone, as a number is compared that may be written or spaced in any way."""
    return "".join(filter(str.isdigit, said))


def _turns(pack: Pack, context: Context) -> Iterator[tuple[Session, tuple[Output, ...]]]:
    yield step(pack, None, Started() if context.channel is Channel.VOICE else Answered("hello"), context)
    for place in pack.places.values():
        stands = Session(context.channel, place.name, own_question(place), at=NOW)
        for key in KEYS:
            session, outputs = step(pack, stands, Answered(key), context)
            yield session, outputs
            for again in "123":
                yield step(pack, session, Answered(again), context)


def _heard(voice: VoiceRenderer, session: Session, outputs: tuple[Output, ...]) -> str:
    shown = tuple(output for output in outputs if not isinstance(output, Effect))
    document = voice.twiml(shown, action="/voice?step=1", slow=session.slow, relay=session.relay)
    return " ".join(ElementTree.fromstring(document).itertext())  # noqa: S314
