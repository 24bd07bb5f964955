"""Floor 2: changing what is kept of a person outside a turn of theirs: read, decide, save, and again if it was late."""

from collections.abc import Callable

from signpost.core.session import Person
from signpost.ports import Changes, Store, TooBusyError, Turn, by_text

# Every try but the last means that another turn of the same person was saved meanwhile, so this many at once are needed
# to use them up.
TRIES = 50


def change_person(store: Store, person: str, decide: Callable[[Turn], Changes | None]) -> None:
    """Save what `decide` makes of a person as they stand; None leaves them alone. Raises TooBusyError."""
    for _ in range(TRIES):
        with store.turn(by_text(person), person, None) as turn:
            changes = decide(turn)
            if changes is None or turn.save(changes):
                return
    raise TooBusyError


def erase(store: Store, person: str) -> None:
    """Erase everything held about a person, as FORGET does. Raises TooBusyError."""
    erased = Changes(None, Person(), answer="", forget=True)
    change_person(store, person, lambda _turn: erased)
