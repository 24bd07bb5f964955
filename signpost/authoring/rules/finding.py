"""What a rule finds, and how a rule is registered."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signpost.authoring.rules.subject import Subject


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """Where something is written. `place` names the menu, signpost or other place that it belongs to, "" for none."""

    file: str
    line: int
    place: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that a rule forbids, and what to write instead. A warning does not fail the pack."""

    spot: Spot
    rule: int
    wrong: str
    mend: str
    warning: bool = False

    def __str__(self) -> str:
        level = " (warning)" if self.warning else ""
        return f"{self.spot}: rule {self.rule}{level}: {self.wrong}: {self.mend}"


Judge = Callable[["Subject"], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A numbered rule. `english` rules know English words, and say nothing about a pack in another language."""

    number: int
    title: str
    judge: Judge
    english: bool = False

    def findings(self, subject: "Subject") -> Iterator[Finding]:
        """All that the rule finds in a pack."""
        if not self.english or subject.is_english:
            yield from self.judge(subject)


RULES: dict[int, Rule] = {}


def rule(number: int, title: str, *, english: bool = False) -> Callable[[Judge], Judge]:
    """Register a function as the rule with this number. `title` says what has to hold, in a few words."""

    def register(judge: Judge) -> Judge:
        if number in RULES:
            raise ValueError(f"rule {number} is there twice")
        RULES[number] = Rule(number, title, judge, english)
        return judge

    return register
