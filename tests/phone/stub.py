"""A small service on Twilio's terms that knows nothing of Signpost: a menu, an echo, and a text by the real SDK."""

from dataclasses import dataclass, field

from flask import Blueprint, Flask, Response, request, session
from twilio.request_validator import RequestValidator
from twilio.rest import Client
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

from signpost.phone.numbers import SERVICE


@dataclass
class Stub:
    """What the service knows, and what it has seen."""

    token: str
    url: str = ""
    client: Client | None = None
    refused: list[str] = field(default_factory=list)
    statuses: list[tuple[str, str]] = field(default_factory=list)
    requests: list[dict[str, str]] = field(default_factory=list)
    follow_ups: list[str] = field(default_factory=list)

    def send(self, to: str, body: str) -> str:
        assert self.client is not None
        sent = self.client.messages.create(to=to, from_=SERVICE, body=body, status_callback=f"{self.url}/status?id=7")
        return str(sent.sid)

    def deliver_now(self) -> bool:
        if self.follow_ups:
            self.send(self.follow_ups.pop(), "Test: Did it help?\n1 Yes\n2 No")
            return True
        return False


def create_app(stub: Stub) -> Flask:
    app = Flask("stub")
    app.secret_key = "only for tests"
    app.config["SESSION_COOKIE_SECURE"] = True
    app.register_blueprint(voice(stub))
    app.register_blueprint(texts(stub))

    @app.before_request
    def check() -> tuple[str, int] | None:
        signature = request.headers.get("X-Twilio-Signature", "")
        if RequestValidator(stub.token).validate(request.url, request.form.to_dict(), signature):
            stub.requests.append(request.form.to_dict())
            return None
        stub.refused.append(request.path)
        return "no", 403

    return app


def texts(stub: Stub) -> Blueprint:
    part = Blueprint("texts", __name__)

    @part.post("/sms")
    def sms() -> Response:
        session["count"] = session.get("count", 0) + 1
        answer = MessagingResponse()
        answer.message(f"Test: text {session['count']} was {request.form['Body']}")
        return xml(answer)

    @part.post("/status")
    def status() -> tuple[str, int]:
        stub.statuses.append((request.form.get("MessageSid", ""), request.form.get("MessageStatus", "")))
        return "", 204

    return part


def voice(stub: Stub) -> Blueprint:
    part = Blueprint("voice", __name__, url_prefix="/voice")

    @part.post("")
    def rung() -> Response:
        return xml(menu("Hello, this is Test."))

    @part.post("/key")
    def key() -> Response:
        match request.form["Digits"]:
            case "":
                return xml(menu("Take your time."))
            case "1":
                return xml(put_through())
            case "2":
                stub.send(request.form["From"], "Test: Team: 01632 960999")
                stub.follow_ups.append(request.form["From"])
                return xml(menu("We are sending the text."))
            case "3" | "6" as pressed:
                return xml(ask_mobile() if pressed == "3" else listening())
            case "4":
                return Response("<Response><Say>Hello</Response>", mimetype="text/xml")
            case _:
                return xml(menu("Sorry, that key does nothing here."))

    @part.post("/mobile")
    def mobile() -> Response:
        answer = VoiceResponse()
        answer.say(f"We have {' '.join(request.form['Digits'])}.")
        return xml(answer)

    @part.post("/said")
    def words() -> Response:
        if "SpeechResult" in request.form:
            return xml(menu(f"You said {request.form['SpeechResult']}."))
        return xml(menu(f"You pressed {request.form['Digits']}."))

    @part.post("/back")
    def back() -> Response:
        answer = VoiceResponse()
        answer.say(f"The call was {request.form['DialCallStatus']}.")
        answer.hangup()
        return xml(answer)

    return part


def menu(opening: str) -> VoiceResponse:
    answer = VoiceResponse()
    gather = Gather(num_digits=1, finish_on_key="", timeout=10, action="/voice/key", action_on_empty_result=True)
    say = gather.say(opening, voice="Polly.Amy-Neural", language="en-GB")
    say.break_(time="100ms")
    say.prosody("There are 3 choices.", rate="90%")
    say.break_(time="100ms")
    say.prosody("To be put through", rate="100%")
    say.break_(time="100ms")
    say.prosody("press 1.", rate="100%")
    answer.append(gather)
    return answer


def listening() -> VoiceResponse:
    answer = VoiceResponse()
    gather = Gather(input="dtmf speech", num_digits=1, finish_on_key="", action="/voice/said", hints="one, two")
    gather.say("What is wrong?")
    answer.append(gather)
    return answer


def put_through() -> VoiceResponse:
    answer = VoiceResponse()
    answer.say("We are ringing Team now.")
    answer.dial(action="back").number("+441632960999")
    return answer


def ask_mobile() -> VoiceResponse:
    answer = VoiceResponse()
    gather = Gather(num_digits=11, finish_on_key="", timeout=15, action="/voice/mobile")
    gather.say("Key in your mobile.")
    answer.append(gather)
    answer.redirect("/voice")
    return answer


def xml(answer: VoiceResponse | MessagingResponse) -> Response:
    return Response(str(answer), mimetype="text/xml")
