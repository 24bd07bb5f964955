"""Where a fault may strike between a text that is due and its record as sent, and who dies there."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """How far a worker has come. `unread` means: done, but the answer that says so was not read."""

    POPPED = "job popped, not registered"
    MOVED = "job moved (one queue), not registered"
    UNTAKEN = "errand not taken"
    TAKEN = "errand taken"
    UNSAVED = "turn opened, not saved"
    SAVING = "turn saved, unread"
    SAVED = "turn saved"
    UNCLAIMED = "text not claimed"
    CLAIMING = "text claimed, unread"
    CLAIMED = "text claimed"
    UNSENT = "about to ask the carrier"
    ACCEPTED = "accepted, unread"
    ANSWERED = "accepted, not recorded"
    RECORDING = "recorded, unread"
    RECORDED = "recorded"


class Dies(StrEnum):
    """Who is killed. A work horse that is not goes on, and meets what is left."""

    HORSE = "work horse"
    WORKER = "worker"
    REDIS = "Redis"
    BOTH = "Redis and worker"


class Sort(StrEnum):
    """What is sent: a text of the agenda, or one that somebody waits for."""

    FOLLOW_UP = "follow-up"
    REPLY = "reply"


REDIS_DIES = frozenset({Dies.REDIS, Dies.BOTH})
WORKER_DIES = frozenset({Dies.WORKER, Dies.BOTH})
# These come before there is a work horse.
_IN_THE_WORKER = (Step.POPPED, Step.MOVED)
_ON_THE_WAY = (Step.UNSENT, Step.ACCEPTED, Step.ANSWERED, Step.RECORDING, Step.RECORDED)
STEPS = {
    Sort.FOLLOW_UP: (
        *_IN_THE_WORKER,
        *(Step.UNTAKEN, Step.TAKEN, Step.UNSAVED, Step.SAVING, Step.SAVED),
        *_ON_THE_WAY,
    ),
    Sort.REPLY: (*_IN_THE_WORKER, Step.UNCLAIMED, Step.CLAIMING, Step.CLAIMED, *_ON_THE_WAY),
}
# A worker comes to these once for all the follow-ups that are due.
_FOR_ALL = frozenset({*_IN_THE_WORKER, Step.UNTAKEN, Step.TAKEN})

TEXTS = 3


@dataclass(frozen=True, slots=True)
class Case:
    """One kill, at the `nth` of the three texts of a run. `joined`: a second worker comes though the first lives on."""

    sort: Sort
    step: Step
    dies: Dies
    nth: int
    joined: bool

    def __str__(self) -> str:
        joined = ", joined" if self.joined else ""
        return f"{self.sort}: {self.step}: {self.dies} dies, text {self.nth}{joined}"


def cases(rounds: int) -> list[Case]:
    """Each step with each who may die there, once in each round: at another text each time, joined every other time."""
    ways = [
        (sort, step, dies)
        for sort, steps in STEPS.items()
        for step in steps
        for dies in Dies
        if dies is not Dies.HORSE or step not in _IN_THE_WORKER
    ]
    return [_case(*way, number + turn) for turn in range(rounds) for number, way in enumerate(ways)]


def _case(sort: Sort, step: Step, dies: Dies, number: int) -> Case:
    nth = 1 if step in _FOR_ALL else 1 + number % TEXTS
    # A worker that serves one queue alone needs others: what it loses is found by one that serves the agenda's.
    return Case(sort, step, dies, nth, joined=step is Step.MOVED or number % 2 == 0)
