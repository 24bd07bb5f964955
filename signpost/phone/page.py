"""The stand-in phone as a page in the browser: the app behind `page/`, with the REST API at its side."""

import threading
from collections.abc import Callable
from dataclasses import asdict
from importlib.resources import files

from flask import Flask, Response, jsonify, request, send_from_directory
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from signpost.phone import rest
from signpost.phone.call import Call, Dialling, Failure, Over, Sound
from signpost.phone.carrier import Carrier
from signpost.phone.faults import CarrierError, NotNowError
from signpost.phone.ledger import Exchange, Kind, Ledger, Text
from signpost.phone.numbers import CALLERS, MOBILE, as_written
from signpost.phone.seen import Event, runs
from signpost.phone.segments import segments
from signpost.phone.speech import Gap, Phrase, Piece, phrases
from signpost.phone.twiml import Dial, Gather

# Shorter than the time after which a browser or a proxy gives a request up.
_LONGEST_POLL = 15.0
_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

Json = dict[str, object]


def create_app(carrier: Carrier, deliver_now: Callable[[], bool]) -> Flask:
    """The page and the REST API. `deliver_now` brings the next follow-up forward and says whether there was one."""
    app = Flask("signpost-phone", static_folder=None)
    # Other sites open in the same browser must not reach the phone by a name of their own.
    app.config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost"]
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    rest.add_to(app, carrier)
    _Page(carrier, deliver_now).add_to(app)
    app.register_error_handler(NotNowError, _explain)
    app.register_error_handler(CarrierError, _explain)
    app.register_error_handler(HTTPException, _explain_http)
    app.after_request(_protect)
    return app


class _Page:
    """One person's phone: at most one call at a time."""

    def __init__(self, carrier: Carrier, deliver_now: Callable[[], bool]) -> None:
        self._carrier = carrier
        self._deliver_now = deliver_now
        self._call: Call | None = None
        self._lock = threading.Lock()

    def add_to(self, app: Flask) -> None:
        folder = str(files("signpost.phone") / "page")
        app.add_url_rule("/", "page", lambda: send_from_directory(folder, "index.html"))
        app.add_url_rule("/page/<path:name>", "file", lambda name: send_from_directory(folder, name))
        app.add_url_rule("/api/call", "call", self.call, methods=["POST"])
        app.add_url_rule("/api/text", "text", self.text, methods=["POST"])
        app.add_url_rule("/api/deliver-now", "deliver", self.deliver, methods=["POST"])
        app.add_url_rule("/api/changes", "changes", self.changes)

    def call(self) -> ResponseReturnValue:
        """Do one thing: {"do": "ring" | "answer" | "press" | "say" | "silence" | "dial" | "hang up", "value": …}."""
        wanted = request.get_json()
        do, value = str(wanted.get("do")), str(wanted.get("value", ""))
        with self._lock:
            start = {"ring": lambda: self._ring(value), "answer": self._answer}.get(do)
            sounds = start() if start else self._go_on(do, value)
            return jsonify(sounds=[_run(run) for run in runs(sounds)], **_stand(self._call))

    def text(self) -> ResponseReturnValue:
        """Text the service: {"body": …}. The answer shows up among the changes."""
        self._carrier.text(str(request.get_json().get("body", "")))
        return jsonify(sent=True)

    def deliver(self) -> ResponseReturnValue:
        """Bring the next follow-up forward."""
        request.get_json()  # Only this page can send JSON here: a form on another site cannot.
        return jsonify(delivered=self._deliver_now())

    def changes(self) -> ResponseReturnValue:
        """What has happened since the first `texts` and `exchanges`; waits for something when there is nothing yet.

        `ringing` (0 or 1) is whether the phone was said to ring: that it has begun to, or no longer does, is news.
        """
        texts, exchanges, ringing = (request.args.get(name, 0, type=int) for name in ("texts", "exchanges", "ringing"))
        wait = min(request.args.get("wait", 0.0, type=float), _LONGEST_POLL)

        def more(ledger: Ledger) -> bool:
            news = len(ledger.texts()) > texts or len(ledger.exchanges()) > exchanges
            return news or self._carrier.ringing(MOBILE) != bool(ringing)

        ledger = self._carrier.ledger
        # That a phone stops to ring is not told by anybody: only the clock says so.
        ledger.wait(more, min(wait, self._carrier.rings_for(MOBILE) or wait))
        return jsonify(
            texts=[_text(text) for text in ledger.texts(texts)],
            exchanges=[_exchange(exchange) for exchange in ledger.exchanges(exchanges)],
            ringing=self._carrier.ringing(MOBILE),
        )

    def _ring(self, caller: str) -> tuple[Sound, ...]:
        if caller not in CALLERS:
            raise NotNowError(f"a caller is one of {', '.join(CALLERS)}")
        if self._call is not None:
            # A page that was loaded again has lost its call; the person has in fact put the phone down.
            self._call.hang_up()
        self._call, sounds = self._carrier.call(caller)
        return sounds

    def _answer(self) -> tuple[Sound, ...]:
        if self._call is not None:
            self._call.hang_up()
        self._call, sounds = self._carrier.pick_up(MOBILE)
        return sounds

    def _go_on(self, do: str, value: str) -> tuple[Sound, ...]:
        if self._call is None:
            raise NotNowError("there is no call: ring first")
        match do:
            case "press":
                return self._call.press(value)
            case "say":
                return self._call.say(value)
            case "silence":
                return self._call.silence()
            case "dial":
                return self._call.dial_ended(value)
            case "hang up":
                self._call.hang_up()
                return ()
        raise NotNowError("a call can ring, press, say, be silent, dial or hang up")


def _stand(call: Call | None) -> Json:
    waiting = call.waiting if call else None
    return {
        "on": call is not None and not call.over,
        "waiting": "keys" if isinstance(waiting, Gather) else "dial" if isinstance(waiting, Dial) else None,
        "hears": isinstance(waiting, Gather) and waiting.hears,
        "seconds": waiting.seconds if waiting else None,
        "keys": call.keys if call else "",
    }


def _run(run: tuple[Piece, ...] | Event) -> Json:
    match run:
        case Dialling(number):
            return {"kind": "dialling", "number": as_written(number)}
        case Failure(code, what):
            return {"kind": "failure", "words": f"Twilio error {code}: {what}"}
        case Over():
            return {"kind": "over"}
        case _:
            return {"kind": "say", "phrases": [_phrase(phrase) for phrase in phrases(run)]}


def _phrase(phrase: Phrase) -> Json:
    return {"line": phrase.line, "pieces": [_piece(piece) for piece in phrase.pieces]}


def _piece(piece: Piece) -> Json:
    if isinstance(piece, Gap):
        return {"gap": piece.seconds}
    return {"text": piece.text, "aloud": piece.aloud, "rate": piece.rate}


def _text(text: Text) -> Json:
    other = as_written(text.to) if text.kind is not Kind.INBOUND and text.to != MOBILE else None
    return {
        "body": text.body,
        "kind": text.kind,
        "segments": segments(text.body),
        "to": other,
        "at": text.at.isoformat(),
    }


def _exchange(exchange: Exchange) -> Json:
    return asdict(exchange) | {"fields": dict(exchange.fields)}


def _explain(error: Exception) -> ResponseReturnValue:
    return jsonify(error=str(error)), 409


def _explain_http(error: HTTPException) -> ResponseReturnValue:
    return jsonify(error=error.description), error.code or 500


def _protect(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
