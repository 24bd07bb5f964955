"""Whether the service is well: each thing with a verdict in words, and what to do where it is not."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template

from signpost.adapters.ceiling import FIRST_WARNING
from signpost.adapters.condition import KEEPS, Condition, Memory, Persistence
from signpost.adapters.refusals import OF_ONE_PHONE, meaning
from signpost.bootstrap import Service
from signpost.web.console.guard import officer

# In seconds. A text that somebody waits for goes out within a few; a worker that was killed is made up for in a minute.
_TOO_LONG = 60
# The share of its memory from which Redis wants more.
_FULL = 0.8
_NO_ANSWER = "no answer, or one that we cannot read"
_UNKNOWN = "This server does not tell us."


@dataclass(frozen=True, slots=True)
class Verdict:
    """One thing that was looked at: what was found, and `advice` where somebody has to do something, else ""."""

    about: str
    found: str
    advice: str = ""

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return "-".join(self.about.lower().replace(",", "").split())


def pages(service: Service) -> Blueprint:
    """/health."""
    routes = Blueprint("health", __name__)

    @routes.get("/health")
    @officer
    def health() -> str:
        condition = service.store.condition.read()
        return render_template(
            "staff/health.html",
            condition=condition,
            verdicts=list(verdicts(condition, service.settings.segments_a_day)),
            faults=[(code, count, meaning(code) if code else _NO_ANSWER) for code, count in condition.faults.items()],
        )

    return routes


def verdicts(now: Condition, ceiling: int) -> Iterator[Verdict]:
    """What there is to say of each part of a service, those first that texts hang on.

    `ceiling` is in segments a day.
    """
    yield _workers(now)
    yield _waiting(now)
    yield _errands(now)
    yield _ceiling(now.segments, ceiling)
    yield _faults(now)
    yield _callbacks(now)
    yield _memory(now.memory)
    yield _persistence(now.persistence)


def _workers(now: Condition) -> Verdict:
    about = "Workers"
    found = f"{_many(now.workers, 'worker')} {_were(now.workers)} seen in the last two minutes."
    if now.workers:
        return Verdict(about, found)
    return Verdict(
        about, found, "No text or follow-up goes out until one runs. Start the worker again, or have it done."
    )


def _waiting(now: Condition) -> Verdict:
    about = "Texts that somebody waits for"
    queues = ", ".join(f"{count} in the queue {name}" for name, count in now.queues.items())
    if now.oldest is None:
        return Verdict(about, f"None waits. Jobs: {queues}.")
    found = f"The one that has waited longest waits for {_age(now.oldest)}. Jobs: {queues}."
    if now.oldest < _TOO_LONG:
        return Verdict(about, found)
    busy = "If workers are seen above, there are too few of them: start another." if now.workers else "Start a worker."
    return Verdict(about, found, f"Texts should leave within seconds. {busy}")


def _errands(now: Condition) -> Verdict:
    about = "Follow-ups, texts, calls and e-mails to come"
    if not now.late:
        return Verdict(about, f"{now.errands:,} to be done in their time, and none is late.")
    found = f"{now.errands:,} to be done in their time. More than two minutes late: {now.late:,}."
    advice = "After a night or a fault some are late, and they go out in order by themselves. Load this page again: if "
    return Verdict(about, found, f"{advice}the number does not fall, start another worker.")


def _ceiling(sent: int, ceiling: int) -> Verdict:
    about = "Texts sent today"
    found = f"{sent:,} segments of the {ceiling:,} that may be sent in a day."
    if sent <= ceiling * FIRST_WARNING:
        return Verdict(about, found)
    advice = "Texts that nobody waits for now wait until tomorrow. See whether something sends without end; if not, "
    return Verdict(about, found, f"{advice}have SIGNPOST_SEGMENTS_A_DAY raised.")


def _faults(now: Condition) -> Verdict:
    about = "Twilio in the last hour"
    if not now.faults:
        return Verdict(about, "No fault.")
    ours = sum(count for code, count in now.faults.items() if code not in OF_ONE_PHONE)
    found = f"{_many(sum(now.faults.values()), 'fault')}, {ours:,} of them not about a single phone."
    if not ours:
        return Verdict(about, f"{found} Phones that are switched off or no longer in use are nothing to worry about.")
    advice = "The table says what each means. Texts are tried again by themselves, for a day at least. If it lasts, "
    return Verdict(about, found, f"{advice}look at status.twilio.com, and at the account's balance and token.")


def _callbacks(now: Condition) -> Verdict:
    about, found = "Requests to be rung back", f"{_many(now.callbacks, 'request')} {_are(now.callbacks)} open."
    if not now.overdue:
        return Verdict(about, found)
    whom = "the person" if now.overdue == 1 else "these people"
    return Verdict(
        about,
        f"{found} {now.overdue:,} {_are(now.overdue)} overdue: the day that was told is over.",
        f"Ring {whom} today. If nobody has the time, tell a manager.",
    )


def _memory(memory: Memory | None) -> Verdict:
    about = "Memory of Redis"
    if memory is None:
        return Verdict(about, _UNKNOWN)
    limit = f"of {_bytes(memory.limit)}" if memory.limit else "and no limit is set"
    full = "nothing is dropped" if memory.policy == KEEPS else "something is dropped"
    found = f"{_bytes(memory.used)} used, {limit}. When it is full, {full} ({memory.policy})."
    if memory.policy != KEEPS:
        lost = "When memory is short Redis drops what it holds: requests, follow-ups, who wants no texts."
        return Verdict(about, found, f"{lost} Set maxmemory-policy to {KEEPS}.")
    if memory.limit and memory.used > _FULL * memory.limit:
        return Verdict(about, found, "When it is full, nothing new can be kept. Give Redis more memory.")
    return Verdict(about, found)


def _persistence(kept: Persistence | None) -> Verdict:
    about = "What Redis writes to disk"
    if kept is None:
        return Verdict(about, _UNKNOWN)
    log = "on" if kept.log else "off"
    unsaved = f"{_many(kept.unsaved, 'change')} since the last picture of all it holds"
    found = f"The log of each change (appendonly) is {log}; {unsaved}."
    if kept.loading:
        return Verdict(about, found, "Redis is still reading what it kept. Wait until it is done.")
    if not (kept.log_sound and kept.picture_sound):
        return Verdict(about, found, "Redis could not write to its disk. See whether that is full, or not writable.")
    if not kept.log:
        return Verdict(about, found, "If Redis stops, what came since then is lost. Set appendonly to yes.")
    return Verdict(about, found)


def _age(seconds: float) -> str:
    if seconds < 60:
        return _many(int(seconds), "second")
    return _many(int(seconds / 60), "minute") if seconds < 7200 else _many(int(seconds / 3600), "hour")


def _bytes(count: int) -> str:
    return f"{count / 2**20:,.0f} MB" if count < 2**30 else f"{count / 2**30:,.1f} GB"


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"
