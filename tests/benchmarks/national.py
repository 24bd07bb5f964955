"""What a national line needs, by arithmetic alone, from figures that were measured."""

from collections.abc import Mapping
from math import ceil

from tests.benchmarks.figures import Table

# The demand: people in a month, calls in the busiest hour; turns of a call, and how long it lasts.
CALLERS, BUSIEST_HOUR, TURNS, MINUTES = 1_000_000, 10_000, 5, 2
# Of those who call, how many have one text sent and one follow-up: half is more than is likely.
TEXTED = 0.5
SEGMENTS = 2
# Work is planned for half of what was measured at full load, and within a burst twice the hour's mean.
SPARE, BURST = 0.5, 2
# Texts a second of one UK long code, as in SIGNPOST_SMS_RATE; hours of a day, and days of a month, for such texts.
LONG_CODE, HOURS, DAYS = 10, 10.5, 25
PROCESSES = 2  # that the measured requests/s are of

NEEDED = ("voice turns/s", "follow-ups/s", "bytes a text", "bytes a follow-up", "web PSS MB", "worker PSS MB")


def reckoned(found: Mapping[str, float]) -> Table | None:
    """The page, as far as all was measured that it needs; else None."""
    if not set(NEEDED) <= set(found):
        return None
    turns = BUSIEST_HOUR * TURNS / 3600 * BURST
    able = found["voice turns/s"] * SPARE / PROCESSES
    web = max(2, ceil(turns / able))
    texts = CALLERS * TEXTED * 2 * SEGMENTS
    texts_a_second = texts / (DAYS * HOURS * 3600) * BURST
    workers = max(2, ceil(texts_a_second / SEGMENTS / (found["follow-ups/s"] * SPARE)))
    people, waiting = CALLERS * found["bytes a text"], CALLERS * TEXTED * found["bytes a follow-up"]
    lines = BUSIEST_HOUR / 60 * MINUTES * BURST
    voice, follow_ups, each_web = found["voice turns/s"], found["follow-ups/s"], found["web PSS MB"]
    of_web, of_worker = f"({voice:.0f} turns/s / {PROCESSES} x {SPARE})", f"({follow_ups:.0f} texts/s x {SPARE})"
    person, waits = f"{found['bytes a text']:,.0f} bytes", f"{found['bytes a follow-up']:,.0f} bytes"
    bill = f"minutes x a + segments x b by your carrier's prices: {CALLERS * MINUTES:,} a + {texts:,.0f} b"
    rows = (
        ("turns in a second, at a burst", f"{BUSIEST_HOUR:,} x {TURNS} turns / 3,600 s x {BURST}", f"{turns:.0f}"),
        ("web processes", f"that / {of_web}, two at least", f"{web}"),
        (
            "their memory",
            f"{each_web:.0f} MB of {PROCESSES}, x {web} / {PROCESSES}",
            f"{each_web * web / PROCESSES:,.0f} MB",
        ),
        ("calls at once, at a burst", f"{BUSIEST_HOUR:,} / 60 x {MINUTES} minutes x {BURST}", f"{lines:,.0f}"),
        ("segments in a month", f"{CALLERS:,} x {TEXTED} x 2 texts x {SEGMENTS} segments", f"{texts:,.0f}"),
        ("segments in a second, at a burst", f"that / ({DAYS} days x {HOURS} h) x {BURST}", f"{texts_a_second:.1f}"),
        ("numbers that texts come from", f"that / {LONG_CODE} of a long code", f"{ceil(texts_a_second / LONG_CODE)}"),
        ("worker processes", f"texts a second / {of_worker}, two at least", f"{workers}"),
        ("Redis: people", f"{CALLERS:,} x {person}, all kept", f"{people / 2**30:.1f} GB"),
        ("Redis: follow-ups that wait", f"{CALLERS:,} x {TEXTED} x {waits}", f"{waiting / 2**30:.1f} GB"),
        ("Redis: to provide", "twice both: its file is written anew", f"{2 * (people + waiting) / 2**30:.0f} GB"),
        ("pence in a month", bill, "yours"),
    )
    note = (
        f"{CALLERS:,} callers in a month and {BUSIEST_HOUR:,} calls in the busiest hour, {MINUTES} minutes and {TURNS} "
        "turns each; half of them have a text sent and are asked later. These are assumptions: put in your own."
    )
    return Table("What a national line needs", ("what", "how it is reckoned", "comes to"), rows, note)
