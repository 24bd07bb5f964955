"""Twilio's webhooks: a signed form in, an event to the conversation, TwiML out."""

import logging

from flask import Blueprint, Response, abort, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from signpost.bootstrap import Service
from signpost.conversation import Incoming
from signpost.core.events import Answered, DialEnded, Event, HungUp, NoInput, Started
from signpost.core.session import Channel
from signpost.ports import TextState
from signpost.web.signature import Signature

log = logging.getLogger(__name__)

Form = MultiDict[str, str]

# CallStatus once the caller is gone; a Dial that nobody answered says so in DialCallStatus instead.
_CALL_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
_REACHED = frozenset({"completed", "answered"})
# Twilio's last words on a message. "sent" is not among them: its handing-over is recorded when we made it.
_SETTLED = {
    "delivered": TextState.DELIVERED,
    "undelivered": TextState.FAILED,
    "failed": TextState.FAILED,
}


def webhooks(service: Service) -> Blueprint:
    """The routes that Twilio calls."""
    routes = Blueprint("webhooks", __name__)
    settings, conversation = service.settings, service.conversation
    signature = Signature(settings.auth_token.get_secret_value(), settings.public_url)

    @routes.before_request
    def only_twilio() -> None:
        if not signature.is_valid(request):
            abort(403)

    @routes.post("/voice")
    def voice() -> Response:
        form = request.form
        if not form.get("CallSid"):
            return _twiml(conversation.trouble(Channel.VOICE))
        incoming = Incoming(
            Channel.VOICE,
            sender=form.get("From", ""),
            event=_call_event(form, step=request.args.get("step")),
            message=request.args.get("step", "0"),
            call=form["CallSid"],
            own_number=form.get("To"),
        )
        return _twiml(conversation.receive(incoming))

    @routes.post("/sms")
    def sms() -> Response:
        form = request.form
        words = form.get("Body", "")
        incoming = Incoming(
            Channel.TEXT,
            sender=form.get("From", ""),
            event=Answered(words) if words.strip() else NoInput(),
            message=form.get("MessageSid"),
        )
        answer = conversation.receive(incoming)
        # With Twilio's Advanced Opt-Out this parent has Twilio's own answer already.
        return _twiml(conversation.silence if form.get("OptOutType") else answer)

    @routes.post("/status/<text_id>")
    def status(text_id: str) -> Response:
        state = _SETTLED.get(request.form.get("MessageStatus", ""))
        code = request.form.get("ErrorCode", "")
        if state:
            conversation.text_settled(text_id, state, int(code) if code.isdecimal() else None)
        return Response(status=204)

    @routes.errorhandler(Exception)
    def trouble(error: Exception) -> Response | HTTPException:
        if isinstance(error, HTTPException):
            return error
        # A person is waiting: whatever is broken here, they are told whom to ring.
        log.error("%s failed", request.path, exc_info=error)
        channel = Channel.TEXT if request.path == "/sms" else Channel.VOICE
        return _twiml(conversation.trouble(channel, dialled="DialCallStatus" in request.form))

    return routes


def _call_event(form: Form, step: str | None) -> Event:
    if form.get("CallStatus") in _CALL_OVER:
        return HungUp()
    if "DialCallStatus" in form:
        return DialEnded(reached=form["DialCallStatus"] in _REACHED)
    if form.get("Digits", "").strip():
        return Answered(form["Digits"])
    return Started() if step is None else NoInput()


def _twiml(document: str) -> Response:
    return Response(document, mimetype="text/xml")
