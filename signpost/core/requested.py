"""What is told of a request to be rung back: once it is made, and where it stands later."""

from calendar import day_abbr, day_name, month_name
from dataclasses import replace
from datetime import UTC, date, datetime

from signpost.core.events import Contact, Say, Spoken
from signpost.core.hours import london_day
from signpost.core.menu import Callback, Pack
from signpost.core.numbers import national
from signpost.core.wish import Manner, Request, Time, Wish
from signpost.core.wording import Prompt, Wording


def noted(pack: Pack, place: Callback, request: Request) -> tuple[Spoken, ...]:
    """What is told when a request has just been made: what was noted, and the day."""
    say, wish = pack.wording, request.wish
    told = say.callback_made.fill(
        service=place.service.name,
        number=national(wish.number),
        day=_day(request.by),
        time=_time(say, wish),
        manner=_manner(say, wish),
    )
    sooner = (Say(say.callback_sooner),) if wish.first else ()
    return (Say(told), *sooner, *((Say(place.say),) if place.say else ()))


def stands(pack: Pack, place: Callback, request: Request) -> tuple[Spoken, ...]:
    """Where a request stands: when it was made, by when they were to ring, how often they tried, whom to ring."""
    say = pack.wording
    made = london_day(datetime.fromtimestamp(request.made, UTC))
    told = say.callback_stands.fill(
        service=place.service.name, number=national(request.wish.number), made=_day(made), day=_day(request.by)
    )
    tries = (Say(_tried(say, request.tries)),) if request.tries else ()
    more = (Say(place.say),) if place.say else ()
    # Of an address nobody has need who is to be rung, and a text has no room for one.
    return (Say(told), *tries, *more, Contact(replace(place.service, email=None)))


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
