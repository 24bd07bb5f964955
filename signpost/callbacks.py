"""Floor 2: requests to be rung back: what was asked or heard in a turn, as what is kept of it.

The same person has one open request for each team: asked again, it is changed, and the day that was told stays.
"""

from dataclasses import replace
from datetime import UTC, datetime

from signpost.callback_ports import MailState, OpenCallback
from signpost.core.wish import Request
from signpost.ports import Changes, Tokens


def agreed(changes: Changes, request: Request, known: OpenCallback | None, person: str, tokens: Tokens) -> Changes:
    """The changes with a request that was made in this turn, by `person`; `known` is the one that it changes."""
    made = replace(known, request=request) if known else _new(request, person, tokens)
    if request.wish.mail and (known is None or _differs(known.request, request)):
        made = replace(made, mail=MailState.DUE, tries=0, since=datetime.fromtimestamp(request.made, UTC))
    elif not request.wish.mail:
        made = replace(made, mail=MailState.NONE)
    return replace(changes, callbacks=(*changes.callbacks, made))


def heard(changes: Changes, known: OpenCallback, *, rang: bool) -> Changes:
    """The changes once the person has said whether they were rung."""
    if rang:
        return replace(changes, rung=(*changes.rung, known))
    waiting = replace(known, request=replace(known.request, unrung=True))
    return replace(changes, callbacks=(*changes.callbacks, waiting))


def _new(request: Request, person: str, tokens: Tokens) -> OpenCallback:
    return OpenCallback(tokens.callback(person, request.team), person, request)


def _differs(before: Request, after: Request) -> bool:
    return (before.wish, before.matter) != (after.wish, after.matter)
