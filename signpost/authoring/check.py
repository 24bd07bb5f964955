"""Whether a pack is fit for a phone line: every rule, and what the pack waives with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from signpost.authoring.faults import Fault, PackFaults
from signpost.authoring.load import load_source
from signpost.authoring.rules import (
    contacts,
    language,
    limits,
    own_wording,
    plain,
    safety,
    spoken,
    texted,
    topics,
    tree,
    words,
)
from signpost.authoring.rules.finding import RULES, Finding, Spot
from signpost.authoring.rules.subject import Subject
from signpost.authoring.rules.ways import DEEPEST, deepest

# Each module registers its rules as it is loaded.
FAMILIES = (contacts, language, limits, own_wording, plain, safety, spoken, texted, topics, tree, words)
USELESS_WAIVER = 111
# Lives, time limits and numbers hang on these: each place has to say for itself why one does not hold there.
NEVER_EVERYWHERE = frozenset({39, 44, 104, 105, 106, 110, 114})
USELESS_WAIVER_TITLE = "a waiver waives something"


@dataclass(frozen=True, slots=True)
class Waiver:
    """A rule that does not hold at a place, or in the whole pack (`spot.place` ""), and how often it was needed."""

    spot: Spot
    rule: int
    reason: str
    waived: int = 0

    def __str__(self) -> str:
        where = f"at {self.spot.place}" if self.spot.place else "in the whole pack"
        return f"{self.spot}: rule {self.rule} is waived {where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of a sound pack has found. `deepest` names the menus on the longest way to an end.

    `topics` and `phrases` are how many the pack has for own words; 0 where it has none.
    """

    pack: str
    findings: tuple[Finding, ...]
    waivers: tuple[Waiver, ...]
    places: int
    services: int
    deepest: tuple[str, ...]
    topics: int = 0
    phrases: int = 0

    @property
    def errors(self) -> int:
        """How many findings fail the pack."""
        return sum(not finding.warning for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings do not fail it."""
        return len(self.findings) - self.errors

    @property
    def summary(self) -> str:
        """One line: the verdict first."""
        menus = f"at most {_many(len(self.deepest), 'menu')}"
        if len(self.deepest) > DEEPEST:
            menus = f"more than {DEEPEST} menus"
        size = f"{self.places} places, {self.services} services, {menus} to an end"
        if self.topics:
            size += f"; own words: {_many(self.topics, 'topic')}, {_many(self.phrases, 'phrase')}"
        verdict = f"{_many(self.errors, 'fault')} to mend" if self.errors else "sound"
        rest = [_many(self.warnings, "warning")] * bool(self.warnings)
        rest += [_many(len(self.waivers), "waiver")] * bool(self.waivers)
        return f"{self.pack}: {', '.join([verdict, *rest])}. {size}."

    def as_data(self) -> dict[str, Any]:
        """The same as plain JSON data."""
        return {
            "pack": self.pack,
            "findings": [_as_data(finding) for finding in self.findings],
            "waivers": [
                {**asdict(waiver.spot), **_ruled(waiver.rule), "reason": waiver.reason, "waived": waiver.waived}
                for waiver in self.waivers
            ],
            "counts": {
                "places": self.places,
                "services": self.services,
                "errors": self.errors,
                "warnings": self.warnings,
                "waived": sum(waiver.waived for waiver in self.waivers),
                "deepest": len(self.deepest),
                "topics": self.topics,
                "phrases": self.phrases,
            },
            "deepest": list(self.deepest),
        }


def check(folder: Path, today: date) -> Report:
    """Every finding of every rule about the pack in `folder`. Raises PackFaults when it cannot even be loaded."""
    subject = Subject(load_source(folder), today)
    found = sorted({finding for rule in RULES.values() for finding in rule.findings(subject)})
    written = _waivers(subject)
    refused = [waiver for waiver in written if not waiver.spot.place and waiver.rule in NEVER_EVERYWHERE]
    waivers, kept = _waived([waiver for waiver in written if waiver not in refused], found)
    pack = subject.pack
    useless = map(_useless, (waiver for waiver in waivers if not waiver.waived))
    findings = sorted([*kept, *useless, *map(_too_wide, refused)])
    phrases = sum(len(topic.phrases) for topic in pack.topics.values())
    size = (len(pack.places), len(pack.services), deepest(pack), len(pack.topics), phrases)
    return Report(str(folder), tuple(findings), waivers, *size)


def faults_as_data(folder: Path, faults: PackFaults) -> dict[str, Any]:
    """A pack that cannot be loaded, as plain JSON data of the same form as a report."""
    findings = [_fault_as_data(fault) for fault in faults.faults]
    counts = {"errors": len(findings), "warnings": 0, "waived": 0}
    return {"pack": str(folder), "findings": findings, "waivers": [], "counts": counts}


def _waivers(subject: Subject) -> list[Waiver]:
    found = [Waiver(subject.at_pack("waive", str(n)), n, why) for n, why in subject.source.file.waive.items()]
    for name, entry in subject.source.places.items():
        found += [Waiver(subject.at_place(name, "waive", str(n)), n, why) for n, why in entry.waive.items()]
    return found


def _waived(waivers: Iterable[Waiver], found: Iterable[Finding]) -> tuple[tuple[Waiver, ...], list[Finding]]:
    """The waivers with how often each was needed, and the findings that none of them waives."""
    needed: Mapping[tuple[str, int], list[Finding]] = {(waiver.spot.place, waiver.rule): [] for waiver in waivers}
    kept: list[Finding] = []
    for finding in found:
        at_place, everywhere = (finding.spot.place, finding.rule), ("", finding.rule)
        home = needed.get(at_place, needed.get(everywhere))
        (kept if home is None else home).append(finding)
    counted = [
        Waiver(waiver.spot, waiver.rule, waiver.reason, len(needed[waiver.spot.place, waiver.rule]))
        for waiver in waivers
    ]
    return tuple(sorted(counted, key=lambda waiver: (waiver.spot, waiver.rule))), kept


def _useless(waiver: Waiver) -> Finding:
    wrong = f"rule {waiver.rule} is waived, and finds nothing here"
    if waiver.rule not in RULES:
        wrong = f"rule {waiver.rule} is waived, and there is no such rule in the check"
    return Finding(waiver.spot, USELESS_WAIVER, wrong, "take the waiver out", warning=True)


def _too_wide(waiver: Waiver) -> Finding:
    wrong = f"rule {waiver.rule} cannot be waived for the whole pack"
    return Finding(waiver.spot, USELESS_WAIVER, wrong, "take it out, or waive the rule at the one place that needs it")


def _as_data(finding: Finding) -> dict[str, Any]:
    level = "warning" if finding.warning else "error"
    told = {"level": level, "wrong": finding.wrong, "mend": finding.mend}
    return {**asdict(finding.spot), **_ruled(finding.rule), **told}


def _ruled(number: int) -> dict[str, Any]:
    """The rule's number, and what it asks for; nothing for a number that no rule has."""
    rule = RULES.get(number)
    title = rule.title if rule else USELESS_WAIVER_TITLE if number == USELESS_WAIVER else None
    return {"rule": number, "title": title}


def _fault_as_data(fault: Fault) -> dict[str, Any]:
    told = {"rule": None, "title": None, "level": "error", "wrong": fault.wrong, "mend": fault.mend}
    return {"file": fault.file, "line": fault.line, "place": "", **told}


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
