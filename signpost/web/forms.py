"""Twilio's forms as events: who rings or texts, from where, and what they did."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Self

from signpost.amended import amended_by
from signpost.core.events import (
    Answered,
    DialEnded,
    Event,
    HungUp,
    NoInput,
    QueueEnded,
    QueueResult,
    Started,
)
from signpost.core.menu import Pack
from signpost.core.numbers import e164
from signpost.core.session import Channel
from signpost.incoming import AGAIN, Incoming

# The first value of each field. A form's own `get` takes ten times as long, and fifty where there is none.
Form = Mapping[str, str]

# What our own addresses name a step of a call, and what a number of ours looks like.
_STEP = re.compile(r"[0-9]{1,6}(-[a-z]{1,9}){0,4}")
_OURS = re.compile(r"\+?[0-9]{3,15}")
# As long as a long text is: nobody needs more to say what is wrong.
LONGEST_SPEECH = 1600

# CallStatus once the caller is gone; a Dial that nobody answered says so in DialCallStatus instead.
_CALL_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
_REACHED = frozenset({"completed", "answered"})
# What ends a wait in the queue otherwise, `redirected` by a colleague too, leads back to the other ways.
_QUEUE_RESULTS = {
    "bridged": QueueResult.TALKED,
    "bridging-in-process": QueueResult.TALKED,
    "redirected-from-bridged": QueueResult.TALKED,
    "queue-full": QueueResult.FULL,
    "error": QueueResult.FAILED,
    "system-error": QueueResult.FAILED,
}


@dataclass(frozen=True, slots=True)
class Known:
    """The numbers (E.164) that calls may show and that are no caller's: `ours`, and those of the pack's services.

    `line` is the one behind 0, and what the staff have put in its place: either may pass callers on. `arrivals` are
    those of ours that it passes them on to.
    """

    line: AbstractSet[str]
    arrivals: AbstractSet[str]
    ours: AbstractSet[str | None]
    services: AbstractSet[str]

    @classmethod
    def of(cls, pack: Pack, record: bytes, ours: AbstractSet[str | None]) -> Self:
        """Those of a pack, and of what the staff have changed of it, as it is kept."""
        packs = (pack, amended_by(pack, record))
        phones = {service.phone for one in packs for service in one.services.values()}
        services = frozenset(e164(phone) for phone in phones if phone)
        line = frozenset(e164(one.person_signpost.service.number or "") for one in packs)
        return cls(line, pack.line.arrivals, ours | pack.line.arrivals, services)

    def shared(self, number: str) -> bool:
        """Whether many people's calls show this number."""
        return number in self.ours | self.services


def text(form: Form, known: Known) -> Incoming:
    """A text that came in."""
    # Twilio says by itself what it took as STOP or START, whatever the words were that an organisation chose for it.
    words = form["OptOutType"] if form.get("OptOutType") in {"STOP", "START"} else form.get("Body", "")
    event = Answered(words) if words.strip() else NoInput()
    sender = form.get("From", "")
    return Incoming(Channel.TEXT, sender, event, form.get("MessageSid"), shared=known.shared(sender))


def call(form: Form, step: str | None, known: Known) -> Incoming:
    """A step of a call; `step` as of `step_of`."""
    we_rang = form.get("Direction") == "outbound-api"
    theirs, ours = ("To", "From") if we_rang else ("From", "To")
    sender, diverts = form.get(theirs, ""), _number(form.get("ForwardedFrom", ""))
    own = form.get(ours) if _OURS.fullmatch(form.get(ours, "")) else None
    arrived = not we_rang and form.get("To") in known.arrivals
    # Others divert to us, too: of the line behind 0 they say nothing.
    forwarded = arrived or (not we_rang and diverts in known.line)
    return Incoming(
        Channel.VOICE,
        sender=sender,
        event=_call_event(form, step, forwarded=forwarded),
        message=step or "0",
        call=form.get("CallSid", ""),
        own_number=own,
        from_us=not we_rang and sender in {*known.ours, own} - known.services,
        we_rang=we_rang,
        diverted=arrived or (not we_rang and bool(diverts)),
        # A switchboard may show its own number for all whom it sends on.
        shared=not we_rang and (known.shared(sender) or sender in {diverts, own}),
    )


def step_of(query: Form) -> str | None:
    """The step that the address names; None for one that we never named so, as it would stand in the next address."""
    step = query.get("step", "")
    return step if _STEP.fullmatch(step) else None


def _number(written: str) -> str:
    """A number as Twilio writes it, by which it can be compared; as it is where it is none of the UK's."""
    try:
        return e164(written)
    except ValueError:
        return written


def _call_event(form: Form, step: str | None, *, forwarded: bool) -> Event:
    queue = _QUEUE_RESULTS.get(form.get("QueueResult", ""), QueueResult.LEFT)
    if form.get("CallStatus") in _CALL_OVER or form.get("QueueResult") == "hangup":
        reached = form.get("DialCallStatus") in _REACHED or queue is QueueResult.TALKED
        return HungUp(reached, waited=count(form, "QueueTime"))
    if "QueueResult" in form:
        return QueueEnded(queue, count(form, "QueueTime"))
    if "DialCallStatus" in form:
        return DialEnded(form["DialCallStatus"] in _REACHED, unasked=(step or "").endswith(AGAIN))
    if form.get("Digits", "").strip():
        return Answered(form["Digits"])
    if form.get("SpeechResult", "").strip():
        return Answered(form["SpeechResult"][:LONGEST_SPEECH], spoken=True)
    return Started(forwarded) if step is None else NoInput()


def count(form: Form, name: str) -> int:
    """A whole number that Twilio sends, or 0."""
    written = form.get(name, "")
    return int(written) if written.isascii() and written.isdigit() else 0
