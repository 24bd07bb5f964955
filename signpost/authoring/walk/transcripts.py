"""How each path reads: what a caller hears and what a texter gets, step by step.

A step that several paths share is written once, where the first of them takes it; its heading names every step before.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from signpost.authoring.walk.call import Call, Heard, Pieces, breaths, turns
from signpost.authoring.walk.callers import NO_KEY, Caller
from signpost.authoring.walk.overflow import cases
from signpost.authoring.walk.paths import Kind, Path
from signpost.authoring.walk.survey import Row, Survey, contact, keys, title
from signpost.authoring.walk.thread import Exchange, exchanges, topic
from signpost.core.events import Dial, End
from signpost.core.menu import Menu, Pack

_WIDTH = 100
_BY_KEYS = frozenset({Kind.STRAIGHT, Kind.LADDER, Kind.DEADLINE})
_CHAPTERS = {
    Kind.STRAIGHT: "Straight to a contact",
    Kind.LADDER: "On from there: I have tried that",
    Kind.DEADLINE: "The last day to appeal",
    Kind.FOLLOW_UP: "What a later text asks",
    Kind.PERSON: "A person",
    Kind.DANGER: "Words of danger",
}


@dataclass(frozen=True, slots=True)
class Section:
    """One step. `key` tells it from all others; `phone` and `text` are the lines heard and read, if any."""

    kind: Kind
    key: tuple[str, ...]
    heading: str
    note: str
    phone: tuple[str, ...] = ()
    text: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All that is heard and read, to compare with another version."""
        return tuple(f"By phone: {line}" for line in self.phone) + tuple(f"By text: {line}" for line in self.text)


def transcripts(walked: Survey) -> str:
    """Every step as Markdown, by the kind of path that it belongs to."""
    found = sections(walked)
    pack = walked.pack
    page = [
        f"# What people hear and read: {pack.name}",
        "",
        "Made by `signpost walk`; do not edit. Each step stands here once. A heading names the keys that lead to it.",
        "By phone each line is one breath; by text the lines are those of the message.",
    ]
    for kind, chapter in _CHAPTERS.items():
        of_kind = [section for section in found if section.kind is kind]
        page += ["", f"## {chapter}"] if of_kind else []
        for section in of_kind:
            page += ["", *_written(section)]
    return "\n".join(page) + "\n"


def sections(walked: Survey) -> list[Section]:
    """Every step of every path once, in the order of the paths; then what follows no key, or one that does nothing."""
    found: dict[tuple[str, ...], Section] = {}
    # Of several ways to a deadline, the first is told.
    rows = {_key(row.path): row for row in reversed(walked.rows)}
    for row in walked.rows:
        for section in _steps(walked.pack, row.path, rows):
            found.setdefault(section.key, section)
    for section in (*_unanswered(walked.pack), *_overflow(walked.pack)):
        found[section.key] = section
    return list(found.values())


def _steps(pack: Pack, path: Path, rows: dict[tuple[str, ...], Row]) -> Iterator[Section]:
    by_phone = [] if path.kind in {Kind.FOLLOW_UP, Kind.DANGER} else list(turns(pack, path))
    by_text = exchanges(pack, path, hello=path.kind in {*_BY_KEYS, Kind.PERSON})
    for at in range(1 if path.kind in {Kind.PERSON, Kind.DANGER} else 0, len(path.legs) + 1):
        part = Path(path.kind, path.start, path.legs[:at], path.opened_by)
        yield Section(
            kind=path.kind,
            key=_key(part, path.end),
            heading=_heading(pack, part),
            note=_note(pack, part, rows.get(_key(part, path.end))),
            phone=tuple(_heard(*by_phone[at])) if by_phone else (),
            text=tuple(_read(by_text[min(at, len(by_text) - 1)])),
        )


def _key(path: Path, end: str = "") -> tuple[str, ...]:
    if path.kind is Kind.DEADLINE and (at := (end or path.end)) in path.places:
        # The questions there are the same by whatever way one comes.
        return (path.kind, *path.places[path.places.index(at) :])
    # A ladder's first steps are a straight path's, and a deadline's those of both.
    return ("way" if path.kind in _BY_KEYS else path.kind, *path.places)


def _heading(pack: Pack, path: Path) -> str:
    pressed = " ".join(keys(pack, path))
    if path.kind in _BY_KEYS and not path.legs:
        return "How every call and thread begins"
    return f"{pressed}: {title(pack, path)}" if pressed and path.kind in _BY_KEYS else title(pack, path)


def _note(pack: Pack, path: Path, row: Row | None) -> str:
    if row is None:
        return ""
    text = row.figures[Caller.TEXT]
    said = [f"Leads to **{contact(pack.places[path.end])}**"]
    if heard := row.figures.get(Caller.FIRST_TIMER):
        said.append(f"a first-timer knows it after {heard.seconds:.0f} s")
    if path.kind is Kind.STRAIGHT and (word := topic(pack, path)):
        said.append(f"a first text can be “{word}”")
    if path.kind is Kind.FOLLOW_UP:
        said.append(f"asked after {', '.join(path.opened_by)}")
    said.append(f"{text.texts} text{'' if text.texts == 1 else 's'} from the parent")
    return f"{'; '.join(said)}."


def _written(section: Section) -> Iterator[str]:
    yield f"### {section.heading}"
    if section.note:
        yield from ("", section.note)
    for channel, lines in (("By phone", section.phone), ("By text", section.text)):
        if lines:
            yield from ("", f"{channel}:", "", "```text", *lines, "```")


def _heard(key: str, turn: Heard) -> Iterator[str]:
    if key:
        yield f"[The parent presses {key}.]"
    yield from _breaths(turn.ahead)
    yield from _breaths(turn.question)
    for output in turn.outputs:
        match output:
            case Dial(service=service):
                yield f"[We ring {service.name.text}, {service.number}.]"
            case End():
                yield "[The call ends.]"


def _breaths(pieces: Pieces) -> Iterator[str]:
    for breath in breaths(pieces):
        yield from wrap(breath, _WIDTH, subsequent_indent="  ")


def _read(one: Exchange) -> Iterator[str]:
    if one.sent:
        yield f"[The parent texts {one.sent}.]"
    for line in one.answer.splitlines():
        yield from wrap(line, _WIDTH, subsequent_indent="  ")
    size = f"{one.segments} segment{'' if one.segments == 1 else 's'}"
    yield f"[{size}{'; words were left out' if one.shortened else ''}]"


def _unanswered(pack: Pack) -> Iterator[Section]:
    silent = Call(pack)
    lines: list[str] = []
    while silent.turn.ask:
        silent.wait()
        lines += ["[The parent presses nothing.]", *_heard("", silent.turn)]
    yield Section(Kind.PERSON, ("silence",), "When nothing is pressed", "From the first menu on.", tuple(lines))
    if isinstance(pack.places[pack.first], Menu):
        wrong = Call(pack)
        lines = [line for _ in range(2) for line in _heard(NO_KEY, wrong.press(NO_KEY))]
        yield Section(Kind.PERSON, ("no such key",), "When a key does nothing", "At the first menu.", tuple(lines))


def _overflow(pack: Pack) -> Iterator[Section]:
    for case in cases(pack):
        yield Section(Kind.PERSON, ("line", case.name), f"When: {case.name}", "", tuple(_heard("", case.heard)))
