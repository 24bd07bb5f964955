"""What parents needed, in words: each section a table of figures that may be shown, named as the pack names them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from signpost.core.menu import Callback, Closing, Deadline, Menu, Pack, Place
from signpost.core.needs import OUTCOMES, SHOWN_HOURS, Days, chains, topics


@dataclass(frozen=True, slots=True)
class Section:
    """A table: its rows, each with a name, and a figure for each of `columns`.

    `about` says what is counted. With `long`, rows of which nothing can be shown are left out: there are many of them.
    """

    key: str
    title: str
    about: str
    first: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    long: bool = False

    @property
    def shown(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The rows that are shown."""
        return tuple(row for row in self.rows if any(row[1])) if self.long else self.rows

    @property
    def empty(self) -> bool:
        """Whether there is nothing but what is under five."""
        return not any(any(row[1]) for row in self.rows)


ALL_DAYS = "All days"
_BOTH = ("Calls", "Texts")
_ENTRIES = {
    "entry.forwarded": "Sent on by the line behind 0, busy or shut",
    "entry.rung": "Rung by us, as RING ME asks",
    "entry.later": "Answered a later text of ours",
}
_OUTCOMES = {
    "outcome.text": "Had it sent as a text",
    "outcome.callback": "Asked to be rung back",
    "outcome.ring": "Asked us to ring them",
    "outcome.danger": "Told of danger, and were told whom to ring",
}
_LINE = {
    "through": "Put through to a line",
    "through.reached": "Put through, and somebody answered",
    "through.unreached": "Put through, and nobody answered",
    "wait.talked": "Waited in the queue, and talked to somebody",
    "wait.left": "Waited in the queue, and left it",
}
_WORDS = {
    "understood.clear": "Asked after one topic",
    "understood.near": "Offered two or three topics",
    "understood.right": "Said that it was that topic, or one of them",
    "understood.wrong": "Said that it was none of them",
    "understood.not": "Could not be understood",
    "missed.text.other": "Texts that were no answer",
    "missed.voice.other": "Keys, or words on the phone, that were no answer",
    "missed.voice.silent": "Silences on the phone",
}
_CALLBACKS = {
    "outcome.callback": "Asked for",
    "callback.closed.spoke": "Closed: the team spoke with them",
    "callback.closed.wrong-number": "Closed: a wrong number",
    "callback.closed.other": "Closed otherwise",
    "callback.rang.yes": "Told us that they were rung",
    "callback.rang.no": "Told us that they were not rung",
}


def came_by_day(first: date, days: Days, title: str = "How many came, day by day") -> Section:
    """The calls and texts of a month or of a week, from its day `first` on."""
    about = "People are counted in fives: each five stands on the day on which it was full."
    each = enumerate(zip(days.calls, days.texts, strict=True))
    rows = tuple((_day(date.fromordinal(first.toordinal() + ahead)), both) for ahead, both in each)
    total = (ALL_DAYS, (sum(days.calls), sum(days.texts)))
    return Section("days", title, about, "Day", _BOTH, (*rows, total) if rows else ())


def sections(pack: Pack, found: Mapping[str, int]) -> tuple[Section, ...]:
    """All that is shown of a month that is over, beside its days. `found` is of `needs.figures`."""
    one = ("People",)
    came = [(_ENTRIES[name], (found[name],)) for name in _ENTRIES]
    hours = [(f"{hour:02}:00 to {hour:02}:59", (found[f"hour.{hour:02}"],)) for hour in SHOWN_HOURS]
    chosen = [(topic(pack, name), (found[f"topic.voice.{name}"], found[f"topic.text.{name}"])) for name in topics(pack)]
    return (
        Section("hours", "At which hour", "When calls and texts began, from 6 in the morning to 10 at night.", "Hour",
                one, tuple(hours)),
        Section("ways", "How they came", "All others came by themselves.", "Way", one, tuple(came)),
        Section("topics", "What it was about", "What they chose first at the first menu.", "Topic", _BOTH,
                tuple(chosen)),
        _outcomes(found),
        Section("gave-up", "Where people gave up", "Where they hung up, or wrote no more, before they had a contact.",
                "Place", one, tuple(_gave_up(pack, found)), long=True),
        *_times(found),
        Section("words", "Not understood, and own words", "What came of words and keys that were no choice.",
                "What came of it", ("Times",), tuple(_named(_WORDS, found))),
        Section("line", "The line and its queue", "Of those who were put through, the others hung up while it rang.",
                "What happened", ("Times",), tuple(_named(_LINE, found))),
        Section("callbacks", "Requests to be rung back", "Those that were asked for in the month, and those that were "
                "closed in it. More are never shown as closed than as asked for.", "Request", ("Requests",),
                tuple(_named(_CALLBACKS, found))),
        Section("answers", "Did the contact help?", "What people answered when we asked later, for each contact. All "
                "others did not answer.", "Contact and answer", one, tuple(_answers(pack, found)), long=True),
    )  # fmt: skip


def _outcomes(found: Mapping[str, int]) -> Section:
    given = [("Were given a contact on the phone", found["contact.voice"])]
    given += [("Were given a contact by text", found["contact.text"])]
    others = [(_OUTCOMES[name], found[name]) for name in OUTCOMES]
    about = "One person may stand in several rows."
    rows = tuple((label, (figure,)) for label, figure in (*given, *others))
    return Section("outcomes", "What came of it", about, "Outcome", ("People",), rows)


_TIMES = {
    "within.voice": ("call", "How long until a contact, on the phone", "Contact given within", "seconds"),
    "within.text": ("text", "How long until a contact, by text", "Contact given after", "texts of theirs"),
    "talked": ("talked", "How long in the queue until somebody answered", "Talked within", "minutes"),
    "left": ("left", "How long in the queue until they left it", "Left within", "minutes"),
    "callback.within": ("callback-wait", "How long until a request was closed", "Closed within", "hours"),
}
_ABOUT_TIMES = "Each row holds those of the rows before it. Who took longer than the last is not shown."


def _times(found: Mapping[str, int]) -> Iterator[Section]:
    for chain in chains():
        key, title, first, unit = _TIMES[chain.name]
        rows = tuple((_amount(end, unit), (found[f"{chain.name}.{end}"],)) for end in chain.ends)
        yield Section(key, title, _ABOUT_TIMES, first, ("Requests" if unit == "hours" else "People",), rows)


def _amount(end: int, unit: str) -> str:
    if unit == "hours" and end >= 24:
        end, unit = end // 24, "days"
    if end != 1:
        return f"{end} {unit}"
    return f"{end} {'text of theirs' if unit.startswith('texts') else unit.removesuffix('s')}"


def _named(labels: Mapping[str, str], found: Mapping[str, int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    return ((label, (found[name],)) for name, label in labels.items())


def _gave_up(pack: Pack, found: Mapping[str, int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    return (
        (named(pack, place), (found[f"stood.{place.name}"],))
        for place in sorted(pack.places.values(), key=lambda place: -found[f"stood.{place.name}"])
    )


def _answers(pack: Pack, found: Mapping[str, int]) -> Iterator[tuple[str, tuple[int, ...]]]:
    for key, service in pack.services.items():
        name = service.name.text
        yield f"{name}: asked", (found[f"asked.{key}"],)
        for figure, count in found.items():
            if figure.startswith(f"heard.{key}."):
                yield f"{name}: {figure.split('.', 2)[2]}", (count,)


def topic(pack: Pack, name: str) -> str:
    """A place that the first menu leads to, by the label of its choice."""
    return _label(pack, name, [pack.first]) or named(pack, pack.places[name])


def named(pack: Pack, place: Place) -> str:
    """A place in words: for a menu its question, after the choice that leads there."""
    label = _label(pack, place.name, list(pack.places))
    match place:
        case Menu(prompt=prompt) if place.name == pack.first:
            return f"The first menu: {prompt.text}"
        case Menu(prompt=prompt):
            return f"{label}: {prompt.text}" if label else prompt.text
        case Closing():
            return label or place.name.replace("-", " ").capitalize()
        case Deadline():
            return "The last day to appeal"
        case Callback(service=service):
            return f"To be rung back: {service.name.text}"
        case _:
            return f"{label}: {place.service.name.text}" if label else place.service.name.text


def _label(pack: Pack, name: str, menus: Sequence[str]) -> str:
    places = (pack.places[one] for one in menus)
    choices = (choice for menu in places if isinstance(menu, Menu) for choice in menu.choices)
    return next((choice.label.text for choice in choices if choice.goto == name), "")


def _day(when: date) -> str:
    return f"{when:%a} {when.day} {when:%b}"
