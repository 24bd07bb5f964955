"""Floor 2: requests to be rung back: what was asked or heard in a turn, as what is kept of it.

There is one open request for each number to be rung and team: asked again, it is changed, and the day that
was told stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from signpost.callback_ports import MailState, OpenCallback
from signpost.core.callback import ABOUT_CALLBACK
from signpost.core.events import Answered
from signpost.core.hours import london_day
from signpost.core.menu import Callback, Menu, Pack, Signpost
from signpost.core.numbers import is_mobile, keyed_number
from signpost.core.promise import reaches_team
from signpost.core.session import Question, Session
from signpost.core.wish import Manner, Request, Time, Wish
from signpost.incoming import Incoming
from signpost.ports import Changes, Tokens, Turn


def agreed(
    changes: Changes, request: Request, before: OpenCallback | None, made: OpenCallback, now: datetime
) -> Changes:
    """The changes with a request that was made in this turn.

    `before` is the one that it changes, `made` the one that it is without such a one: see `new`.
    """
    if before:
        moved = before.id != made.id
        changes = replace(changes, moved=(*changes.moved, before)) if moved else changes
        made = replace(before, id=made.id, person=made.person, personal=made.personal, request=request)
    if request.wish.mail and (before is None or _differs(before.request, request)):
        made = _due(made, now)
    elif not request.wish.mail:
        made = replace(made, mail=MailState.NONE)
    return replace(changes, callbacks=(*changes.callbacks, made))


def heard(changes: Changes, known: OpenCallback, now: datetime, *, rang: bool) -> Changes:
    """The changes once the person has said whether they were rung. A team that was mailed is mailed again if not."""
    if rang:
        return replace(changes, rung=(*changes.rung, known))
    waiting = replace(known, request=replace(known.request, unrung=True))
    if known.claim and london_day(known.claim.at) < london_day(now):
        # Nothing came of that claim; while it stood, nobody else would ring.
        waiting = replace(waiting, claim=None)
    if known.request.wish.mail:
        waiting = _due(waiting, now)
    return replace(changes, callbacks=(*changes.callbacks, waiting))


def new(request: Request, person: str, tokens: Tokens, *, personal: bool) -> OpenCallback:
    """A request that `person` makes; `personal` as of OpenCallback."""
    callback_id = tokens.callback(tokens.person(request.wish.number), request.team)
    return OpenCallback(callback_id, person, request, personal=personal)


@dataclass(frozen=True, slots=True)
class Known:
    """The open requests that a turn can be about, by team: those that are talked of, and those for a number just given.

    Of another's there is None: anybody can key a number.
    """

    standing: Mapping[str, OpenCallback]
    given: Mapping[str, OpenCallback | None]


def known(incoming: Incoming, turn: Turn, person: str, tokens: Tokens) -> Known:
    """The requests that this turn can be about. All are watched: what the staff close meanwhile is not brought back."""
    session = turn.session
    standing = turn.callbacks
    if session and session.about:
        found = turn.callbacks_of(tokens.person(session.about))
        standing = {team: one for team, one in found.items() if person == one.person}
        if session.about == incoming.number:
            standing = turn.callbacks
    number = _given(incoming, session)
    if number is None:
        return Known(standing, {})
    same = {one.id for one in standing.values()}
    there = {team: one for team, one in turn.callbacks_of(tokens.person(number)).items() if one.id not in same}
    return Known(standing, {team: one if one.person == person else None for team, one in there.items()})


def texted(pack: Pack, session: Session | None, callbacks: Known) -> str | None:
    """A mobile (E.164), other than the one in use perhaps, that may be texted in this turn."""
    place = pack.places.get(session.place) if session else None
    standing = callbacks.standing.get(place.service.key) if isinstance(place, Callback) else None
    if standing and is_mobile(standing.request.wish.number):
        return standing.request.wish.number
    return session.mobile if session else None


def _given(incoming: Incoming, session: Session | None) -> str | None:
    """The number (E.164) that is given now, or was and is not noted yet."""
    if session is None or session.question not in ABOUT_CALLBACK:
        return None
    asked = session.question in {Question.CALLBACK, Question.CALLBACK_NUMBER, Question.CALLBACK_TIME}
    if asked and isinstance(incoming.event, Answered) and (typed := keyed_number(incoming.event.words)):
        return typed
    if session.wish and session.wish.number:
        return session.wish.number
    return session.mobile if session.sure and not incoming.number else None


def _due(callback: OpenCallback, now: datetime) -> OpenCallback:
    # Each e-mail is told from the one before by it.
    return replace(callback, mail=MailState.DUE, tries=0, since=now)


def _differs(before: Request, after: Request) -> bool:
    return (before.wish, before.matter) != (after.wish, after.matter)


_TIMES = {Time.MORNING: "in the morning", Time.AFTERNOON: "in the afternoon", Time.EITHER: "morning or afternoon"}
_MANNERS = {
    Manner.USUAL: "a usual call",
    Manner.SLOWLY: "slowly and clearly",
    Manner.TEXT: "by text, not by phone",
    Manner.RELAY: "through Relay UK",
}


def matter(pack: Pack, request: Request) -> str:
    """What a request is about, for the team: the choices that led to the matter and to the last place before it."""
    named = [chosen(pack, name) for name in (request.matter, request.last) if name not in {"", pack.first, pack.person}]
    return ", ".join(dict.fromkeys(named)) or "not said"


def chosen(pack: Pack, name: str) -> str:
    """The label of the choice that leads to a place; its own name where none does, or the pack has dropped it.

    What a later text asks ("did it help?") names nothing.
    """
    later = {place.follow_up.goto for place in pack.places.values() if isinstance(place, Signpost) and place.follow_up}
    menus = [place for place in pack.places.values() if isinstance(place, Menu) and place.name not in later]
    menus.sort(key=lambda menu: menu.name != pack.first)
    labels = (choice.label.text for menu in menus for choice in menu.choices if choice.goto == name)
    return next(labels, name.replace("-", " "))


def best_time(wish: Wish) -> str:
    """When to ring, in words for the team."""
    return _TIMES.get(wish.time or Time.EITHER, "")


def manner(wish: Wish) -> str:
    """How to talk, in words for the team."""
    said = _MANNERS.get(wish.manner or Manner.USUAL) or f"in another language: {wish.language}"
    return f"{said}; never by text: that is not safe" if wish.no_text else said


def without_mail(pack: Pack) -> Pack:
    """The pack where no e-mail can be sent: nobody is then asked whether one may."""
    places = {
        name: replace(place, mailable=False) if isinstance(place, Callback) else place
        for name, place in pack.places.items()
    }
    return replace(pack, places=places)


def unmailed(pack: Pack) -> str:
    """What whoever starts the service without e-mail is to know of the teams that take them; "" where none does."""
    places = (place for place in pack.places.values() if isinstance(place, Callback))
    teams = sorted({place.service.name.text for place in places if place.service.mail})
    what = "requests to be rung back are e-mailed to no team, and stay in the list (signpost callbacks)"
    return f"SMTP_URL is not set: {what}: {', '.join(teams)}" if teams else ""


def told_the_day(pack: Pack, request: Request) -> bool:
    """Whether the person was told a day: see `core.promise`."""
    place = pack.places.get(request.place)
    return not isinstance(place, Callback) or reaches_team(pack, place, request.wish)
