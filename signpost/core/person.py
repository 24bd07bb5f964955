"""The way to a person: put through when asked for, or when two answers in a row could not be used."""

from dataclasses import replace

from signpost.core.appeal import checker
from signpost.core.events import Contact, Dial, End, Say
from signpost.core.menu import Deadline, Service, Signpost
from signpost.core.questions import ask, main_question
from signpost.core.session import Question
from signpost.core.standing import Move, Standing
from signpost.core.wording import Prompt


def missed(here: Standing, sorry: Prompt, *, silent: bool = False) -> Move:
    """Nothing that could be used has come: say `sorry` and ask again; the second time in a row, a person."""
    missed = replace(here.session, misses=here.session.misses + 1)
    question = ask(here.pack, missed, here.context, brief=True)
    person = here.pack.person_signpost.service
    relayed_silence = silent and here.on_phone and here.session.relay
    if here.context.we_rang and silent and missed.misses >= max(here.session.turn, 2):
        # No key since we rang: it may be an answering machine, and nobody's phone rings for that.
        return missed, (*_twice(person), Say(here.wording.goodbye), End())
    if missed.misses < 2:
        # Nobody who waits for words to be typed is told that they were silent.
        return missed, (question,) if relayed_silence else (Say(sorry), question)
    if not here.on_phone:
        return missed, (Say(sorry), Say(here.wording.to_person), Contact(person), question)
    if missed.place == here.pack.person:
        # They have been put through, and nobody was there. Whoever still presses keys is never let go.
        last = (Say(here.wording.goodbye), End()) if silent else (question,)
        return missed, (*_twice(person), *last)
    if relayed_silence:
        # Their assistant may still be typing: the number to begin with, and a key to be put through.
        return here.go(here.pack.person, Say(here.wording.to_person))
    return put_through(here, Say(here.wording.to_person))


def put_through(here: Standing, *before: Say) -> Move:
    """Ring a person for a caller, who is then at that person's signpost."""
    session, _ = here.go(here.pack.person)
    return session, (*before, *ring(here, here.pack.person_signpost))


def ring(here: Standing, place: Signpost | Deadline) -> tuple[Say, Dial]:
    """Ring the line of a place's service, or a person when it has none."""
    line = place.service.line or here.pack.person_signpost.service
    return Say(here.wording.connecting.fill(service=line.name)), Dial(line)


def dialled(here: Standing, reached: bool) -> Move:
    """A caller who was put through is back, and hears the number when nobody answered."""
    place, question = here.place, here.session.question
    if not isinstance(place, Signpost) and not (isinstance(place, Deadline) and question is Question.DATE):
        return here.again()
    if reached:
        return here.asked(main_question(place), Say(here.wording.call_over))
    service = checker(here.pack, place) if isinstance(place, Deadline) else place.service
    return here.asked(main_question(place), Say(here.wording.not_reached), *_twice(service))


def _twice(service: Service) -> tuple[Contact, Contact]:
    return Contact(service), Contact(service, again=True)
