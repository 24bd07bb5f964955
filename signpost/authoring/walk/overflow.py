"""When the line behind 0 is busy or shut: what a caller then hears, for each way of coming there, and the ways on."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from signpost.authoring.sample_dates import NOW
from signpost.authoring.speech_time import seconds
from signpost.authoring.walk.call import MOBILE, Heard
from signpost.core.engine import step
from signpost.core.events import Answered, Contact, DialEnded, Event, Started
from signpost.core.line import Opening
from signpost.core.menu import Pack
from signpost.core.session import Channel, Context, Session

_OPENS = "at 9 am tomorrow"


@dataclass(frozen=True, slots=True)
class Case:
    """One way of coming to a line that nobody answers, and what is heard there."""

    name: str
    heard: Heard

    @property
    def ways(self) -> str:
        """The ways on, in the order of their keys."""
        labels = self.heard.ask.labels if self.heard.ask else ()
        return "; ".join(f"{key} {label.voice}" for key, label in enumerate(labels, 1))

    @property
    def to_number(self) -> float | None:
        """Seconds until the line's number is known; None where it is not said, for they have just rung it."""
        if not any(isinstance(output, Contact) for output in self.heard.outputs):
            return None
        return seconds(self.heard.to_contact, self.heard.slow)

    @property
    def whole(self) -> float:
        """Seconds until all of it was said, the last way too."""
        return seconds(self.heard.ahead, self.heard.slow) + seconds(self.heard.question, self.heard.slow)


def cases(pack: Pack) -> Iterator[Case]:
    """Each case that can be: a line whose hours are not known is never shut."""
    busy = Context(Channel.VOICE, NOW, MOBILE)
    yield Case("0 at the first menu, and nobody answers", _after(pack, busy, Started(), _ZERO, DialEnded(False)))
    yield Case("rang the line, which is busy, and was passed on", _after(pack, busy, Started(forwarded=True)))
    if pack.line.opening == Opening():
        return
    shut = replace(busy, open=False, opens=_OPENS)
    yield Case("0 at the first menu, and the line is shut", _after(pack, shut, Started(), _ZERO))
    yield Case("rang the line, which is shut, and was passed on", _after(pack, shut, Started(forwarded=True)))


_ZERO = Answered("0")


def _after(pack: Pack, context: Context, *events: Event) -> Heard:
    session: Session | None = None
    for event in events:
        session, outputs = step(pack, session, event, context)
    if session is None:
        raise ValueError("a call begins with an event")
    return Heard(pack, outputs, session, answering=len(events) > 1)
