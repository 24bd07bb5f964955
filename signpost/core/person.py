"""The way to a person: put through when asked for, or when two answers in a row could not be used."""

from signpost.core.appeal import checker
from signpost.core.events import Contact, Dial, End, Output, Say
from signpost.core.menu import Deadline, Service, Signpost
from signpost.core.overflow import is_shut, not_reached, other_ways, shut, twice
from signpost.core.questions import ask, main_question
from signpost.core.record import replace
from signpost.core.session import Question
from signpost.core.standing import Move, Standing
from signpost.core.wording import Prompt


def missed(here: Standing, sorry: Prompt, *, silent: bool = False) -> Move:
    """Nothing that could be used has come: say `sorry` and ask again; the second time in a row, a person."""
    missed = replace(here.session, misses=here.session.misses + 1)
    question = ask(here.pack, missed, here.context, brief=True, silent=silent)
    person = here.pack.person_signpost.service
    relayed_silence = silent and here.on_phone and here.session.relay
    if here.context.we_rang and silent and missed.misses >= max(here.session.turn, 2):
        # No key since we rang: it may be an answering machine, and nobody's phone rings for that.
        return missed, (*twice(person), Say(here.wording.goodbye), End())
    if missed.misses < 2:
        # Nobody who waits for words to be typed is told that they were silent.
        return missed, (question,) if relayed_silence else (Say(sorry), question)
    if not here.on_phone:
        return missed, (Say(sorry), Say(here.wording.to_person), Contact(person), question)
    if missed.question is Question.WAYS or missed.place == here.pack.person:
        # They know that nobody can be reached just now. Whoever still presses keys is never let go.
        last = (Say(here.wording.goodbye), End()) if silent else (question,)
        return missed, (*twice(person), *last)
    if missed.tried:
        # Rung once, the line is rung again only for who asks for it.
        return other_ways(here, Say(sorry), *twice(person))
    if relayed_silence and here.context.open:
        # Their assistant may still be typing: the number to begin with, and a key to be put through.
        return here.go(here.pack.person, Say(here.wording.to_person))
    return put_through(here, Say(here.wording.to_person))


def person(here: Standing) -> Move:
    """What 0 and PERSON lead to: the line when it is open, else what can be done until then."""
    if here.on_phone:
        return put_through(here)
    return here.go(here.pack.person, *(() if here.context.open else (Say(is_shut(here)),)))


def put_through(here: Standing, *before: Say) -> Move:
    """Ring the line behind 0 for a caller, who stays where they are."""
    if not here.context.open:
        return shut(here)
    rung = here.noting(question=Question.WAYS, misses=0, tried=True)
    return rung.session, (*before, *_ring(here, here.pack.person_signpost.service))


def connect(here: Standing, place: Signpost | Deadline) -> Move:
    """Ring the line of a place's service, or a person when it has none."""
    line = _line(here, place)
    if not _behind_0(here, line):
        return here.session, _ring(here, line)
    if not here.context.open:
        return shut(here)
    return here.noting(tried=True).session, _ring(here, line)


def _line(here: Standing, place: Signpost | Deadline) -> Service:
    return place.service.line or here.pack.person_signpost.service


def _behind_0(here: Standing, line: Service) -> bool:
    return line.key == here.pack.person_signpost.service.key


def _ring(here: Standing, line: Service) -> tuple[Say, Dial]:
    return Say(here.wording.connecting.fill(service=line.name)), Dial(line)


def unasked(here: Standing, reached: bool) -> tuple[Standing, tuple[Output, ...]]:
    """Where a caller stands whom our own trouble put through, and what to say of that: it counts as a try."""
    over = (Say(here.wording.call_over),)
    not_reached = (Say(here.wording.not_reached), *twice(here.pack.person_signpost.service))
    return here.noting(tried=True), over if reached else not_reached


def dialled(here: Standing, reached: bool) -> Move:
    """A caller who was put through is back, and hears the number when nobody answered."""
    place, question = here.place, here.session.question
    if question is Question.WAYS:
        over = Say(here.wording.call_over)
        return here.resume(over, talked=True) if reached else not_reached(here, here.pack.person_signpost.service)
    if not isinstance(place, Signpost) and not (isinstance(place, Deadline) and question is Question.DATE):
        return here.again()
    if reached:
        return here.asked(main_question(place), Say(here.wording.call_over))
    service = checker(here.pack, place) if isinstance(place, Deadline) else place.service
    if _behind_0(here, _line(here, place)) and (here.pack.line.queue or here.pack.callback):
        return not_reached(here, service)
    return here.asked(main_question(place), Say(here.wording.not_reached), *twice(service))
