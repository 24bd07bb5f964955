"""Where in the list of requests an officer is: a shelf and a page of it, kept in each address from there and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from signpost.callback_ports import Shelf
from signpost.web.console.pager import asked_page

# In their order: what a shelf is called, how its count goes on, and what is said where it is empty.
_WORDS: dict[Shelf, tuple[str, str, str]] = {
    Shelf.ALL: ("All", "", "Nobody waits to be rung back."),
    Shelf.DUE: ("Due or overdue", ", due today or overdue", "No request is due today or overdue."),
    Shelf.UNCLAIMED: ("Unclaimed", ", claimed by nobody", "Nothing is left that nobody has claimed."),
    Shelf.MINE: ("Yours", ", claimed by you", "You have claimed no request."),
    Shelf.MORNING: ("Mornings", ", best rung in the morning", "Nobody said that the morning is best."),
    Shelf.AFTERNOON: ("Afternoons", ", best rung in the afternoon", "Nobody said that the afternoon is best."),
    Shelf.UNMAILED: (
        "E-mail failed",
        ", with an e-mail to the team that could not be sent",
        "No e-mail to a team has failed.",
    ),
}
# Where no e-mail fails, nobody has to read of it.
_SELDOM = frozenset({Shelf.UNMAILED})


@dataclass(frozen=True, slots=True)
class Spot:
    """A shelf, and which page of it, from 1 on."""

    shelf: Shelf = Shelf.ALL
    page: int = 1

    @property
    def kept(self) -> dict[str, Any]:
        """What an address has at its end to lead back here."""
        return {**self.on_shelf, "page": self.page} if self.page > 1 else self.on_shelf

    @property
    def on_shelf(self) -> dict[str, Any]:
        """The same for the first page."""
        return {} if self.shelf is Shelf.ALL else {"show": self.shelf.value}

    @property
    def name(self) -> str:
        """What the shelf is called."""
        return _WORDS[self.shelf][0]

    @property
    def counted(self) -> str:
        """What stands behind '3 requests open'."""
        return _WORDS[self.shelf][1]

    @property
    def empty(self) -> str:
        """What is said where there is nothing."""
        return _WORDS[self.shelf][2]


def asked_spot() -> Spot:
    """Where the address says that the officer is; on the whole list for a shelf that is none."""
    asked = request.args.get("show", "")
    return Spot(Shelf(asked) if asked in set(Shelf) else Shelf.ALL, asked_page())


def links(counts: Mapping[Shelf, int], here: Shelf) -> list[tuple[str, str, bool]]:
    """The shelves: what each is called with its count, its address, and whether it is this one."""
    shown = [shelf for shelf in _WORDS if counts[shelf] or shelf is here or shelf not in _SELDOM]
    return [
        (f"{_WORDS[shelf][0]} ({counts[shelf]})", url_for("callbacks.waiting", **Spot(shelf).kept), shelf is here)
        for shelf in shown
    ]
