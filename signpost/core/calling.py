"""What the answers at a callback do: note them one by one, make the request, text it, agree to ask afterwards."""

from dataclasses import replace
from typing import Any

from signpost.core.callback import (
    Step,
    Wished,
    ask_on,
    first_asked,
    following,
    number_of,
    promised,
    standing,
    textable,
    wish_of,
)
from signpost.core.events import CallbackHeard, EndFollowUp, Output, RequestCallback, Say, ScheduleFollowUp, SendText
from signpost.core.menu import Callback, Closing, Pack
from signpost.core.numbers import is_mobile, keyed_number
from signpost.core.requested import noted, stands
from signpost.core.session import Context, Question, Session
from signpost.core.standing import Move, Standing
from signpost.core.wish import Request, Wish


def do(here: Standing, place: Callback, act: Wished | Step) -> Move:
    """Do what an option says, at this place."""
    wish = wish_of(here.session)
    match act:
        case Wished(entry=entry, value=value):
            told: dict[str, Any] = {entry: value}
            return _on(here, place, replace(wish, **told))
        case Step.HERE:
            return _on(here, place, replace(wish, number=number_of(here.session, here.context) or ""))
        case Step.OTHER:
            return here.asked(Question.CALLBACK_NUMBER)
        case Step.CHANGE:
            anew = here.noting(wish=Wish())
            return anew.asked(first_asked(anew.session, here.context))
        case Step.TEXT:
            return here.asked(Question.CALLBACK_SAFE)
        case Step.SEND:
            return _send(here, place)
        case Step.LATER:
            return _later(here, place)
        case Step.DONE:
            return here.asked(Question.CALLBACK_MADE, Say(here.wording.no_text))


def numbered(here: Standing, words: str) -> Move | None:
    """What follows from a number that was keyed or texted, to be read back; None when it is none that can be rung."""
    number = keyed_number(words)
    if number is None:
        return None
    given = here.noting(wish=replace(wish_of(here.session), number=number))
    # Kept as other mobiles that were keyed: whether it wants texts is looked up by that, and its owner can erase it.
    mobile = number if is_mobile(number) and number != here.context.mobile else None
    return given.asked(Question.CALLBACK if here.on_phone else first_asked(given.session, here.context), mobile=mobile)


def _on(here: Standing, place: Callback, wish: Wish) -> Move:
    told = here.noting(wish=wish)
    question = following(place, here.session.question, wish)
    return told.asked(question) if question else _made(told, place)


def _made(here: Standing, place: Callback) -> Move:
    session, context = here.session, here.context
    number = number_of(session, context)
    if number is None:
        return here.asked(Question.CALLBACK_NUMBER)
    request = _request(place, session, context, replace(wish_of(session), number=number))
    there = here.noting(wish=request.wish)
    if standing(place, context):
        changed = (Say(here.wording.callback_changed), *stands(here.pack, place, request))
        return there.asked(Question.CALLBACK_MADE, RequestCallback(request), *changed)
    told = noted(here.pack, place, request)
    safe = here.on_phone and textable(place, there.session, context)
    question = Question.CALLBACK_SAFE if safe else Question.CALLBACK_MADE
    return there.asked(question, RequestCallback(request), *told)


def _request(place: Callback, session: Session, context: Context, wish: Wish) -> Request:
    last = session.trail[-1] if session.trail else ""
    old = standing(place, context)
    if old:
        return replace(old, place=place.name, wish=wish, matter=session.matter or old.matter, last=last or old.last)
    return Request(
        place.service.key, place.name, wish, context.now, promised(place, context), matter=session.matter, last=last
    )


def _send(here: Standing, place: Callback) -> Move:
    to, request = textable(place, here.session, here.context), standing(place, here.context)
    if to is None or request is None:
        return here.asked(Question.CALLBACK_MADE, Say(here.wording.stopped_no_text))
    here = here.noting(safe=here.session.safe or to == here.context.mobile)
    text = SendText(to, (*stands(here.pack, place, request), Say(here.wording.more_help)))
    return here.asked(Question.CALLBACK_LATER, text, Say(here.wording.sent))


def _later(here: Standing, place: Callback) -> Move:
    to, request = textable(place, here.session, here.context), standing(place, here.context)
    if not here.on_phone:
        to = here.context.mobile
    if to is None or request is None:
        return here.asked(Question.CALLBACK_MADE)
    when = ask_on(request.by, here.context)
    # The place's own name stands for this question, as a deadline's does for its reminders.
    agreed = ScheduleFollowUp(to, when, place.asks, place.name)
    said = Say(here.wording.callback_later_agreed.fill(when=str(when)))
    if here.on_phone:
        return here.asked(Question.CALLBACK_MADE, agreed, said)
    return here.session, (agreed, said, Say(here.wording.more_help))


def heard(pack: Pack, place: Callback, before: Session, after: Session, context: Context) -> Move:
    """The session `after` an event, once it has heard whether this team rang, as was asked `before`; what follows."""
    if after.place == before.place:
        # The question is still open.
        return after, ()
    answered, ended = replace(after, asked=""), EndFollowUp(place.name, answered=True)
    if before.place not in after.trail:
        return answered, (ended,)
    if isinstance(pack.places[after.place], Closing):
        return answered, (ended, CallbackHeard(place.service.key, rang=True))
    if after.place != place.name:
        return answered, (ended,)
    told: tuple[Output, ...] = (Say(pack.wording.callback_not_rung),) if standing(place, context) else ()
    return answered, (ended, CallbackHeard(place.service.key, rang=False), *told)
