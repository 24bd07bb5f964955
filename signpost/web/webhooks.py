"""Twilio's webhooks: a signed form in, an event to the conversation, TwiML out."""

import logging
from contextlib import ExitStack
from functools import lru_cache

from flask import Blueprint, Response, abort, g, request
from flask.typing import ResponseReturnValue
from redis.exceptions import RedisError
from werkzeug.exceptions import HTTPException

from signpost.adapters import refusals
from signpost.bootstrap import Service
from signpost.carried_ports import NotKeptError
from signpost.conversation import SILENCE, Outcome, Reply
from signpost.core.events import (
    QueueEnded,
    QueueResult,
)
from signpost.core.numbers import is_mobile
from signpost.core.record import replace
from signpost.core.session import Channel
from signpost.core.waiting import Wait, is_full
from signpost.incoming import Incoming
from signpost.logs import kind
from signpost.noted import note, work
from signpost.ports import TooBusyError
from signpost.render.voice import Manner
from signpost.web.forms import Known, call, count, step_of, text
from signpost.web.plainly import refusal
from signpost.web.signature import Signature

log = logging.getLogger(__name__)

# In which the carrier brings back where somebody stands.
COOKIE = "place"


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
        self._known_by = lru_cache(maxsize=4)(lambda record: Known.of(service.pack, record, ours))
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
    def _known(self) -> "Known":
        # As this process saw the staff's changes last: they come with the turn, which these numbers are needed for.
        return self._known_by(self._amendments.last)

    def voice(self) -> Response:
        call = self._call()
        # Without its id a call has no place of its own to stand at.
        return self._told(call, self._conversation.receive(call) if call.call else self._conversation.unkept(call))

    def _call(self) -> Incoming:
        return self._with_cookie(call(request.form.to_dict(), step_of(request.args), self._known))

    def _text(self) -> Incoming:
        return self._with_cookie(text(request.form.to_dict(), self._known))

    @staticmethod
    def _with_cookie(incoming: Incoming) -> Incoming:
        return replace(incoming, cookie=request.cookies.get(COOKIE, ""))

    def wait(self) -> Response:
        form = request.form
        # Twilio says how many wait; who is not counted yet comes last.
        position = count(form, "QueuePosition") or count(form, "CurrentQueueSize") or 1
        wait = Wait(position, count(form, "QueueTime"), count(form, "AvgQueueTime"))
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
        # With Twilio's Advanced Opt-Out this parent has Twilio's own answer already. A landline reads a text aloud to
        # whoever is there, and other numbers cost what they like: what those ask for is done all the same.
        silent = request.form.get("OptOutType") or not is_mobile(request.form.get("From", ""))
        return self._told(text, replace(reply, document=SILENCE) if silent else reply)

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


def _answer(reply: Reply) -> Response:
    response = _twiml(reply.document)
    if reply.cookie:
        # Twilio keeps a call's cookies as long as the call, and a person's texts' for four hours.
        response.set_cookie(COOKIE, reply.cookie, secure=True, httponly=True)
    elif COOKIE in request.cookies and reply.outcome is not Outcome.REFUSED:
        # Erased here is erased there, too.
        response.delete_cookie(COOKIE, secure=True, httponly=True)
    return response


def _twiml(document: str) -> Response:
    return Response(document, mimetype="text/xml")
