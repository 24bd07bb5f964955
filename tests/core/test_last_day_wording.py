"""The words of the date dialogue: short, never certain, and in a text never longer than two segments."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from signpost.core.deadline import last_day
from signpost.core.events import Ask
from signpost.core.menu import Service
from signpost.core.options import MOST_OPTIONS
from signpost.core.session import Channel, Question, Session
from signpost.render.gsm import segments, septets
from signpost.render.sms import ROOM, whole
from tests.core.appeals import APPEALS, DEADLINE, NO, SAY, called, texted
from tests.core.talk import Talk, of
from tests.samples import service


def test_two_letters_are_two_days_of_which_the_later_agreement_is_told_to_hold() -> None:
    for words in (SAY.remind_agreed.voice, SAY.remind_agreed.text):
        assert " no other" in words


def long_service() -> Service:
    line = service("line", "SEND Duty Line", "01442 453300")
    return replace(service("long", "Herts SENDIASS", "01442 453300", confirmed=False), via=line)


def noon(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())


def every_text() -> dict[str, str]:
    """Whole texts of the dialogue, the longest of each kind in two years of letters, with a long contact."""
    long = replace(DEADLINE, service=long_service())
    pack = replace(APPEALS, name="Signpost", places={**APPEALS.places, "last-day": long})
    found: dict[str, str] = {}
    for days in range(0, 730, 3):
        letter = date(2026, 1, 1) + timedelta(days=days)
        talk = Talk(Channel.TEXT)
        talk.pack = pack
        for certificate in ("", letter.isoformat(), (letter + timedelta(days=40)).isoformat()):
            given = date.fromisoformat(certificate or letter.isoformat())
            last = last_day(letter, date.fromisoformat(certificate) if certificate else None, frozenset())
            for when in (given, last - timedelta(days=7), last, last + timedelta(days=30)):
                talk.now = noon(when)
                for words, offered in (("again", when), ("1", when), ("1", given), ("bla", when)):
                    talk.session = Session(
                        Channel.TEXT,
                        "last-day",
                        Question.DATE,
                        letter=letter.isoformat(),
                        certificate=certificate,
                        misses=1,
                        at=noon(offered),
                    )
                    told = whole(pack, talk(words))
                    kind = f"{words} {bool(certificate)} {(last - when).days} {offered == when}"
                    found[kind] = max(found.get(kind, ""), told, key=septets)
    return found


def test_every_text_of_it_fits_two_segments_with_a_long_contact() -> None:
    for told in every_text().values():
        assert segments(told) <= 2, told
        assert septets(told) <= ROOM, told


DIALOGUE = [entry.name for entry in fields(SAY)]
DIALOGUE = DIALOGUE[DIALOGUE.index("letter") : DIALOGUE.index("reminder") + 1]


@pytest.mark.parametrize("name", DIALOGUE)
def test_a_caller_hears_short_sentences(name: str) -> None:
    filled = {
        "letter": "30 September 2026",
        "certificate": "30 September 2026",
        "day": "Wednesday 30 September 2026",
        "service": "Herts SENDIASS",
        "weeks": "4 weeks and 1 week",
    }
    spoken = getattr(SAY, name).fill(**filled).voice
    assert all(len(sentence.split()) <= 20 for sentence in spoken.replace("?", ".").split("."))


@pytest.mark.parametrize("name", ["appeal_by", "appeal_by_certificate", "appeal_today", "appeal_late", "reminder"])
def test_no_day_is_told_as_certain(name: str) -> None:
    for words in filter(None, (getattr(SAY, name).voice, getattr(SAY, name).text)):
        assert "We can be wrong" in words


def test_nobody_has_more_options_than_can_be_kept_in_mind() -> None:
    for talk in (called("0311", NO), texted("3 November", "no")):
        assert len(of(talk("again" if talk.channel is Channel.TEXT else "#"), Ask).labels) <= MOST_OPTIONS
