"""Floor 2: what a turn raises, beside what it changes: the counters of all time, and those of its day."""

from signpost.core.record import replace
from signpost.core.tally import Turn, tally
from signpost.ports import Changes


def counted(changes: Changes, told: Turn) -> Changes:
    """The changes of a turn with what is to be counted of it; its session keeps what is counted of the visit."""
    visit, marks = tally(told)
    session = changes.session
    if session and session.visit != visit:
        session = replace(session, visit=visit)
    return replace(changes, session=session, counts=(*changes.counts, *_counts(told, changes)), marks=marks)


def _counts(told: Turn, changes: Changes) -> tuple[str, ...]:
    counted = [f"turns.{told.after.channel}"]
    if told.before is None or told.before.place != told.after.place:
        counted.append(f"places.{told.after.place}")
    counted += ["callbacks.asked"] * len(changes.callbacks) + ["callbacks.rung"] * len(changes.rung)
    counted += ["rings.asked"] * len(changes.rings)
    counted += ["texts.asked"] * len(changes.texts) + ["followups.agreed"] * len(changes.follow_ups)
    return tuple(counted)
