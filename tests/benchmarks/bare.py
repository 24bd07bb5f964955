"""What the full turn is measured against, served the same way: less than any service could do.

`constant` answers every request with the same document. `sample` does what TwilioDevEd's public Flask sample of a phone
menu does: it reads the key and builds the answer with Twilio's builder, without a signature and without a session. That
sample has no licence and does not run on Python 3, so this is one of our own that does the same work.
"""

from flask import Flask, Response, request, url_for
from twilio.twiml.voice_response import VoiceResponse

CONSTANT = (
    '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="/voice" method="POST" numDigits="1">'
    "<Say>For one thing, press 1. For another, press 2.</Say></Gather></Response>"
)

constant = Flask("constant")
sample = Flask("sample")


@constant.post("/voice")
@constant.post("/sms")
def answer() -> Response:
    """The same for everybody."""
    return Response(CONSTANT, mimetype="text/xml")


@constant.get("/healthz")
@sample.get("/healthz")
def ready() -> str:
    """For whoever waits until it is up."""
    return "ok"


@sample.post("/voice")
def menu() -> Response:
    """The welcome, or what the key leads to."""
    actions = {"1": _directions, "3": _numbers}
    response = VoiceResponse()
    actions.get(request.form.get("Digits", ""), _welcome)(response)
    return Response(str(response), mimetype="text/xml")


def _welcome(response: VoiceResponse) -> None:
    gather = response.gather(num_digits=1, action=url_for("menu"), method="POST")
    gather.say("Thank you for calling. Press 1 for the way here. Press 3 for a list of numbers to ring.", loop=3)


def _directions(response: VoiceResponse) -> None:
    response.say("Go down the street, turn left, and pass the unfinished houses.", voice="alice", language="en-GB")
    response.say("Thank you for calling.")
    response.hangup()


def _numbers(response: VoiceResponse) -> None:
    gather = response.gather(num_digits=1, action=url_for("menu"), method="POST")
    gather.say("For the first, press 2. For the second, press 3.", voice="alice", language="en-GB", loop=3)
