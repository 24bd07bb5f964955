"""What an option does that leads to no other place: ring, text, agree on a later text, answer a yes or no."""

from signpost.core.appeal import outcome, weeks_told
from signpost.core.dates import written
from signpost.core.dropped import carry_on
from signpost.core.events import Forget, Output, Say, ScheduleFollowUp, ScheduleReminders, SendText, Spoken
from signpost.core.menu import Deadline, Signpost
from signpost.core.options import Deed
from signpost.core.overflow import opening_dated, other_ways, wait
from signpost.core.own_words import not_meant
from signpost.core.person import connect
from signpost.core.questions import arriving, main_question, said, said_of
from signpost.core.session import Channel, Question
from signpost.core.standing import Move, Standing

_WAYS = frozenset({Deed.WAIT, Deed.CALL_BACK, Deed.TEXT_NUMBER, Deed.GO_ON})


def do(here: Standing, deed: Deed) -> Move:
    """Do it, at the place where the person stands."""
    return _way(here, deed) if deed in _WAYS else _at_place(here, deed)


def _way(here: Standing, deed: Deed) -> Move:
    match deed:
        case Deed.WAIT:
            return wait(here)
        case Deed.CALL_BACK if here.pack.callback:
            return here.go(here.pack.callback)
        case Deed.TEXT_NUMBER:
            return _text_me(here, number_only=True)
        case _:
            return here.resume()


def _at_place(here: Standing, deed: Deed) -> Move:
    say, place = here.wording, here.place
    match deed:
        case Deed.CONNECT if isinstance(place, Signpost | Deadline):
            return connect(here, place)
        case Deed.TEXT_ME:
            return _text_me(here)
        case Deed.OTHER_MOBILE:
            return here.asked(Question.MOBILE)
        case Deed.SEND:
            return _send(here)
        case Deed.ASK_LATER | Deed.LATER_YES:
            return _later(here)
        case Deed.FORGET_YES:
            return here.session, (Forget(), Say(say.forgotten))
        case Deed.FORGET_NO:
            return here.asked(arriving(place, here.session, here.context), Say(say.kept), brief=True)
        case Deed.RETURN:
            return here.asked(_after_a_text(here), Say(say.no_text))
        case Deed.CERTIFICATE_YES:
            return here.asked(Question.CERTIFICATE_DATE)
        case Deed.CERTIFICATE_NO:
            return here.noting(certificate="").told()
        case Deed.OTHER_DATE:
            return here.arrive(place.name, trail=here.session.trail)
        case _:
            return _moved(here, deed)


def _moved(here: Standing, deed: Deed) -> Move:
    match deed:
        case Deed.CARRY_ON:
            return carry_on(here)
        case Deed.NOT_MEANT:
            return not_meant(here)
        case Deed.START_AGAIN if here.on_phone and here.session.tried:
            return other_ways(here)
        case Deed.START_AGAIN:
            return here.start()
        case _:
            return here.again()


def _text_me(here: Standing, *, number_only: bool = False) -> Move:
    """Text what the place says; or the number of the line behind 0 alone, and then ask for the other ways once more."""
    here = here.noting(number_only=number_only)
    if here.session.mobile:
        return here.asked(Question.CHECK)
    if here.context.person.stopped:
        return here.again(Say(here.wording.stopped_no_text))
    if here.context.person.unreachable:
        return here.asked(Question.MOBILE, Say(here.wording.unreachable))
    return here.asked(Question.SAFE if here.context.mobile else Question.MOBILE)


def _after_a_text(here: Standing) -> Question:
    return Question.WAYS if here.session.number_only else main_question(here.place)


def _send(here: Standing) -> Move:
    to = here.session.mobile or here.context.mobile
    if to is None:
        return here.asked(Question.MOBILE)
    if here.context.refused and to == here.session.mobile:
        return here.asked(_after_a_text(here), Say(here.wording.stopped_no_text))
    here = here.noting(safe=here.session.safe or to == here.context.mobile, sure=bool(here.session.mobile))
    later = not here.session.number_only and _agreement(here, to)
    question = Question.LATER if later else _after_a_text(here)
    text = SendText(to, (*_sent(here), Say(here.wording.more_help)))
    return here.asked(question, text, Say(here.wording.sent), mobile=to)


def _sent(here: Standing) -> tuple[Spoken, ...]:
    person = here.pack.person_signpost
    if not here.session.number_only and here.place.name != person.name:
        return said(here.pack, here.session, here.context, Channel.TEXT)
    return (*said_of(here.pack, person, Channel.TEXT), *opening_dated(here))


def _later(here: Standing) -> Move:
    to, place = here.session.mobile or here.context.mobile, here.place
    agreed = _agreement(here, to) if to else ()
    if not agreed:
        late = (Say(here.wording.too_late_to_remind),) if isinstance(place, Deadline) else ()
        return here.asked(main_question(place), *late) if here.on_phone else here.again(*late)
    if any(isinstance(output, ScheduleFollowUp) for output in agreed):
        here = here.noting(agreed=(*here.session.agreed, here.session.matter))
    if here.on_phone:
        return here.asked(main_question(place), *agreed)
    return here.session, (*agreed, Say(here.wording.more_help))


def _agreement(here: Standing, to: str) -> tuple[Output, ...]:
    """The later texts that can be agreed on here, to the mobile `to`, and what is then said; empty if none can."""
    session, say = here.session, here.wording
    match here.place:
        case Signpost(name=name, service=service, follow_up=follow_up) if follow_up:
            when, matter = follow_up.after, session.matter or name
            follow_up_text = ScheduleFollowUp(to, when, follow_up.goto, matter, service.key)
            return follow_up_text, Say(say.later_agreed.fill(when=str(when)))
        case Deadline(name=name, reminder=goto) if (found := outcome(session, here.context)) and found.weeks:
            reminders = ScheduleReminders(to, found.day, found.weeks, goto, name, session.matter)
            weeks, day = weeks_told(say, found.weeks), written(found.day)
            return reminders, Say(say.remind_agreed.fill(weeks=weeks, day=day))
        case _:
            return ()
