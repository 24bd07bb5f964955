"""Requests, texts and follow-ups of parents, put straight into the store, as turns leave them there."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from signpost.amended import read_amendments
from signpost.bootstrap import Service
from signpost.callback_ports import MailState, OpenCallback
from signpost.callbacks import new
from signpost.core.amendments import Amendment
from signpost.core.wish import Request, Wish
from signpost.ports import Changes, OutgoingText, PendingFollowUp, TextState, by_text
from tests.house import TOKENS

PARENT = "+447700900123"
OTHER = "+447700900456"


def save(service: Service, person: str, **what: Any) -> None:
    with service.store.turn(by_text(person), person, None) as turn:
        assert turn.save(Changes(turn.session, turn.person, answer="", **what))


def ask_back(service: Service, number: str = PARENT, *, state: MailState = MailState.NONE, **more: Any) -> OpenCallback:
    """Ask the Duty Line to ring this number; `more` are parts of the request or the wish."""
    wish = Wish(number, **{name: more.pop(name) for name in tuple(more) if name in Wish.__dataclass_fields__})
    now = datetime.now(UTC)
    request = replace(
        Request(
            service.pack.person_signpost.service.key,
            "call-back",
            wish,
            int(now.timestamp()),
            now.date(),
            matter="provision",
        ),
        **more,
    )
    person = TOKENS.person(number)
    made = replace(new(request, person, TOKENS, personal=True), mail=state)
    save(service, person, callbacks=(made,))
    return made


def text(
    service: Service, number: str = PARENT, *, waiting: bool = False, words_of: str = "Ring the council.", **more: Any
) -> OutgoingText:
    """Have a text sent to this number."""
    person = TOKENS.person(number)
    made = OutgoingText(TOKENS.text(), person, number, words_of, waiting, datetime.now(UTC), **more)
    save(service, person, texts=(made,))
    return made


def promise(
    service: Service, due: datetime, number: str = PARENT, matter: str = "provision", **more: Any
) -> PendingFollowUp:
    """Have this number asked later how it went."""
    person = TOKENS.person(number)
    by: date | None = more.get("by")
    follow_up_id = TOKENS.follow_up(person, f"{matter}{by or ''}")
    made = PendingFollowUp(follow_up_id, person, number, "helped-or-provision-lead", due, matter, **more)
    save(service, person, follow_ups=(made,))
    return made


def sent_text(service: Service, number: str = PARENT, sid: str = "SM1", **more: Any) -> OutgoingText:
    """Have a text that the carrier has taken."""
    made = text(service, number, **more)
    service.store.claim(made.id)
    service.store.settle(made.id, TextState.SENT, sid=sid)
    return made


def failed_text(service: Service, code: int | None = 30003, number: str = PARENT, **more: Any) -> OutgoingText:
    """Have a text that has failed for good, with the carrier's code."""
    made = text(service, number, **more)
    service.store.claim(made.id)
    service.store.settle(made.id, TextState.FAILED, code=code)
    return made


def audited(service: Service) -> list[tuple[str, str, str, str]]:
    """Who has done what to which, the first first; not who has opened what."""
    lines = reversed(service.store.callbacks.audit().lines)
    return [(line.who, line.what, line.kind, line.about) for line in lines if line.what != "opened"]


def amendment(service: Service, key: str) -> Amendment:
    """What the staff have changed of a contact."""
    return read_amendments(service.store.amendments.read()).of(key)
