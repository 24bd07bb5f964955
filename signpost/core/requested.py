"""What is told of a request to be rung back: once it is made, and where it stands later.

A team that is told by e-mail learns of nothing else: of a request that cannot be mailed, no day is told.
"""

from calendar import day_abbr, day_name, month_name
from dataclasses import replace
from datetime import UTC, date, datetime

from signpost.core.callback import shown
from signpost.core.events import Contact, Say, Spoken
from signpost.core.hours import london_day
from signpost.core.menu import Callback, Pack
from signpost.core.promise import reaches_team
from signpost.core.session import Channel, Context, Session
from signpost.core.wish import Manner, Request, Time, Wish
from signpost.core.wording import Prompt, Wording


def noted(
    pack: Pack, place: Callback, request: Request, session: Session, context: Context, *, changed: bool = False
) -> tuple[Spoken, ...]:
    """What is told when a request has just been made or `changed`: what was noted, the day, and whom to ring."""
    say, wish = pack.wording, request.wish
    sentence = say.callback_made if reaches_team(pack, place, wish) else say.callback_listed
    told = _filled(sentence, pack, place, request, shown(say, wish.number, session, context))
    sooner = (Say(say.callback_sooner),) if wish.first and not changed else ()
    more = (Say(place.say),) if place.say and not changed else ()
    how = Say(_filled(say.callback_noted, pack, place, request, told))
    # A caller can have it by text.
    contact = (_team(place),) if context.channel is Channel.TEXT else ()
    return (Say(told), how, *sooner, *more, *contact)


def stands(
    pack: Pack, place: Callback, request: Request, session: Session, context: Context, *, to: str | None = None
) -> tuple[Spoken, ...]:
    """Where a request stands: when it was made, by when they were to ring, how often they tried, whom to ring.

    `to` is the mobile (E.164) that gets this as a text, when it is not for the phone in use.
    """
    say = pack.wording
    there = replace(session, mobile=to) if to else session
    sentence = say.callback_stands if reaches_team(pack, place, request.wish) else say.callback_stands_listed
    number = shown(say, request.wish.number, there, context)
    # Whoever answers that nobody rang has other cares.
    sentences = (sentence,) if session.asked == place.name else (sentence, say.callback_noted)
    told = [Say(_filled(one, pack, place, request, number)) for one in sentences]
    tries = (Say(_tried(say, request.tries)),) if request.tries else ()
    more = (Say(place.say),) if place.say else ()
    return (*told, *tries, *more, Say(say.callback_need), _team(place))


def _team(place: Callback) -> Contact:
    # Of an address nobody has need who is to be rung, and a text has no room for one.
    return Contact(replace(place.service, email=None))


def _filled(sentence: Prompt, pack: Pack, place: Callback, request: Request, number: Prompt) -> Prompt:
    say, wish = pack.wording, request.wish
    by_text = wish.manner is Manner.TEXT
    return sentence.fill(
        service=place.service.called,
        person=pack.person_signpost.service.called,
        number=number,
        ring=say.callback_by_text if by_text else say.callback_by_phone,
        rung=say.callback_texted if by_text else say.callback_rung,
        made=_day(london_day(datetime.fromtimestamp(request.made, UTC))),
        day=_day(request.by),
        time=_time(say, wish),
        manner=_manner(say, wish),
    )


def _tried(say: Wording, tries: int) -> Prompt:
    return say.callback_tried_once if tries == 1 else say.callback_tried.fill(tries=str(tries))


def _time(say: Wording, wish: Wish) -> Prompt:
    named = {Time.MORNING: say.callback_noted_morning, Time.AFTERNOON: say.callback_noted_afternoon}
    return named.get(wish.time or Time.EITHER, say.callback_noted_either)


def _manner(say: Wording, wish: Wish) -> Prompt:
    match wish.manner:
        case Manner.SLOWLY:
            return say.callback_noted_slowly
        case Manner.TEXT:
            return say.callback_noted_text
        case Manner.RELAY:
            return say.callback_noted_relay
        case Manner.LANGUAGE:
            return say.callback_noted_language.fill(language=wish.language)
        case _:
            return say.callback_noted_usual


def _day(day: date) -> Prompt:
    # Without the year: it is never far off.
    rest = f"{day.day} {month_name[day.month]}"
    return Prompt(f"{day_name[day.weekday()]} {rest}", f"{day_abbr[day.weekday()]} {rest}")
