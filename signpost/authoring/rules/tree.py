"""Rules about the shape of the menus: how wide, how deep, and that every way ends at a contact."""

from collections.abc import Iterator

from signpost.authoring.rules.finding import Finding, rule
from signpost.authoring.rules.subject import Subject
from signpost.authoring.rules.ways import leads_to, menus_on, reached, trails
from signpost.core.menu import Closing, Menu, Signpost

MOST_CHOICES, MOST_MENUS = 4, 4


@rule(3, "a menu has at most 4 choices; 5 by a waiver")
def few_choices(subject: Subject) -> Iterator[Finding]:
    """People forget the first choice while they hear the fifth."""
    for place in subject.pack.places.values():
        if isinstance(place, Menu) and len(place.choices) > MOST_CHOICES:
            mend = "move some to a menu of their own, or waive rule 3 here with the reason"
            spot = subject.at_place(place.name, "choices")
            yield Finding(spot, 3, f"there are {len(place.choices)} choices", mend)


@rule(4, "at most 4 menus from the first menu to an end; the check reports how many")
def shallow(subject: Subject) -> Iterator[Finding]:
    """Each further menu is one more chance to be lost."""
    pack = subject.pack
    too_deep = {
        menus[MOST_MENUS]: menus
        for trail in trails(pack, (pack.first,))
        if len(menus := menus_on(pack, trail)) > MOST_MENUS
    }
    for name, menus in too_deep.items():
        wrong = f"it is menu {MOST_MENUS + 1} on the way {' > '.join(menus[: MOST_MENUS + 1])}"
        yield Finding(subject.at_place(name), 4, wrong, "join menus, or lead to a signpost sooner")


@rule(101, "every place can be reached")
def reachable(subject: Subject) -> Iterator[Finding]:
    """What nobody can reach was probably meant to be offered somewhere."""
    found = reached(subject.pack)
    for name in subject.pack.places:
        if name not in found:
            mend = f"write goto: {name} where it is to be offered, or take it out"
            yield Finding(subject.at_place(name), 101, "nothing leads here", mend)


@rule(102, "every way leads on to a contact")
def no_dead_end(subject: Subject) -> Iterator[Finding]:
    """A menu that comes to no contact leaves a parent with nothing; so does a contact without a number or a way on."""
    for name, place in subject.pack.places.items():
        if isinstance(place, Menu):
            kinds = {type(subject.pack.places[further]) for further in leads_to(subject.pack, name)}
            if Closing in kinds and Signpost not in kinds:
                mend = "let one of its choices lead to a signpost"
                yield Finding(subject.at_place(name), 102, "none of its choices leads to a contact", mend)
        elif isinstance(place, Signpost) and not place.service.line and not place.next:
            wrong = "it gives no number to ring, and no way on for somebody who has tried"
            mend = "add next: with a goto to a contact that can be rung, or via: to the service"
            yield Finding(subject.at_place(name), 102, wrong, mend)


@rule(103, "no menus lead only to each other")
def no_loop(subject: Subject) -> Iterator[Finding]:
    """Somebody in such a loop can only hang up. Told once for each loop, at the first of its menus."""
    told: set[str] = set()
    for name, place in subject.pack.places.items():
        further = leads_to(subject.pack, name)
        closed = isinstance(place, Menu) and all(isinstance(subject.pack.places[other], Menu) for other in further)
        if closed and not told & further:
            told.add(name)
            mend = "let one of the choices lead to a signpost"
            yield Finding(subject.at_place(name), 103, "from here one comes only back to menus, never to an end", mend)


@rule(104, "the time limit is told on every path about a decision that can be appealed")
def time_limit_told(subject: Subject) -> Iterator[Finding]:
    """Talking first does not stop the clock: whoever is sent to talk has to know how long there is.

    On each channel alone: from a place of `time_limit` on, the limit is told there, on the way, or at the end.
    """
    limit = subject.source.file.time_limit
    told_by = [words.lower() for words in limit.words] if limit else []
    untold: dict[str, str] = {}
    for start in limit.places if limit else ():
        for trail in trails(subject.pack, (start,)):
            for channel in ("voice", "text"):
                words = " ".join(_words(subject, name, channel) for name in trail).lower()
                if not any(phrase in words for phrase in told_by):
                    untold.setdefault(trail[-1], " > ".join(trail))
    for name, way in untold.items():
        mend = "say it here, or at a menu before, on the phone and in the text"
        yield Finding(subject.at_place(name), 104, f"nobody is told the time limit on the way {way}", mend)


def _words(subject: Subject, name: str, channel: str) -> str:
    place = subject.pack.places[name]
    said = place.prompt if isinstance(place, Menu) else place.say
    return " ".join(str(getattr(said, channel)).split())
