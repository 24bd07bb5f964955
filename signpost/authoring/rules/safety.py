"""Rules about danger, and about when texts may arrive."""

import re
from collections.abc import Iterator
from datetime import time

from signpost.authoring.english import words
from signpost.authoring.places import said
from signpost.authoring.rules.finding import Finding, rule
from signpost.authoring.rules.subject import Subject

FIRST_WORDS = 10
EARLIEST, LATEST = time(8), time(20)


@rule(39, "danger is answered: 999 within the first 10 words, and 55 for who cannot speak")
def danger_answered(subject: Subject) -> Iterator[Finding]:
    """A silent 999 call from a mobile goes on only when 55 is pressed as it is asked for."""
    danger = subject.pack.danger
    if not danger:
        mend = "add danger: to pack.yaml, with words and the closing that answers them"
        yield Finding(subject.at_place(subject.pack.first), 39, "no words of danger are answered", mend)
        return
    answer, spot = said(subject.pack.places[danger.goto]), subject.at_place(danger.goto)
    for told in dict.fromkeys((answer.voice, answer.text)):
        if "999" not in words(told)[:FIRST_WORDS]:
            wrong = f"999 does not come in the first {FIRST_WORDS} words of what answers danger"
            yield Finding(spot, 39, wrong, "begin with: Ring 999 now")
        elif not re.search(r"\b55\b", told):
            mend = "add: If you cannot speak, press 55 when you are asked"
            yield Finding(spot, 39, "it does not say what to do on 999 when one cannot speak", mend)


@rule(58, "follow-ups and calls go out between 8 in the morning and 8 in the evening")
def sociable_hours(subject: Subject) -> Iterator[Finding]:
    """A phone that buzzes at night is seen by whoever lies beside it."""
    pack = subject.pack
    for name, hours in (("text_hours", pack.text_hours), ("ring_me", pack.ring_me)):
        if hours and (hours.start < EARLIEST or hours.end > LATEST):
            wrong = f"{name} begin before 08:00 or end after 20:00"
            yield Finding(subject.at_pack(name), 58, wrong, "keep within 08:00 and 20:00")
