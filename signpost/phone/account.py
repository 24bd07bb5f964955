"""The part of Twilio's REST API that is about the account itself: its numbers, messaging services, whom it may ring."""

import re
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from signpost.phone.carrier import Carrier
from signpost.phone.faults import RefusedError
from signpost.phone.holding import NUMBER_SETTINGS, SERVICE_SETTINGS, HeldNumber, HeldService, Holding
from signpost.phone.login import guard


def blueprint(carrier: Carrier) -> Blueprint:
    """The account, `IncomingPhoneNumbers`, `Services` and `DialingPermissions`, as Twilio's SDK knows them."""
    api, holding = Blueprint("twilio-account", __name__), carrier.holding
    guard(api, carrier)
    account = f"/2010-04-01/Accounts/{carrier.account_sid}"

    @api.get(f"{account}.json")
    def standing() -> ResponseReturnValue:
        return jsonify(sid=carrier.account_sid, status=holding.status, type=holding.kind)

    @api.get(f"{account}/IncomingPhoneNumbers.json")
    def numbers() -> ResponseReturnValue:
        part = request.args.get("PhoneNumber", "").replace("*", "")
        found = [_number(one) for one in holding.numbers.values() if part in one.number]
        return jsonify(incoming_phone_numbers=found, page=0, page_size=50, next_page_uri=None, uri=request.path)

    @api.post(f"{account}/IncomingPhoneNumbers/<sid>.json")
    def set_number(sid: str) -> ResponseReturnValue:
        one = _held(holding.numbers, sid)
        one.settings |= {name: str(value) for name, value in _changes(holding, NUMBER_SETTINGS).items()}
        return jsonify(_number(one))

    @api.get("/v1/Services/<sid>")
    def service(sid: str) -> ResponseReturnValue:
        return jsonify(_service(_held(holding.services, sid)))

    @api.post("/v1/Services/<sid>")
    def set_service(sid: str) -> ResponseReturnValue:
        one = _held(holding.services, sid)
        one.settings |= _changes(holding, SERVICE_SETTINGS)
        return jsonify(_service(one))

    @api.get("/v1/Services/<sid>/PhoneNumbers")
    def of_service(sid: str) -> ResponseReturnValue:
        held = [holding.numbers[one] for one in _held(holding.services, sid).numbers]
        found = [{"sid": one.sid, "service_sid": sid, "phone_number": one.number} for one in held]
        return jsonify(phone_numbers=found, meta={"key": "phone_numbers", "page": 0, "next_page_url": None})

    @api.get("/v1/DialingPermissions/Countries/<country>")
    def dialling(country: str) -> ResponseReturnValue:
        costly = country in holding.rings_costly
        return jsonify(
            iso_code=country,
            low_risk_numbers_enabled=country in holding.rings,
            high_risk_special_numbers_enabled=costly,
            high_risk_tollfraud_numbers_enabled=costly,
        )

    return api


def _held(things: dict[str, Any], sid: str) -> Any:
    if sid not in things:
        raise RefusedError(20404, 404, "The requested resource was not found")
    return things[sid]


def _changes(holding: Holding, known: tuple[str, ...]) -> dict[str, str | bool]:
    if holding.changes_left is not None:
        if holding.changes_left == 0:
            raise RefusedError(20500, 500, "An internal server error has occurred")
        holding.changes_left -= 1
    return {_name(name, known): _value(name, value) for name, value in request.form.items()}


def _name(written: str, known: tuple[str, ...]) -> str:
    name = re.sub(r"(?<!^)(?=[A-Z])", "_", written).lower()
    if name not in known:
        raise RefusedError(20001, 400, f"{written} is no setting that this stand-in knows")
    return name


def _value(name: str, value: str) -> str | bool:
    if name.endswith("_method") and value not in {"GET", "POST"}:
        raise RefusedError(20001, 400, f"{name} is GET or POST")
    if (name.endswith("_url") or name == "status_callback") and value and not re.match(r"https?://[^/\s]+", value):
        raise RefusedError(21502, 400, f"{name} is not a valid URL")
    return value == "true" if value in {"true", "false"} else value


def _number(one: HeldNumber) -> dict[str, object]:
    shown = {name: value or None for name, value in one.settings.items()}
    abilities = {"voice": True, "sms": True, "mms": False, "fax": False}
    return {**shown, "sid": one.sid, "phone_number": one.number, "capabilities": abilities}


def _service(one: HeldService) -> dict[str, object]:
    shown = {name: None if value == "" else value for name, value in one.settings.items()}
    return {**shown, "sid": one.sid, "friendly_name": "Signpost"}
