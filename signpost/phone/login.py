"""Who may ask the stand-in's REST API, and how it turns others down."""

import hmac

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from signpost.phone.carrier import Carrier
from signpost.phone.faults import RefusedError


def guard(api: Blueprint, carrier: Carrier) -> None:
    """Let nobody ask `api` without the account's id and token, and have its refusals told as Twilio tells them."""

    @api.before_request
    def check_login() -> None:
        login = request.authorization
        given = (login.username or "", login.password or "") if login else ("", "")
        for mine, theirs in zip((carrier.account_sid, carrier.auth_token), given, strict=True):
            if not hmac.compare_digest(mine.encode(), theirs.encode()):
                raise RefusedError(20003, 401, "Authenticate")

    @api.errorhandler(RefusedError)
    def refuse(error: RefusedError) -> ResponseReturnValue:
        info = f"https://www.twilio.com/docs/errors/{error.code}"
        shape = {"code": error.code, "message": error.what, "more_info": info, "status": error.status}
        return jsonify(shape), error.status
