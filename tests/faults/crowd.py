"""People who ring and text one after the other, on phones of their own for each thing that they come for."""

import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

from tests.faults.asking import TO_BE_RUNG, TO_BE_TEXTED, TO_BE_TOLD, Asker, Diary, Script

# Each sort of people has phones of its own, so that what each got can be told apart.
FOLLOWED, RUNG, TEXTED, TOLD = range(100), range(100, 160), range(200, 900), range(900, 1000)
# A phone is sent ten texts a day at the most.
MOST_TEXTS = 9
AT_ONCE = 3
# Seconds: two equal texts to one phone within a minute are one to us, when the carrier has to be asked for them.
_REST = 120.0


@dataclass
class People:
    """Those who ring and text until `until`, by `time.monotonic`."""

    url: str
    until: float
    rung: Diary = field(default_factory=Diary)
    texted: Diary = field(default_factory=Diary)
    told: Diary = field(default_factory=Diary)
    _texts: Counter[int] = field(default_factory=Counter)
    _last: dict[int, float] = field(default_factory=dict)
    _in_use: set[int] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def come(self) -> None:
        """One after the other, each when the last is done."""
        while time.monotonic() < self.until:
            chance = random.random()  # noqa: S311
            if chance < 0.2:
                self._comes(RUNG, self.rung, TO_BE_RUNG)
            elif chance < 0.3:
                self._comes(TEXTED, self.texted, TO_BE_TEXTED)
            else:
                self._comes(TOLD, self.told, TO_BE_TOLD)

    def _comes(self, phones: range, diary: Diary, wish: Script) -> None:
        phone = self._free(phones)
        if phone is None:
            time.sleep(0.1)
            return
        by_text = bool(wish.by_text) and random.random() < 0.5  # noqa: S311
        when = random.choice(["morning", "afternoon"])  # noqa: S311
        try:
            Asker(self.url, number(phone), when, by_text, diary, wish).ask()
        finally:
            with self._lock:
                self._in_use.discard(phone)

    def _free(self, phones: range) -> int | None:
        """A phone that nobody talks on, and that may still be texted."""
        with self._lock:
            now = time.monotonic()
            free = (one for one in phones if one not in self._in_use and self._texts[one] < MOST_TEXTS)
            found = [one for one in free if now - self._last.get(one, -_REST) >= (_REST if phones is TEXTED else 0)]
            if not found:
                return None
            phone = random.choice(found)  # noqa: S311
            self._last[phone] = now
            self._in_use.add(phone)
            self._texts[phone] += phones is TEXTED
            return phone


def number(phone: int) -> str:
    """One of Ofcom's numbers for drama."""
    return f"+447700900{phone:03d}"
