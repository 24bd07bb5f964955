"""The rule that tells which other rules are silent about a pack, because they know English words alone."""

from collections.abc import Iterator

from signpost.authoring.rules.finding import RULES, Finding, rule
from signpost.authoring.rules.subject import Subject


@rule(113, "every rule is judged: in another language, those that know English words are not")
def all_judged(subject: Subject) -> Iterator[Finding]:
    """Silence is no praise: somebody who reads the language has to judge these."""
    if not subject.is_english:
        silent = ", ".join(str(number) for number, known in sorted(RULES.items()) if known.english)
        wrong = f"the voice speaks {subject.pack.voice.language}, so rules {silent} are not judged"
        mend = "let somebody who reads the language judge by them, or write en-GB if the words are English"
        yield Finding(subject.at_pack("voice", "language"), 113, wrong, mend, warning=True)
