"""How well a pack's own words are understood, on texts that it was not fitted to: a CSV file with text and pathway."""

import csv
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from signpost.authoring.faults import Fault, PackFaults, quoted
from signpost.core.keywords import danger
from signpost.core.menu import Pack
from signpost.core.understanding import Understand

# What else stands for "this is not for us" in a column of pathways.
NOT_COVERED = frozenset({"", "-", "none", "other", "no", "not covered", "not-covered", "notcovered", "not ours", "oos"})
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Judged:
    """One text: the pathway it has, those that it was taken for, the likeliest first, and if it set off the alarm.

    `asked` are the pathways that would have been asked after; none when it would not have been understood.
    """

    text: str
    pathway: str
    nearest: tuple[str, ...]
    asked: tuple[str, ...]
    alarm: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The texts judged, which pathway is danger ("" for none), and how long one takes, in milliseconds."""

    judged: tuple[Judged, ...]
    danger: str
    milliseconds: float

    def right(self, most: int) -> tuple[int, int]:
        """How many of all texts but those of danger have their pathway among the `most` likeliest, and how many are."""
        others = [one for one in self.judged if one.pathway != self.danger]
        return sum(one.pathway in one.nearest[:most] for one in others), len(others)

    def found(self, pathway: str) -> tuple[int, int, int]:
        """Of a pathway: how many texts were rightly taken for it, how many have it, how many were taken for it.

        For danger that is the alarm; for what is not covered also what would not have been understood at all.
        """
        if pathway == self.danger:
            taken = [one.alarm for one in self.judged]
        else:
            taken = [one.nearest[:1] == (pathway,) for one in self.judged]
        rightly = sum(was and one.pathway == pathway for one, was in zip(self.judged, taken, strict=True))
        return rightly, sum(one.pathway == pathway for one in self.judged), sum(taken)

    @property
    def false_alarms(self) -> tuple[int, int]:
        """How many texts without danger set off the alarm, and how many there are."""
        others = [one for one in self.judged if one.pathway != self.danger]
        return sum(one.alarm for one in others), len(others)

    @property
    def confusion(self) -> Counter[tuple[str, str]]:
        """How often each pathway was taken for each: the pathway, then what it was taken for."""
        return Counter((one.pathway, self._taken(one)) for one in self.judged)

    def _taken(self, one: Judged) -> str:
        return self.danger if one.alarm and one.pathway == self.danger else (one.nearest or (_NONE,))[0]


def evaluate(pack: Pack, understand: Understand, file: Path, progress: Callable[[int, int], None]) -> Evaluation:
    """Judge every text of a file. `progress` hears how many of how many are done. Raises PackFaults for a bad file."""
    rows = _read(file, _labels(pack))
    home = pack.danger.goto if pack.danger else ""
    alarm = pack.topics[home].pathway if home in pack.topics else home
    understand("ready?")
    judged: list[Judged] = []
    spent = 0.0
    for count, (text, pathway) in enumerate(rows, 1):
        began = time.process_time()
        understood = understand(text)
        words = bool(pack.danger) and danger(text, pack.danger.words if pack.danger else ())
        spent += time.process_time() - began
        nearest = dict.fromkeys(pack.topics[near.place].pathway for near in understood.nearest)
        asked = dict.fromkeys(pack.topics[place].pathway for place in understood.offered if place != pack.first)
        judged.append(Judged(text, pathway, tuple(nearest) or (_NONE,), tuple(asked), understood.danger or words))
        progress(count, len(rows))
    return Evaluation(tuple(judged), alarm, spent / len(rows) * 1000)


def _labels(pack: Pack) -> dict[str, str]:
    """What may stand in the column, in small letters: a pathway, or the name of a topic's place."""
    topics = pack.topics.values()
    known = {topic.place.casefold(): topic.pathway for topic in topics}
    known |= {topic.pathway.casefold(): topic.pathway for topic in topics}
    return known | dict.fromkeys(NOT_COVERED, _NONE)


def _read(file: Path, known: dict[str, str]) -> list[tuple[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = csv.DictReader(opened)
            if not {"text", "pathway"} <= set(rows.fieldnames or ()):
                raise PackFaults(
                    [Fault(str(file), 1, "has no columns text and pathway", "name them in its first line")]
                )
            found = list(_rows(rows, str(file), known))
    except (OSError, UnicodeDecodeError, csv.Error) as broken:
        fault = Fault(str(file), 0, f"cannot be read ({type(broken).__name__})", "write a CSV file in UTF-8")
        raise PackFaults([fault]) from None
    faults = [row for row in found if isinstance(row, Fault)]
    if faults or not found:
        raise PackFaults(faults or [Fault(str(file), 0, "has no texts", "write one a line, with its pathway")])
    return [row for row in found if not isinstance(row, Fault)]


def _rows(rows: "csv.DictReader[str]", file: str, known: dict[str, str]) -> Iterator[tuple[str, str] | Fault]:
    for row in rows:
        text, label = (row["text"] or "").strip(), (row["pathway"] or "").strip()
        # "A5 plan not delivered" names a pathway too.
        pathway = known.get(label.casefold()) or known.get(label.casefold().split(" ")[0].rstrip(":."))
        if not text:
            yield Fault(file, rows.line_num, "has no text", "take the line out")
        elif pathway is None:
            names = ", ".join(sorted(set(known.values())))
            yield Fault(file, rows.line_num, f"{quoted(label)} is no pathway of this pack", f"write one of {names}")
        else:
            yield text, pathway


def as_text(found: Evaluation) -> str:
    """The evaluation as it is printed."""
    lines = [f"{len(found.judged)} texts, {found.milliseconds:.2f} ms each"]
    for name, most in (("top-1", 1), ("top-3", 3)):
        lines.append(f"{name:<18} {_share(*found.right(most))}")
    for name, pathway in (("not covered", _NONE), ("danger", found.danger)):
        rightly, there, taken = found.found(pathway)
        lines.append(f"{name:<18} recall {_share(rightly, there)}, precision {_share(rightly, taken)}")
    lines += [f"{'false alarms':<18} {_share(*found.false_alarms)}", "", *_table(found)]
    return "\n".join(lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:6.1%} ({part} of {whole})" if whole else "none there"


def _table(found: Evaluation) -> Iterator[str]:
    """What was taken for what: a line for each pathway, a column for each that it was taken for."""
    confusion = found.confusion
    names = sorted({name for pair in confusion for name in pair}, key=_in_order)
    width = max(map(len, names)) + 2
    yield "pathway \\ taken for"
    yield " " * width + "".join(f"{name:>{width}}" for name in names)
    for name in names:
        counts: Sequence[int] = [confusion[name, other] for other in names]
        yield f"{name:<{width}}" + "".join(f"{count or '.':>{width}}" for count in counts)


def _in_order(name: str) -> tuple[str, int, str]:
    letters = name.rstrip("0123456789")
    return letters, int(name[len(letters) :] or 0), name
