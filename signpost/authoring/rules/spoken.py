"""Rules about time on the phone."""

from collections.abc import Iterator

from signpost.authoring.english import words
from signpost.authoring.rules.finding import Finding, rule
from signpost.authoring.rules.subject import Subject
from signpost.authoring.speech_time import seconds
from signpost.core.events import Ask, Say
from signpost.core.menu import Menu, Pack
from signpost.render.speech import Piece, pieces_of

MOST_WORDS, MOST_SECONDS, FIRST_OPTION = 60, 25.0, 8.0


@rule(22, f"a menu takes at most {MOST_WORDS} words and {MOST_SECONDS:.0f} seconds on the phone")
def short_menus(subject: Subject) -> Iterator[Finding]:
    """The question, the count and the choices, from the first word to the last; 0, star, hash and 8 apart."""
    for place in subject.pack.places.values():
        if not isinstance(place, Menu):
            continue
        pieces = pieces_of(subject.pack.wording, _asked(subject.pack, place))
        count, length = len(words(_said(pieces))), seconds(pieces)
        if count > MOST_WORDS or length > MOST_SECONDS:
            wrong = f"the menu takes {count} words and {length:.0f} seconds on the phone"
            mend = f"shorten it to {MOST_WORDS} words and {MOST_SECONDS:.0f} seconds, or move choices to another menu"
            yield Finding(subject.at_place(place.name), 22, wrong, mend)


@rule(24, f"the first choice of a call starts within {FIRST_OPTION:.0f} seconds")
def options_soon(subject: Subject) -> Iterator[Finding]:
    """Whoever has rung is waiting for a choice, and hangs up in a speech."""
    pack = subject.pack
    first = pack.places[pack.first]
    if not isinstance(first, Menu):
        return
    asked = _asked(pack, first)
    whole = pieces_of(pack.wording, asked)
    options = pieces_of(pack.wording, Ask(asked.prompt, asked.labels, brief=True))
    before = seconds([*pieces_of(pack.wording, Say(pack.welcome)), *whole[: len(whole) - len(options)]])
    if before > FIRST_OPTION:
        wrong = f"a caller waits {before:.1f} seconds for the first choice"
        mend = f"shorten the welcome here and the prompt of {pack.first}: together {FIRST_OPTION:.0f} seconds at most"
        yield Finding(subject.at_pack("welcome"), 24, wrong, mend)


def _asked(pack: Pack, menu: Menu) -> Ask:
    return Ask(menu.prompt, tuple(pack.wording.option.fill(label=choice.label) for choice in menu.choices))


def _said(pieces: list[Piece]) -> str:
    return " ".join(piece for piece in pieces if isinstance(piece, str))
