"""Where in a worker each step lies: one method, wrapped in this process so that something may strike there."""

import select
import socket
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from redis.connection import AbstractConnection
from rq.worker import BaseWorker
from urllib3.connection import HTTPConnection

from signpost.adapters.agenda import Agenda
from signpost.adapters.gateway import TwilioGateway
from signpost.adapters.outbox import Outbox
from signpost.adapters.turn import RedisTurn
from tests.faults.steps import Step

Method = Callable[..., Any]
# Called at the step; says to whoever comes back from it whether somebody else has died there.
Reach = Callable[[], bool]

_BEFORE: dict[Step, tuple[type, str]] = {
    Step.POPPED: (BaseWorker, "prepare_execution"),
    Step.MOVED: (BaseWorker, "prepare_execution"),
    Step.UNTAKEN: (Agenda, "take"),
    Step.UNSAVED: (RedisTurn, "save"),
    Step.UNCLAIMED: (Outbox, "claim"),
    Step.UNSENT: (TwilioGateway, "send"),
}
_AFTER: dict[Step, tuple[type, str]] = {
    Step.TAKEN: (Agenda, "take"),
    Step.SAVED: (RedisTurn, "save"),
    Step.CLAIMED: (Outbox, "claim"),
    Step.ANSWERED: (TwilioGateway, "send"),
    Step.RECORDED: (Outbox, "settle"),
}
# The method's transaction is done, and what Redis says to it lies unread at our socket.
_UNREAD: dict[Step, tuple[type, str]] = {
    Step.SAVING: (RedisTurn, "save"),
    Step.CLAIMING: (Outbox, "claim"),
    Step.RECORDING: (Outbox, "settle"),
}
_PATIENCE = 10.0


def arm(step: Step, reach: Reach) -> None:
    """Have `reach` called whenever this process, or one forked from it, comes to the step."""
    if step in _BEFORE:
        _wrap(*_BEFORE[step], lambda method: _before(method, reach))
    elif step in _AFTER:
        _wrap(*_AFTER[step], lambda method: _after(method, reach))
    elif step in _UNREAD:
        within = [False]
        _wrap(*_UNREAD[step], lambda method: _noted(method, within))
        _wrap(AbstractConnection, "send_packed_command", lambda send: _unread_transaction(send, within, reach))
    else:
        _wrap(HTTPConnection, "getresponse", lambda read: _unread_answer(read, reach))


def _wrap(owner: type, name: str, wrapped: Callable[[Method], Method]) -> None:
    setattr(owner, name, wrapped(getattr(owner, name)))


def _before(method: Method, reach: Reach) -> Method:
    @wraps(method)
    def struck(*args: Any, **kwargs: Any) -> Any:
        reach()
        return method(*args, **kwargs)

    return struck


def _after(method: Method, reach: Reach) -> Method:
    @wraps(method)
    def struck(*args: Any, **kwargs: Any) -> Any:
        found = method(*args, **kwargs)
        # A look at an empty agenda takes nothing.
        if found != []:
            reach()
        return found

    return struck


def _unread_answer(read: Method, reach: Reach) -> Method:
    """The carrier has answered that it took a text; the answer lies unread at our socket."""

    @wraps(read)
    def struck(connection: Any, *args: Any, **kwargs: Any) -> Any:
        if connection._method == "POST":
            select.select([connection.sock], [], [], _PATIENCE)
            reach()
        return read(connection, *args, **kwargs)

    return struck


def _noted(method: Method, within: list[bool]) -> Method:
    @wraps(method)
    def noted(*args: Any, **kwargs: Any) -> Any:
        within[0] = True
        try:
            return method(*args, **kwargs)
        finally:
            within[0] = False

    return noted


def _unread_transaction(send: Method, within: list[bool], reach: Reach) -> Method:
    @wraps(send)
    def struck(connection: Any, command: Any, *args: Any, **kwargs: Any) -> None:
        send(connection, command, *args, **kwargs)
        if within[0] and b"EXEC" in b"".join(command) and _answered(connection._sock) and reach():
            # What Redis said before it died is lost on the way.
            connection._sock.recv(65536)

    return struck


def _answered(found: socket.socket) -> bool:
    """Wait until the reply to EXEC, an array, has come behind those to the commands before it; whether it did."""
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if b"\r\n*" in found.recv(65536, socket.MSG_PEEK):
            return True
        time.sleep(0.001)
    return False
