"""What every answer of ours to a machine bears, and what a stranger is told: nothing, and always alike."""

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

_TOLD = "Not available.\n"


def harden(app: Flask) -> None:
    """Have the application's own pages answer so. The staff console, beside it, sees to itself."""
    # Else who asks for //voice is sent to /voice, at whatever host they named.
    app.url_map.merge_slashes = False
    app.register_error_handler(HTTPException, refusal)
    app.after_request(_headers)


def refusal(error: HTTPException) -> Response:
    """The answer in place of an error: its status, and no more."""
    response = Response(_TOLD, error.code or 500, mimetype="text/plain")
    if error.code == 405 and (allowed := error.get_response().headers.get("Allow")):
        response.headers["Allow"] = allowed
    return response


def _headers(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
