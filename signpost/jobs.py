"""Floor 5: what the worker runs. A job carries an opaque id, or nothing."""

from contextlib import suppress
from functools import cache

from signpost.bootstrap import Service, build
from signpost.ports import BeingSentError, FullError, SendError
from signpost.settings import Settings


@cache
def service() -> Service:
    """The service of this worker process, built once before the first job."""
    return build(Settings.from_env())


def send_text(text_id: str) -> None:
    """Hand one text to the carrier that somebody waits for."""
    # Whatever hinders it now, the text has its next time already.
    with suppress(SendError, FullError, BeingSentError):
        service().delivery.text_due(text_id)


def ring(ring_id: str) -> None:
    """Have somebody rung who asked for it."""
    with suppress(SendError, BeingSentError):
        service().ringing.due(ring_id)


def agenda() -> None:
    """Do what is due; see `Errands.run`."""
    service().errands.run()


def follow_up(follow_up_id: str) -> None:
    """Send one follow-up now, by hand."""
    service().follow_ups.due(follow_up_id, by_hand=True)
