"""Asked to end by SIGTERM, as each time that a new version comes: what is under way is done first."""

import signal
import threading
import time
import uuid
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from signpost.adapters import keys
from tests.faults.asking import TO_BE_TEXTED, Asker, Diary, Line, NobodyError
from tests.faults.away import Stand, stand
from tests.faults.crowd import number
from tests.faults.moody import Mood
from tests.faults.rough import Roughness
from tests.faults.table import Row
from tests.faults.waiting import until
from tests.house import NUMBER

_CALLERS, _FIRST = 4, 700
# Seconds: how slow Redis is, that nobody is done before the signal comes, and how long a process may take to end.
_SLOW, _TO_END, _HOUR = 0.3, 25.0, 3600


@dataclass(frozen=True, slots=True)
class _Ended:
    """What came of it."""

    name: str
    diary: Diary = field(default_factory=Diary)
    wrong: list[str] = field(default_factory=list)

    def row(self, answered: int, *, lost: int = 0, doubled: int = 0) -> Row:
        wrong = (*self.wrong, *self.diary.wrong, *self.diary.tried_again)
        requests = len(self.diary.seconds) + len(self.diary.tried_again)
        return Row(self.name, requests, answered, lost, doubled, max(self.diary.seconds, default=0.0), wrong)


def run(folder: Path, commands: Mapping[str, str]) -> list[Row]:
    """Have the web end amid calls, and the worker amid a text; both start again."""
    with stand(folder, commands) as at:
        return [_web(at), _worker(at)]


def _web(at: Stand) -> Row:
    ended = _Ended("the web is asked to end amid turns (SIGTERM)")
    at.relay.roughness = Roughness(_SLOW)
    before = at.relay.outward
    with ThreadPoolExecutor(_CALLERS) as pool:
        calls = [pool.submit(_ring, at.processes.url, number(_FIRST + one), ended) for one in range(_CALLERS)]
        if not until(lambda: at.relay.outward >= before + _CALLERS, 10) or any(call.done() for call in calls):
            ended.wrong.append("not amid turns")
        # So that each of them has been sent, whoever else asked Redis for something.
        time.sleep(_SLOW / 2)
        _end(at, "web", ended)
    at.relay.roughness = Roughness()
    at.processes.start("web")
    at.processes.wait_for_web()
    return ended.row(sum(call.result() for call in calls))


def _ring(url: str, phone: str, ended: _Ended) -> bool:
    """Whether a call that begins hears the first menu."""
    form = {"From": phone, "To": NUMBER, "CallSid": f"CA{uuid.uuid4().hex}", "CallStatus": "ringing"}
    with suppress(NobodyError):
        return "What do you need" in "".join(Line(url, ended.diary).post("/voice", form).itertext())
    return False


def _worker(at: Stand) -> Row:
    ended, phone = _Ended("the worker is asked to end amid a text (SIGTERM)"), number(_FIRST + _CALLERS)
    at.carrier.well_again.clear()
    at.carrier.moods[phone] = Mood.STALLED
    Asker(at.processes.url, phone, "", False, ended.diary, TO_BE_TEXTED).ask()
    if not until(lambda: at.carrier.met[phone] > 0, 30):
        ended.wrong.append("not amid a text")
    # It has to be heard before the carrier answers.
    threading.Timer(_SLOW, at.carrier.turn_well).start()
    _end(at, "worker", ended)
    if at.redis.zcount(keys.AGENDA, "-inf", time.time() + _HOUR):
        ended.wrong.append("the text was left for others")
    came = len(at.carrier.bodies(phone))
    at.processes.start("worker")
    return ended.row(len(ended.diary.seconds), lost=int(not came), doubled=max(came - 1, 0))


def _end(at: Stand, name: str, ended: _Ended) -> None:
    process = at.processes.started[name]
    process.send_signal(signal.SIGTERM)
    if status := process.wait(_TO_END):
        ended.wrong.append(f"{name} ended with {status}")
