"""What a national line needs, by arithmetic alone, from figures that were measured."""

from collections.abc import Mapping
from math import ceil

from tests.benchmarks.figures import Table, shown
from tests.benchmarks.serving import WORKERS

# The demand: people who ring in a month, calls in the busiest hour; turns of a call, and how long it lasts.
CALLERS, BUSIEST_HOUR, TURNS, MINUTES = 1_000_000, 10_000, 5, 2
# Of those who call, how many have one text sent and one follow-up: half is more than is likely.
TEXTED = 0.5
SEGMENTS = 2
# No process is planned to do more than half of what was measured at full load, and within the hour some seconds are
# twice as busy as the mean.
SPARE, BURST = 0.5, 2
# Texts a second of one UK long code, as in SIGNPOST_SMS_RATE; hours of a day, and days of a month, for such texts.
LONG_CODE, HOURS, DAYS = 10, 10.5, 25

NEEDED = (
    "voice turns/s",
    "text turns/s",
    "follow-ups/s",
    "bytes a text",
    "bytes a follow-up",
    "web PSS MB",
    "worker PSS MB",
)
HEAD = ("what", "how it is reckoned", "comes to")


def reckoned(found: Mapping[str, float]) -> Table | None:
    """The page, as far as all was measured that it needs; else None."""
    if not set(NEEDED) <= set(found):
        return None
    return Table(
        "What a national line needs", HEAD, (*_web(found), *_texts(found), *_kept(found), _bill()), _note(found)
    )


def _note(found: Mapping[str, float]) -> str:
    voice, text, sent = (shown(found[name]) for name in ("voice turns/s", "text turns/s", "follow-ups/s"))
    return (
        f"Assumed, so put in your own: {CALLERS:,} people ring in a month, {BUSIEST_HOUR:,} of them in the busiest "
        f"hour, for {MINUTES} minutes and {TURNS} turns each; {TEXTED:.0%} of them have one text sent and are asked "
        f"later, in {SEGMENTS} segments each, and all answer both. Measured above: {voice} voice turns/s and {text} "
        f"SMS turns/s of {WORKERS} web processes that share their cores with Redis and with what asks them, {sent} "
        f"texts/s of a worker, and the bytes. A process is given {SPARE:.0%} of the work that it has shown it can do, "
        f"and a busy second has {BURST} times the mean."
    )


def _texts_sent() -> float:
    return CALLERS * TEXTED * 2


def _texts_a_second() -> float:
    return _texts_sent() / (DAYS * HOURS * 3600) * BURST


def _web(found: Mapping[str, float]) -> tuple[tuple[str, ...], ...]:
    turns, texts = BUSIEST_HOUR * TURNS / 3600 * BURST, _texts_a_second()
    voice, text = found["voice turns/s"], found["text turns/s"]
    share = (turns / voice + texts / text) / SPARE
    processes = max(2, ceil(share * WORKERS))
    each = found["web PSS MB"] / WORKERS
    return (
        (
            "calls at once, in a busy minute",
            f"{BUSIEST_HOUR:,} / 60 minutes x {MINUTES} minutes x {BURST}",
            f"{BUSIEST_HOUR / 60 * MINUTES * BURST:,.0f}",
        ),
        ("voice turns in a busy second", f"{BUSIEST_HOUR:,} x {TURNS} / 3,600 s x {BURST}", f"{turns:.1f}"),
        (
            "texts that come in, in a busy second",
            f"{_texts_sent():,.0f} / ({DAYS} days x {HOURS} h x 3,600 s) x {BURST}",
            f"{texts:.1f}",
        ),
        (
            "web processes",
            f"({turns:.1f} / {shown(voice)} + {texts:.1f} / {shown(text)}) / {SPARE} x {WORKERS}; two at least",
            f"{processes}",
        ),
        ("memory of them", f"{each:.0f} MB x {processes}", f"{each * processes:,.0f} MB"),
    )


def _texts(found: Mapping[str, float]) -> tuple[tuple[str, ...], ...]:
    texts, able = _texts_a_second(), found["follow-ups/s"]
    workers = max(2, ceil(texts / (able * SPARE)))
    return (
        ("texts sent in a busy second", "one for each that comes in", f"{texts:.1f}"),
        (
            "numbers that texts come from",
            f"{texts:.1f} x {SEGMENTS} segments / {LONG_CODE} segments a second of a UK long code",
            f"{ceil(texts * SEGMENTS / LONG_CODE)}",
        ),
        ("worker processes", f"{texts:.1f} / ({shown(able)} x {SPARE}); two at least", f"{workers}"),
        (
            "memory of them",
            f"{found['worker PSS MB']:.0f} MB x {workers}",
            f"{found['worker PSS MB'] * workers:,.0f} MB",
        ),
    )


def _kept(found: Mapping[str, float]) -> tuple[tuple[str, ...], ...]:
    person, waits = found["bytes a text"], found["bytes a follow-up"]
    people, waiting = CALLERS * person, CALLERS * TEXTED * waits
    return (
        ("Redis, people", f"{CALLERS:,} x {person:,.0f} bytes, as after five texts", f"{people / 2**30:.1f} GB"),
        (
            "Redis, follow-ups that wait",
            f"{CALLERS:,} x {TEXTED:.0%} x {waits:,.0f} bytes",
            f"{waiting / 2**30:.1f} GB",
        ),
        (
            "Redis, memory to provide",
            "twice both, for when it writes its file anew",
            f"{ceil(2 * (people + waiting) / 2**30)} GB",
        ),
    )


def _bill() -> tuple[str, ...]:
    segments = _texts_sent() * SEGMENTS
    return (
        "what the carrier charges for in a month",
        f"{CALLERS:,} x {MINUTES} minutes; {CALLERS:,} x {TEXTED:.0%} x 2 texts x {SEGMENTS} segments",
        f"{CALLERS * MINUTES:,} minutes, {segments:,.0f} segments",
    )
