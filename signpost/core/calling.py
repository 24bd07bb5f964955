"""What the answers at a callback do: note them one by one, make the request, text it, agree to ask afterwards."""

from dataclasses import replace
from typing import Any

from signpost.core.appeal import today
from signpost.core.callback import (
    Step,
    Wished,
    changing,
    first_asked,
    following,
    in_use,
    is_safe,
    number_of,
    standing,
    textable,
    wish_of,
)
from signpost.core.events import (
    CallbackHeard,
    Contact,
    EndFollowUp,
    Output,
    RequestCallback,
    Say,
    ScheduleFollowUp,
    SendText,
)
from signpost.core.menu import Callback, Closing, Pack
from signpost.core.numbers import is_mobile, keyed_number, national
from signpost.core.promise import ask_on, promised
from signpost.core.requested import noted, stands
from signpost.core.session import Channel, Context, Question, Session
from signpost.core.standing import Move, Standing
from signpost.core.wish import Manner, Request, Wish
from signpost.core.wording import Prompt

_CHANGED_AT = {
    Step.TIME: Question.CALLBACK_TIME,
    Step.MANNER: Question.CALLBACK_MANNER,
    Step.FIRST: Question.CALLBACK_FIRST,
    Step.MAIL: Question.CALLBACK_MAIL,
}


def do(here: Standing, place: Callback, act: Wished | Step) -> Move:
    """Do what an option says, at this place."""
    wish = wish_of(here.session)
    match act:
        case Wished(entry=entry, value=value):
            told: dict[str, Any] = {entry: value}
            return _on(here, place, replace(wish, **told))
        case Step.HERE:
            return _on(here, place, replace(wish, number=number_of(place, here.session, here.context) or ""))
        case Step.OTHER:
            return here.asked(Question.CALLBACK_NUMBER)
        case Step.SAFE:
            return _on(_safe_to_text(here, number_of(place, here.session, here.context)), place, wish)
        case Step.UNSAFE:
            return here.noting(wish=replace(wish, manner=None, no_text=True)).asked(Question.CALLBACK_MANNER)
        case _:
            return _aside(here, place, act)


def _aside(here: Standing, place: Callback, act: Step) -> Move:
    """What can be done about a request that stands."""
    request = standing(place, here.context)
    match act:
        case Step.CHANGE:
            return here.asked(Question.CALLBACK_CHANGE)
        case _ if request is None:
            return here.resume()
        case Step.NUMBER:
            return _other_number(here, request)
        case Step.TEXT:
            to = textable(place, here.session, here.context)
            known = to and is_safe(place, here.session, here.context, to)
            return _send(here, place, request) if known else here.asked(Question.CALLBACK_SAFE)
        case Step.SEND:
            return _send(here, place, request)
        case Step.LATER:
            return _later(here, place, request)
        case Step.DONE:
            return here.asked(Question.CALLBACK_MADE, Say(here.wording.no_text))
        case _:
            anew = changing(request, wish_of(here.session).number or here.session.about)
            return here.noting(wish=anew).asked(_CHANGED_AT[act])


def _other_number(here: Standing, request: Request) -> Move:
    """Ask for the number to change to: that of the phone in use, where it is not the one that stands."""
    wish, own = replace(changing(request), no_text=False), in_use(here.session, here.context)
    if here.on_phone and own and own != request.wish.number:
        return here.noting(wish=replace(wish, number=own)).asked(Question.CALLBACK)
    return here.noting(wish=wish).asked(Question.CALLBACK_NUMBER)


def _safe_to_text(here: Standing, number: str | None) -> Standing:
    """The same, now that this mobile (E.164) was called safe to text.

    One that was not said in this conversation stays out of it.
    """
    if number == here.context.mobile:
        return here.noting(safe=True)
    given = number in {here.session.mobile, wish_of(here.session).number}
    return here.noting(mobile=number, sure=True) if given else here


def numbered(here: Standing, words: str) -> Move | None:
    """What follows from a number that was keyed or texted, to be read back; None when it is none that can be rung."""
    number, place = keyed_number(words), here.place
    if number is None or not isinstance(place, Callback) or _is_a_service(here.pack, number):
        return None
    wish = replace(wish_of(here.session), number=number, no_text=False)
    if place.service.key in here.context.given and (wish.changing or not here.on_phone or _is_anothers(here, place)):
        return _known(here, place, wish)
    # Kept as other mobiles that were keyed: whether it wants texts is looked up by that, and its owner can erase it.
    mobile = number if is_mobile(number) and number != here.context.mobile else None
    given, _ = here.noting(wish=wish).asked(Question.CALLBACK, mobile=mobile)
    there = here.at(given)
    if here.on_phone:
        return there.asked(Question.CALLBACK)
    return _on(there, place, wish) if wish.changing else there.asked(first_asked(place, given, here.context))


def _is_a_service(pack: Pack, number: str) -> bool:
    """Whether this is the phone of a service, where nobody waits to be rung back."""
    return any(service.number and keyed_number(service.number) == number for service in pack.services.values())


def _on(here: Standing, place: Callback, wish: Wish) -> Move:
    if place.service.key in here.context.given:
        return _known(here, place, wish)
    told = here.noting(wish=wish)
    question = following(place, told.session, told.context)
    return told.asked(question) if question else _made(told, place)


def _is_anothers(here: Standing, place: Callback) -> bool:
    return here.context.given[place.service.key] is None


def _known(here: Standing, place: Callback, wish: Wish) -> Move:
    """What follows where a request for the number that was given is open already.

    It is told, and may be changed, where it was made from this phone. Anybody can key a number: of another's request
    nothing is said but that it is there.
    """
    request = here.context.given[place.service.key]
    if request is None or wish.changing:
        taken = here.wording.callback_taken.fill(number=Prompt(national(wish.number), national(wish.number)))
        return here.noting(wish=replace(wish, number="")).asked(Question.CALLBACK_NUMBER, Say(taken))
    context = replace(here.context, callbacks={**here.context.callbacks, place.service.key: request})
    return replace(here, context=context).noting(wish=None, about=wish.number).told()


def _made(here: Standing, place: Callback) -> Move:
    session, context = here.session, here.context
    number = number_of(place, session, context)
    if number is None:
        return here.asked(Question.CALLBACK_NUMBER)
    request, before = _request(here, place, number), standing(place, context)
    # A number that was not said in this conversation stays out of it.
    given = wish_of(session).number
    about = session.about if number == session.about else "" if given == context.number else given
    there = here.noting(wish=replace(request.wish, number=given), about=about)
    told = noted(here.pack, place, request, there.session, context, changed=before is not None)
    if before:
        return there.asked(Question.CALLBACK_MADE, RequestCallback(request), Say(here.wording.callback_changed), *told)
    there = there.noting(agreed=tuple(one for one in session.agreed if one != place.name))
    offered = here.on_phone and textable(place, there.session, context)
    question = Question.CALLBACK_SAFE if offered else Question.CALLBACK_MADE
    return there.asked(question, RequestCallback(request), *told)


def _request(here: Standing, place: Callback, number: str) -> Request:
    session, context = here.session, here.context
    # Where somebody asks for a person is no matter, but a way to this place.
    last = next((name for name in reversed(session.trail) if name != here.pack.person), "")
    wish = replace(wish_of(session), number=number, changing=False)
    if here.on_phone and session.relay and wish.manner is None:
        wish = replace(wish, manner=Manner.RELAY)
    old = standing(place, context)
    if old:
        if old.by < today(context):
            # Nobody has seen to it in time: as who answers that nobody rang, they come first, and a new day is told.
            old = replace(old, by=promised(here.pack, place, context), unrung=old.tries == 0)
        return replace(old, place=place.name, wish=wish, matter=session.matter or old.matter, last=last or old.last)
    by = promised(here.pack, place, context)
    return Request(place.service.key, place.name, wish, context.now, by, matter=session.matter, last=last)


def _send(here: Standing, place: Callback, request: Request) -> Move:
    to = textable(place, here.session, here.context)
    if to is None:
        return here.asked(Question.CALLBACK_MADE, Say(here.wording.stopped_no_text))
    here = _safe_to_text(here, to)
    by_text = replace(here.context, channel=Channel.TEXT)
    spoken = stands(here.pack, place, request, here.session, by_text, to=to)
    text = SendText(to, (*spoken, Say(here.wording.more_help)))
    question = Question.CALLBACK_MADE if place.name in here.session.agreed else Question.CALLBACK_LATER
    return here.asked(question, text, Say(here.wording.sent))


def _later(here: Standing, place: Callback, request: Request) -> Move:
    to = textable(place, here.session, here.context) if here.on_phone else here.context.mobile
    if to is None:
        return here.asked(Question.CALLBACK_MADE)
    when = ask_on(request.by, here.context)
    # The place's own name stands for this question, as a deadline's does for its reminders.
    agreed = ScheduleFollowUp(to, when, place.asks, place.name)
    there = here.noting(agreed=(*here.session.agreed, place.name))
    said = Say(here.wording.callback_later_agreed.fill(when=str(when)))
    if here.on_phone:
        return there.asked(Question.CALLBACK_MADE, agreed, said)
    team = Contact(replace(place.service, email=None))
    return there.session, (agreed, said, team, Say(here.wording.more_help))


def heard(pack: Pack, place: Callback, before: Session, after: Session, context: Context) -> Move:
    """The session `after` an event, once it has heard whether this team rang, as was asked `before`; what follows."""
    if after.place == before.place:
        # The question is still open.
        return after, ()
    answered, ended = replace(after, asked="", asked_of=""), EndFollowUp(place.name, answered=True)
    request = standing(place, context)
    # What was asked for since then is another request.
    if before.place not in after.trail or (request and request.made > before.at):
        return answered, (ended,)
    if isinstance(pack.places[after.place], Closing):
        return answered, (ended, CallbackHeard(place.service.key, rang=True))
    if after.place != place.name:
        return answered, (ended,)
    told: tuple[Output, ...] = (Say(pack.wording.callback_not_rung),) if request else ()
    return answered, (ended, CallbackHeard(place.service.key, rang=False), *told)
