"""Every way in which the carrier's REST API can fail while people ask to be texted: late at worst, once, and in order.

They ask by phone, on the Procfile's own processes: first for one contact, then for another. Nobody on the phone waits
for the carrier, whatever it does.
"""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from signpost.adapters import keys
from tests.faults.asking import Asker, Diary, Script
from tests.faults.away import Stand, stand
from tests.faults.crowd import number
from tests.faults.moody import Mood, Moody
from tests.faults.table import Row
from tests.faults.waiting import until
from tests.house import EXAMPLE

MOODS = tuple(mood for mood in Mood if mood is not Mood.WELL)
_TO_MEET, _TO_SETTLE, _HOUR = 60.0, 300.0, 3600
_FIRST = 100


def _wish(label: str) -> Script:
    by_phone = {
        "You were with us": "To start again",
        "Is your child in school": f"For {label}",
        "Is it safe": "For yes",
        "What next": "To have this sent by text",
    }
    return Script(by_phone, {}, ("We are sending the text",))


# What is asked for, and which words its text alone has.
WISHES = ((_wish("Yes, in school"), "Talk to the teacher"), (_wish("No, at home"), "01632 960001"))


@dataclass(frozen=True, slots=True)
class Met:
    """What people lived through while the carrier was in this mood with their `phones`."""

    mood: Mood
    phones: tuple[str, ...]
    diary: Diary = field(default_factory=Diary)
    wrong: list[str] = field(default_factory=list)

    def ask(self, url: str, phone: str) -> None:
        """Ask for one contact after the other."""
        for wish, _ in WISHES:
            Asker(url, phone, "", False, self.diary, wish).ask()


def run(folder: Path, commands: Mapping[str, str], *, people: int, at_once: bool) -> list[Row]:
    """Have so many people meet each mood, one mood after the other or all `at_once`, and see what they were sent."""
    with stand(folder, commands, EXAMPLE) as at:
        met = [
            Met(mood, tuple(number(_FIRST + place * people + one) for one in range(people)))
            for place, mood in enumerate(MOODS)
        ]
        for some in [met] if at_once else [[one] for one in met]:
            _meet(at, some)
            _settle(at, some)
        assert all(process.poll() is None for process in at.processes.started.values()), at.processes.last_words()
        return [_judged(at.carrier, one) for one in met]


def _meet(at: Stand, met: Sequence[Met]) -> None:
    """Have all ask while the carrier is in these moods: it is in a good one only when all on the phone are done."""
    at.carrier.well_again.clear()
    at.carrier.moods.update({phone: one.mood for one in met for phone in one.phones})
    with ThreadPoolExecutor(6) as pool:
        asking = [pool.submit(one.ask, at.processes.url, phone) for one in met for phone in one.phones]
        for each in asking:
            each.result()
    if not until(lambda: all(at.carrier.met[phone] for one in met for phone in one.phones), _TO_MEET):
        met[0].wrong.append("not all met it")
    at.carrier.turn_well()


def _settle(at: Stand, met: Sequence[Met]) -> None:
    def settled() -> bool:
        came = all(len(at.carrier.bodies(phone)) >= len(WISHES) for one in met for phone in one.phones)
        return came and not at.redis.zcount(keys.AGENDA, "-inf", time.time() + _HOUR)

    if not until(settled, _TO_SETTLE):
        met[0].wrong.append(f"not settled:\n{at.processes.last_words()}")


def _judged(carrier: Moody, met: Met) -> Row:
    lost = doubled = 0
    wrong = [*met.wrong, *met.diary.wrong, *(f"no answer: {fault}" for fault in met.diary.tried_again)]
    for phone in met.phones:
        bodies = carrier.bodies(phone)
        came = [[place for place, body in enumerate(bodies) if words in body] for _, words in WISHES]
        lost += sum(not places for places in came)
        doubled += sum(len(places) > 1 for places in came)
        if [place for places in came for place in places] != sorted(range(len(bodies))):
            wrong.append(f"out of order: {[len(places) for places in came]} of {len(bodies)}")
    wrong.extend(f"for nothing: {happened.what}" for happened in (*met.diary.troubles, *met.diary.unheard))
    requests = len(met.diary.seconds) + len(met.diary.tried_again) + len(met.diary.unheard)
    return Row(
        f"Twilio: {met.mood}", requests, len(met.diary.seconds), lost, doubled, max(met.diary.seconds), tuple(wrong)
    )
