"""Floor 2: what a turn says, as TwiML."""

from signpost.core.events import Effect, Output, Started
from signpost.core.session import Channel, Session
from signpost.incoming import TRIED, UNKEPT, Incoming
from signpost.line import LineNow
from signpost.render import sms


def answer(
    line: LineNow,
    voice_url: str,
    incoming: Incoming,
    session: Session,
    outputs: tuple[Output, ...],
) -> str:
    """The TwiML that says `outputs`, which led to `session`. `voice_url` is the path of every call's webhook."""
    if incoming.channel is Channel.TEXT:
        return sms.reply(sms.body(line.pack, outputs))
    shown = tuple(output for output in outputs if not isinstance(output, Effect))
    return line.voice.twiml(
        shown,
        action=f"{voice_url}?step={_step(session)}",
        slow=session.slow,
        relay=session.relay,
        answering=not isinstance(incoming.event, Started),
        caller_id=incoming.caller_id,
    )


def _step(session: Session) -> str:
    """What the next step of a call is named; whether the line was tried stands there for when it cannot be read.

    A turn that could not be kept is followed by a step of another name than the one that Redis may have an answer to.
    """
    return f"{session.turn}{UNKEPT if session.unkept else ''}{TRIED if session.tried else ''}"
