"""Floor 2: all that is made of a pack, as the staff have changed it just now, to answer a turn."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from signpost.amended import amended_by
from signpost.core.menu import Pack
from signpost.core.understanding import Understand, deaf
from signpost.flood_ports import Crowd
from signpost.line import LineNow
from signpost.render.voice import VoiceRenderer
from signpost.trouble import Trouble
from signpost.unkept import Unkept

# Staff change little at a time: what was before may still be asked for by who was late.
_KEPT = 4


@dataclass(frozen=True, slots=True)
class OwnLine:
    """Our own line: the path of every call's webhook, the number that our own calls come from, None for none, and how
    often is too often to come to it.
    """

    voice_url: str = "/voice"
    caller_number: str | None = None
    crowd: Crowd = Crowd()


@dataclass(frozen=True, slots=True)
class Live:
    """A pack, and the parts that say it."""

    pack: Pack
    voice: VoiceRenderer
    line: LineNow
    trouble: Trouble
    unkept: Unkept


class LivePack:
    """One pack as it stands at each moment."""

    def __init__(
        self,
        pack: Pack,
        holidays: AbstractSet[date],
        clock: Callable[[], datetime],
        own: OwnLine,
        understand: Understand = deaf,
    ) -> None:
        self._pack = pack
        self._holidays = holidays
        self._clock = clock
        self._voice_url = own.voice_url
        self._understand = understand
        self.of: Callable[[bytes], Live] = lru_cache(maxsize=_KEPT)(self._made)

    def _made(self, amendments: bytes) -> Live:
        pack = amended_by(self._pack, amendments)
        voice = VoiceRenderer(pack)
        line = LineNow(pack, self._holidays, self._clock, voice, f"{self._voice_url}/leave")
        trouble = Trouble(line, self._voice_url, self._understand)
        return Live(pack, voice, line, trouble, Unkept(line, self._voice_url, self._understand))
