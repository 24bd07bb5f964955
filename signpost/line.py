"""Floor 2: the line behind 0 as it is now: open or shut, and what those hear who wait for it."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from signpost.core.hours import is_open, next_opening, opening_told
from signpost.core.menu import Pack
from signpost.core.waiting import Wait, told
from signpost.render.voice import Manner, VoiceRenderer


@dataclass(frozen=True, slots=True)
class LineNow:
    """The line of one pack. Calls are rendered by `voice`; `leave` is the URL that takes a caller out of the queue."""

    pack: Pack
    holidays: AbstractSet[date]
    clock: Callable[[], datetime]
    voice: VoiceRenderer
    leave_url: str

    def opens(self, *, dated: bool = False) -> str | None:
        """When the line opens next, in words; None while it is open, as far as is known. `dated`: by its date."""
        now, opening = self.clock(), self.pack.line.opening
        if is_open(now, opening, self.holidays):
            return None
        return opening_told(next_opening(now, opening, self.holidays), now, dated=dated)

    def waiting(self, wait: Wait, manner: Manner) -> str:
        """The TwiML for somebody who waits in the queue, asked for about every half minute. Nothing is kept of it."""
        opens, service = self.opens(), self.pack.person_signpost.service
        shut = self.pack.wording.shut.fill(service=service.name, when=opens) if opens else None
        now = told(self.pack, wait, shut)
        leave = self.leave_url if now.waits_on else None
        return self.voice.waiting(now.said, leave=leave, manner=manner, most=max(1, self._longest() - wait.seconds))

    def _longest(self) -> int:
        queue = self.pack.line.queue
        return queue.longest * 60 if queue else 0

    def leave(self) -> str:
        """The TwiML that takes somebody out of the queue, to where the other ways are told."""
        return self.voice.waiting((), leave=None, manner=Manner())
