"""What a national line needs, by arithmetic alone, from figures that were measured.

Each sum is done with numbers as they are shown, so that a reader with a pocket calculator comes to the same.
"""

from collections.abc import Mapping
from math import ceil, floor

from signpost.adapters.ceiling import FIRST_WARNING
from signpost.settings import Settings
from tests.benchmarks import kept
from tests.benchmarks.figures import Table, shown
from tests.benchmarks.serving import WORKERS

# The demand: people who ring in a month, calls in the busiest hour; turns of a call, and how long it lasts.
CALLERS, BUSIEST_HOUR, TURNS, MINUTES = 1_000_000, 10_000, 5, 2
# Of the calls, how many are put through to a person, and for how many minutes they talk.
PUT_THROUGH, TALK = 0.2, 10
# Of those who call, how many have one text sent and one follow-up: half is more than is likely.
TEXTED = 0.5
# Of a text of ours, the most that a text may have; and of one that comes in.
SEGMENTS, THEIRS = 2, 1
# Of the calls, and of the texts that come in, in how many a sentence of their own has to be understood; and for how
# many seconds that keeps a processor busy: the dearer end of what README's "Own words" tells.
SENTENCES, UNDERSTOOD = 0.5, 0.0024
# What the carrier tells of a text at the most (queued, sent, delivered), as its guide to status callbacks has it.
REPORTS = 3
# No process is planned to do more than half of what was measured at full load; and within the hour some seconds, and
# within the month some days, are twice as busy as the mean.
SPARE, BURST = 0.5, 2
# Texts a second of one UK long code, as in SIGNPOST_SMS_RATE; hours of a day, and days of a month, for such texts; and
# all days of a month.
LONG_CODE, HOURS, DAYS, MONTH = 10, 10.5, 25, 30
GIB = 2**30

NEEDED = (
    "voice turns/s",
    "text turns/s",
    "follow-ups/s",
    "web PSS MB",
    "worker PSS MB",
    *(f"{what} of {name}" for what in ("bytes", "days") for name in kept.KINDS),
)
HEAD = ("what", "how it is reckoned", "comes to")
Rows = tuple[tuple[str, ...], ...]
# What, how it is reckoned, and how many bytes.
Kept = tuple[tuple[str, str, float], ...]

# Of a month: texts that we send unasked by a text, one after a call and one later. All are answered, by one text each.
SENT = round(CALLERS * TEXTED * 2)
# Of a busy day: calls, and texts that are sent.
DAY_CALLS, DAY_SENT = round(CALLERS / DAYS * BURST), round(SENT / DAYS * BURST)
# Of a busy second, as they are shown.
VOICE = round(BUSIEST_HOUR * (TURNS + PUT_THROUGH) / 3600 * BURST, 1)
TEXTS = round((BUSIEST_HOUR * TEXTED / 3600 + CALLERS * TEXTED / (DAYS * HOURS * 3600)) * BURST, 1)
REPORTED = round(TEXTS * REPORTS + BUSIEST_HOUR / 3600 * BURST, 1)
SAID = round(TEXTS * SENTENCES + BUSIEST_HOUR * SENTENCES / 3600 * BURST, 1)
NUMBERS = ceil(round(TEXTS * 2 * SEGMENTS, 1) / LONG_CODE)


def reckoned(found: Mapping[str, float]) -> Table | None:
    """The page, as far as all was measured that it needs; else None."""
    if not set(NEEDED) <= set(found):
        return None
    rows = (*_demand(), *_web(found), *_worker(found), *_carrier(), *_kept(found), *_bill())
    return Table("What a national line needs", HEAD, rows, _note(found))


def _note(found: Mapping[str, float]) -> str:
    voice, text, sent = (shown(found[name]) for name in ("voice turns/s", "text turns/s", "follow-ups/s"))
    return (
        f"Assumed, so put in your own: {CALLERS:,} people ring in a month, {BUSIEST_HOUR:,} of them in the busiest "
        f"hour, for {MINUTES} minutes and {TURNS} turns each; {PUT_THROUGH:.0%} are then put through, and talk for "
        f"{TALK} minutes. {TEXTED:.0%} have one text sent and are asked later by another; all answer both, and get an "
        f"answer; nobody asks to be rung back. A text of ours has {SEGMENTS} segments, the most there can be, and one "
        f"of theirs {THEIRS}. In {SENTENCES:.0%} of the calls, and of the texts that come in, a sentence has to be "
        f'understood, which takes {UNDERSTOOD * 1000:g} ms more than a key (the dearer end of what "Own words" has). '
        f"Every month has other people, so what is kept is the most it can be. Busy seconds and busy days have {BURST} "
        f"times the mean.\n\n"
        f"Measured above: {voice} voice turns/s and {text} SMS turns/s of {WORKERS} web processes that share their "
        f"cores with Redis and with what asks them, {sent} texts/s of a worker, and the bytes, of which each kind is "
        f"kept for its own time. A process is given {SPARE:.0%} of the work that it has shown it can do. A MiB is "
        f"1,048,576 bytes, a GiB 1,073,741,824."
    )


def _demand() -> Rows:
    second = f"3,600 s x {BURST}"
    talked = f"{PUT_THROUGH:.0%} x {TALK}"
    later = f"{CALLERS:,} x {TEXTED:.0%} / ({DAYS} days x {HOURS} h x 3,600 s)"
    return (
        (
            "calls at once, in a busy minute",
            f"{BUSIEST_HOUR:,} / 60 minutes x ({MINUTES} + {talked}) minutes x {BURST}",
            f"{BUSIEST_HOUR / 60 * (MINUTES + PUT_THROUGH * TALK) * BURST:,.0f}",
        ),
        (
            "second legs at once, of those put through",
            f"{BUSIEST_HOUR:,} / 60 minutes x {talked} minutes x {BURST}",
            f"{BUSIEST_HOUR / 60 * PUT_THROUGH * TALK * BURST:,.0f}",
        ),
        (
            "voice turns in a busy second",
            f"{BUSIEST_HOUR:,} x ({TURNS} + {PUT_THROUGH:.0%}, when a second leg ends) / {second}",
            f"{VOICE}",
        ),
        (
            "texts sent in a busy second, after calls and later",
            f"({BUSIEST_HOUR:,} x {TEXTED:.0%} / 3,600 s + {later}) x {BURST}",
            f"{TEXTS}",
        ),
        ("texts that come in, in a busy second; as many are answers to them", "one for each that is sent", f"{TEXTS}"),
        (
            "reports in a busy second, on texts sent and on calls that end",
            f"{TEXTS} x {REPORTS} (queued, sent, delivered) + {BUSIEST_HOUR:,} / {second}",
            f"{REPORTED}",
        ),
        (
            "sentences in a busy second, in texts and in calls",
            f"{TEXTS} x {SENTENCES:.0%} + {BUSIEST_HOUR:,} x {SENTENCES:.0%} / {second}",
            f"{SAID}",
        ),
    )


def _as_shown(number: float) -> float:
    return float(shown(number).replace(",", ""))


def _web(found: Mapping[str, float]) -> Rows:
    voice, text = found["voice turns/s"], found["text turns/s"]
    busy = (VOICE / _as_shown(voice) + (TEXTS + REPORTED) / _as_shown(text)) * WORKERS + SAID * UNDERSTOOD
    processes = max(2, ceil(busy / SPARE))
    turns = f"{VOICE} / {shown(voice)} + ({TEXTS} + {REPORTED}) / {shown(text)}"
    return (
        (
            "web processes; a report is taken for a text, which costs more",
            f"(({turns}) x {WORKERS} + {SAID} x {UNDERSTOOD} s) / {SPARE}; two at least",
            f"{processes}",
        ),
        _memory("web processes", found["web PSS MB"] / WORKERS, processes),
    )


def _worker(found: Mapping[str, float]) -> Rows:
    able = found["follow-ups/s"]
    workers = max(2, ceil(TEXTS / (_as_shown(able) * SPARE)))
    return (
        ("worker processes", f"{TEXTS} / ({shown(able)} x {SPARE}); two at least", f"{workers}"),
        _memory("workers", found["worker PSS MB"], workers),
    )


def _memory(whose: str, each: float, processes: int) -> tuple[str, ...]:
    return (f"memory of the {whose}", f"{each:.0f} MiB x {processes}", f"{round(each) * processes:,} MiB")


def _carrier() -> Rows:
    least = Settings.model_fields["segments_a_day"].default
    rate = (
        "SIGNPOST_SMS_RATE, with a messaging service of these numbers",
        f"{LONG_CODE} x {NUMBERS} - {TEXTS} x {SEGMENTS} for answers to texts, which it does not count",
        f"{floor(round(LONG_CODE * NUMBERS - TEXTS * SEGMENTS, 1))}",
    )
    return (
        (
            "numbers that texts come from",
            f"({TEXTS} sent + {TEXTS} answers) x {SEGMENTS} segments / {LONG_CODE} a second of a UK long code",
            f"{NUMBERS}",
        ),
        *((rate,) if NUMBERS > 1 else ()),
        (
            f"SIGNPOST_SEGMENTS_A_DAY, at least; {least:,} unless it is set",
            f"{SENT:,} sent x {SEGMENTS} segments / {DAYS} days x {BURST} / {FIRST_WARNING:.0%}, from where on what "
            "can wait does; answers are not counted",
            f"{ceil(round(DAY_SENT * SEGMENTS / FIRST_WARNING, 3)):,}",
        ),
    )


def _kept(found: Mapping[str, float]) -> Rows:
    rows = (*_long(found), *_short(found))
    # As they are shown.
    each = [f"{size / GIB:.2f}" for _what, _how, size in rows]
    whole = sum(map(float, each))
    shown_ = tuple((f"Redis, {what}", how, f"{size} GiB") for (what, how, _), size in zip(rows, each, strict=True))
    provided = (
        "Redis, memory to provide",
        f"2 x ({' + '.join(each)}) GiB, for when it writes its file anew; rounded up",
    )
    return (*shown_, (*provided, f"{ceil(round(2 * whole, 2)):,} GiB"))


def _long(found: Mapping[str, float]) -> Kept:
    """What is kept for weeks, by how many of a month's people and texts there are within its days."""
    texters = f"{CALLERS:,} x {TEXTED:.0%}"
    caller, texter = (round(found[f"bytes of {name}"]) for name in ("a caller", "a texter"))
    days = found["days of a caller"]
    mean = (1 - TEXTED) * caller + TEXTED * texter
    shares = f"({1 - TEXTED:.0%} x {caller:,} + {TEXTED:.0%} x {texter:,})"
    rest = (
        ("texters' sessions", "a texter's session", texters, CALLERS * TEXTED),
        ("texts sent", "a text sent", f"{SENT:,}", SENT),
        ("follow-ups that wait", "a follow-up that waits", texters, CALLERS * TEXTED),
    )
    return (
        ("people", f"{CALLERS:,} x {days:g} / {MONTH} days x {shares} bytes", CALLERS * days / MONTH * mean),
        *(
            (
                what,
                f"{many} x {found[f'days of {name}']:g} / {MONTH} days x {found[f'bytes of {name}']:,.0f} bytes",
                count * found[f"days of {name}"] / MONTH * round(found[f"bytes of {name}"]),
            )
            for what, name, many, count in rest
        ),
    )


def _short(found: Mapping[str, float]) -> Kept:
    """What is kept for a day or so, of busy days; and for an hour at most, of the busiest."""
    of_call, of_text = (
        [_times(found, name) for name in names]
        for names in (
            ("a call's session", "a phone's counts"),
            ("an answer to a text", "a phone's counts", "a phone's texts of a day"),
        )
    )
    day = DAY_CALLS * sum(size for _, size in of_call) + DAY_SENT * sum(size for _, size in of_text)
    calls, texts = (" + ".join(how for how, _ in each) for each in (of_call, of_text))
    answer, left = (_times(found, name, 24) for name in ("a call's answer", "a call that broke off"))
    turns = TURNS + PUT_THROUGH
    return (
        ("what calls and texts leave for a day", f"{DAY_CALLS:,} x ({calls}) + {DAY_SENT:,} x ({texts}) bytes", day),
        (
            "what calls leave for an hour",
            f"{BUSIEST_HOUR:,} x (({TURNS} + {PUT_THROUGH:.0%}) x {answer[0]} + {left[0]}) bytes",
            BUSIEST_HOUR * (turns * answer[1] + left[1]),
        ),
    )


def _times(found: Mapping[str, float], name: str, a_day: int = 1) -> tuple[str, float]:
    """The bytes of one, as many times as it lives days, or `a_day`ths of one: in words, and in bytes."""
    spans, size = found[f"days of {name}"] * a_day, round(found[f"bytes of {name}"])
    return (f"{size:,}" if spans == 1 else f"{spans:g} x {size:,}"), spans * size


def _bill() -> Rows:
    talk = f"{PUT_THROUGH:.0%} x {TALK}"
    ours = f"{CALLERS:,} x {TEXTED:.0%} x 2 texts x {SEGMENTS} segments"
    return (
        (
            "billed in a month: calls that come in",
            f"{CALLERS:,} x ({MINUTES} + {talk}) minutes",
            f"{CALLERS * (MINUTES + PUT_THROUGH * TALK):,.0f} minutes",
        ),
        (
            "billed: second legs of those put through",
            f"{CALLERS:,} x {talk} minutes",
            f"{CALLERS * PUT_THROUGH * TALK:,.0f} minutes",
        ),
        (
            "billed: sentences in calls, recognised by the carrier",
            f"{CALLERS:,} x {SENTENCES:.0%}",
            f"{CALLERS * SENTENCES:,.0f}",
        ),
        ("billed: texts sent", ours, f"{SENT * SEGMENTS:,} segments"),
        ("billed: texts that come in", f"{SENT:,} x {THEIRS} segment", f"{SENT * THEIRS:,} segments"),
        ("billed: answers to them", f"{SENT:,} x {SEGMENTS} segments", f"{SENT * SEGMENTS:,} segments"),
    )
