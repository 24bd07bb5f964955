"""Floor 5: what the worker runs. A job carries an opaque id, or nothing."""

from functools import cache

from signpost import traces
from signpost.bootstrap import Service, build
from signpost.noted import note, work
from signpost.ports import Errand, ErrandKind
from signpost.settings import Settings


@cache
def service() -> Service:
    """The service of this worker process, built once before the first job."""
    return build(Settings.from_env())


def send_text(text_id: str) -> None:
    """Hand one text to the carrier that somebody waits for, and then do what else is due; see `Errands.run`."""
    _run(Errand(ErrandKind.TEXT, text_id, waited=True))


def ring(ring_id: str) -> None:
    """Have somebody rung who asked for it, and then do what else is due."""
    _run(Errand(ErrandKind.RING, ring_id, waited=True))


def agenda() -> None:
    """Do what is due; see `Errands.run`."""
    _run(None)


def follow_up(follow_up_id: str) -> None:
    """Send one follow-up now, by hand."""
    try:
        with work("errand", kind="followup"):
            service().follow_ups.due(follow_up_id, by_hand=True)
            note(outcome="done")
    finally:
        traces.flush()


def _run(first: Errand | None) -> None:
    try:
        service().errands.run(first)
    finally:
        # RQ ends the process that a job runs in at once.
        traces.flush()
