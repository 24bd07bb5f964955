"""What somebody's own words may be about, as far as a program can tell.

The words are compared with the pack's topics by whoever fits an index to it (see `signpost.understanding`); here is
only what comes of that, and what is made of it. Nobody is ever led to an answer by it unasked.
"""

from collections.abc import Callable
from dataclasses import dataclass

from signpost.core.menu import Pack

# How likely the nearest topic has to be, and how far before the next, to be asked after alone; and how likely each of
# the nearest has to be to be offered at all. Chosen by hand; what comes of them `signpost evaluate` tells ("asks after
# one", "offers several").
CLEAR, AHEAD = 0.45, 0.2
NEAR = 0.12
# With the way out these are as many as one keeps in mind.
MOST_OFFERED = 3
# With fewer phrases of danger, most sentences of it are missed; with fewer others to each of those, too many ordinary
# texts are taken for danger. So it was for parts of the Hertfordshire pack, judged by its development set: of 50
# phrases and 1,000 others, 99 % were missed, of 100 and 400, 73 %, of 400 and 1,000, 19 %; of 200 and 160, 16 % were
# false alarms.
FEWEST_ALARMS, OTHERS_TO_EACH = 100, 2


@dataclass(frozen=True, slots=True)
class Near:
    """A topic, by the name of its place, and how likely it is meant: 0 to 1."""

    place: str
    likelihood: float


@dataclass(frozen=True, slots=True)
class Understood:
    """What some words may be about, the likeliest first; and whether they speak of danger, or may do so (`doubt`)."""

    nearest: tuple[Near, ...] = ()
    danger: bool = False
    doubt: bool = False

    @property
    def offered(self) -> tuple[str, ...]:
        """The places to ask after: one when it is clear, else up to three; none when nothing is near enough."""
        near = [topic for topic in self.nearest[:MOST_OFFERED] if topic.likelihood >= NEAR]
        if not near:
            return ()
        best, *rest = near
        alone = best.likelihood - (rest[0].likelihood if rest else 0) >= AHEAD
        return (best.place,) if best.likelihood >= CLEAR and alone else tuple(topic.place for topic in near)


# The same words always give the same, and nothing else happens.
Understand = Callable[[str], Understood]


def deaf(words: str) -> Understood:  # noqa: ARG001
    """Understands nothing: for a pack without topics."""
    return Understood()


def danger_is_judged(pack: Pack) -> bool:
    """Whether there are phrases enough to tell sentences of danger by their likeness; else danger words alone count."""
    home = pack.danger.goto if pack.danger else ""
    alarms = len(pack.topics[home].phrases) if home in pack.topics else 0
    others = sum(len(topic.phrases) for name, topic in pack.topics.items() if name != home)
    return alarms >= FEWEST_ALARMS and others >= OTHERS_TO_EACH * alarms
