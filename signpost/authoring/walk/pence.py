"""What a path costs in pence, to the parent and to whoever runs the line, by prices that are assumed.

Not one of these prices is a company's: they are round figures to compare paths by. Put the ones from your own bills in
their place with `--pence parent-text=12`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from math import ceil, isfinite

from signpost.authoring.walk.callers import BY_TEXT, Caller, Figures


@dataclass(frozen=True, slots=True)
class Prices:
    """Assumed prices in pence; minutes are charged once begun. The line's are what it pays its carrier."""

    parent_text: float = 10.0
    parent_minute: float = 10.0
    line_segment: float = 4.0
    line_text_in: float = 1.0
    line_minute: float = 1.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Pence that a path costs the parent, and the line."""

    parent: float
    line: float

    def __str__(self) -> str:
        return f"{self.parent:g} / {self.line:g}"


class PriceError(ValueError):
    """A price was not given as NAME=PENCE."""


def cost(prices: Prices, caller: Caller, figures: Figures) -> Cost:
    """What these figures come to."""
    if caller in BY_TEXT:
        line = figures.segments * prices.line_segment + figures.texts * prices.line_text_in
        return Cost(figures.texts * prices.parent_text, line)
    minutes = ceil(figures.seconds / 60)
    return Cost(minutes * prices.parent_minute, minutes * prices.line_minute)


def names() -> list[str]:
    """The prices there are, as options name them."""
    return [entry.name.replace("_", "-") for entry in fields(Prices)]


def priced(given: Iterable[str]) -> Prices:
    """The assumed prices with these in their place, each written NAME=PENCE. Raises PriceError."""
    prices = Prices()
    for one in given:
        name, _, pence = one.partition("=")
        if name not in names():
            raise PriceError(f"there is no price {name!r}: write one of {', '.join(names())}, as in parent-text=12")
        try:
            price = float(pence)
        except ValueError:
            raise PriceError(f"{pence!r} is no number of pence: write it as in {name}=12 or {name}=4.5") from None
        if not isfinite(price) or price < 0:
            raise PriceError(f"{pence!r} is no price: write pence from 0 upwards, as in {name}=12")
        prices = replace(prices, **{name.replace("-", "_"): price})
    return prices
