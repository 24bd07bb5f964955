"""A turn of which nothing can be kept, for the store is away: people are led on all the same, and promised nothing.

Nobody is texted, rung or noted later, and no choice is forgotten behind their back: what would need that is refused at
once, kindly, and where they stand is told again.
"""

from signpost.core.events import (
    CallbackHeard,
    Forget,
    OptIn,
    OptOut,
    Output,
    RequestCallback,
    RingMe,
    Say,
    ScheduleFollowUp,
    ScheduleReminders,
    SendText,
)
from signpost.core.menu import Callback
from signpost.core.own_words import DANGER
from signpost.core.questions import ABOUT_A_TEXT, main_question
from signpost.core.session import Question, Session
from signpost.core.standing import Move, Standing

# What only comes true if it is kept.
TO_BE_KEPT = (
    SendText,
    ScheduleFollowUp,
    ScheduleReminders,
    RequestCallback,
    CallbackHeard,
    RingMe,
    OptOut,
    OptIn,
    Forget,
)
_ABOUT_WHAT_IS_KEPT = ABOUT_A_TEXT | {Question.FORGET}


def without_promises(here: Standing, move: Move) -> Move:
    """The move; or, where it promises or asks for what cannot be kept, an apology and the place once more."""
    after, outputs = move
    if not _promises(here, after, outputs):
        return move
    service = here.pack.person_signpost.service
    sorry = Say(here.wording.not_kept.fill(service=service.name, number=service.number or ""))
    if isinstance(here.place, Callback) or (here.on_phone and isinstance(here.pack.places[after.place], Callback)):
        # Nothing can be read of a request to be rung back either: to ring a person is what is left.
        return here.go(here.pack.person, sorry)
    if here.on_phone:
        return here.again(sorry) if here.session.question is Question.WAYS else here.told(sorry)
    # The number is in it, and all that was texted before can still be read.
    return here.noting(question=main_question(here.place), misses=0).session, (sorry,)


def _promises(here: Standing, after: Session, outputs: tuple[Output, ...]) -> bool:
    if DANGER in outputs:
        return False
    to_a_callback = isinstance(here.pack.places[after.place], Callback)
    asked = after.question in _ABOUT_WHAT_IS_KEPT or (to_a_callback and after.question is not Question.WAYS)
    return asked or any(isinstance(output, TO_BE_KEPT) for output in outputs)
