"""Floor 2: work that is done one after the other, and yet is not held up by the one that takes long.

A carrier takes a tenth of a second for a text, and one that does not answer ten seconds and more. Whatever takes longer
than a moment is left to a hand of its own, and the next is begun; but nothing of the same person, so that texts keep
order.
"""

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")

# How many are in hand at once, and for how many seconds the next one waits for the one before it. With a carrier that
# takes a tenth of a second for a text a worker sends 72 a second so; where the next waited for 0.25 s, it sent 9.
HANDS = 8
PATIENCE = 0.005
# For how many seconds it is waited for one of those in hand, where there is nothing else to begin.
_REST = 0.25


class Hands(Generic[T]):
    """A context that does pieces of work by `do`, which must not raise; its end waits for all that were begun."""

    def __init__(self, do: Callable[[T], None]) -> None:
        self._do = do
        self._pool = ThreadPoolExecutor(HANDS, "hand")
        self._slow: dict[Future[None], str] = {}
        self._aside: list[tuple[str, T]] = []

    def __enter__(self) -> "Hands[T]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        # Whoever is told to stop at once, as by RQ when a job has lasted too long, does not wait for a slow carrier.
        self._pool.shutdown(wait=kind is None)

    @property
    def busy(self) -> bool:
        """Whether anything that was begun still takes its time."""
        self._slow = {begun: whose for begun, whose in self._slow.items() if not begun.done()}
        return bool(self._slow)

    def begin(self, whose: str, piece: T) -> bool:
        """Do a piece of somebody's work, after a moment in the background. False, and it is put aside, where an earlier
        one of theirs is not done.
        """
        if (self.busy and whose in self._slow.values()) or whose in (other for other, _ in self._aside):
            self._aside.append((whose, piece))
            return False
        if len(self._slow) == HANDS:
            wait(self._slow, return_when=FIRST_COMPLETED)
        begun = self._pool.submit(self._do, piece)
        if not wait([begun], PATIENCE).done:
            self._slow[begun] = whose
        return True

    def put_aside(self) -> list[T]:
        """What was put aside since this was last asked, in its order."""
        aside, self._aside = self._aside, []
        return [piece for _, piece in aside]

    def rest(self) -> None:
        """Wait a moment for those that take their time."""
        wait(self._slow, _REST, FIRST_COMPLETED)
