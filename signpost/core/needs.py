"""What parents needed, of a month or a week: which figures there are, and which of them are parts of which.

The names of the counters are those of `core.tally`; a figure is the sum of some of them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from signpost.core.figures import Limit, by_day, shown
from signpost.core.menu import Menu, Pack
from signpost.core.tally import HOURS, MINUTES, SECONDS, TEXTS

VOICE, TEXT = "begun.voice", "begun.text"
ALL = (VOICE, TEXT)
# In London. Who comes at night is not shown, so that the hours do not add up to all who came.
SHOWN_HOURS = range(6, 22)
ENTRIES = {"entry.forwarded": VOICE, "entry.rung": VOICE, "entry.later": TEXT}
OUTCOMES = ("outcome.text", "outcome.callback", "outcome.ring", "outcome.danger")
CLOSED = ("callback.closed.spoke", "callback.closed.wrong-number", "callback.closed.other")
WAITS = ("wait.talked", "wait.left")
WORDS = ("understood.clear", "understood.near", "understood.right", "understood.wrong", "understood.not")
MISSED = {"missed.voice.silent": VOICE, "missed.voice.other": VOICE, "missed.text.other": TEXT}


@dataclass(frozen=True, slots=True)
class Days:
    """What is shown of some days of one month, in order from its first: calls and texts that came in."""

    calls: list[int]
    texts: list[int]


def days(counted: Sequence[Mapping[str, int]]) -> Days:
    """What is shown of the days of a month, from its first on, of which all this was counted."""
    return Days(*(by_day([day.get(name, 0) for day in counted]) for name in ALL))


def figures(pack: Pack, counted: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """What is shown of a month that is over, by figure; `counted` is of its days, from the first."""
    came = days(counted)
    counts = gathered(pack, counted)
    return shown(counts, limits(counts), {VOICE: sum(came.calls), TEXT: sum(came.texts)})


def gathered(pack: Pack, counted: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """Every figure of a month as it was counted: never to be shown."""
    raw: Counter[str] = Counter()
    for day in counted:
        raw.update(day)
    found = {name: raw[name] for name in (*ENTRIES, *CLOSED, *MISSED, "callback.rang.yes", "callback.rang.no")}
    found |= {f"hour.{hour:02}": raw[f"hour.{hour:02}"] for hour in SHOWN_HOURS}
    found |= {name: raw[name] for name in ("through", "through.reached", "through.unreached", "wait.talked")}
    found |= {f"topic.{how}.{name}": raw[f"topic.{how}.{name}"] for how in ("voice", "text") for name in topics(pack)}
    found |= {f"stood.{name}": raw[f"stood.{name}"] for name in pack.places}
    found |= {f"contact.{how}": raw[f"outcome.{how}.contact"] for how in ("voice", "text")}
    found |= {name: raw[f"outcome.voice.{name[8:]}"] + raw[f"outcome.text.{name[8:]}"] for name in OUTCOMES}
    found |= {name: sum(count for key, count in raw.items() if key.startswith(f"{name}.")) for name in WORDS}
    # Who hangs up has left the queue as well.
    found["wait.left"] = raw["wait.left"] + raw["wait.gone"]
    found["missed.text.other"] += raw["missed.text.silent"]
    for chain in chains():
        found |= chain.counts(raw)
    found |= {f"asked.{key}": raw[f"asked.{key}"] for key in pack.services}
    return found | _heard(pack, raw)


@dataclass(frozen=True, slots=True)
class Chain:
    """How many were done within so much time, and within more, each of them part of the next, the last of `whole`.

    `raw` are the counters of the single times, as far as those of their ends.
    """

    name: str
    raw: tuple[str, ...]
    ends: tuple[int, ...]
    whole: str

    def figures(self) -> list[str]:
        """The figures in order."""
        return [f"{self.name}.{end}" for end in self.ends]

    def counts(self, raw: Mapping[str, int]) -> dict[str, int]:
        """What they come to."""
        found, so_far = {}, 0
        for end, figure in zip(self.ends, self.figures(), strict=True):
            so_far += sum(raw.get(f"{name}.{end}", 0) for name in self.raw)
            found[figure] = so_far
        return found


def chains() -> tuple[Chain, ...]:
    """Every figure of times: until a contact was given, in the queue, until a request to be rung back was over."""
    return (
        Chain("within.voice", ("within.voice",), SECONDS, "contact.voice"),
        Chain("within.text", ("within.text",), TEXTS, "contact.text"),
        Chain("talked", ("wait.talked",), MINUTES, "wait.talked"),
        Chain("left", ("wait.left", "wait.gone"), MINUTES, "wait.left"),
        Chain("callback.within", ("callback.within",), HOURS, "outcome.callback"),
    )


def limits(names: Iterable[str]) -> list[Limit]:
    """Which of these figures are parts of which. Nobody gave up who got something."""
    known = list(names)

    def of(kind: str) -> tuple[str, ...]:
        return tuple(name for name in known if name.startswith(f"{kind}."))

    stood, contacts, heard = of("stood"), ("contact.voice", "contact.text"), of("heard")
    found = [Limit((*stood, *contacts), ALL), Limit(of("hour"), ALL), Limit(of("asked"), ALL), Limit(heard, (TEXT,))]
    found += [Limit((*stood, name), ALL) for name in OUTCOMES]
    found += [Limit((name,), (whole,)) for name, whole in {**ENTRIES, **MISSED}.items()]
    found += [Limit(of("topic.voice"), (VOICE,)), Limit(of("topic.text"), (TEXT,))]
    found += [Limit(("contact.voice",), (VOICE,)), Limit(("contact.text",), (TEXT,))]
    found += [Limit(("through",), ("contact.voice",)), Limit(("through.reached", "through.unreached"), ("through",))]
    # Only who was forwarded to us, or was put through in vain, is asked whether they want to wait.
    found += [Limit(WAITS, (VOICE,)), Limit(WAITS, ("entry.forwarded", "through"))]
    found += [Limit(("outcome.text",), contacts), Limit(CLOSED, ("outcome.callback",))]
    found += [Limit((f"callback.rang.{said}",), ("outcome.callback",)) for said in ("yes", "no")]
    found += [Limit((name,), ALL) for name in ("understood.clear", "understood.near", "understood.not")]
    found.append(Limit(("understood.right", "understood.wrong"), ("understood.clear", "understood.near")))
    for chain in chains():
        steps = (*chain.figures(), chain.whole)
        found += [Limit((part,), (whole,)) for part, whole in pairwise(steps)]
    asked = dict.fromkeys(name.split(".")[1] for name in heard)
    found += [Limit(tuple(name for name in heard if name.split(".")[1] == key), (f"asked.{key}",)) for key in asked]
    return found


def topics(pack: Pack) -> list[str]:
    """The places that the first menu leads to, once each."""
    first = pack.places[pack.first]
    return list(dict.fromkeys(choice.goto for choice in first.choices)) if isinstance(first, Menu) else [pack.first]


def _heard(pack: Pack, raw: Mapping[str, int]) -> dict[str, int]:
    """Answers to later texts: for each contact, those that were worded alike together."""
    found: Counter[str] = Counter()
    for name, count in raw.items():
        kind, _, rest = name.partition(".")
        if kind != "heard" or rest.count(".") != 2:
            continue
        service, menu, goto = rest.split(".")
        label = _label(pack, menu, goto)
        if service in pack.services and label:
            found[f"heard.{service}.{label}"] += count
    return dict(found)


def _label(pack: Pack, menu: str, goto: str) -> str:
    place = pack.places.get(menu)
    return next(_labels(place, goto), "") if isinstance(place, Menu) else ""


def _labels(menu: Menu, goto: str) -> Iterator[str]:
    return (choice.label.text for choice in menu.choices if choice.goto == goto)
