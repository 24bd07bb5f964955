"""Follow-ups: the sealed record, the second each is due at, and its job, always changed together."""

from redis.client import Pipeline

from signpost.adapters import keys
from signpost.adapters.jobqueue import JobQueue, due_second
from signpost.adapters.ledger import Ledger, live_on
from signpost.adapters.records import follow_up_to_dict
from signpost.adapters.watched import watch_and_read
from signpost.core.menu import Keep
from signpost.ports import PendingFollowUp

Due = dict[str, int]


class Agenda:
    """What is to come for each person."""

    def __init__(self, jobs: JobQueue, keep: Keep) -> None:
        self._jobs = jobs
        self._keep = keep

    def watch(self, pipe: Pipeline, people: set[str]) -> dict[str, Due]:
        """Watch and read, for each of these people (at least one), which follow-ups are due at which second."""
        names = sorted(people)
        found = [keys.pending(name) for name in names]
        replies = watch_and_read(pipe, tuple(found), *(("HGETALL", key) for key in found))
        return {
            name: {follow_up_id.decode(): int(due) for follow_up_id, due in reply.items()}
            for name, reply in zip(names, replies, strict=True)
        }

    def put(self, ledger: Ledger, follow_up: PendingFollowUp, before: int | None) -> None:
        """Keep a follow-up and run it when it is due, instead of at `before`."""
        due = due_second(follow_up.due)
        life = max(due - ledger.now, 0) + self._keep.text * keys.DAY
        if before is not None:
            self._jobs.cancel_follow_up(ledger.pipe, follow_up.id, before)
        ledger.write(follow_up.person, keys.follow_up(follow_up.id), follow_up_to_dict(follow_up), life)
        pending = keys.pending(follow_up.person)
        ledger.pipe.hset(pending, follow_up.id, str(due))
        live_on(ledger.pipe, pending, life)
        self._jobs.follow_up(ledger.pipe, follow_up.id, due)

    def end(self, ledger: Ledger, person: str, follow_up_id: str, due: int | None) -> None:
        """A follow-up is over. Nothing happens if it is not there; `due` None means that it has no job."""
        if due is not None:
            self._jobs.cancel_follow_up(ledger.pipe, follow_up_id, due)
        ledger.drop(person, keys.follow_up(follow_up_id))
        ledger.pipe.hdel(keys.pending(person), follow_up_id)
