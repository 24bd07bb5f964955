"""Twilio's webhooks: a signed form in, an event to the conversation, TwiML out."""

import logging
import re
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self

from flask import Blueprint, Response, abort, g, request
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from signpost.adapters import refusals
from signpost.amended import amended_by
from signpost.bootstrap import Service
from signpost.carried_ports import NotKeptError
from signpost.conversation import SILENCE, Outcome, Reply
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
from signpost.core.waiting import Wait, is_full
from signpost.incoming import AGAIN, Incoming
from signpost.logs import kind
from signpost.noted import note, note_conversation, work
from signpost.ports import TooBusyError
from signpost.render.voice import Manner
from signpost.web.plainly import refusal
from signpost.web.signature import Signature

log = logging.getLogger(__name__)

Form = MultiDict[str, str]

# In which the carrier brings back where somebody stands.
COOKIE = "place"
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


def webhooks(service: Service) -> Blueprint:
    """The routes that Twilio calls."""
    routes = Blueprint("webhooks", __name__)
    twilio = _Webhooks(service)
    routes.before_request(twilio.begins)
    routes.before_request(twilio.only_twilio)
    routes.after_request(twilio.answers)
    routes.teardown_request(twilio.ends)
    routes.post("/voice")(twilio.voice)
    routes.post("/voice/wait")(twilio.wait)
    routes.post("/voice/leave")(twilio.leave)
    routes.post("/sms")(twilio.sms)
    routes.post("/status/<text_id>")(twilio.status)
    routes.register_error_handler(Exception, twilio.trouble)
    return routes


class _Webhooks:
    """What each route does."""

    def __init__(self, service: Service) -> None:
        self._conversation = service.conversation
        settings = service.settings
        self._amendments = service.store.amendments
        ours = {settings.sms_from, settings.caller_number}
        self._known_by = lru_cache(maxsize=4)(lambda record: _Known.of(service.pack, record, ours))
        self._delivery = service.delivery
        self._signature = Signature(service.settings.auth_token.get_secret_value(), service.settings.public_url)

    def begins(self) -> None:
        g.work = ExitStack()
        g.work.enter_context(work("turn", path=(request.endpoint or "").removeprefix("webhooks.")))

    def answers(self, response: Response) -> Response:
        if response.status_code >= 400:
            bad = response.status_code != 404
            note(bad=bad, outcome=Outcome.TROUBLE if response.status_code >= 500 else Outcome.REFUSED)
            note(status=response.status_code)
        return response

    def ends(self, _fault: BaseException | None) -> None:
        g.work.close()

    def only_twilio(self) -> None:
        if not self._signature.is_valid(request):
            abort(403)

    @property
    def _known(self) -> "_Known":
        # As this process saw the staff's changes last: they come with the turn, which these numbers are needed for.
        return self._known_by(self._amendments.last)

    def voice(self) -> Response:
        call = self._call()
        # Without its id a call has no place of its own to stand at.
        return self._told(call, self._conversation.receive(call) if call.call else self._conversation.unkept(call))

    def _call(self) -> Incoming:
        return self._noted(_call(request.form, _step(request.args), self._known))

    def _text(self) -> Incoming:
        return self._noted(_text(request.form, self._known))

    def _noted(self, incoming: Incoming) -> Incoming:
        if incoming.call or incoming.channel is Channel.TEXT:
            note_conversation(self._conversation.name(incoming))
        return replace(incoming, cookie=request.cookies.get(COOKIE, ""))

    def wait(self) -> Response:
        form = request.form
        # Twilio says how many wait; who is not counted yet comes last.
        position = _count(form, "QueuePosition") or _count(form, "CurrentQueueSize") or 1
        wait = Wait(position, _count(form, "QueueTime"), _count(form, "AvgQueueTime"))
        if is_full(self._conversation.pack, wait) and form.get("CallSid"):
            # How Twilio ends such a wait looks as if the caller had left: they would be asked to wait again at once.
            self._conversation.receive(replace(self._call(), event=QueueEnded(QueueResult.FULL), message="full"))
        return _twiml(self._conversation.line().waiting(wait, Manner("slow" in request.args, "relay" in request.args)))

    def leave(self) -> Response:
        return _twiml(self._conversation.line(fresh=False).leave())

    def sms(self) -> Response:
        text = self._text()
        return self._texted(text, self._conversation.receive(text))

    def _told(self, incoming: Incoming, reply: Reply) -> Response:
        note(bad=reply.outcome in {Outcome.UNKEPT, Outcome.TROUBLE}, outcome=reply.outcome)
        note(step=incoming.message or "" if incoming.channel is Channel.VOICE else reply.turn)
        return _answer(reply)

    def _texted(self, text: Incoming, reply: Reply) -> Response:
        # With Twilio's Advanced Opt-Out this parent has Twilio's own answer already.
        return self._told(text, replace(reply, document=SILENCE) if request.form.get("OptOutType") else reply)

    def status(self, text_id: str) -> Response:
        code = request.form.get("ErrorCode", "")
        match request.form.get("MessageStatus"):
            case "delivered":
                self._delivery.delivered(text_id)
            case "undelivered" | "failed":
                error = refusals.refusal(int(code) if code.isdecimal() else None, None)
                self._delivery.lost(text_id, error, request.form.get("MessageSid"))
        return Response(status=204)

    def trouble(self, error: Exception) -> ResponseReturnValue:
        if isinstance(error, HTTPException):
            return refusal(error)
        note(outcome=Outcome.TROUBLE)
        if isinstance(error, RedisError | NotKeptError | TooBusyError):
            # The turn's own line says so. While the store is away there is one for each turn, which is enough.
            note(bad=True, fault=kind(error))
        else:
            log.error("%s failed", request.endpoint, exc_info=error)
        # A report on a text can come again; a person is waiting, and is told whom to ring.
        match request.endpoint:
            case "webhooks.sms":
                text = self._text()
                return self._texted(text, self._conversation.unkept(text, error))
            case "webhooks.voice":
                call = self._call()
                return self._told(call, self._conversation.unkept(call, error))
            case "webhooks.wait":
                return _twiml(self._conversation.line(fresh=False).leave())
        return Response(status=503)


@dataclass(frozen=True, slots=True)
class _Known:
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
        packs = (pack, amended_by(pack, record))
        phones = {service.phone for one in packs for service in one.services.values()}
        services = frozenset(e164(phone) for phone in phones if phone)
        line = frozenset(e164(one.person_signpost.service.number or "") for one in packs)
        return cls(line, pack.line.arrivals, ours | pack.line.arrivals, services)

    def shared(self, number: str) -> bool:
        return number in self.ours | self.services


def _text(form: Form, known: _Known) -> Incoming:
    # Twilio says by itself what it took as STOP or START, whatever the words were that an organisation chose for it.
    words = form["OptOutType"] if form.get("OptOutType") in {"STOP", "START"} else form.get("Body", "")
    event = Answered(words) if words.strip() else NoInput()
    sender = form.get("From", "")
    return Incoming(Channel.TEXT, sender, event, form.get("MessageSid"), shared=known.shared(sender))


def _call(form: Form, step: str | None, known: _Known) -> Incoming:
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


def _step(query: Form) -> str | None:
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
        return HungUp(reached, waited=_count(form, "QueueTime"))
    if "QueueResult" in form:
        return QueueEnded(queue, _count(form, "QueueTime"))
    if "DialCallStatus" in form:
        return DialEnded(form["DialCallStatus"] in _REACHED, unasked=(step or "").endswith(AGAIN))
    if form.get("Digits", "").strip():
        return Answered(form["Digits"])
    if form.get("SpeechResult", "").strip():
        return Answered(form["SpeechResult"][:LONGEST_SPEECH], spoken=True)
    return Started(forwarded) if step is None else NoInput()


def _count(form: Form, name: str) -> int:
    """A whole number that Twilio sends, or 0."""
    written = form.get(name, "")
    return int(written) if written.isascii() and written.isdigit() else 0


def _answer(reply: Reply) -> Response:
    response = _twiml(reply.document)
    if reply.cookie:
        # Twilio keeps a call's cookies as long as the call, and a person's texts' for four hours.
        response.set_cookie(COOKIE, reply.cookie, secure=True, httponly=True)
    elif COOKIE in request.cookies:
        # Erased here is erased there, too.
        response.delete_cookie(COOKIE, secure=True, httponly=True)
    return response


def _twiml(document: str) -> Response:
    return Response(document, mimetype="text/xml")
