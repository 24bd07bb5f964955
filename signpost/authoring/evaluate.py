"""How well own words are understood, on texts that nothing was fitted to.

Those are the texts of a CSV file with the columns text and pathway, or the pack's own phrases, a fifth at a time.
"""

import csv
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sklearn.model_selection import StratifiedKFold

from signpost.authoring.faults import Fault, PackFaults, quoted
from signpost.core.danger import danger
from signpost.core.menu import Pack
from signpost.core.understanding import Understand

if TYPE_CHECKING:
    from _csv import Reader as CsvReader

# What else stands for "this is not for us" in a column of pathways.
NOT_COVERED = frozenset({"", "-", "none", "other", "no", "not covered", "not-covered", "notcovered", "not ours", "oos"})
_NONE = "none"
# In so many parts phrases are held back by turns.
FOLDS = 5

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Judged:
    """One text: the pathway it has, those that it was taken for, the likeliest first, and if it set off the alarm.

    `asked` are the pathways that would have been asked after; none when it would not have been understood. `doubt` says
    that it may be danger: 999 would have been said first, and the rest answered all the same.
    """

    text: str
    pathway: str
    nearest: tuple[str, ...]
    asked: tuple[str, ...]
    alarm: bool
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The texts judged, which pathway is danger ("" for none), and how long one takes, in milliseconds."""

    judged: tuple[Judged, ...]
    danger: str
    milliseconds: float

    @property
    def answers(self) -> dict[str, tuple[int, int]]:
        """What follows on the texts that have no danger and set off no alarm: how often each, and how often rightly.

        Asking after one pathway or after several is right if the text's own is among them; to understand nothing is
        right for what is not covered.
        """
        found = {"asks after one": (0, 0), "offers several": (0, 0), "asks again": (0, 0)}
        for one in self.judged:
            if one.pathway != self.danger and not one.alarm:
                answer = ("asks again", "asks after one", "offers several")[min(len(one.asked), 2)]
                often, rightly = found[answer]
                found[answer] = often + 1, rightly + (one.pathway in (one.asked or (_NONE,)))
        return found

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
            taken = [self._taken(one) == pathway for one in self.judged]
        rightly = sum(was and one.pathway == pathway for one, was in zip(self.judged, taken, strict=True))
        return rightly, sum(one.pathway == pathway for one in self.judged), sum(taken)

    @property
    def false_alarms(self) -> tuple[int, int]:
        """How many texts without danger set off the alarm, and how many there are."""
        others = [one for one in self.judged if one.pathway != self.danger]
        return sum(one.alarm for one in others), len(others)

    @property
    def doubts(self) -> tuple[int, int]:
        """How many texts of danger, and how many others, set off no alarm and were told of 999 first nevertheless."""
        doubted = [one.pathway == self.danger for one in self.judged if one.doubt and not one.alarm]
        return sum(doubted), len(doubted) - sum(doubted)

    @property
    def confusion(self) -> Counter[tuple[str, str]]:
        """How often each pathway was taken for each: the pathway, then what it was taken for."""
        return Counter((one.pathway, self._taken(one)) for one in self.judged)

    def _taken(self, one: Judged) -> str:
        return self.danger if one.alarm and one.pathway == self.danger else (one.nearest or (_NONE,))[0]


def evaluate(pack: Pack, understand: Understand, file: Path, progress: Progress) -> Evaluation:
    """Judge every text of a file. `progress` hears how many of how many are done.

    Raises PackFaults for a bad file, and for a pack without topics or phrases.
    """
    _enough_phrases(pack, 1)
    rows = _read(file, _labels(pack))
    understand("ready?")
    judged: list[Judged] = []
    spent = 0.0
    progress(0, len(rows))
    for count, (text, pathway) in enumerate(rows, 1):
        one, seconds = _judge(pack, understand, text, pathway)
        judged.append(one)
        spent += seconds
        progress(count, len(rows))
    return Evaluation(tuple(judged), _alarm(pack), spent / len(rows) * 1000)


def cross_validate(pack: Pack, fit: Callable[[Pack], Understand], progress: Progress) -> Evaluation:
    """Judge every phrase of the pack by what was fitted to the others: in five parts, each held back once.

    A topic's phrases are spread evenly. Raises PackFaults for a pack without topics, or with fewer phrases of one.
    """
    _enough_phrases(pack, FOLDS)
    phrases = [(topic.place, phrase) for topic in pack.topics.values() for phrase in topic.phrases]
    places = [place for place, _ in phrases]
    pathways = _pathways(pack)
    judged: list[Judged] = []
    spent = 0.0
    progress(0, len(phrases))
    for kept, held_back in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(places, places):
        understand = fit(_only(pack, [phrases[index] for index in kept]))
        understand("ready?")
        for place, phrase in (phrases[index] for index in held_back):
            one, seconds = _judge(pack, understand, phrase, pathways[place])
            judged.append(one)
            spent += seconds
            progress(len(judged), len(phrases))
    return Evaluation(tuple(judged), _alarm(pack), spent / len(judged) * 1000)


def _enough_phrases(pack: Pack, fewest: int) -> None:
    """Raises PackFaults for a pack that nothing can be told of."""
    faults = [] if pack.topics else [Fault(pack.key, 0, "has no topics", "give places an about, and phrases")]
    for name, topic in pack.topics.items():
        if (count := len(topic.phrases)) < fewest:
            mend = f"write {fewest} at the least, better a hundred"
            faults.append(Fault(pack.key, 0, f"the topic {quoted(name)} has {count} phrases", mend))
    if faults:
        raise PackFaults(faults)


def _only(pack: Pack, phrases: Sequence[tuple[str, str]]) -> Pack:
    """The pack with no phrases but these, each with its place."""
    topics = {
        name: replace(topic, phrases=tuple(phrase for place, phrase in phrases if place == name))
        for name, topic in pack.topics.items()
    }
    return replace(pack, topics=topics)


def _judge(pack: Pack, understand: Understand, text: str, pathway: str) -> tuple[Judged, float]:
    """One text as it is judged, and the seconds of processor time that this took."""
    began = time.process_time()
    understood = understand(text)
    words = bool(pack.danger) and danger(text, pack.danger.words if pack.danger else ())
    spent = time.process_time() - began
    pathways = _pathways(pack)
    nearest = dict.fromkeys(pathways[near.place] for near in understood.nearest)
    offered = understood.offered
    asked = () if offered[:1] == (pack.first,) else (pathways[place] for place in offered if place != pack.first)
    alarm = understood.danger or words
    taken = tuple(nearest) or (_NONE,)
    return Judged(text, pathway, taken, tuple(dict.fromkeys(asked)), alarm, understood.doubt), spent


def _pathways(pack: Pack) -> dict[str, str]:
    """The pathway of each topic, by its place. What the first menu's topic holds tells of nothing."""
    return {name: _NONE if name == pack.first else topic.pathway for name, topic in pack.topics.items()}


def _alarm(pack: Pack) -> str:
    home = pack.danger.goto if pack.danger else ""
    return pack.topics[home].pathway if home in pack.topics else home


def _labels(pack: Pack) -> dict[str, str]:
    """What may stand in the column, in small letters: a pathway, or the name of a topic's place."""
    known = dict.fromkeys(NOT_COVERED, _NONE)
    if pack.danger:
        known[pack.danger.goto.casefold()] = _alarm(pack)
    for place, pathway in _pathways(pack).items():
        known |= {place.casefold(): pathway, pathway.casefold(): pathway}
    return known


def _read(file: Path, known: dict[str, str]) -> list[tuple[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            found = list(_rows(csv.reader(opened, strict=True), str(file), known))
    except OSError as refused:
        wrong, mend = f"cannot be read ({refused.strerror})", "name a CSV file"
        raise PackFaults([Fault(str(file), 0, wrong, mend)]) from None
    except UnicodeDecodeError:
        raise PackFaults([Fault(str(file), 0, "is not UTF-8 text", "save it again as CSV UTF-8")]) from None
    faults = [row for row in found if isinstance(row, Fault)]
    if faults or not found:
        raise PackFaults(faults or [Fault(str(file), 0, "has no texts", "write one a line, with its pathway")])
    return [row for row in found if not isinstance(row, Fault)]


def _rows(reader: "CsvReader", file: str, known: dict[str, str]) -> Iterator[tuple[str, str] | Fault]:
    names: list[str] = []
    while True:
        # A row may have several lines; a quote that is left open runs to the end of the file.
        begins = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as broken:
            mend = "close each quote, double those inside a text, or save it again as CSV UTF-8"
            yield Fault(file, begins, f"is no CSV file ({broken})", mend)
            return
        if not names:
            names = [name.strip().casefold() for name in row]
            if not {"text", "pathway"} <= set(names):
                break
        elif len(row) == len(names):
            yield _row(dict(zip(names, row, strict=True)), Fault(file, begins, "", ""), known)
        elif row:
            wrong = f"has {len(row)} fields, and the first line {len(names)}"
            yield Fault(file, begins, wrong, "put each text in quotes, and its pathway after it")
    if not {"text", "pathway"} <= set(names):
        mend = "let its first line be: text,pathway"
        yield Fault(file, 1, "has no columns text and pathway with a comma between", mend)


def _row(row: dict[str, str], here: Fault, known: dict[str, str]) -> tuple[str, str] | Fault:
    text, label = row["text"].strip(), row["pathway"].strip()
    # "A5 plan not delivered" names a pathway too.
    pathway = known.get(label.casefold()) or known.get(label.casefold().split(" ")[0].rstrip(":."))
    if not text:
        return replace(here, wrong="has no text", mend="take the line out")
    if pathway is None:
        names = ", ".join(sorted(set(known.values())))
        return replace(here, wrong=f"{quoted(label)} is no pathway of this pack", mend=f"write one of {names}")
    return text, pathway


def as_text(found: Evaluation) -> str:
    """The evaluation as it is printed."""
    lines = [f"{len(found.judged)} texts, {found.milliseconds:.2f} ms of processor time each", ""]
    lines += ["Texts without danger", *_of_others(found)]
    lines += ["Texts of danger", *_of_danger(found)]
    lines += [f'Texts that are not covered ("{_NONE}")', *_of_one(found, _NONE, "recall: seen to be that")]
    return "\n".join([*lines, "", *_table(found)])


def _of_others(found: Evaluation) -> Iterator[str]:
    for name, most in (("top-1: its pathway comes first", 1), ("top-3: among the first three", 3)):
        yield _line(name, _share(*found.right(most)))
    yield _line("false alarms: taken for danger", _share(*found.false_alarms))
    everyone = found.false_alarms[1]
    yield _line("told of 999 first, then answered", _share(found.doubts[1], everyone))
    for name, (often, rightly) in found.answers.items():
        told = f", rightly {_share(rightly, often).strip()}" if often else ""
        yield _line(f"the service {name}", _share(often, everyone) + told)


def _of_danger(found: Evaluation) -> Iterator[str]:
    rightly, there, taken = found.found(found.danger)
    yield _line("recall: 999 in the first words", _share(rightly + found.doubts[0], there))
    yield _line("of them: answered with 999 alone", _share(rightly, there))
    yield _line("precision: of all so answered", _share(rightly, taken))


def _of_one(found: Evaluation, pathway: str, recall: str) -> Iterator[str]:
    rightly, there, taken = found.found(pathway)
    yield _line(recall, _share(rightly, there))
    yield _line("precision: of all so taken", _share(rightly, taken))


def _line(name: str, told: str) -> str:
    return f"  {name:<34}{told}"


def mistakes(found: Evaluation) -> Iterator[str]:
    """A line for each text that was taken for another pathway, set off the alarm for nothing, or did not."""
    for one in found.judged:
        taken = one.nearest[0]
        if one.alarm != (one.pathway == found.danger):
            taken = "false alarm" if one.alarm else "danger, 999 said first" if one.doubt else "danger missed"
        elif one.alarm or one.pathway == taken:
            continue
        yield f"{one.pathway} -> {taken}: {one.text}"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:6.1%} ({part} of {whole})" if whole else "  none"


def _table(found: Evaluation) -> Iterator[str]:
    """What was taken for what: a line for each pathway, a column for each that it was taken for."""
    confusion = found.confusion
    names = sorted({name for pair in confusion for name in pair}, key=_in_order)
    width = max(map(len, names)) + 2
    yield "Lines: the pathway of a text. Columns: what it was taken for, false alarms apart."
    yield " " * width + "".join(f"{name:>{width}}" for name in names)
    for name in names:
        counts: Sequence[int] = [confusion[name, other] for other in names]
        yield f"{name:<{width}}" + "".join(f"{count or '.':>{width}}" for count in counts)


def _in_order(name: str) -> tuple[str, int, str]:
    letters = name.rstrip("0123456789")
    return letters, int(name[len(letters) :] or 0), name
