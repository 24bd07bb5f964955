"""Floor 5: what the worker runs. Each job carries an opaque id and nothing else."""

from functools import cache

from rq import get_current_job

from signpost.bootstrap import Service, Settings, build


@cache
def service() -> Service:
    """The service of this worker process, built once before the first job."""
    return build(Settings.from_env())


def send_text(text_id: str) -> None:
    """Hand one text to the carrier. Raises SendError for RQ to try again."""
    job = get_current_job()
    service().delivery.text_due(text_id, last_try=job is None or not job.retries_left)


def follow_up(follow_up_id: str, by_hand: bool = False) -> None:
    """Send one follow-up, or put it off; see `Conversation.follow_up_due`."""
    service().conversation.follow_up_due(follow_up_id, by_hand=by_hand)
