"""Floor 5: what the worker runs. A job carries an opaque id, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

from signpost import traces
from signpost.bootstrap import Service, build
from signpost.noted import note, work
from signpost.ports import BeingSentError, FullError, SendError
from signpost.settings import Settings


@cache
def service() -> Service:
    """The service of this worker process, built once before the first job."""
    return build(Settings.from_env())


def send_text(text_id: str) -> None:
    """Hand one text to the carrier that somebody waits for."""
    # Whatever hinders it now, the text has its next time already.
    with suppress(SendError, FullError, BeingSentError), _at_work("text"):
        service().delivery.text_due(text_id)


def ring(ring_id: str) -> None:
    """Have somebody rung who asked for it."""
    with suppress(SendError, BeingSentError), _at_work("ring"):
        service().ringing.due(ring_id)


def agenda() -> None:
    """Do what is due; see `Errands.run`."""
    try:
        service().errands.run()
    finally:
        traces.flush()


def follow_up(follow_up_id: str) -> None:
    """Send one follow-up now, by hand."""
    with _at_work("followup"):
        service().follow_ups.due(follow_up_id, by_hand=True)


@contextmanager
def _at_work(kind: str) -> Iterator[None]:
    try:
        with work("errand", kind=kind):
            try:
                yield
            except (SendError, FullError, BeingSentError) as fault:
                note(bad=isinstance(fault, SendError), outcome="not taken", fault=type(fault).__name__)
                raise
            note(outcome="done")
    finally:
        # RQ ends the process that a job runs in at once.
        traces.flush()
