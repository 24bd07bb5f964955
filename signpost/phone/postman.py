"""A background thread that does what Twilio does after it has answered: deliver, and call back, one thing at a time."""

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue

_log = logging.getLogger(__name__)


class Postman:
    """Runs errands in the order they were given."""

    def __init__(self) -> None:
        self._errands: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="stand-in phone", daemon=True)
        self._thread.start()

    def send(self, errand: Callable[[], None]) -> None:
        """Have `errand` done soon, after those before it."""
        self._errands.put(errand)

    def close(self) -> None:
        """Finish what was given, and stop."""
        self._errands.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (errand := self._errands.get()) is not None:
            try:
                errand()
            except Exception:
                # One broken errand must not keep every later text from arriving.
                _log.exception("the stand-in phone could not finish an errand")
