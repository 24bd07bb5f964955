"""The part of Twilio's REST API that the service's SDK calls: send a text, ring a phone, list both."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from flask import Blueprint, Flask, jsonify, request
from flask.typing import ResponseReturnValue

from signpost.phone.account import blueprint as account
from signpost.phone.carrier import RING_TIME, Carrier
from signpost.phone.faults import RefusedError
from signpost.phone.ledger import Kind, Outgoing, Text
from signpost.phone.login import guard
from signpost.phone.segments import segments

_BODY_LIMIT = 1600
# Seconds that a phone rings at the most.
_LONGEST_RING = 600
_NOT_OURS = frozenset({Kind.NETWORK, Kind.NOTE})


def create_app(carrier: Carrier) -> Flask:
    """The REST API alone, for whoever needs no page."""
    app = Flask("signpost-rest", static_folder=None)
    add_to(app, carrier)
    return app


def add_to(app: Flask, carrier: Carrier) -> None:
    """Have an app answer as the REST API does."""
    app.register_blueprint(blueprint(carrier))
    app.register_blueprint(account(carrier))


def blueprint(carrier: Carrier) -> Blueprint:
    """`/2010-04-01/Accounts/<sid>/`, `Messages.json` and `Calls.json`, by POST and GET, as Twilio's SDK knows them."""
    api = Blueprint("twilio", __name__, url_prefix=f"/2010-04-01/Accounts/{carrier.account_sid}")

    guard(api, carrier)

    @api.post("/Messages.json")
    def send() -> ResponseReturnValue:
        to, body = _checked(carrier.number)
        through_service = "MessagingServiceSid" in request.form
        text = carrier.send(to, body, request.form.get("StatusCallback"), through_service=through_service)
        return jsonify(_shape(carrier, text)), 201

    @api.get("/Messages.json")
    def sent() -> ResponseReturnValue:
        wanted = [text for text in carrier.ledger.accepted() if text.kind not in _NOT_OURS and _is_wanted(text)]
        # Newest first, as Twilio lists them.
        messages = [_shape(carrier, text) for text in reversed(wanted)]
        return jsonify(messages=messages, page=0, page_size=50, next_page_uri=None, uri=request.path)

    @api.post("/Calls.json")
    def ring() -> ResponseReturnValue:
        to, url = _ringable(carrier.number)
        return jsonify(_call_shape(carrier, carrier.call_out(to, url, _ring_time()))), 201

    @api.get("/Calls.json")
    def rung() -> ResponseReturnValue:
        wanted = [made for made in carrier.ledger.outgoing() if _is_wanted_call(made)]
        calls = [_call_shape(carrier, made) for made in reversed(wanted)]
        return jsonify(calls=calls, page=0, page_size=50, next_page_uri=None, uri=request.path)

    return api


def _ringable(number: str) -> tuple[str, str]:
    to, sender, url = (request.form.get(name, "") for name in ("To", "From", "Url"))
    if not to:
        raise RefusedError(21201, 400, "No 'To' number is specified")
    if not re.fullmatch(r"\+[1-9]\d{6,14}", to):
        raise RefusedError(21211, 400, "Invalid 'To' Phone Number")
    if sender != number:
        raise RefusedError(21210, 400, "The source phone number provided is not yet verified for your account.")
    if not re.match(r"https?://", url):
        raise RefusedError(21205, 400, "Url parameter is required.")
    return to, url


def _ring_time() -> int:
    written = request.form.get("Timeout", f"{RING_TIME}")
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= _LONGEST_RING):
        raise RefusedError(20001, 400, f"Timeout is a number of seconds from 1 to {_LONGEST_RING}")
    return int(written)


def _is_wanted_call(made: Outgoing) -> bool:
    return request.args.get("To", made.to) == made.to and request.args.get("From", made.sender) == made.sender


def _checked(number: str) -> tuple[str, str]:
    to, body = request.form.get("To", ""), request.form.get("Body", "")
    sender, service = request.form.get("From"), request.form.get("MessagingServiceSid")
    if not to:
        raise RefusedError(21604, 400, "A 'To' phone number is required.")
    if not re.fullmatch(r"\+[1-9]\d{6,14}", to):
        raise RefusedError(21211, 400, "Invalid 'To' Phone Number")
    if not body.strip():
        raise RefusedError(21602, 400, "Message body is required.")
    if len(body) > _BODY_LIMIT:
        raise RefusedError(21617, 400, "The concatenated message body exceeds the 1600 character limit")
    if not sender and not service:
        raise RefusedError(21603, 400, "A 'From' phone number is required.")
    if sender and sender != number:
        raise RefusedError(21606, 400, "The 'From' phone number is not a valid, SMS-capable number of this account.")
    return to, body


def _is_wanted(text: Text) -> bool:
    return (
        request.args.get("To", text.to) == text.to
        and request.args.get("From", text.sender) == text.sender
        and _in_time(text, "DateSent", lambda start, _: text.at.date() == start.astimezone(UTC).date())
        and _in_time(text, "DateSent>", lambda start, _: text.at >= start)
        and _in_time(text, "DateSent<", lambda _, end: text.at < end)
    )


def _in_time(text: Text, name: str, holds: Callable[[datetime, datetime], bool]) -> bool:
    written = request.args.get(name)
    if not written:
        return True
    try:
        start = datetime.fromisoformat(written)
    except ValueError:
        raise RefusedError(20001, 400, f"{name} is a date such as {text.at.date()}") from None
    start = start.replace(tzinfo=UTC) if start.tzinfo is None else start
    # A bare date stands for the whole day, a time for its second: the list has no finer grain.
    whole_day = re.fullmatch(r"\d{4}-?\d\d-?\d\d", written) is not None
    return holds(start, start + (timedelta(days=1) if whole_day else timedelta(seconds=1)))


def _call_shape(carrier: Carrier, made: Outgoing) -> dict[str, object]:
    return {
        "sid": made.sid,
        "account_sid": carrier.account_sid,
        "api_version": "2010-04-01",
        "date_created": format_datetime(made.at, usegmt=True),
        "direction": "outbound-api",
        "from": made.sender,
        "to": made.to,
        "status": carrier.status_of(made),
        "uri": f"/2010-04-01/Accounts/{carrier.account_sid}/Calls/{made.sid}.json",
    }


def _shape(carrier: Carrier, text: Text) -> dict[str, object]:
    when = format_datetime(text.at, usegmt=True)
    uri = f"/2010-04-01/Accounts/{carrier.account_sid}/Messages/{text.sid}"
    return {
        "sid": text.sid,
        "account_sid": carrier.account_sid,
        "api_version": "2010-04-01",
        "body": text.body,
        "date_created": when,
        "date_sent": when if text.status in {"sent", "delivered", "undelivered", "received"} else None,
        "date_updated": when,
        "direction": text.kind.value,
        "error_code": text.code,
        "error_message": None,
        "from": text.sender,
        "messaging_service_sid": None,
        "num_media": "0",
        "num_segments": str(segments(text.body)),
        "price": None,
        "price_unit": "GBP",
        "status": text.status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": text.to,
        "uri": f"{uri}.json",
    }
