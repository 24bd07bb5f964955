"""What a caller hears who waits in the queue: their place in it, what is known of the time, and how to leave."""

from dataclasses import dataclass
from math import ceil

from signpost.core.events import Say
from signpost.core.menu import Pack
from signpost.core.wording import Prompt

# Seconds: less says nothing about how long it takes.
_TOO_SHORT = 30


@dataclass(frozen=True, slots=True)
class Wait:
    """One caller's wait: their place, from 1, the seconds it has lasted, and how long it has for all who wait."""

    position: int
    seconds: int
    average: int


@dataclass(frozen=True, slots=True)
class Told:
    """What is said to somebody who waits, and whether they wait on."""

    said: tuple[Say, ...]
    waits_on: bool


def told(pack: Pack, wait: Wait, shut: Prompt | None) -> Told:
    """What to say to somebody who waits in the pack's queue. `shut` is what is said if the line has shut meanwhile."""
    say, queue = pack.wording, pack.line.queue
    if shut:
        return Told((Say(shut),), waits_on=False)
    if queue is None or is_full(pack, wait):
        return Told((Say(say.queue_full),), waits_on=False)
    if wait.seconds >= queue.longest * 60:
        return Told((Say(say.queue_long),), waits_on=False)
    place = say.queue_place.fill(position=str(wait.position))
    return Told((Say(place), Say(_time(pack, wait.average)), Say(say.queue_leave)), waits_on=True)


def is_full(pack: Pack, wait: Wait) -> bool:
    """Whether as many as may wait were waiting before this caller."""
    queue = pack.line.queue
    return queue is not None and wait.position > queue.most


def _time(pack: Pack, average: int) -> Prompt:
    if average < _TOO_SHORT:
        return pack.wording.queue_unknown
    minutes = ceil(average / 60)
    return pack.wording.queue_time.fill(minutes=f"{minutes} {'minute' if minutes == 1 else 'minutes'}")
