"""The rules about time limits: told on each path about a decision that can be appealed, and worked out for no other."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from signpost.authoring.places import onward, opened_by, said
from signpost.authoring.rules.finding import Finding, rule
from signpost.authoring.rules.subject import STATEMENTS, Subject
from signpost.core.menu import Callback, Closing, Deadline, Menu, Pack, Place, Signpost

_APPEAL = re.compile(r"\b(?:appeal\w*|tribunals?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _At:
    """Somebody who has come to the last place of `way`. `heard` and `read`: they were told the limit on the way there.

    `onward` is for who has been at a contact before: on by "I have tried that", or by a later text.
    """

    way: tuple[str, ...]
    heard: bool = False
    read: bool = False
    onward: bool = False


@rule(104, "the time limit is told on every path about a decision that can be appealed")
def time_limit_told(subject: Subject) -> Iterator[Finding]:
    """Talking first does not stop the clock: whoever is sent to talk has to know how long there is.

    From a place of `time_limit` on, along `next`, `also` and later texts too: by phone it is told there, on the way, or
    at the end; in texts each signpost tells it in its own, for a text is read on its own.
    """
    limit = subject.source.file.time_limit
    if not limit:
        yield from _unlimited(subject)
        return
    untold: dict[str, Finding] = {}
    for here in _walked(subject.pack, limit.places, _phrase(limit.words)):
        name, place = here.way[-1], subject.pack.places[here.way[-1]]
        mend = "say it here, or at a menu before, on the phone and in the text"
        wrong = f"nobody is told the time limit on the way {' > '.join(here.way)}"
        if here.heard and isinstance(place, Signpost):
            mend = "say it in this text: whoever is sent it reads it on its own"
            wrong = "the text that is sent from here does not tell the time limit"
        elif here.onward:
            mend = "say it here, by phone and in the text, or waive rule 104 here with the limit that holds instead"
        untold.setdefault(name, Finding(subject.at_place(name), 104, wrong, mend))
    yield from untold.values()


@rule(114, "no day to appeal is worked out where another limit holds, as for a claim or an exclusion")
def no_other_deadline(subject: Subject) -> Iterator[Finding]:
    """Those limits do not move as an appeal's does: a day that is right for an appeal would be late for a claim."""
    limit = subject.source.file.time_limit
    for name in dict.fromkeys(limit.not_for if limit else []):
        for way in _to_deadlines(subject.pack, name):
            wrong = f"another limit holds here, and it leads to a day to appeal: {' > '.join(way)}"
            mend = "lead elsewhere, or take it out of not_for in pack.yaml if the limit is that of an appeal"
            yield Finding(subject.at_place(name), 114, wrong, mend)


def _to_deadlines(pack: Pack, start: str) -> Iterator[tuple[str, ...]]:
    """The ways from a place to a deadline, by its choices and its later text, on through menus but the first."""
    waiting: deque[tuple[str, ...]] = deque([(start,)])
    seen = {start, pack.first}
    while waiting:
        way = waiting.popleft()
        place = pack.places[way[-1]]
        if isinstance(place, Deadline):
            yield way
        elif len(way) == 1 or isinstance(place, Menu):
            ahead = [name for name in (*onward(place), opened_by(place)) if name and name not in seen]
            seen.update(ahead)
            waiting.extend((*way, name) for name in ahead)


def _unlimited(subject: Subject) -> Iterator[Finding]:
    """Warnings for a pack that speaks of appeals, and has no `time_limit` to be judged by."""
    for passage in subject.passages if subject.is_english else ():
        found = _APPEAL.search(passage.words)
        # The service's own sentences on a last day to appeal are said where a pack has a deadline, and tell the day.
        if found and passage.kind in STATEMENTS - {"wording"} | {"label", "next"}:
            wrong = f"it speaks of {found.group().lower()!r}, and pack.yaml has no time_limit"
            mend = "add time_limit: with the places and the words that tell it"
            yield Finding(passage.spot, 104, wrong, mend, warning=True)


def _walked(pack: Pack, starts: list[str], phrase: re.Pattern[str]) -> Iterator[_At]:
    """Where the limit should have been told by now, and was not."""
    waiting = deque(_At((start,)) for start in starts)
    seen: set[tuple[str, bool, bool, bool]] = set()
    while waiting:
        came = waiting.popleft()
        place = pack.places[came.way[-1]]
        words = said(place)
        told = bool(phrase.search(_plain(words.text)))
        heard = came.heard or bool(phrase.search(_plain(words.voice)))
        here = _At(came.way, heard, told if isinstance(place, Signpost) else came.read or told, came.onward)
        state = (place.name, here.heard, here.read, here.onward)
        if state not in seen:
            seen.add(state)
            if not (here.heard and here.read) and _has_to_tell(pack, place, onward=here.onward):
                yield here
            waiting.extend(_further(pack, place, here))


def _has_to_tell(pack: Pack, place: Place, *, onward: bool) -> bool:
    """A contact has to; so has a closing, but not the thanks after a follow-up, and not in danger."""
    if isinstance(place, Closing):
        return not onward and not (pack.danger and pack.danger.goto == place.name)
    return isinstance(place, Signpost | Callback)


def _further(pack: Pack, place: Place, here: _At) -> Iterator[_At]:
    """The places that come next. At the first menu everything begins anew, so nothing is derived from it."""
    match place:
        case Menu(choices=choices):
            ahead = [_At((*here.way, choice.goto), here.heard, here.read, here.onward) for choice in choices]
        case _:
            further = filter(None, (*onward(place), opened_by(place)))
            ahead = [_At((place.name, goto), onward=True) for goto in further]
    return (at for at in ahead if at.way[-1] != pack.first)


def _phrase(words: list[str]) -> re.Pattern[str]:
    """Any of the words, whole: "2 months" is not in "12 months", nor in "1.2 months"."""
    options = "|".join(re.escape(_plain(word)) for word in words)
    return re.compile(rf"(?<!\w)(?<!\d[.,/-])(?:{options})(?!\w)", re.IGNORECASE)


def _plain(words: str) -> str:
    return " ".join(words.replace("\u2019", "'").split())
