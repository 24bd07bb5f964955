"""The sample pack with a deadline, which a signpost offers beside its other ways on.

Talks are held on Wednesday 18 November 2026.
"""

from dataclasses import replace

from signpost.core.menu import Choice, Deadline, Menu, Pack, Signpost
from tests.core.talk import Talk, call, text
from tests.samples import PACK, PLACES, TEAM, both

ALSO = Choice(both("my last day to appeal"), ("last day",), "last-day")
DEADLINE = Deadline("last-day", TEAM, "sent")
SENT = Menu(
    "sent",
    both("Is it sent?"),
    (Choice(both("Yes"), ("yes",), "thanks"), Choice(both("No"), ("no",), "senco")),
)


def signpost(name: str) -> Signpost:
    place = PLACES[name]
    assert isinstance(place, Signpost)
    return place


APPEALS: Pack = replace(
    PACK,
    places={
        **PLACES,
        "senco": replace(signpost("senco"), also=ALSO),
        "team": replace(signpost("team"), also=ALSO),
        "last-day": DEADLINE,
        "sent": SENT,
    },
)
SAY = APPEALS.wording
NO, YES = "2", "1"


def called(*keys: str, **kwargs: object) -> Talk:
    """A call that has reached the deadline, and has gone on with these keys."""
    talk = call(**kwargs)
    talk.pack = APPEALS
    talk("2", "4", *keys)
    return talk


def texted(*words: str, **kwargs: object) -> Talk:
    """The same by text."""
    talk = text(**kwargs)
    talk.pack = APPEALS
    talk("hi", "2", "last day", *words)
    return talk
