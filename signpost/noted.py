"""What the log says of a piece of work: a turn, or an errand. One line when it ends; others meanwhile bear its marks.

No number and no word of anybody's is noted. A conversation is named by a digest, the same in all its turns, which leads
back to nobody: what it is made of is an opaque id, or is itself made with our secret.
"""

import logging
from collections.abc import Mapping
from contextvars import ContextVar
from hashlib import blake2s
from time import perf_counter
from types import TracebackType

from signpost import traces

log = logging.getLogger("signpost")

_LONGEST = 40
# Not of the line itself: makes it a warning.
_BAD = "bad"
_NOTHING: dict[str, object] = {}
_noted: ContextVar[dict[str, object]] = ContextVar("noted", default=_NOTHING)


def noted() -> Mapping[str, object]:
    """What is noted of the work at hand, by name."""
    return {name: value for name, value in _noted.get().items() if name != _BAD}


def note(*, bad: bool = False, **what: str | int) -> None:
    """Note something of the work at hand, if there is any. `bad` is for what somebody should look at."""
    fields = _noted.get()
    if fields is _NOTHING:
        return
    for name, value in what.items():
        fields[name] = value[:_LONGEST] if isinstance(value, str) else value
    if bad:
        fields[_BAD] = True


def note_conversation(name: str) -> None:
    """Note which conversation the work at hand belongs to; `name` is as of `ports.by_call` or `ports.by_text`."""
    note(conversation=blake2s(name.encode("utf-8", "replace"), digest_size=6).hexdigest())


class work:  # noqa: N801
    """A context: what happens within is one piece of work. Its line has what was noted, and how many ms it took.

    A class, as it comes with each turn, and takes half as long as a generator would.
    """

    __slots__ = ("_before", "_event", "_fields", "_span", "_started")

    def __init__(self, event: str, **what: str) -> None:
        self._event = event
        self._fields: dict[str, object] = dict(what)

    def __enter__(self) -> None:
        self._before = _noted.set(self._fields)
        self._span = traces.start(self._event)
        self._started = perf_counter()

    def __exit__(
        self, _kind: type[BaseException] | None, fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        fields = self._fields
        if fault and "outcome" not in fields:
            fields |= {"outcome": "failed", "fault": type(fault).__name__, _BAD: True}
        fields["ms"] = round((perf_counter() - self._started) * 1000, 1)
        if self._span:
            traces.finish(self._span, fields)
        log.log(logging.WARNING if fields.get(_BAD) else logging.INFO, self._event)
        _noted.reset(self._before)
