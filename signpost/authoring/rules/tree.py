"""Rules about the shape of the menus: how wide, how deep, and that every way ends at a contact."""

from collections.abc import Iterator

from signpost.authoring.rules.finding import Finding, rule
from signpost.authoring.rules.subject import Subject
from signpost.authoring.rules.ways import asked_later, leading_to, leads_to, menus_on, reached, trails
from signpost.core.menu import Callback, Closing, Deadline, Menu, Served, Signpost

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
    places, later = subject.pack.places, asked_later(subject.pack)
    contacts = [name for name, place in places.items() if isinstance(place, Served)]
    closings = [name for name, place in places.items() if isinstance(place, Closing)]
    rung = [name for name, place in places.items() if isinstance(place, Served) and place.service.line]
    to_contacts, to_closings = leading_to(subject.pack, contacts), leading_to(subject.pack, closings)
    to_numbers = leading_to(subject.pack, rung)
    for name, place in places.items():
        if isinstance(place, Menu):
            if name in to_closings and name not in to_contacts:
                mend = "let one of its choices lead to a signpost"
                yield Finding(subject.at_place(name), 102, "none of its choices leads to a contact", mend)
            elif name not in later:
                yield from _ended_early(subject, place)
        elif isinstance(place, Signpost) and not place.service.line and name not in to_numbers:
            yield _no_number(subject, place)
        elif isinstance(place, Deadline) and not place.service.line:
            mend = "name a service that can be rung, or add via: to it"
            yield Finding(subject.at_place(name, "deadline"), 102, "nobody can be rung to check the day with", mend)


def _ended_early(subject: Subject, menu: Menu) -> Iterator[Finding]:
    """The choices of a menu that end at a closing which does not answer danger."""
    danger = subject.pack.danger
    for index, choice in enumerate(menu.choices):
        answers = danger is not None and danger.goto == choice.goto
        if isinstance(subject.pack.places[choice.goto], Closing) and not answers:
            spot = subject.at_place(menu.name, "choices", index, "goto")
            mend = "lead to a signpost: a closing is for danger, and for thanks after a follow-up"
            yield Finding(spot, 102, f"the choice ends at {choice.goto}, and at no contact", mend)


def _no_number(subject: Subject, place: Signpost) -> Finding:
    wrong = "it gives no number to ring, and no way on for somebody who has tried"
    mend = "add next: with a goto to a contact that can be rung, or via: to the service"
    if place.next:
        wrong = "neither it nor any contact that its next leads to has a number to ring"
        mend = "let next lead to a contact that can be rung, or add via: to the service"
    return Finding(subject.at_place(place.name), 102, wrong, mend)


@rule(103, "no menus lead only to each other")
def no_loop(subject: Subject) -> Iterator[Finding]:
    """Somebody in such a loop can only hang up. Told once for each loop, at the first of its menus."""
    told: set[str] = set()
    ends = [name for name, place in subject.pack.places.items() if not isinstance(place, Menu)]
    open_ended = leading_to(subject.pack, ends)
    for name, place in subject.pack.places.items():
        closed = isinstance(place, Menu) and name not in open_ended
        if closed and not told & leads_to(subject.pack, name):
            told.add(name)
            mend = "let one of the choices lead to a signpost"
            yield Finding(subject.at_place(name), 103, "from here one comes only back to menus, never to an end", mend)


@rule(117, "the menu that asks if they rang leads to a closing, and back to the callback")
def asked_if_rung(subject: Subject) -> Iterator[Finding]:
    """By these two ways on the service knows yes from no: the one closes the request, the other puts it on top."""
    places = subject.pack.places
    for name, place in places.items():
        asks = places[place.asks] if isinstance(place, Callback) else None
        ways = [choice.goto for choice in asks.choices] if isinstance(asks, Menu) else [name]
        if asks and not (name in ways and any(isinstance(places[goto], Closing) for goto in ways)):
            wrong = f"{name} cannot tell from its answer whether they rang"
            mend = f"let yes lead to a closing, and no to {name}"
            yield Finding(subject.at_place(asks.name), 117, wrong, mend)
