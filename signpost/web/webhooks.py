"""Twilio's webhooks: a signed form in, an event to the conversation, TwiML out."""

import logging

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from signpost.adapters.refusals import refusal
from signpost.bootstrap import Service
from signpost.conversation import Incoming
from signpost.core.events import Answered, DialEnded, Event, HungUp, NoInput, Started
from signpost.core.session import Channel
from signpost.web.signature import Signature

log = logging.getLogger(__name__)

Form = MultiDict[str, str]

# CallStatus once the caller is gone; a Dial that nobody answered says so in DialCallStatus instead.
_CALL_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
_REACHED = frozenset({"completed", "answered"})


def webhooks(service: Service) -> Blueprint:
    """The routes that Twilio calls."""
    routes = Blueprint("webhooks", __name__)
    twilio = _Webhooks(service)
    routes.before_request(twilio.only_twilio)
    routes.post("/voice")(twilio.voice)
    routes.post("/sms")(twilio.sms)
    routes.post("/status/<text_id>")(twilio.status)
    routes.register_error_handler(Exception, twilio.trouble)
    return routes


class _Webhooks:
    """What each route does."""

    def __init__(self, service: Service) -> None:
        self._conversation = service.conversation
        self._delivery = service.delivery
        self._signature = Signature(service.settings.auth_token.get_secret_value(), service.settings.public_url)

    def only_twilio(self) -> None:
        if not self._signature.is_valid(request):
            abort(403)

    def voice(self) -> Response:
        call = _call(request.form, request.args.get("step"))
        # Without its id a call has no place of its own to stand at.
        return _twiml(self._conversation.receive(call) if call.call else self._conversation.trouble(call))

    def sms(self) -> Response:
        answer = self._conversation.receive(_text(request.form))
        # With Twilio's Advanced Opt-Out this parent has Twilio's own answer already.
        return _twiml(self._conversation.silence if request.form.get("OptOutType") else answer)

    def status(self, text_id: str) -> Response:
        code = request.form.get("ErrorCode", "")
        match request.form.get("MessageStatus"):
            case "delivered":
                self._delivery.delivered(text_id)
            case "undelivered" | "failed":
                error = refusal(int(code) if code.isdecimal() else None, None)
                self._delivery.lost(text_id, error, request.form.get("MessageSid"))
        return Response(status=204)

    def trouble(self, error: Exception) -> ResponseReturnValue:
        if isinstance(error, HTTPException):
            return error
        log.error("%s failed", request.endpoint, exc_info=error)
        # A report on a text can come again; a person is waiting, and is told whom to ring.
        match request.endpoint:
            case "webhooks.sms":
                return _twiml(self._conversation.trouble(_text(request.form)))
            case "webhooks.voice":
                return _twiml(self._conversation.trouble(_call(request.form, request.args.get("step"))))
        return Response(status=503)


def _text(form: Form) -> Incoming:
    # Twilio says by itself what it took as STOP or START, whatever the words were that an organisation chose for it.
    words = form["OptOutType"] if form.get("OptOutType") in {"STOP", "START"} else form.get("Body", "")
    event = Answered(words) if words.strip() else NoInput()
    return Incoming(Channel.TEXT, form.get("From", ""), event, form.get("MessageSid"))


def _call(form: Form, step: str | None) -> Incoming:
    return Incoming(
        Channel.VOICE,
        sender=form.get("From", ""),
        event=_call_event(form, step),
        message=step or "0",
        call=form.get("CallSid", ""),
        own_number=form.get("To"),
    )


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
